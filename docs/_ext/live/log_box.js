/** The box that reads a pasted log. What is pasted is only ever shown as text, and goes nowhere. */

import { diagnose, g } from "./diagnosis.js";
import { readRun, Unreadable } from "./pasted_log.js";

/** Return an element that holds text and elements: what is pasted is never read as markup. */
function element(name, content, properties = {}) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...content);
  return made;
}

/** Say back what was read, so that a misreading is seen. */
function readBack({ errors, rate, weights }) {
  const count = errors.length > 1 ? `${errors.length} errors, the first ${g(errors[0])}` : "1 error";
  const also = `the learning rate ${g(rate)} and ${weights ? "as many" : "no"} weights`;
  return `I read ${count}, the last ${g(errors.at(-1))}, ${also}.`;
}

/** Draw the errors that are above 0 on a logarithmic scale, from the smallest to the largest. */
function curve(errors) {
  const logs = errors.map(Math.log);
  const known = logs.filter(Number.isFinite);
  const [least, most] = [Math.min, Math.max].map((choose) => known.reduce((a, b) => choose(a, b), known[0]));
  const draw = (name) => document.createElementNS("http://www.w3.org/2000/svg", name);
  const [svg, line] = [draw("svg"), draw("polyline")];
  const place = (log, i) => `${(160 * i) / errors.length},${40 - (36 * (log - least)) / (most - least || 1)}`;
  const points = logs.map(place).filter((_, i) => Number.isFinite(logs[i]));
  line.setAttribute("points", points.join(" "));
  svg.setAttribute("viewBox", "-2 0 164 44");
  svg.setAttribute("aria-hidden", "true");
  svg.append(line);
  return svg;
}

/** Return a link to a section of the page, in the words of its heading. */
function linkTo(id) {
  const section = document.getElementById(id).closest("section");
  const heading = section.querySelector("h2").firstChild.textContent;
  return element("a", [heading], { href: `#${id}` });
}

/** Return what three texts say, as a curve and paragraphs. */
function answer(texts, table) {
  const run = readRun(texts);
  const { verdict, message, see } = diagnose(table, run.errors, run.rate, run.weights);
  const said = element("p", [element("strong", [verdict]), ": ", message]);
  const more = see.map((id) => element("p", ["More: ", linkTo(id)]));
  return [element("p", [readBack(run)]), curve(run.errors), said, ...more];
}

/** Show the form and let it answer. */
function start(form) {
  const stored = (id) => JSON.parse(document.getElementById(id).textContent);
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
      output.replaceChildren(...answer(Object.fromEntries(texts), stored("diagnosis-table")));
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
    const example = stored("log-box-example");
    Object.entries(fields).forEach(([name, field]) => (field.value = example[name]));
    read();
  });
  document.querySelector(".log-box-instead").hidden = true;
  form.hidden = false;
}

const form = document.getElementById("log-box");
if (form) start(form);
