"""Let readers train the neuron themselves, in pictures that the build has drawn.

Matplotlib draws the pictures and the book's own run, so that they say something without scripts,
on paper and in a book. The script takes over whatever bears a name there and draws its own runs and
points into it. It starts from the package's numbers and says what the package's exception says.
"""

import re

import numpy as np
from _ext.book.living_numbers import EPOCHS, LEARNING_RATE, run_of, the_run
from _ext.live.film import draw_rings
from _ext.live.widgets import LivePart
from docutils import nodes
from matplotlib.artist import setp
from matplotlib.figure import Figure

import linreg
from linreg.divergence import divergence_threshold

#: The pictures go as far as this; the axis of the epochs doubles its numbers on the way.
MOST_EPOCHS = 4 * EPOCHS
TICKS = range(0, EPOCHS + 1, 100)
#: What the pictures show, and as far as a weight may start from 0.
SLOPES, INTERCEPTS, INPUTS, TARGETS = (-4, 5), (-3, 4.5), (-0.02, 1.02), (-2, 3.5)
FARTHEST = 10
#: Exponents of ten along the axis of the error: the first tick and the step to the next. Without
#: noise the error falls as far as rounding lets it.
EXPONENTS = {"noise": (0, 1), "shared": (-32, 8)}
ERRORS = (0.5, 1e5)
#: Corners of what points upwards, and plainly so when it is turned.
ARROW = [(0, 1), (-0.6, -1), (0, -0.6), (0.6, -1)]
#: Inches; as wide as a phone, and two stand side by side in the column.
SIZE = (4.8, 3.5)


def exported(line, exponents):
    """Return what the script has to know of a set of points."""
    return {
        "y": line.y.tolist(),
        "truth": [line.slope, line.intercept],
        "moments": linreg.Moments.from_data(line.x, line.y)._asdict(),
        "exponents": exponents,
    }


# Pictures


def line_picture(axes, line, moments, run):
    """Draw the points, the true line, the best line and the line of the last weights."""
    ends = np.array(INPUTS)
    truth = linreg.predict(ends, line.intercept, line.slope)
    best = linreg.predict(ends, *moments.least_squares())
    learned = linreg.predict(ends, run.w0[-1], run.w1[-1])
    axes.plot(ends, truth, color="C2", linewidth=1, gid="moving-truth")
    axes.plot(line.x, line.y, "o", color="C0", markersize=3, gid="moving-points")
    axes.plot(ends, learned, color="C1", linewidth=3, gid="moving-line")
    axes.plot(ends, best, "--", color="C3", linewidth=1.5, gid="moving-best")
    axes.set(xlim=INPUTS, ylim=TARGETS, xlabel="$x_1$", ylabel="$y$")
    axes.set(xticks=[0, 0.5, 1], yticks=[-2, 0, 2])
    axes.set_title("Points and line")
    return (
        "The points, the true line in grey, the dashed best line, and the learned line, "
        "which moves with each epoch."
    )


def bowl_picture(axes, line, moments, run):
    """Draw rings of equal error over both weights, and the path across them."""
    w0, w1 = moments.least_squares()
    draw_rings(axes, moments, linewidth=0.8, gid="moving-rings")
    truth = {"color": "C2", "markersize": 6, "gid": "moving-true"}
    axes.plot(line.slope, line.intercept, "o", **truth)
    axes.plot(run.w1, run.w0, color="C1", linewidth=1.5, gid="moving-path")
    start = {"fillstyle": "none", "markersize": 8, "gid": "moving-start"}
    axes.plot(run.w1[0], run.w0[0], "o", color="C1", **start)
    axes.plot(run.w1[-1], run.w0[-1], "o", color="C1", markersize=8, gid="moving-here")
    axes.plot(w1, w0, "*", color="C3", markersize=13, gid="moving-star")
    axes.text(w1 + 0.25, w0 - 0.6, "best", gid="moving-star-word")
    axes.set(xlim=SLOPES, ylim=INTERCEPTS, xlabel="$w_1$", ylabel="$w_0$")
    axes.set(xticks=[-4, -2, 0, 2, 4], yticks=[-2, 0, 2, 4])
    axes.set_title("Rings of equal $E$")
    return (
        "Oval rings of equal error over both weights, a star at the best weights, and "
        "the path of the weights, which grows with each epoch."
    )


