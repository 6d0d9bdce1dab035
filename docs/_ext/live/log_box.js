/** The box that reads a pasted log. What is pasted is only ever shown as text, and goes nowhere. */

import { diagnose, g, largest, smallest } from "./diagnosis.js";
import { readRun } from "./pasted_log.js";

/** Return an element that holds text and elements: what is pasted is never read as markup. */
function element(name, content, properties = {}) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...content);
  return made;
}

/** Say back what was read, so that a misreading is seen. */
function readBack({ errors, rate, weights }) {
  const ends = `the first ${g(errors[0])}, the last ${g(errors.at(-1))}`;
  const also = `the learning rate ${g(rate)} and ${weights?.length ?? "no"} weights`;
  return `I read ${errors.length} ${errors.length > 1 ? "errors" : "error"}, ${ends}, ${also}.`;
}

/** Place the errors above 0 in the box of the drawing, on a logarithmic scale. */
function pointsOf(errors) {
  const places = errors.map((error, i) => [i, -Math.log(error)]).filter(([, y]) => isFinite(y));
  const heights = places.map(([, y]) => y);
  const [top, span] = [smallest(heights), largest(heights) - smallest(heights) || 1];
  const points = places.map(([i, y]) => [(160 * i) / errors.length, (40 * (y - top)) / span]);
  return points.map((point) => point.map((one) => one.toFixed(1))).join(" ");
}

/** Return a link to a section of the page, in the words of its heading. */
function linkTo(id) {
  const section = document.getElementById(id).closest("section");
  const heading = section.querySelector("h2").firstChild.textContent;
  return element("a", [heading], { href: `#${id}` });
}

/** Return what a run says, as paragraphs. */
function answer(run, table) {
  const { verdict, message, see } = diagnose(table, run.errors, run.rate, run.weights);
  const said = element("p", [element("strong", [verdict]), ": ", message]);
  const more = see.map((id) => element("p", ["More: ", linkTo(id)]));
  return [element("p", [readBack(run)]), said, ...more];
}

/** Show the form and let it answer. */
function start(form) {
  const stored = (id) => JSON.parse(document.getElementById(id).textContent);
  const field = (name) => form.querySelector(`#log-box-${name}`);
  const fields = { errors: field("errors"), rate: field("rate"), weights: field("weights") };
  const curve = form.querySelector("svg");
  const output = form.querySelector("[role=status]");
  const clear = () => {
    output.replaceChildren();
    curve.setAttribute("hidden", "");
    Object.values(fields).forEach((field) => field.removeAttribute("aria-invalid"));
  };
  const read = () => {
    clear();
    const texts = Object.entries(fields).map(([name, { value }]) => [name, value]);
    try {
      const run = readRun(Object.fromEntries(texts));
      output.replaceChildren(...answer(run, stored("log-box-table")));
      curve.firstElementChild.setAttribute("points", pointsOf(run.errors));
      curve.removeAttribute("hidden");
    } catch (error) {
      if (!error.field) throw error;
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
    const example = stored("log-box-example");
    Object.entries(fields).forEach(([name, field]) => (field.value = example[name]));
    read();
  });
  document.querySelector(".log-box-instead").hidden = true;
  form.hidden = false;
}

const form = document.getElementById("log-box");
if (form) start(form);
