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
    for (const sign of signs) {
      sample.appendChild(document.createElement("span")).textContent = sign;
    }
  }
}"""


def strangers(page, known):
    """Return the signs of a page that no font of the site has, and the fonts that lent them.

    All pages have the same fonts, so each sign in each face is asked for once; `known` grows.
    """
    new = {
        face: sorted({*signs} - known[face])
        for face, signs in page.evaluate(SIGNS).items()
    }
    if not any(new.values()):
        return []
    for face, signs in new.items():
        known[face].update(signs)
    page.evaluate(SPECIMENS, {face: signs for face, signs in new.items() if signs})
    await_faces(page)
    session = page.context.new_cdp_session(page)
    found = lent(session.send)
    # One that went on listening would make all later pages come three times as slowly.
    session.detach()
    page.evaluate("() => document.getElementById('specimens').remove()")
    return found


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