def error_picture(axes, _line, moments, run):
    """Draw the error against the epoch."""
    floor = moments.sse(*moments.least_squares())
    axes.semilogy(run.sse, color="C1", linewidth=2, gid="moving-curve")
    axes.plot(EPOCHS, run.sse[-1], "o", color="C1", markersize=8, gid="moving-now")
    lowest = {"linestyle": "--", "linewidth": 1.5, "zorder": 1, "gid": "moving-floor"}
    axes.axhline(floor, color="C3", **lowest)
    axes.text(0, floor * 1.4, "best", gid="moving-floor-word")
    room = 0.025 * EPOCHS  # for half a dot at both ends
    axes.set(xlim=(-room, EPOCHS + room), ylim=ERRORS, xlabel="epoch", ylabel="$E$")
    axes.set_xticks(TICKS, [str(tick) for tick in TICKS])
    axes.set_yticks(*zip(*[(10**k, f"{10**k}") for k in range(6)], strict=True))
    axes.minorticks_off()
    setp(axes.get_xticklabels(), gid="moving-epochs")
    setp(axes.get_yticklabels(), gid="moving-errors")
    axes.set_title("Error")
    return "The error after each epoch so far, on a logarithmic axis."


PICTURES = {"line": line_picture, "bowl": bowl_picture, "error": error_picture}


def pictures(line, run):
    """Draw all three, each with an arrow.

    Style sheets hide the arrow: scripts show it when what they move leaves the picture.
    """
    moments = linreg.Moments.from_data(line.x, line.y)
    drawn = {}
    for name, picture in PICTURES.items():
        drawn[name] = figure = Figure(SIZE)
        axes = figure.add_subplot()
        figure.set_label(picture(axes, line, moments, run))
        arrow = {"marker": ARROW, "markersize": 12, "gid": "moving-arrow"}
        axes.plot(0.5, 0.9, color="C1", transform=axes.transAxes, **arrow)
    return drawn


# Words and numbers


def lost_sentence(line):
    """Return what `DivergenceError` says, with names in the places of its numbers.

    Readers meet it before the second part, so the symbol of that part is left out.
    """
    try:
        run_of(line, rate=10 * LEARNING_RATE)
    except linreg.DivergenceError as error:
        said = str(error).replace(", which is 2 / lambda_max", "")
        names = iter(["{epoch}", "{rate}", "{bound}", "{advised}", "{needed}"])
        return re.sub(r"\d+(\.\d+)?", lambda number: next(names, number[0]), said)


class Playground(LivePart):
    """Place the playground in the page; a book takes the pictures alone."""

    def run(self):
        """Draw the pictures and collect what the script starts from."""
        self.depend_on(linreg.data.__file__, linreg.divergence.__file__)
        line, run = the_run()
        with_shared_intercept = linreg.make_line(rng=0, shared_intercept=True)
        sets = {"noise": line, "shared": with_shared_intercept}  # x is the same in both
        svg, frames = self.drawn(pictures, line, run)
        numbers = {
            "x": line.x.tolist(),
            "sets": {key: exported(sets[key], EXPONENTS[key]) for key in sets},
            "frames": frames,
            "start": {"w0": run.w0[0], "w1": run.w1[0]},
            "hopeful": divergence_threshold(1.0, 0.0),
            "lost": lost_sentence(line),
            "up": "../" * self.env.docname.count("/"),
            "epochs": EPOCHS,
            "ticks": list(TICKS),
            "most": MOST_EPOCHS,
        }
        pieces = self.page(**numbers, svg=svg, rate=LEARNING_RATE, farthest=FARTHEST)
        board = nodes.container("", *pieces, classes=["playground-board"])
        placed = nodes.container("", board, classes=["playground"])
        return [placed, *self.script(data=numbers)]
