"""Draw one figure each for the derivations that are easier to see than to read."""

import numpy as np
from _ext.book.living_numbers import the_run
from matplotlib.figure import Figure

from linreg import Moments, gradient, numerical_gradient, predict, sse, sse_grad, step

BAR = {"linewidth": 14, "solid_capstyle": "butt"}
BESIDE = {"textcoords": "offset points", "va": "center"}
#: Two points with whole numbers, the example of `linreg.gradient`.
X, Y, WEIGHTS = np.array([3.0, 1.0]), np.array([1.0, 2.0]), (-1.0, 1.0)
#: A step that the eye can see; that of the book is too short for a drawing.
RATE = 0.005
#: Learning rates, as parts of the bound, and where their runs end.
AROUND, LAST = (0.9, 1.0, 1.05), 8
#: How far the chord reaches to each side.
REACH = 2.0


def signed(value, digits=0):
    """Write a number with the minus that the axes have."""
    return f"{value:.{digits}f}".replace("-", "\N{MINUS SIGN}")


def finished(axes, finding, shown):
    """Put the finding above the axes, and say for those who cannot see it what is drawn."""
    axes.set_title(finding)
    axes.figure.set_label(f"{finding.replace('$', '').replace('_', '')}. {shown}")
    return axes.figure


def loss():
    """Draw the error of one point over its prediction, with its slope at a miss of two."""
    y, y_hat, span = 2.0, 0.0, np.linspace(-1, 5, 61)
    [slope], height = sse_grad(np.array([y]), np.array([y_hat])), sse(y, y_hat)
    axes = Figure().subplots()
    axes.plot(span, [sse(y, end) for end in span], color="C2", linewidth=1.5)
    ends = np.array([-1.0, 1.0])
    axes.plot(ends, height + slope * (ends - y_hat), color="C1")
    axes.plot(y_hat, height, "o", color="C1", markersize=8)
    axes.plot(y, 0, "o", color="C0", markersize=8)
    axes.annotate(f"slope {signed(slope)}", (y_hat, height), (12, 6), **BESIDE)
    axes.annotate("target", (y, 0), (0, 16), ha="center", **BESIDE)
    axes.set(xlabel=r"$\hat y$", ylabel="error of one point")
    return finished(
        axes,
        "The slope is the signed error itself",
        f"A parabola with its lowest point at the target {y:.0f}. At the prediction {y_hat:.0f} "
        f"its height is {height:.0f}, and its tangent has the slope {slope:.0f}.",
    )


def backprop():
    """Draw what two points add to both slopes, and the sums."""
    errors = sse_grad(Y, predict(X, *WEIGHTS))
    sums = gradient(X, Y, *WEIGHTS)
    axes = Figure().subplots()
    axes.axhline(0, color="C2", linewidth=1)
    for left, parts, total in zip((0, 4), (errors, errors * X), sums, strict=True):
        for place, (height, colour) in enumerate(
            zip([*parts, total], ["C0", "C0", "C1"], strict=True), start=left
        ):
            axes.plot([place, place], [0, height], color=colour, **BAR)
            up = (0, 9 * np.sign(height))
            axes.annotate(signed(height), (place, height), up, ha="center", **BESIDE)
    names = ["one point", "another", "sum"]
    axes.set_xticks([0, 1, 2, 4, 5, 6], 2 * names, rotation=25)
    for left, weight in [(1, "$w_0$: errors"), (5, "$w_1$: errors times $x$")]:
        axes.text(left, 4.2, weight, ha="center")
    axes.set(ylim=(-3, 5), ylabel="part of the slope")
    return finished(
        axes,
        "The same errors, two different slopes",
        f"Two points have the errors {errors[0]:.0f} and {errors[1]:.0f}, which add up to "
        f"{sums[0]:.0f} for the bias weight. Times their inputs they add up to {sums[1]:.0f} for "
        "the slope of the line.",
    )


def along_w1():
    """Return the start of the run, and what computes the error for other slopes of its line."""
    line, run = the_run()
    moments, w0 = Moments.from_data(line.x, line.y), run.w0[0]
    return line, (w0, run.w1[0]), lambda w1: moments.sse(w0, w1)


