"""Every letter of the site comes from the site: pages look the same whatever fonts a machine has."""

from pathlib import Path

import pytest

from tests.browser.conftest import pages_in

# Sets each sign of a page once for each face that shows it, in a paragraph at the end. What a mark
# stands on counts: a hat is drawn from the font of its letter. A formula slants single letters.
SPECIMENS = """() => {
  const faces = new Map();
  const letters = new Intl.Segmenter();
  const note = (element, text, pseudo) => {
    const { fontFamily, fontWeight, fontStyle, textTransform } = getComputedStyle(element, pseudo);
    const face = JSON.stringify({ fontFamily, fontWeight, fontStyle, textTransform });
    if (!faces.has(face)) faces.set(face, new Set());
    for (const { segment } of letters.segment(text)) faces.get(face).add(segment);
  };
  const unseen = "script, style, noscript, template, title, desc, annotation";
  for (const element of document.body.querySelectorAll(`*:not(:is(${unseen}) *, ${unseen})`)) {
    for (const child of element.childNodes) {
      if (child.nodeType === Node.TEXT_NODE && child.data.trim()) note(element, child.data);
    }
    if (element.value || element.placeholder) note(element, element.value + element.placeholder);
    for (const pseudo of ["::before", "::after", "::marker"]) {
      const { content } = getComputedStyle(element, pseudo);
      if (content.startsWith('"')) note(element, JSON.parse(content), pseudo);
    }
  }
  const board = document.body.appendChild(document.createElement("p"));
  board.id = "specimens";
  for (const [face, signs] of faces) {
    for (const sign of signs) {
      if (!sign.trim()) continue;
      const specimen = board.appendChild(document.createElement("span"));
      Object.assign(specimen.style, JSON.parse(face), { display: "inline-block" });
      specimen.textContent = sign;
    }
  }
}"""


def strangers(page, path):
    """Return the signs of a page that the site has no font for, each with the font it came from."""
    page.goto(Path(path).as_uri())
    page.evaluate(SPECIMENS)
    page.evaluate("() => document.fonts.ready.then(() => null)")
    tools = page.context.new_cdp_session(page)
    tools.send("DOM.enable")
    tools.send("CSS.enable")
    root = tools.send("DOM.getDocument")["root"]["nodeId"]
    board = tools.send("DOM.querySelector", {"nodeId": root, "selector": "#specimens"})
    if all(font["isCustomFont"] for font in fonts(tools, board["nodeId"])):
        return []
    return [board]


def fonts(tools, node):
    """Return the fonts that a browser drew a node with."""
    return tools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
