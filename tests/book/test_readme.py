"""The picture of the README shows the run that the README talks about."""

import re
from pathlib import Path

import draw_pictures
import numpy as np

from linreg import init_weights, make_line, train

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "docs/_static/training.svg"
A_LINE = r'd="M (\S+) (\S+)\s+L (\S+) (\S+)\s*"[^>]*stroke: #d9571e'


def in_units_of_their_box(heights):
    return (heights - heights.min()) / np.ptp(heights)


def test_the_picture_shows_the_sixteen_lines_of_the_run():
    line = make_line(rng=0)
    w0, w1 = init_weights(rng=1)
    run = train(line.x, line.y, w0=w0, w1=w1, learning_rate=0.001, epochs=300)
    expected = np.column_stack([run.w0, run.w0 + run.w1])[::20]
    drawn = np.array(re.findall(A_LINE, PICTURE.read_text()), dtype=float)
    assert drawn.shape == (16, 4)
    # SVG counts heights downwards and writes six decimals of about 300.
    np.testing.assert_allclose(
        in_units_of_their_box(-drawn[:, [1, 3]]),
        in_units_of_their_box(expected),
        atol=1e-6,
    )


def looks(svg):
    """Return how every line and marker is drawn, which no version of a font changes."""
    return re.findall(r'style="(fill: [^"]*stroke[^"]*)"', svg)


def test_the_picture_is_that_of_the_chapter_as_it_is_now():
    drawn = draw_pictures.readme_picture()
    assert looks(drawn) == looks(PICTURE.read_text()), "redraw it: make picture"


def test_the_readme_shows_the_picture_and_describes_it():
    words, path = re.search(
        r"!\[([^\]]+)\]\(([^)]+)\)", (ROOT / "README.md").read_text()
    ).groups()
    assert (ROOT / path) == PICTURE
    assert len(words.split()) > 8
