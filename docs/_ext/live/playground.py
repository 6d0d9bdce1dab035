"""Let readers train the neuron themselves, in pictures that the build has drawn.

Matplotlib draws whatever stands still, and one run, so that the pictures say something without
scripts, on paper and in a book. The script takes that run's line, path and curve over and draws its
own into them. It starts from the package's numbers and says what the package's exception says.
"""

from typing import NamedTuple

import matplotlib.style
import numpy as np
from _ext.live import widgets
from _ext.live.film import draw_rings
from docutils import nodes
from jinja2 import Template
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator
from sphinx.util.docutils import SphinxDirective

import linreg
from linreg.divergence import divergence_threshold

PAGE = widgets.SOURCES / "playground.html"
EPOCHS = 300
#: The pictures go as far as this; the axis of the epochs doubles its numbers on the way.
MOST_EPOCHS = 4 * EPOCHS
TICKS = range(0, EPOCHS + 1, 100)
#: What the pictures show, and as far as a weight may start from 0.
SLOPES, INTERCEPTS, INPUTS, TARGETS = (-4, 5), (-3, 4.5), (-0.02, 1.02), (-2, 3.5)
FARTHEST = 10
#: Corners of what points upwards, and plainly so when it is turned.
ARROW = [(0, 1), (-0.6, -1), (0, -0.6), (0.6, -1)]
SMALL = {
    "font.size": 9, "axes.titlesize": 9.5, "axes.titlepad": 7, "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5, "axes.labelsize": 9, "figure.figsize": (2.65, 2.5),
}  # fmt: skip


class DataSet(NamedTuple):
    """One reading of the post's data, its six numbers, and the range of its errors."""

    line: linreg.Line
    moments: linreg.Moments
    errors: tuple

    def exported(self, drawn):
        """Return what the script has to know of the points and of their pictures."""
        return {
            "y": self.line.y.tolist(),
            "best": self.moments.least_squares()[::-1],
            "frames": {name: frame for name, (_, frame) in drawn.items()},
        }


def data_sets():
    """Return both readings of the post's data; x is the same in both."""
    sets = {}
    for key, errors in [("noise", (0.5, 1e5)), ("shared", (1e-31, 1e9))]:
        line = linreg.make_line(rng=0, shared_intercept=key == "shared")
        sets[key] = DataSet(line, linreg.Moments.from_data(line.x, line.y), errors)
    return sets


def settings(moments):
    """Return where the controls stand at first: near the post's rate and the chapters' start."""
    w0, w1 = (round(weight, 1) for weight in linreg.init_weights(rng=1))
    bound = moments.max_learning_rate
    return {"w0": w0, "w1": w1, "share": round(0.001 / bound, 2), "bound": bound}


def run_of(line, *, share, bound, w0, w1):
    """Train with a share of the largest stable rate."""
    rate = share * bound
    return linreg.train(line.x, line.y, w0=w0, w1=w1, learning_rate=rate, epochs=EPOCHS)


# Pictures


def line_picture(axes, data, run):
    """Draw the points, the true line and the line of the last weights."""
    ends, line = np.array(INPUTS), data.line
    axes.plot(ends, line.slope * ends + line.intercept, color="C2", linewidth=1)
    axes.plot(line.x, line.y, "o", color="C0", markersize=2)
    learned = linreg.predict(ends, run.w0[-1], run.w1[-1])
    axes.plot(ends, learned, color="C1", gid="moving-line")
    axes.set(xlim=INPUTS, ylim=TARGETS, xlabel="$x$", ylabel="$y$")
    axes.set(xticks=[0, 0.5, 1], yticks=[-2, 0, 2])
    axes.set_title("Points and line")
    return (
        "The points, the true line in grey, and the learned line, which moves with each "
        "epoch."
    )


def bowl_picture(axes, data, run):
    """Draw rings of equal error over both weights, and the path across them."""
    w0, w1 = data.moments.least_squares()
    draw_rings(axes, data.moments, linewidth=0.7)
    axes.plot(data.line.slope, data.line.intercept, "o", color="C2", markersize=5)
    axes.plot(run.w1, run.w0, color="C1", linewidth=1, gid="moving-path")
    start = {"fillstyle": "none", "markersize": 6, "gid": "moving-start"}
    axes.plot(run.w1[0], run.w0[0], "o", color="C1", **start)
    axes.plot(run.w1[-1], run.w0[-1], "o", color="C1", markersize=6, gid="moving-here")
    axes.plot(w1, w0, "*", color="C3", markersize=10)
    axes.text(w1 + 0.35, w0 + 0.35, "best")
    axes.set(xlim=SLOPES, ylim=INTERCEPTS, xlabel="$w_1$", ylabel="$w_0$")
    axes.set(xticks=[-4, -2, 0, 2, 4], yticks=[-2, 0, 2, 4])
    axes.set_title("Rings of equal $E$")
    return (
        "Oval rings of equal error over both weights, a star at the best weights, and "
        "the path of the weights, which grows with each epoch."
    )


