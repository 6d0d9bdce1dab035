/** Let the keyboard reach what scrolls sideways; not every browser does so by itself. */
const NAMES = {
  pre: "Code",
  ".table-wrapper": "Table",
  ".math-wrapper": "Equation",
  ".inline-figure > div": "Figure",
};

/** Make a box a stop of the keyboard with a name, or an ordinary one again. */
function mark(box, name) {
  const given = box.scrollWidth > box.clientWidth ? { tabindex: 0, role: "group", "aria-label": name } : {};
  for (const key of ["tabindex", "role", "aria-label"]) box.removeAttribute(key);
  for (const [key, value] of Object.entries(given)) box.setAttribute(key, value);
}

for (const [selector, name] of Object.entries(NAMES)) {
  const watcher = new ResizeObserver((changes) => changes.forEach(({ target }) => mark(target, name)));
  document.querySelectorAll(selector).forEach((box) => watcher.observe(box));
}
