"""Make a drawing of Matplotlib's part of a page: its colours, ids of its own, words to be found."""

import re
from itertools import groupby
from xml.etree import ElementTree

#: How a page says what a file says: patterns, and what stands in their places.
IN_A_PAGE = {
    r"<metadata>.*?</metadata>": "",
    # It would reach every other figure of the page; book.css holds these rules.
    r"<defs>\s*<style.*?</style>\s*</defs>": "",
    # They stand in a page hundreds of times; the first half still tells all of a page apart.
    r"\b([mp][0-9a-f]{6})[0-9a-f]{4}\b": r"\1",
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
SHAPES = {"path", "circle", "use"}
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
        name_circle(element)
    for text in root.iter("text"):
        join_letters(text)
    leave_out_told_looks(root)
    for group in root.iter("g"):
        share_look(group)
    prune(root)
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


def name_circle(element):
    """Write as a circle what Matplotlib writes as eight arcs, from its lowest point on."""
    path = element.get("d", "")
    if not re.fullmatch(r"M[^A-Zz]+(C[^A-Zz]+){8}z", path):
        return
    numbers = [float(number) for number in NUMBER.findall(path)]
    (x, bottom), right, (middle, top) = numbers[:2], numbers[12], numbers[24:26]
    y, r = (bottom + top) / 2, (bottom - top) / 2
    if x == middle and abs(x + r - right) < 0.02:  # else it is another oval
        del element.attrib["d"]
        element.tag = "circle"
        element.attrib |= {"cx": f"{x:.8g}", "cy": f"{y:.8g}", "r": f"{r:.8g}"}


def leave_out_told_looks(root):
    """Leave out of a copy what the original says itself."""
    looks = {f"#{element.get('id')}": element.get("style") for element in root.iter()}
    for copy in root.iter("use"):
        if copy.get("style") == looks[copy.get("href")]:
            copy.attrib.pop("style", None)


def share_look(group):
    """Say once, of the group, what all in it look like.

    But for an opacity of the whole: shapes that lie on one another would no longer add up.
    """
    if len(group) < 2 or not SHAPES.issuperset(shape.tag for shape in group):
        return
    for key in sorted({"style", "clip-path"} - set(group.attrib)):
        look, *others = {shape.get(key, "") for shape in group}
        if look and not others and not re.search(r"(?<!-)opacity", look):
            group.set(key, look)
            for shape in group:
                del shape.attrib[key]


def prune(element):
    """Take groups apart that say nothing, and drop paths to nowhere."""
    kept = []
    for child in element:
        prune(child)
        kept += child if child.tag == "g" and not child.attrib else [child]
    element[:] = [child for child in kept if child.tag != "path" or child.get("d")]


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
