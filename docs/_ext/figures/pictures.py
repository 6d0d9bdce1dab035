"""Draw what stands for the book elsewhere: its icon, the card that a shared link shows, its cover.

All three are cut from one picture, the lines of the run over its points, and drawn at every build
into a folder that the build makes.
"""

import io
from pathlib import Path

import matplotlib
import matplotlib.style
import numpy as np
from _ext.book.living_numbers import the_run
from _ext.figures.svg_figures import draw, insist_on_fit
from matplotlib.figure import Figure

import linreg

DPI = 100
CARD = (12.0, 6.3)  # inches at 100 dots each: 1200 by 630
COVER = (12.0, 16.0)
ICON = 48  # pixels a side of the icon for browsers that read no SVG
PAPER, INK, ACCENT = "#ffffff", "#1b1d20", "#b3440f"
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


def png(figure, dpi):
    """Return the bytes of a PNG, the same ones every time."""
    insist_on_fit(figure, "a picture for elsewhere")
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
    return buffer.getvalue()


def pictures():
    """Return the bytes of every picture under its name."""
    # Pictures with words of their own place them themselves.
    look = ["linreg.book", {"figure.constrained_layout.use": False}]
    with matplotlib.style.context(look):
        return {
            "card.png": png(card(), DPI),
            "cover.png": png(cover(), DPI),
            "favicon.png": png(icon(), ICON),
            "favicon.svg": draw(icon(), fonttype="path", salt="favicon").encode(),
        }


def write_pictures(app, config):
    """Draw the pictures into their folder, and touch only those that changed."""
    folder = Path(app.confdir, config.pictures_dir)
    folder.mkdir(exist_ok=True)
    for name, content in pictures().items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != content:
            path.write_bytes(content)


def setup(app):
    """Draw before Sphinx asks whether its static folders exist (priority 800)."""
    app.add_config_value("pictures_dir", "_pictures", "env", str)
    app.connect("config-inited", write_pictures, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
