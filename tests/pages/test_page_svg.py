"""A figure becomes part of a page, loses bytes, and nothing that can be seen."""

from xml.etree import ElementTree

import pytest
from _ext.figures import page_svg

SVG = "http://www.w3.org/2000/svg"
RED = "fill: none; stroke: red"


def element(text):
    return ElementTree.fromstring(text)


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


@pytest.mark.parametrize(
    ("looks", "shared"),
    [
        ([RED, RED], RED),
        (["fill-opacity: 0.5", "fill-opacity: 0.5"], "fill-opacity: 0.5"),
        ([RED, "fill: red"], None),
        ([RED], RED),
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


def test_a_group_that_has_a_look_keeps_it():
    group = element('<g style="a"><use style="b"/><use style="b"/></g>')
    page_svg.share_look(group)
    assert group.get("style") == "a"
    assert [shape.get("style") for shape in group] == ["b", "b"]


def test_what_only_a_file_needs_is_dropped():
    parts = "<metadata>a</metadata>\n<defs><style>b</style></defs><path style='c'/><path d=''/>"
    svg = f'<svg xmlns="{SVG}" viewBox="0 0 1 1">{parts}</svg>'
    assert page_svg.adapt(svg, "Nothing").count("<") == 1


def test_ids_that_nothing_refers_to_are_dropped_but_what_moves_keeps_its_name_as_a_class():
    for name, kept in [
        ("moving-line", {"class": "moving-line"}), ("m1", {"id": "m1"}), ("patch_1", {}),
    ]:  # fmt: skip
        group = element(f'<g id="{name}"/>')
        page_svg.name(group, {"m1"})
        assert group.attrib == kept
