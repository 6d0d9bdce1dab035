"""Show the run as a film: the line over the points and, beside it, the path in the bowl.

Matplotlib draws the last moment, which is complete without a script, on paper and in the book.
The script of the page gets the six numbers of the data, trains from them, and moves what moves.
Nothing moves until the reader says so.
"""

import numpy as np
from _ext.book.living_numbers import EPOCHS, LEARNING_RATE, the_run
from _ext.figures.svg_figures import figure_node
from _ext.live.widgets import LivePart
from docutils import nodes
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse

import linreg

#: A line stays on the picture every so many epochs.
EVERY = 20
#: Inches; two stand side by side in the column and one below the other on a phone.
SIZE = (4.5, 3.9)
ENDS = np.array([0.0, 1.0])  # two points are enough to draw a line


def draw_rings(axes, moments, **look):
    """Draw rings of equal error, each four times as high as the next one inside."""
    w0, w1 = moments.least_squares()
    curvatures, directions = np.linalg.eigh(moments.hessian)
    angle = np.degrees(np.arctan2(*directions[:, 0]))  # of the flat direction
    for height in 4.0 ** np.arange(7):
        flat, steep = 2 * np.sqrt(2 * height / curvatures)
        ring = Ellipse((w1, w0), flat, steep, angle=angle, fill=False, edgecolor="0.5")
        axes.add_patch(ring).set(**look)


def line_figure(line, moments, run):
    """Draw the points, the truth, and the line of every so many epochs."""
    figure = Figure(SIZE)
    axes = figure.add_subplot()
    axes.plot(line.x, line.y, "o", markersize=3)
    wide = np.array([-0.05, 1.05])
    axes.plot(wide, line.slope * wide + line.intercept, color="C2", linewidth=1)
    axes.text(1.05, line.slope * 1.05 + 0.1, "truth", ha="right", va="bottom")
    kept = {"color": "C1", "linewidth": 1.5, "gid": "moving-trace"}
    for k in range(0, EPOCHS, EVERY):
        heights = linreg.predict(ENDS, run.w0[k], run.w1[k])
        axes.plot(ENDS, heights, alpha=0.5 + 0.3 * k / EPOCHS, **kept)
    heights = linreg.predict(ENDS, run.w0[-1], run.w1[-1])
    axes.plot(ENDS, heights, color="C1", linewidth=3, gid="moving-line")
    axes.text(0.74, run.w0[0] + 0.74 * run.w1[0] - 0.1, "epoch 0", ha="right", va="top")
    avoidable = run.sse - moments.sse(*moments.least_squares())
    half, nearly = ((avoidable > part * avoidable[0]).sum() for part in (0.5, 0.01))
    axes.set(xlabel="$x_1$", ylabel="$y$")
    axes.set_title("The line swings up, then turns")
    figure.set_label(
        f"The line of every {EVERY}th epoch over the points, from the falling line of epoch 0 "
        f"to the rising line of epoch {EPOCHS}, close to the truth. Half of the error that "
        f"training can remove is gone after {half} epochs, all but a hundredth of it after "
        f"{nearly}."
    )
    return figure


def bowl_figure(moments, run):
    """Draw rings of equal error, and the path across them."""
    figure = Figure(SIZE)
    axes = figure.add_subplot()
    draw_rings(axes, moments)
    path = {"color": "C1", "clip_on": False}
    axes.plot(run.w1, run.w0, linewidth=2, gid="moving-path", **path)
    axes.plot(run.w1[::EVERY], run.w0[::EVERY], "o", gid="moving-marks", **path)
    axes.plot(run.w1[-1], run.w0[-1], "o", markersize=8, gid="moving-place", **path)
    w0, w1 = moments.least_squares()
    axes.plot(w1, w0, "*", color="C3", markersize=13, zorder=3)
    axes.text(run.w1[0], run.w0[0] - 0.2, "epoch 0", ha="center", va="top")
    axes.set(xlabel="$w_1$", ylabel="$w_0$", xlim=(-3.2, 3.7), ylim=(-1.8, 3.6))
    axes.set_aspect("equal")
    axes.set_title("Into the valley, then along it")
    turn = int(run.w0.argmax())
    figure.set_label(
        "Oval rings of equal error over both weights. The path crosses the rings into a long "
        f"valley, turns after {turn} epochs, and follows the valley to the star at the best "
        "weights, in ever shorter steps."
    )
    return figure


def pictures(line, moments, run):
    """Draw both."""
    return {"line": line_figure(line, moments, run), "bowl": bowl_figure(moments, run)}


class Film(LivePart):
    """Place the film; the body of the directive is its caption."""

    has_content = True

    def run(self):
        """Put the pictures side by side, and below them controls that the script wakes."""
        line, run = the_run()
        moments = linreg.Moments.from_data(line.x, line.y)
        svg, frames = self.drawn(pictures, line, moments, run)
        starts_from = {
            "moments": moments._asdict(),
            "start": {"w0": run.w0[0], "w1": run.w1[0]},
            "learningRate": LEARNING_RATE,
            "epochs": EPOCHS,
            "every": EVERY,
            "ends": ENDS.tolist(),
            **frames,
        }
        screen = nodes.container(ids=["film"], classes=["film"])
        screen += [*map(figure_node, svg.values()), *self.page(**starts_from)]
        screen += self.script(run=starts_from)
        words = self.parse_inline("\n".join(self.content))[0]
        caption = nodes.paragraph("", "", *words, classes=["figure-caption"])
        return [nodes.container("", screen, caption, classes=["figure-block"])]
