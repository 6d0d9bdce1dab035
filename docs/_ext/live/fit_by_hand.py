"""Let readers fit the line themselves, and let the neuron take over from where they stand.

Matplotlib draws a first line, its misses and how the points pull, so that the pictures say
something without scripts, on paper and in a book. The script moves all that to the reader's line.
"""

import numpy as np
from _ext.book.living_numbers import EPOCHS, LEARNING_RATE, the_run
from _ext.live.widgets import LivePart
from docutils import nodes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

import linreg

#: The guess of the chapter: too high on the left, too low on the right.
START = {"w0": 1.0, "w1": 0.5}
#: What the pictures span.
INPUTS, TARGETS, PULLS = (-0.07, 1.07), (-1, 3), (-1.3, 1.3)
#: The height moves within the picture, the slope from one diagonal to the other.
RANGES = {"w0": TARGETS, "w1": (-4, 4)}
#: How long a unit of y is on the screen beside one of x, so that squares are squares.
SHAPE = 0.21
#: Where the mean of all pulls stands, beyond the inputs.
BESIDE = 1.35


def few(line):
    """Return the places of five points, evenly spread over the inputs."""
    return np.argsort(line.x)[20::40]


def pulls(line, w0, w1):
    """Return how each point pulls each weight: against its share of the slope of E."""
    misses = line.y - linreg.predict(line.x, w0, w1)
    return {"w0": misses, "w1": misses * line.x}


# Pictures


def sticks(x, low, high):
    """Return an upright line at each x, as one curve with gaps."""
    gaps = np.full_like(x, np.nan)
    places = [np.stack([x, x, gaps], 1), np.stack([low, high, gaps], 1)]
    return [place.ravel()[:-1] for place in places]


def square(x, y, y_hat):
    """Return the square of a miss, which opens to the middle of the picture."""
    far = x + np.sign(0.5 - x) * SHAPE * abs(y - y_hat)
    return Path([(x, y), (x, y_hat), (far, y_hat), (far, y), (x, y)])


def line_figure(line, w0, w1):
    """Draw the points, a line, all misses and the squares of a few."""
    figure, some, y_hat = Figure((4.4, 3.7)), few(line), linreg.predict(line.x, w0, w1)
    axes, ends = figure.add_subplot(), np.array(INPUTS)
    misses = sticks(line.x, line.y, y_hat)
    axes.plot(*misses, color="C1", linewidth=0.7, alpha=0.6, gid="moving-misses")
    squares = map(square, line.x[some], line.y[some], y_hat[some])
    look = {"facecolor": ("C1", 0.3), "edgecolor": "C1", "linewidth": 2}
    area = PathPatch(Path.make_compound_path(*squares), gid="moving-squares", **look)
    axes.add_patch(area)
    axes.plot(line.x, line.y, "o", color="C0", markersize=3)
    heights = linreg.predict(ends, w0, w1)
    axes.plot(ends, heights, color="C1", linewidth=3, gid="moving-line")
    axes.set(xlim=INPUTS, ylim=TARGETS, aspect=SHAPE)
    axes.set_xlabel("$x_1$", size=14)  # on a phone, its index is as high as the words
    axes.set_ylabel("$y$", size=14)
    axes.set(xticks=[0, 0.5, 1], yticks=range(TARGETS[0], TARGETS[1] + 1))
    axes.set_title("Make the squares small")
    figure.set_label(
        f"{line.x.size} rising points, a line to move, and a thin stick from each point "
        f"to the line. The sticks of {some.size} points are sides of squares."
    )
    return figure


def pull_figure(line, name, pulled):
    """Draw how each point pulls a weight, up or down, and the mean of all pulls."""
    figure, word = Figure((2.5, 1.8)), {"w0": "height", "w1": "slope"}[name]
    axes, zero = figure.add_subplot(), np.zeros_like(line.x)
    axes.axhline(0, color="0.5", linewidth=0.8)
    each = {"color": "C0", "linewidth": 0.8, "gid": f"moving-pulls-{name}"}
    axes.plot(*sticks(line.x, zero, pulled), **each)
    mean = {"color": "C1", "linewidth": 7, "gid": f"moving-mean-{name}"}
    axes.plot([BESIDE, BESIDE], [0, pulled.mean()], solid_capstyle="butt", **mean)
    axes.set(xlim=(-0.05, 1.62), ylim=PULLS, yticks=[-1, 0, 1], xlabel="input")
    axes.set_xticks([0, 1, BESIDE], ["0", "1", "mean"])
    axes.set_title(f"Pulls on {word}")
    figure.set_label(
        f"A stick for each point, up where it pulls the {word} up and down where it "
        "pulls it down; beside them a thick stick, the mean."
    )
    return figure


def pictures(line, pulled):
    """Draw the line to start from, and how it is pulled."""
    pulls_on = {name: pull_figure(line, name, pulled[name]) for name in pulled}
    return {"line": line_figure(line, **START), **pulls_on}


class FitByHand(LivePart):
    """Place the line to fit, with the pulls of the points and the way to go on."""

    def run(self):
        """Draw the pictures and collect what the script needs."""
        self.depend_on(linreg.data.__file__)
        line, run = the_run()
        pulled = pulls(line, **START)
        svg, frames = self.drawn(pictures, line, pulled)
        moments = linreg.Moments.from_data(line.x, line.y)
        numbers = {
            "x": line.x.tolist(),
            "y": line.y.tolist(),
            "few": few(line).tolist(),
            "frames": frames,
            "beside": BESIDE,
            "start": START,
            "learningRate": LEARNING_RATE,
            "epochs": EPOCHS,
            "neuron": run.sse[-1],
            "best": moments.sse(*moments.least_squares()),
        }
        sums = {name: pulled[name].sum() for name in pulled}
        shown = {"svg": svg, "sums": sums, "sse": moments.sse(**START)}
        pieces = self.page(**numbers, **shown, ranges=RANGES, first=run.sse[0])
        placed = nodes.container("", *pieces, classes=["fit-by-hand"])
        return [placed, *self.script(data=numbers)]
