"""Draw what stands for the book elsewhere, into _static: ``make picture``.

Icon, card of a shared link and cover of the e-book are cut from one picture, the lines of the run
over its points. The picture of the README is that of the training chapter. They are kept with the
sources; a test says when the run has moved on.
"""

import runpy
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import matplotlib.style
import numpy as np
from _ext.book.living_numbers import the_run
from _ext.figures.svg_figures import draw
from matplotlib.figure import Figure

import linreg

HERE = Path(__file__).parent
STATIC = HERE / "_static"
DPI = 100
CARD = (12.0, 6.3)  # inches at 100 dots each: 1200 by 630
COVER = (12.0, 16.0)
ICON = 48  # pixels a side of the icon for browsers that read no SVG
PAPER, INK, ACCENT = "#ffffff", "#1b1d20", "#b3440f"
GREY = "#808080"  # a contrast of 4 on white and on dark paper
ENDS = np.array([0.0, 1.0])  # two points are enough to draw a line
EVERY = 20


def finding():
    """Say in one line what the run shows."""
    _, run = the_run()
    last = run.sse.size - 1
    return f"{last} epochs: the error falls from {run.sse[0]:.0f} to {run.sse[-1]:.2f}"


def sheet(size, place, *, scale):
    """Draw the points and the line of every so many epochs, pale to strong, on a sheet of paper."""
    line, run = the_run()
    figure = Figure(size, dpi=DPI, facecolor=PAPER)
    axes = figure.add_axes(place)
    last = run.sse.size - 1
    axes.plot(line.x, line.y, "o", markersize=2.2 * scale)
    for k in range(0, last + 1, EVERY):
        axes.plot(
            ENDS,
            linreg.predict(ENDS, run.w0[k], run.w1[k]),
            color="C1",
            alpha=0.5 + 0.5 * k / last,
            linewidth=scale * (2.5 if k == last else 1),
        )
    axes.set_axis_off()
    return figure


def card():
    """Draw the card of a shared link: words on the left, the run on the right."""
    figure = sheet(CARD, (0.52, 0.06, 0.46, 0.88), scale=2.5)
    words = {"x": 0.06, "color": INK}
    figure.text(y=0.62, s="One linear\nneuron", fontsize=52, weight="bold", **words)
    figure.text(y=0.5, s="derived, trained and checked", fontsize=25, **words)
    found = finding().replace(": ", ":\n")
    figure.text(y=0.24, s=found, fontsize=22, linespacing=1.4, **words)
    figure.text(0.06, 0.1, "linreg", fontsize=22, weight="bold", color=ACCENT)
    return figure


def cover():
    """Draw the cover of the book for e-readers."""
    figure = sheet(COVER, (0.06, 0.16, 0.88, 0.46), scale=4)
    words = {"x": 0.08, "color": INK}
    figure.text(y=0.84, s="One linear neuron", fontsize=68, weight="bold", **words)
    figure.text(y=0.79, s="derived, trained and checked", fontsize=42, **words)
    figure.text(y=0.715, s=finding(), fontsize=30, **words)
    figure.text(0.08, 0.07, "linreg", fontsize=40, weight="bold", color=ACCENT)
    return figure


def icon():
    """Draw the icon: the first line, the last one and three points, for 16 pixels to show."""
    figure = Figure((1, 1), facecolor="none")
    axes = figure.add_axes((0, 0, 1, 1))
    stroke = {"color": "C1", "solid_capstyle": "round"}
    axes.plot([0.1, 0.9], [0.62, 0.16], linewidth=5, alpha=0.6, **stroke)
    axes.plot([0.1, 0.9], [0.14, 0.8], linewidth=9, **stroke)
    axes.plot([0.48, 0.86, 0.4], [0.82, 0.46, 0.13], "o", markersize=15)
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.set_axis_off()
    return figure


def readme_picture():
    """Draw the training chapter's first figure for light and dark pages, words as grey outlines."""
    runpy.run_path(str(HERE.parent / "gallery/1_the_post/plot_5_training.py"))
    figure = plt.figure(1)
    for patch in (figure.patch, *(axes.patch for axes in figure.axes)):
        patch.set_alpha(0)
    svg = draw(figure, fonttype="path", salt="readme").replace("#000000", GREY)
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


def save(name, figure, dpi=DPI):
    """Save a PNG that says what its words say, so that they can be compared with the run."""
    said = {"Software": None, "Description": finding()}
    figure.savefig(STATIC / name, dpi=dpi, metadata=said)


def main():
    """Draw all."""
    # Pictures with words of their own place them themselves.
    look = ["linreg.book", {"figure.constrained_layout.use": False}]
    with matplotlib.style.context(look):
        save("card.png", card())
        save("cover.png", cover())
        save("favicon.png", icon(), ICON)
        svg = draw(icon(), fonttype="path", salt="favicon")
        (STATIC / "favicon.svg").write_text(svg, encoding="utf-8")
    (STATIC / "training.svg").write_text(readme_picture(), encoding="utf-8")


if __name__ == "__main__":
    main()