def descent():
    """Draw one step of one weight on the curve of the error, with the tangent at its start."""
    line, start, error = along_w1()
    slope = gradient(line.x, line.y, *start)[1]
    ends = np.array([start[1], step(line.x, line.y, *start, learning_rate=RATE)[1]])
    axes, span = Figure().subplots(), np.linspace(-3, 3.5, 66)
    axes.plot(span, error(span), color="C2", linewidth=1.5)
    axes.plot(ends, error(ends[0]) + slope * (ends - ends[0]), "--", color="C3")
    axes.plot(ends, error(ends), "o", color="C1", markersize=8)
    axes.annotate("start", (ends[0], error(ends[0])), (10, 8), **BESIDE)
    axes.annotate("after one step", (ends[1], error(ends[1])), (12, 8), **BESIDE)
    axes.set(xlabel="$w_1$", ylabel="$E$")
    return finished(
        axes,
        f"One step of $w_1$ lowers $E$ from {error(ends[0]):.0f} to {error(ends[1]):.0f}",
        f"The curve of the error has the slope {slope:.0f} at the start. The dashed tangent falls "
        f"steeper than the curve: down to {error(ends[0]) + slope * (ends[1] - ends[0]):.0f}.",
    )


def divergence():
    """Draw the distance along the steep direction at learning rates around the bound."""
    line, _ = the_run()
    moments = Moments.from_data(line.x, line.y)
    best = np.array(moments.least_squares())
    w0, w1 = best + (steep := np.linalg.eigh(moments.hessian)[1][:, 1])
    axes, bound, left = Figure().subplots(), moments.max_learning_rate, []
    for part, look in zip(AROUND, ["C1o-", "C3o--", "C1o-"], strict=True):
        run = moments.trajectory(w0=w0, w1=w1, learning_rate=part * bound, epochs=LAST)
        axes.plot(
            distances := steep @ (np.stack(run[:2]) - best[:, None]),
            look,
            linewidth=1.5,
        )
        left.append(f"{distances[LAST]:.2f} is left at {part:g} of the bound")
        axes.annotate(
            f"{part:g} of the bound", (LAST, distances[LAST]), (8, 0), **BESIDE
        )
    axes.set(
        xlabel="epoch",
        ylabel="distance",
        xlim=(-0.3, 12.5),
        xticks=range(0, LAST + 1, 2),
    )
    return finished(
        axes,
        "Only below the bound the distance shrinks",
        f"Zigzags from one side to the other. After {LAST} epochs {', '.join(left)}.",
    )


def verify():
    """Draw the chord of a long step beside the tangent, along one weight."""
    line, (w0, w1), error = along_w1()
    found = numerical_gradient(
        lambda a, b: sse(line.y, predict(line.x, a, b)), w0, w1, h=REACH
    )[1]
    slope = gradient(line.x, line.y, w0, w1)[1]
    axes, span = Figure().subplots(), np.linspace(w1 - 2.5, w1 + 2.5, 51)
    around, wide = w1 + REACH * np.array([-1, 1]), w1 + REACH * np.array([-1, 0.75])
    axes.plot(span, error(span), color="C2", linewidth=1.5)
    axes.plot(wide, error(w1) + slope * (wide - w1), "--", color="C3")
    axes.plot(around, error(around), "o-", color="C1", markersize=8)
    axes.plot(w1, error(w1), "o", color="C3", markersize=8)
    axes.annotate(
        f"chord: slope {signed(found, 1)}",
        (w1, error(around).mean()),
        (8, 12),
        **BESIDE,
    )
    axes.annotate(
        f"tangent: slope {signed(slope, 1)}",
        (w1, error(w1)),
        (-10, -12),
        ha="right",
        **BESIDE,
    )
    axes.set(xlabel="$w_1$", ylabel="$E$")
    return finished(
        axes,
        "Chord and tangent are equally steep",
        f"The chord from {REACH:.0f} to the left of the start to {REACH:.0f} to the right has "
        f"the slope {found:.1f}, as the dashed tangent has in the middle.",
    )
