"""A figure becomes part of a page, loses bytes, and nothing that can be seen."""

from xml.etree import ElementTree

import pytest
from _ext.figures import page_svg

SVG = "http://www.w3.org/2000/svg"
RED = "fill: none; stroke: red"


def element(text):
    return ElementTree.fromstring(text)


def written(tree):
    return ElementTree.tostring(tree, encoding="unicode").replace(" />", "/>")


def test_coordinates_are_rounded_to_a_hundredth_and_paths_keep_their_corners():
    use, path = (
        element('<use x="1.23456" y="-0.5"/>'),
        element('<path d="M 1.001 2 \nL 3 4 \nz\n"/>'),
    )
    page_svg.round_places(use)
    page_svg.round_places(path)
    assert (use.get("x"), use.get("y")) == ("1.23", "-0.5")
    assert path.get("d") == "M1 2L3 4z"


def test_numbers_outside_of_places_are_kept():
    line = element('<path style="stroke-width: 0.125" class="moving-1.125"/>')
    before = dict(line.attrib)
    page_svg.round_places(line)
    assert line.attrib == before


def arcs(middle=3, right=5):
    """Write eight arcs as Matplotlib does, around (3, 4); only three of their ends matter here."""
    ends = {1: (right, 4), 3: (middle, 2)}
    places = [ends.get(k, (3, 6)) for k in range(8)]
    return "M3 6" + "".join(f"C0 0 0 0 {x} {y}" for x, y in places) + "z"


def test_eight_arcs_are_a_circle():
    path = element(f'<path id="a" d="{arcs()}"/>')
    page_svg.name_circle(path)
    assert written(path) == '<circle id="a" cx="3" cy="4" r="2"/>'


@pytest.mark.parametrize(
    "d",
    [arcs(middle=3.5), arcs(right=6), "M3 6L1 2z", arcs().replace("z", "L1 2z")],
)
def test_other_paths_are_no_circles(d):
    path = element(f'<path d="{d}"/>')
    page_svg.name_circle(path)
    assert path.get("d") == d


def test_groups_that_say_nothing_are_taken_apart_and_paths_to_nowhere_dropped():
    shown = '<g><g class="a"><g><path d="M0 0"/></g></g></g>'
    tree = element(f'<svg><g/><path style=""/>{shown}</svg>')
    page_svg.prune(tree)
    assert written(tree) == '<svg><g class="a"><path d="M0 0"/></g></svg>'


def test_copies_do_not_repeat_the_look_of_the_original():
    tree = element(
        f'<g><path id="a" style="{RED}"/><use href="#a" style="{RED}"/>'
        '<use href="#a" style="fill: red"/></g>'
    )
    page_svg.leave_out_told_looks(tree)
    assert [copy.get("style") for copy in tree] == [RED, None, "fill: red"]


@pytest.mark.parametrize(
    ("looks", "shared"),
    [
        ([RED, RED], RED),
        (["fill-opacity: 0.5", "fill-opacity: 0.5"], "fill-opacity: 0.5"),
        ([RED, "fill: red"], None),
        ([RED], None),
        # One on the other, they would no longer add up.
        (["opacity: 0.5", "opacity: 0.5"], None),
        (["fill: red; opacity: 0.5", "fill: red; opacity: 0.5"], None),
    ],
)
def test_shapes_of_one_look_say_so_once(looks, shared):
    shapes = "".join(f'<use style="{look}"/>' for look in looks)
    group = element(f"<g>{shapes}</g>")
    page_svg.share_look(group)
    assert group.get("style") == shared
    assert [shape.get("style") for shape in group] == (
        [None] * len(looks) if shared else looks
    )


def test_a_group_that_has_a_look_or_holds_more_than_shapes_keeps_it():
    for text in (
        '<g style="a"><use style="b"/><use style="b"/></g>',
        '<g><g style="b"/><g style="b"/></g>',
    ):
        group = element(text)
        page_svg.share_look(group)
        assert written(group) == text


def test_what_only_a_file_needs_is_dropped():
    parts = "<metadata>a</metadata>\n<defs><style>b</style></defs><g/>"
    svg = f'<svg xmlns="{SVG}" viewBox="0 0 1 1">{parts}</svg>'
    assert page_svg.adapt(svg, "Nothing").count("<") == 1


def test_ids_that_nothing_refers_to_are_dropped_but_what_moves_keeps_its_name_as_a_class():
    for name, kept in [
        ("moving-line", {"class": "moving-line"}), ("m1", {"id": "m1"}), ("patch_1", {}),
    ]:  # fmt: skip
        group = element(f'<g id="{name}"/>')
        page_svg.name(group, {"m1"})
        assert group.attrib == kept
