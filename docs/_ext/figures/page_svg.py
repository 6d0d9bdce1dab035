"""Make a drawing of Matplotlib's part of a page: its colours, ids of its own, fewer bytes."""

import re
import zlib
from itertools import groupby
from xml.etree import ElementTree

#: Only these colours change with the page; every other colour has to suit both papers.
PAGE_COLOURS = {"#000000": "currentColor", "#ffffff": "var(--figure-paper)"}
#: A style element would reach every other figure of the page; book.css holds these rules.
OF_A_FILE = ("metadata", "style")
#: What a script will move bears such an id in Matplotlib and, as a class, in the page.
MOVING = "moving-"
XLINK = "{http://www.w3.org/1999/xlink}href"
REFERENCE = re.compile(r"(^#|url\(#)([\w-]+)")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
FONT_FAMILY = re.compile(r"font-family: [^;]+(?:; |$)")
SHAPES = {"path", "circle", "use"}
NO_BREAK_SPACE = "\u00a0"


def adapt(svg, label, prefix):
    """Return a stand-alone drawing as an element of a page, with a name that can be heard."""
    root = ElementTree.fromstring(svg)
    with_own_ids(root, short_name(prefix))
    for element in root.iter():
        write_as_html(element)
        follow_page(element)
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
    return ElementTree.tostring(root, encoding="unicode")


def short_name(name):
    """Return a few letters for a name; they stand in a page hundreds of times."""
    return f"f{zlib.crc32(name.encode()):08x}"[:5]


def with_own_ids(root, prefix):
    """Prefix and number the ids that are used, since two figures share a page; drop the others."""
    used = [
        name
        for element in root.iter()
        for value in element.attrib.values()
        for _, name in REFERENCE.findall(value)
    ]
    own = {name: f"{prefix}-{k}" for k, name in enumerate(dict.fromkeys(used), 1)}
    for element in root.iter():
        for key, value in element.attrib.items():
            element.set(key, REFERENCE.sub(lambda m: m[1] + own[m[2]], value))
        name = element.attrib.pop("id", "")
        if name in own:
            element.set("id", own[name])
        elif name.startswith(MOVING):
            element.set("class", name)


def write_as_html(element):
    """Write names as HTML does, and drop the blanks between elements."""
    element.tag = element.tag.rpartition("}")[2]
    if XLINK in element.attrib:
        element.set("href", element.attrib.pop(XLINK))
    if element.tag != "tspan" and not (element.text or "").strip():
        element.text = None
    element.tail = None


def prune(element):
    """Drop what only a file needs, and take groups apart that say nothing."""
    kept = []
    for child in element:
        prune(child)
        if child.tag == "g" and not child.attrib:
            kept += child
        elif child.tag not in OF_A_FILE and (child.tag != "defs" or len(child)):
            kept.append(child)
    element[:] = kept


def follow_page(element):
    """Leave colour and font to the page where it has its own, and turn nothing by nothing."""
    if style := element.get("style"):
        # The families in the list stand in for one another; naming the first once is enough.
        style = FONT_FAMILY.sub("", style).rstrip("; ")
        for fixed, following in PAGE_COLOURS.items():
            style = style.replace(f": {fixed}", f": {following}")
        element.set("style", style)
    if re.match(r"rotate\(-?0 ", element.get("transform", "")):
        del element.attrib["transform"]


def round_places(element):
    """Round coordinates to a hundredth of a point, and write paths with few characters."""
    for name in ("d", "x", "y"):
        if name in element.attrib:
            places = NUMBER.sub(
                lambda m: f"{round(float(m[0]), 2):.8g}", element.get(name)
            )
            element.set(name, re.sub(r"\s*([A-Zz])\s*", r"\1", places.strip()))


def name_circle(element):
    """Write as a circle what Matplotlib writes as eight arcs, from its lowest point on."""
    path = element.get("d", "")
    if not re.fullmatch(r"M[^CLz]+(C[^CLz]+){8}z", path):
        return
    (x, bottom), *_, (middle, top) = re.findall(
        rf"({NUMBER.pattern}) ({NUMBER.pattern})(?=C)", path
    )[:5]
    if x == middle:
        y, r = (float(bottom) + float(top)) / 2, (float(bottom) - float(top)) / 2
        del element.attrib["d"]
        element.tag = "circle"
        element.attrib |= {"cx": x, "cy": f"{y:.8g}", "r": f"{r:.8g}"}


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
    for name in ("style", "clip-path"):
        look, *others = {shape.get(name) for shape in group}
        is_shared = look and not others and name not in group.attrib
        if is_shared and not re.search(r"(?<!-)opacity", look):
            group.set(name, look)
            for shape in group:
                del shape.attrib[name]
