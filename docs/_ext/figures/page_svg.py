"""Make a drawing of Matplotlib's part of a page: its colours, ids of its own, words to be found."""

import re
from itertools import groupby
from xml.etree import ElementTree

#: How a page says what a file says: patterns, and what stands in their places.
IN_A_PAGE = {
    r"<metadata>.*?</metadata>": "",
    # It would reach every other figure of the page; book.css holds these rules.
    r"<defs>\s*<style.*?</style>\s*</defs>": "",
    # A path to nowhere, which checkers of books refuse.
    r'<path (?![^>]*\bd="[^"])[^>]*/>': "",
    # The families in the list stand in for one another; naming the first once is enough.
    r"; font-family: [^;\"]+|font-family: [^;\"]+(?:; )?": "",
    # Only these colours change with the page; every other colour has to suit both papers.
    ": #000000": ": currentColor",
    ": #ffffff": ": var(--figure-paper)",
    "xlink:href": "href",
    # A word that lies straight.
    r' transform="rotate\(-0 [^"]+"': "",
}
#: What a script will move bears such an id in Matplotlib and, as a class, in the page.
MOVING = "moving-"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
NO_BREAK_SPACE = "\u00a0"


def adapt(svg, label):
    """Return a stand-alone drawing as an element of a page, with a name that can be heard."""
    for in_a_file, in_a_page in IN_A_PAGE.items():
        svg = re.sub(in_a_file, in_a_page, svg, flags=re.DOTALL)
    root = ElementTree.fromstring(svg)
    used = set(re.findall(r"#(\w+)", svg))
    for element in root.iter():
        write_as_html(element)
        name(element, used)
        round_places(element)
    for text in root.iter("text"):
        join_letters(text)
    for group in root.iter("g"):
        share_look(group)
    root.attrib = {
        "viewBox": root.get("viewBox"),
        "fill": "currentColor",
        "font-family": "DejaVu Sans, sans-serif",
        "role": "img",
        "aria-label": label,
    }
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")


def write_as_html(element):
    """Write names as HTML does, and drop blanks."""
    element.tag = element.tag.rpartition("}")[2]
    if element.tag != "tspan" and not (element.text or "").strip():
        element.text = None
    element.tail = None


def name(element, used):
    """Keep ids that are used, which Matplotlib makes from the figure's name; drop the others."""
    own = element.attrib.pop("id", "")
    if own in used:
        element.set("id", own)
    elif own.startswith(MOVING):
        element.set("class", own)


def round_places(element):
    """Round coordinates to a hundredth of a point, and write paths with few characters."""
    for key in {"d", "x", "y", "transform"} & element.attrib.keys():
        places = NUMBER.sub(lambda m: f"{round(float(m[0]), 2):.8g}", element.get(key))
        element.set(key, re.sub(r"\s*([A-Zz])\s*", r"\1", places.strip()))


def share_look(group):
    """Say once, of the group, what all in it look like.

    But for an opacity of the whole: shapes that lie on one another would no longer add up.
    """
    for key in ("style", "clip-path"):
        look, *others = {child.get(key, "") for child in group} or {""}
        is_shared = look and not others and key not in group.attrib
        if is_shared and not re.search(r"(?<!-)opacity", look):
            group.set(key, look)
            for child in group:
                del child.attrib[key]


def join_letters(text):
    """Write neighbouring letters of a formula as one text, so that words can be found and read.

    Matplotlib places each letter by itself; a list of positions keeps every one in its place.
    """
    joined = []
    for (_, _, is_letter), run in groupby(text, _kind):
        first, *others = run
        if is_letter and others:
            letters = [first, *others]
            first.set("x", " ".join(letter.get("x") for letter in letters))
            # Browsers merge plain spaces and would then give each letter the place of another.
            words = "".join(letter.text for letter in letters)
            first.text, others = words.replace(" ", NO_BREAK_SPACE), []
        joined += [first, *others]
    text[:] = joined


def _kind(tspan):
    """Return what neighbours must share to be joined; an accent stays above its letter."""
    is_letter = len(tspan.text) == 1 and not "\u0300" <= tspan.text <= "\u036f"
    return tspan.get("y"), tspan.get("style"), is_letter
