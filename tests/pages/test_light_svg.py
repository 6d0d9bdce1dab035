"""Figures lose bytes and nothing that can be seen."""

import pytest
from _ext.figures import light_svg

RED = 'style="fill: none; stroke: red"'


def test_coordinates_are_rounded_to_a_hundredth():
    assert (
        light_svg.round_places('<use x="1.23456" y="-0.5"/>')
        == '<use x="1.23" y="-0.5"/>'
    )


def test_a_path_keeps_its_corners():
    path = '<path d="M 1.001 2 \nL 1.001 3.999 \nL 5 6 \nz\n"/>'
    assert light_svg.round_places(path) == '<path d="M1 2V4L5 6z"/>'


def test_numbers_outside_of_places_are_kept():
    scaled = '<g transform="translate(1.23456 2) scale(0.015625)">'
    assert light_svg.round_places(scaled) == scaled


def circle(x, y, r):
    """Write a circle of eight arcs as Matplotlib does; only their ends matter here."""
    ends = [(x, y - r) if k == 3 else (x, y + r) for k in range(8)]
    arcs = "".join(f"C0 0 0 0 {a:g} {b:g}" for a, b in ends)
    return f'<path d="M{x:g} {y + r:g}{arcs}z"/>\n'


def test_eight_arcs_are_a_circle():
    assert light_svg.name_circles(circle(3, 4, 2)) == '<circle cx="3" cy="4" r="2"/>\n'


def test_a_circle_keeps_its_name():
    named = circle(0, 0, 2).replace("<path", '<path id="a"')
    written = '<circle id="a" cx="0" cy="0" r="2"/>\n'
    assert light_svg.name_circles(named) == written


def test_groups_that_say_nothing_are_taken_apart():
    groups = (
        '<g>\n<g class="a">\n<g>\n<g/>\n<path/>\n</g>\n</g>\n<g class="b"/>\n</g>\n'
    )
    kept = '<g class="a">\n<path/>\n</g>\n<g class="b"/>\n'
    assert light_svg.without_plain_groups(groups) == kept


def test_copies_do_not_repeat_the_look_of_the_original():
    original = f'<path id="a" d="M0 0V1" {RED}/>\n'
    alike = f'<use href="#a" x="1" y="2" {RED}/>\n'
    other = '<use href="#a" x="1" y="2" style="fill: red"/>\n'
    assert light_svg.without_told_looks(original + alike + other) == (
        original + '<use href="#a" x="1" y="2"/>\n' + other
    )


MARKER = '<defs>\n<circle id="a" cx="0" cy="0" r="2" style="stroke: red"/>\n</defs>\n'
MARKED = (
    '<g clip-path="url(#b)">\n<g style="fill: red; stroke: red">\n'
    '<use href="#a" x="1" y="2"/>\n<use href="#a" x="3" y="4"/>\n</g>\n</g>\n'
)


def test_dots_become_round_ends_as_wide_as_the_markers_with_their_edges():
    assert light_svg.join_dots(MARKER + MARKED) == (
        '<g clip-path="url(#b)">\n<path d="M1 2h.01M3 4h.01" style="fill: none; stroke: red; '
        'stroke-width: 5; stroke-linecap: round"/>\n</g>\n'
    )


@pytest.mark.parametrize(
    "svg",
    [
        '<g class="moving-marks">\n' + MARKER + MARKED + "</g>\n",
        MARKER + MARKED + '<use href="#a" x="5" y="6"/>\n',
        MARKER + MARKED.replace("fill: red", "fill-opacity: 0"),
        MARKER.replace('red"', 'red; stroke-opacity: 0.5"') + MARKED,
    ],
    ids=["moving", "used elsewhere", "open", "translucent"],
)
def test_other_markers_stay_copies(svg):
    assert light_svg.join_dots(svg) == svg


def test_lines_of_one_look_are_one_path():
    two = f'<path d="M0 0V1" {RED}/>\n<path d="M2 0V1" {RED}/>\n'
    assert light_svg.join_paths(two) == f'<path d="M0 0V1M2 0V1" {RED}/>\n'


@pytest.mark.parametrize(
    "style",
    ["fill: red", "fill: none; stroke-opacity: 0.5", "fill: none; opacity: 0.5"],
)
def test_lines_that_would_mix_stay_apart(style):
    two = f'<path d="M0 0V1" style="{style}"/>\n' * 2
    assert light_svg.join_paths(two) == two


def test_neighbours_share_what_they_look_like():
    two = f'<use href="#a" x="1" y="2" {RED}/>\n<use href="#a" x="3" y="4" {RED}/>\n'
    assert light_svg.share_look(two) == (
        f'<g {RED}>\n<use href="#a" x="1" y="2"/>\n<use href="#a" x="3" y="4"/>\n</g>\n'
    )


@pytest.mark.parametrize(
    ("style", "is_shared"),
    [
        ("fill-opacity: 0.5", True),
        ("opacity: 0.5", False),
        ("fill: red; opacity: 0.5", False),
    ],
)
def test_an_opacity_of_the_whole_is_not_shared(style, is_shared):
    two = f'<use href="#a" style="{style}"/>\n' * 2
    assert (light_svg.share_look(two) != two) is is_shared
