"""Every letter of the site comes from the site, whatever fonts a machine has."""

from collections import defaultdict

import pytest

from tests.browser.conftest import pages_in
from tests.browser.looks import await_faces, sizes

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


def strangers(page, path, known):
    """Return the signs of a page that no font of the site has, and the fonts that lent them.

    All pages have the same fonts, so each sign in each face is asked for once; `known` grows.
    """
    page.goto(path.as_uri())
    new = {
        face: sorted({*signs} - known[face])
        for face, signs in page.evaluate(SIGNS).items()
    }
    for face, signs in new.items():
        known[face].update(signs)
    page.evaluate(SPECIMENS, {face: signs for face, signs in new.items() if signs})
    await_faces(page)
    ask = page.context.new_cdp_session(page).send
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
            lent = foreign(ask, sign)
            text = ask("DOM.getOuterHTML", {"nodeId": sign})["outerHTML"]
            found += [f"{text} from {name}" for name in lent]
    return found


def foreign(ask, node):
    """Return the names of the machine's fonts that a node is drawn with."""
    drawn = ask("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return [font["familyName"] for font in drawn if not font["isCustomFont"]]


def test_every_letter_comes_from_a_font_of_the_site(page, site):
    known = defaultdict(set)
    found = {
        path.relative_to(site).as_posix(): strangers(page, path, known)
        for path in pages_in(site)
    }
    assert {name: signs for name, signs in found.items() if signs} == {}


@pytest.mark.parametrize(
    "body",
    [
        "<p>A \N{CYRILLIC SMALL LETTER DE}</p>",
        "<p style='font-family: sans-serif'>A</p>",
        "<input placeholder='A' style='font-family: serif'>",
        "<style>b::after { content: 'A'; font-family: serif }</style><b></b>",
        "<details><summary>A</summary><pre style='font-family: monospace'>A</pre></details>",
        "<math><mi style='font-family: serif'>A</mi></math>",
    ],
)
def test_a_letter_from_elsewhere_is_found(page, tmp_path, site, body):
    styles = (site / "_static" / "book.css").as_uri()
    face = "style='font-family: STIX Two Text'"
    bad = tmp_path / "bad.html"
    bad.write_text(
        f"<!DOCTYPE html><html {face}><link rel=stylesheet href='{styles}'>{body}A"
    )
    assert len(strangers(page, bad, defaultdict(set))) == 1


@pytest.mark.parametrize("width", [390, 1280])
def test_buttons_on_code_are_large_enough_to_hit(page, site, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((site / "api.html").as_uri())
    buttons = sizes(page, "button.copybtn")
    assert buttons
    assert min(min(size) for size in buttons) >= 24  # WCAG 2.2, 2.5.8