def error_picture(axes, data, run):
    """Draw the error against the epoch."""
    floor = data.moments.sse(*data.moments.least_squares())
    axes.semilogy(run.sse, color="C1", linewidth=1.5, gid="moving-curve")
    axes.plot(EPOCHS, run.sse[-1], "o", color="C1", markersize=6, gid="moving-now")
    if floor > 1e-9 * run.sse[0]:  # else there is no floor but rounding
        axes.axhline(floor, color="C3", linestyle="--", linewidth=1.5, zorder=1)
        axes.text(0, floor * 1.6, "best")
    room = 0.025 * EPOCHS  # for half a dot at both ends
    axes.set(
        xlim=(-room, EPOCHS + room), ylim=data.errors, xlabel="epoch", ylabel="$E$"
    )
    axes.set_xticks(TICKS, [str(tick) for tick in TICKS])
    for text in axes.get_xticklabels():
        text.set_gid("moving-epochs")
    axes.yaxis.set_minor_locator(NullLocator())
    axes.set_title("Error")
    return (
        "The error on a logarithmic axis against the epoch; it grows with each epoch."
    )


PICTURES = {"line": line_picture, "bowl": bowl_picture, "error": error_picture}


def draw_all(key, data, at):
    """Return each picture for the page, and where its axes lie in it.

    Style sheets hide the arrow: scripts show it when what they move leaves the picture.
    """
    run, drawn = run_of(data.line, **at), {}
    for name, picture in PICTURES.items():
        with matplotlib.style.context(["linreg.book", SMALL]):
            figure = Figure()
            axes = figure.subplots()
            figure.set_label(picture(axes, data, run))
            arrow = {"marker": ARROW, "markersize": 10, "gid": "moving-arrow"}
            axes.plot(0.5, 0.9, color="C1", transform=axes.transAxes, **arrow)
            drawn[name] = widgets.drawn(figure, f"playground, {key}, {name}")
    return drawn


# Words and numbers


def lost_sentence(line, at):
    """Return what `DivergenceError` says, with names in the places of its numbers."""
    try:
        run_of(line, **at | {"share": 1.1})
    except linreg.DivergenceError as error:
        said = str(error).replace(f"epoch {error.epoch}:", "epoch {epoch}:")
        return said.replace(f"rate {error.learning_rate:.4g} ", "rate {rate} ")


class Playground(SphinxDirective):
    """Place the playground in the page; a book takes the pictures of the first data alone."""

    def run(self):
        """Draw the pictures and collect what the script starts from."""
        for path in (__file__, PAGE, linreg.data.__file__, linreg.divergence.__file__):
            self.env.note_dependency(str(path))
        sets = data_sets()
        noise = sets["noise"]
        at = settings(noise.moments)
        drawn = {key: draw_all(key, data, at) for key, data in sets.items()}
        numbers = {
            "x": noise.line.x.tolist(),
            "sets": {key: data.exported(drawn[key]) for key, data in sets.items()},
            "bound": at["bound"],
            "hopeful": divergence_threshold(1.0, 0.0),
            "lost": lost_sentence(noise.line, at),
            "epochs": EPOCHS,
            "ticks": list(TICKS),
            "most": MOST_EPOCHS,
        }
        up = "../" * self.env.docname.count("/")
        page = Template(PAGE.read_text(encoding="utf-8")).render(
            at, drawn=drawn, farthest=FARTHEST, epochs=EPOCHS, up=up
        )
        # A book leaves out whole parts.
        texts = page.split("<!-- -->\n")
        parts = [nodes.raw("", text, format="html") for text in texts]
        starts_from = widgets.data("playground-data", numbers)
        shown = nodes.container("", *parts, classes=["playground"])
        return [shown, starts_from, widgets.script("playground")]


def setup(app):
    """Register the directive."""
    app.setup_extension("_ext.live.widgets")
    app.add_directive("playground", Playground)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
