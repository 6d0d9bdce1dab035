/** The box that reads a pasted log. What is pasted is only ever shown as text, and goes nowhere. */

import { diagnose, g4 } from "./diagnosis.js";
import { readRun, Unreadable } from "./pasted_log.js";

/** The sections of the page that say more about a verdict. */
const SECTIONS = {
  step: ["alternating-growth"],
  sign: ["one-sided-growth"],
  "step or sign": ["alternating-growth", "one-sided-growth"],
  data: ["nan-at-epoch-0", "overflow"],
  settled: ["error-stops-above-0"],
  healthy: ["when-to-stop"],
  short: [],
};

/** Return an element that holds text and elements: what is pasted is never read as markup. */
function element(name, content, properties = {}) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...content);
  return made;
}

/** Say back what was read, so that a misreading is seen. */
function readBack({ errors, weights }) {
  const [first, last] = [g4(errors[0]), g4(errors.at(-1))];
  const one = `1 error, ${first}`;
  const count = errors.length > 1 ? `${errors.length} errors, from ${first} to ${last}` : one;
  return `I read ${count}, and ${weights ? "as many" : "no"} weights.`;
}

/** Return a link to a section of the page, in the words of its heading. */
function linkTo(id) {
  const section = document.getElementById(id).closest("section");
  const heading = section.querySelector("h2").firstChild.textContent;
  return element("a", [heading], { href: `#${id}` });
}

/** Return what three texts say, as paragraphs. */
function answer(texts) {
  const run = readRun(texts);
  const { verdict, message } = diagnose(run.errors, run.rate, run.weights);
  const more = SECTIONS[verdict].map((id) => element("p", ["More: ", linkTo(id)]));
  return [element("p", [readBack(run)]), element("p", [message]), ...more];
}

/** Show the form and let it answer. */
function start(form) {
  const field = (name) => form.querySelector(`#log-box-${name}`);
  const fields = { errors: field("errors"), rate: field("rate"), weights: field("weights") };
  const output = form.querySelector("[role=status]");
  const clear = () => {
    output.replaceChildren();
    Object.values(fields).forEach((field) => field.removeAttribute("aria-invalid"));
  };
  const read = () => {
    clear();
    const texts = Object.entries(fields).map(([name, { value }]) => [name, value]);
    try {
      output.replaceChildren(...answer(Object.fromEntries(texts)));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      fields[error.field].setAttribute("aria-invalid", "true");
      output.replaceChildren(element("p", [error.message]));
    }
  };
  form.addEventListener("input", clear); // an answer to other numbers would mislead
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    read();
  });
  form.querySelector("button[type=button]").addEventListener("click", () => {
    const example = JSON.parse(document.getElementById("log-box-example").textContent);
    Object.entries(fields).forEach(([name, field]) => (field.value = example[name]));
    read();
  });
  document.querySelector(".log-box-instead").hidden = true;
  form.hidden = false;
}

const form = document.getElementById("log-box");
if (form) start(form);
