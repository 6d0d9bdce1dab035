"""Figures lose bytes and nothing that can be seen."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "docs/_ext"))

import light_svg

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
