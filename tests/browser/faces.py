"""Which fonts the letters of a page come from."""

from tests.browser.looks import await_faces

# Collects the signs of a page for each face that shows them. A hat stays with its letter, whose
# font has to have it; formulas slant letters by a text-transform.
SIGNS = """() => {
  const faces = new Map();
  const letters = new Intl.Segmenter();
  const note = (element, text, pseudo) => {
    const { fontFamily, fontWeight, fontStyle, textTransform } = getComputedStyle(element, pseudo);
    const face = JSON.stringify({ fontFamily, fontWeight, fontStyle, textTransform });
    if (!faces.has(face)) faces.set(face, new Set());
    const signs = [...letters.segment(text)].map(({ segment }) => segment);
    for (const sign of signs.filter((one) => one.trim())) faces.get(face).add(sign);
  };
  const unseen = "script, style, noscript, template, title, desc, annotation";
  const busy = "pre *, svg *, math *";  // thousands, and nothing stands before or after them
  for (const element of document.body.querySelectorAll(`*:not(:is(${unseen}) *, ${unseen})`)) {
    for (const child of element.childNodes) {
      if (child.nodeType === Node.TEXT_NODE && child.data.trim()) note(element, child.data);
    }
    if (element.value || element.placeholder) note(element, element.value + element.placeholder);
    if (element.matches(busy)) continue;
    for (const pseudo of ["::before", "::after"]) {
      const { content } = getComputedStyle(element, pseudo);
      if (content.startsWith('"')) note(element, JSON.parse(content), pseudo);
    }
  }
  return Object.fromEntries([...faces].map(([face, signs]) => [face, [...signs]]));
}"""
# Sets signs in their faces, at the end of the page.
SPECIMENS = """faces => {
  const board = document.body.appendChild(document.createElement("div"));
  board.id = "specimens";
  for (const [face, signs] of Object.entries(faces)) {
    const sample = board.appendChild(document.createElement("p"));
    Object.assign(sample.style, JSON.parse(face));
    for (const [sign, page] of Object.entries(signs)) {
      const specimen = sample.appendChild(document.createElement("span"));
      Object.assign(specimen, { textContent: sign, title: page });
    }
  }
}"""


def collect(page, name, faces):
    """Note for each face the signs that it has on a page, with the name of the first such page."""
    for face, signs in page.evaluate(SIGNS).items():
        for sign in signs:
            faces.setdefault(face, {}).setdefault(sign, name)


def strangers(page, faces):
    """Return the signs that no font of the site has, and the fonts that lent them.

    All pages have the same fonts, so any of them can show the signs of all.
    """
    page.evaluate(SPECIMENS, faces)
    await_faces(page)
    return lent(page.context.new_cdp_session(page).send)


def lent(ask):
    """Return the specimens that fonts of the machine are drawn with, and those fonts."""
    ask("DOM.enable")
    ask("CSS.enable")
    root = ask("DOM.getDocument")["root"]["nodeId"]
    # The browser answers for a node and its children, so the faces are asked first.
    faces = ask("DOM.querySelectorAll", {"nodeId": root, "selector": "#specimens p"})
    found = []
    for face in faces["nodeIds"]:
        if not foreign(ask, face):
            continue
        signs = ask("DOM.querySelectorAll", {"nodeId": face, "selector": "span"})
        for sign in signs["nodeIds"]:
            text = ask("DOM.getOuterHTML", {"nodeId": sign})["outerHTML"]
            found += [f"{text} from {name}" for name in foreign(ask, sign)]
    return found


def foreign(ask, node):
    """Return the names of the machine's fonts that a node is drawn with."""
    drawn = ask("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return [font["familyName"] for font in drawn if not font["isCustomFont"]]
