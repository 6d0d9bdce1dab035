"""The rules of WCAG, asked of a page by axe, and each thing as seldom as shows everything."""

from axe_playwright_python.base import AXE_SCRIPT

# WCAG 2.2 AA holds all that came before it. Axe would read the style sheets again, which
# browsers refuse to pages on disk.
EVERY_RULE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,
}  # fmt: skip
#: What depends on colours, and takes axe most of its time.
COLOURS = EVERY_RULE | {"runOnly": ["color-contrast", "link-in-text-block"]}

SCRIPT = f"""{AXE_SCRIPT};
axe.configure({{ rules: [
  {{ id: "color-contrast", selector: "[data-kind]" }},
  {{ id: "link-in-text-block", selector: "a[href][data-kind]" }},
] }})"""
# Words of one colour, size and weight on the same papers are as easy to read as one another, and
# links are told from the same words in the same way; so the rules of colours are asked of the
# first of each kind, and of kinds that were not asked for before.
KINDS = """([part, known]) => {
  const CLEAR = "rgba(0, 0, 0, 0),none,1";
  const looks = (element, ...names) => {
    const style = getComputedStyle(element);
    return names.map(name => style[name]);
  };
  const papers = new Map([[null, ""]]);
  const paperOf = element => {
    if (!papers.has(element)) {
      const own = `${looks(element, "backgroundColor", "backgroundImage", "opacity")}`;
      const below = paperOf(element.parentElement);
      papers.set(element, own === CLEAR ? below : `${own} on ${below}`);
    }
    return papers.get(element);
  };
  const kindOf = element => {
    const words = looks(element, "color", "fill", "fontSize", "fontWeight");
    return `${words} ${paperOf(element)}`;
  };
  const kinds = new Map();
  const note = (kind, element) => kinds.has(kind) || kinds.set(kind, element);
  for (const words of document.querySelectorAll(`${part} *`)) {
    const texts = [...words.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
    const says = texts.some(({ data }) => data.trim()) || words.matches("input, select");
    if (!says || words.getBoundingClientRect().width <= 1) continue;
    note(kindOf(words), words);
    const link = words.closest("a[href]");
    if (!link) continue;
    const line = looks(link, "textDecorationLine", "borderBottomStyle", "display");
    note(`link ${line} ${kindOf(link)} among ${kindOf(link.parentElement)}`, link);
  }
  // Only now, as each change of the page lets the browser find all styles anew.
  document.querySelectorAll("[data-kind]").forEach(old => old.removeAttribute("data-kind"));
  known.forEach(kind => kinds.delete(kind));
  kinds.forEach(words => words.setAttribute("data-kind", ""));
  return [...kinds.keys()];
}"""
RUN = """([part, rules]) => axe.run(part, rules).then(({ violations }) =>
  violations.map(({ id, nodes }) => `${id}, ${nodes.length} times, as in ${nodes[0].html}`))"""


def add_to(place):
    """Bring axe to all pages that a page, or a context, will open."""
    place.add_init_script(SCRIPT)


def broken(page, part, *, rules=EVERY_RULE, known=frozenset()):
    """Return the rules that a part of a page breaks, and the kinds of words that are new in it.

    Kinds that are `known` are not asked about.
    """
    kinds = page.evaluate(KINDS, [part, sorted(known)])
    if rules is COLOURS and not kinds:
        return [], kinds
    return page.evaluate(RUN, [part, rules]), kinds


def faults(page, part):
    """Return the rules that a part of a page breaks."""
    return broken(page, part)[0]
