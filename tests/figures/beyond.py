"""The figures of the chapters beyond the post."""

import numpy as np
import pytest

from linreg import DivergenceError, Moments, make_line, predict, sse
from tests.exact import exact_gradient, exactly
from tests.figures.truth import (
    EVERY_20,
    EXACT,
    FLAT,
    FLOOR,
    HINGE,
    LINE,
    MOMENTS,
    PATH,
    RUN,
    START,
    STEEP,
    ask_exact_line,
    ask_lines_of_run,
    ask_points,
    ask_prediction,
    figure,
    same,
    weights_of,
)

# The museum


@figure("plot_7_museum", 0)
def _(seen):
    rows, columns = seen.names.wrong_loops, seen.names.notices
    discs, rings = seen.coloured("learned"), seen.coloured("true")
    filled = {(*line.get_xdata(), *line.get_ydata()) for line in discs}
    hollow = {(*line.get_xdata(), *line.get_ydata()) for line in rings}
    last, silent = seen.at("noticed", "y"), {}
    for check, noticed in columns.items():
        column = seen.at(check.__name__.replace("_", "\n"), "x")
        places = {mistake: (column, seen.at(mistake, "y")) for mistake in rows}
        assert {mistake for mistake, at in places.items() if at in filled} == {*noticed}
        assert filled.isdisjoint(hollow)
        assert {*places.values()} <= filled | hollow
        assert seen.written_at(column, last) == str(len(noticed))
        silent[check.__name__] = [name for name in rows if name not in noticed]
    unnoticed = {*silent["gradient_check"]} & {*silent["exact_trajectory"]}
    n = len(rows)
    seen.says(
        f"Gradient check and exact trajectory\nnotice {n - len(unnoticed)} of {n} mistakes",
        len(filled | hollow) == n * len(columns),
    )
    seen.reads("one row for each mistake and one column for each check")
    seen.says(
        "a disc means noticed, a small ring means silent",
        min(disc.get_markersize() for disc in discs)
        > max(ring.get_markersize() for ring in rings)
        and {ring.get_fillstyle() for ring in rings} == {"none"},
    )
    for said, check in [
        ("The gradient check is", "gradient_check"),
        ("the closed form", "closed_form"),
        ("the exact trajectory", "exact_trajectory"),
    ]:
        is_ = " silent" * said.endswith("is")
        seen.reads(f"{said}{is_} for {', '.join(silent[check])}")
    went_down, never_rose = silent["error_went_down"], silent["error_never_rose"]
    seen.reads(f"An error that went down is silent for {len(went_down)}")
    seen.reads(f"one that never rose for {len(never_rose)}")


@figure("plot_7_museum", 1)
def _(seen):
    loops = seen.names.wrong_loops
    points = np.column_stack(LINE[:2])
    [grey] = seen.coloured("true", seen.panel("the right loop"))
    assert same(seen.along("$E$", grey), RUN.sse)
    assert same(seen.along("epoch", grey), np.arange(301))
    reported = {}
    for name, loop in loops.items():
        [right] = seen.coloured("true", seen.panel(name))
        [wrong] = seen.coloured("learned", seen.panel(name))
        with np.errstate(over="ignore", invalid="ignore"):
            _, errors, _ = loop(points, START, 0.001, 300)
        assert same(seen.along("$E$", right), RUN.sse)
        assert same(seen.along("epoch", right), np.arange(301))
        assert same(seen.along("$E$", wrong), errors)
        assert same(seen.along("epoch", wrong), np.arange(301))
        reported[name] = errors
    falls = {name for name, errors in reported.items() if errors[-1] < errors[0]}
    # Nearer than the width of a line, which is a fifth of a decade in so small a panel.
    alike = {
        name for name in falls if (abs(np.log10(reported[name] / RUN.sse)) < 0.2).all()
    }
    n = len(loops)
    seen.reads(f"{len(falls)} of {n} wrong loops\nreport an error that ends lower")
    seen.says(
        f"{len(seen.panels)} small panels: the right loop, and {n} mistakes",
        len(seen.panels) == n + 1,
    )
    seen.reads("each with the error of the right loop over 300 epochs")
    seen.says(f"In {len(falls)} panels the wrong one ends lower, too", len(falls) > 1)
    seen.says("in some of them the two can hardly be told apart", len(alike) > 1)
    seen.says(
        "With a flipped sign and with targets in a column it shoots up",
        loops.keys() - falls == {"sign flipped", "targets in a column"},
    )


# The length of a step


@figure("plot_6_step_length", 0)
def _(seen):
    w0, w1 = START
    x, y = LINE.x, LINE.y
    slope = float(exact_gradient(*map(exactly, (x, y)), *exactly(START))[1])

    def error(w):
        return sse(y, predict(x, w0, w))

    def off(measured):
        return abs(measured / slope - 1)

    step, up = "step $h$", "relative error of the slope"
    [forward], [circles] = seen.coloured("data"), seen.coloured("predicted")
    central, complex_step = seen.curve("central"), seen.curve("complex step")
    assert seen.is_beside("forward,\ncircles predicted", forward)
    steps = seen.along(step, forward)
    assert same(steps, 10.0 ** np.arange(-15, 2))
    for line, measured in [
        (forward, lambda h: (error(w1 + h) - error(w1)) / h),
        (central, lambda h: (error(w1 + h) - error(w1 - h)) / (2 * h)),
        (complex_step, lambda h: error(w1 + 1j * h).imag / h),
    ]:
        assert same(seen.along(step, line), steps)
        # Errors of 0 are lifted from the end of the axis.
        expected = [off(measured(h)) for h in steps]
        assert np.allclose(seen.along(up, line), expected, rtol=1e-9, atol=2.0**-52)
    assert same(seen.along(step, circles), steps[8:])
    predicted = steps[8:] * (x @ x) / 2 / abs(slope)
    assert np.allclose(seen.along(up, circles), predicted, rtol=1e-12, atol=0)
    assert circles.get_fillstyle() == "none"
    heights, of_central = seen.along(up, forward), seen.along(up, central)
    lowest, rounding = heights.argmin(), x.size * 2.0**-52
    seen.says(
        "A long step ruins forward and helps central",
        heights[-1] > 1 and of_central[-1] < rounding,
    )
    seen.reads("Relative error of three measured slopes against the step")
    seen.says(
        "The forward difference falls, then rises: a V",
        (np.diff(heights[:lowest:2]) <= 0).all()
        and (np.diff(heights[lowest:]) > 0).all(),
    )
    seen.says("The central one falls to rounding level", of_central[0] > 0.001)
    seen.says(
        "where the complex step stays throughout",
        seen.along(up, complex_step).max() < rounding,
    )


# The bowl and the hinge

Y_HAT = r"$\hat y$"


def ask_contours(seen, across="$w_1$", up="$w_0$", moments=MOMENTS):
    """Each contour is a ring of one height; return the heights above the floor."""
    floor, levels = moments.sse(*moments.least_squares()), []
    for rings in seen.others():
        for level, path in zip(rings.levels, rings.get_paths(), strict=True):
            places = seen.by_label(rings.axes, path.vertices, across, up)
            above = moments.sse(places[:, 1], places[:, 0])
            # Between two knots of the grid a contour is straight.
            assert np.allclose(above, level, rtol=0.02, atol=0.1)
            levels.append(level - floor)
    return levels


@figure("plot_1_bowl_and_hinge", 0)
def _(seen):
    lines = ask_lines_of_run(seen, up=Y_HAT)
    [ring], [mean] = seen.coloured("exact"), seen.coloured("true")  # grey, but no truth
    height = predict(HINGE, *EXACT)
    assert same([*seen.along("$x_1$", ring), *seen.along(Y_HAT, ring)], [HINGE, height])
    assert ring.get_fillstyle() == "none"
    assert same(seen.along("$x_1$", mean), [LINE.x.mean()] * 2)
    assert seen.is_beside("mean of $x_1$", mean)
    assert seen.is_beside("hinge", ring)
    for epoch in (0, 20, 300):
        assert same(
            weights_of(seen, seen.curve(f"epoch {epoch}"), up=Y_HAT), PATH[epoch]
        )
    off = np.ptp([predict(HINGE, *line) for line in lines[1:]])
    seen.says("All late lines go through one point", off < 0.01)
    seen.says("it is not at the mean", abs(HINGE - LINE.x.mean()) > 0.03)
    seen.says("Sixteen lines of the run", len(lines) == 16)
    seen.says("The line of epoch 0 falls", lines[0][1] < 0)
    seen.says(
        f"All others go through one point, the hinge, at x1 = {HINGE:.2f}", off < 0.01
    )
    seen.says(
        f"to the right of the mean of the inputs, {LINE.x.mean():.2f}",
        LINE.x.mean() < HINGE,
    )


@figure("plot_1_bowl_and_hinge", 1)
def _(seen):
    levels = ask_contours(seen)
    [path], (first, second, star) = seen.coloured("learned"), seen.coloured("exact")
    assert same(seen.along("$w_0$", path), RUN.w0)
    assert same(seen.along("$w_1$", path), RUN.w1)
    assert same([*seen.along("$w_0$", star), *seen.along("$w_1$", star)], EXACT)
    assert {seen.curve("flat"), seen.curve("steep")} == {first, second}
    for name, direction in [("flat", FLAT), ("steep", STEEP)]:
        line = seen.curve(name)
        w0, w1 = seen.along("$w_0$", line), seen.along("$w_1$", line)
        # No part of it is across the direction, and it leads through the best weights.
        across = direction[[1, 0]] * [1, -1]
        assert abs(across @ [w0 - EXACT[0], w1 - EXACT[1]]).max() < 1e-12
        assert line.get_linestyle() == "--"
    assert seen.near("start", path) == 0
    d = PATH - EXACT
    left = abs(d @ STEEP) / abs(d @ FLAT)
    follows = left[20] < 0.01 * left[0]
    seen.says("The path drops into a valley, then follows it", follows)
    seen.says(
        "Long oval rings of equal error over both weights",
        same(np.divide(levels[1:], levels[:-1]), [4] * 4),
    )
    seen.reads("with dashes along the steep and the flat direction")
    seen.says("The path starts outside", RUN.sse[0] - FLOOR > max(levels))
    seen.says(
        "bends when it reaches the valley and follows the flat direction", follows
    )
    seen.says(
        "to the star at the best weights", np.hypot(*d[-1]) < 0.1 * np.hypot(*d[0])
    )


@figure("plot_1_bowl_and_hinge", 2)
def _(seen):
    label, mean = "$x_1$ of the crossing", LINE.x.mean()
    [curve], [hinge] = seen.coloured("learned"), seen.coloured("exact")
    d = PATH - EXACT
    crossing = -d[:, 0] / d[:, 1]
    assert same(seen.along(label, curve), crossing[:41])
    assert same(seen.along("epoch", curve), np.arange(41))
    assert same(seen.along(label, hinge), [HINGE] * 2)
    assert hinge.get_linestyle() == "--"
    assert seen.is_beside("hinge", hinge)
    [line] = seen.coloured("true")  # grey, but no truth
    assert same(seen.along(label, line), [mean] * 2)
    assert seen.is_beside("mean of $x_1$", line)
    settled = abs(crossing[20:] - HINGE).max() < 0.005
    seen.says("The crossing moves to the hinge\nand stays there", settled)
    seen.reads("Where the line of each epoch crosses the best line")
    seen.says(f"The crossing starts at x1 = {crossing[0]:.2f}", crossing[0] < mean)
    seen.says("passes the mean of the inputs", crossing[0] < mean < crossing[20])
    seen.says(f"settles at the hinge, {HINGE:.2f}, within 20 epochs", settled)


# The run, predicted


@figure("plot_2_predict_the_run", 0)
def _(seen):
    ask_points(seen)
    ask_lines_of_run(seen)
    for circles, k in zip(seen.coloured("predicted"), EVERY_20, strict=True):
        line = weights_of(seen, circles)
        assert same(line, PATH[k])
        assert (circles.get_fillstyle(), circles.get_linestyle()) == ("none", "None")
        assert line != tuple(PATH[k]) or k == 0, "the run, not a prediction"
    seen.reads("Every line of the run ends in its circles")
    seen.says("Sixteen lines of a run over the points", len(EVERY_20) == 16)
    seen.reads("with predicted circles at both ends of each line")
    seen.reads("Every circle is where the run went")


@figure("plot_2_predict_the_run", 1)
def _(seen):
    curvatures, directions = np.linalg.eigh(MOMENTS.hessian)
    costs = 0.5 * curvatures * ((PATH - EXACT) @ directions) ** 2
    up = "$E$ and its parts"
    [error], [floor] = seen.coloured("learned"), seen.coloured("exact")
    on_error, slow, fast = seen.coloured("predicted")
    assert same(seen.along(up, error), RUN.sse)
    assert same(seen.along("epoch", error), np.arange(301))
    assert ask_prediction(seen, on_error, up, RUN.sse) == EVERY_20
    assert same(seen.along(up, floor), [FLOOR] * 2)
    assert seen.curve("error") in (error, on_error)
    assert seen.curve("floor") is floor
    for part, (name, line) in enumerate([("slow error", slow), ("fast error", fast)]):
        epochs = seen.along("epoch", line).astype(int)
        assert line.get_fillstyle() == "none"
        assert np.allclose(seen.along(up, line), costs[epochs, part], rtol=1e-6)
        assert not np.array_equal(seen.along(up, line), costs[epochs, part])
        assert seen.curve(name) is line
    lowest = seen.figure.axes[0].get_ylim()[0]
    left = np.flatnonzero(costs[:, 1] < lowest)[0]
    ratios = np.diff(np.log(costs[:, 0]))
    seen.says(
        "The fast error is gone after 20 epochs", costs[20, 1] < 0.001 * costs[20, 0]
    )
    seen.reads("with predicted circles on it and on its two parts")
    seen.says(
        "The fast error falls steeply and leaves the figure near epoch 20",
        abs(left - 20) <= 3,
    )
    seen.says("the slow error falls along a straight line", np.ptp(ratios) < 1e-6)
    seen.says("crosses the floor of the error", costs[0, 0] > FLOOR > costs[-1, 0])


@figure("plot_2_predict_the_run", 2)
def _(seen):
    slow = np.linalg.eigvalsh(MOMENTS.hessian)[0]
    shares = np.array([0.5, 0.1, 0.01, 0.001])
    needed = [
        next(k for k in range(10_000) if (1 - 0.001 * slow) ** k <= share)
        for share in shares
    ]
    up = "share that is left"
    [curve], [circles] = seen.coloured("learned"), seen.coloured("predicted")
    epochs = seen.along("epoch", curve)
    assert same(epochs, np.arange(needed[-1] + 1))
    assert np.allclose(seen.along(up, curve), (1 - 0.001 * slow) ** epochs, rtol=1e-8)
    assert same(seen.along(up, circles), shares)
    assert np.allclose((1 - 0.001 * slow) ** seen.along("epoch", circles), shares)
    texts = [
        f"50% after {needed[0]}",
        f"10% after {needed[1]}",
        f"1% after {needed[2]}",
        f"0.1% after {needed[3]}",
    ]
    for k, text in enumerate(texts):
        assert seen.near(text, circles) == k
    seen.reads(f"{needed[2]} epochs leave 1% of the slow part,\nas counted")
    seen.reads("The share of the slow part that is left against the epoch")
    seen.reads("a straight line")
    seen.reads(
        f"The predicted circles, 50% after {needed[0]} epochs, 10% after {needed[1]}, "
        f"1% after {needed[2]} and 0.1% after {needed[3]}, lie on it"
    )


# Standardised inputs


# Solving


@figure("plot_1_why_not_solve", 0)
def _(seen):
    ask_contours(seen)
    [path], [star] = seen.coloured("learned"), seen.coloured("exact")
    long = MOMENTS.trajectory(
        w0=RUN.w0[0], w1=RUN.w1[0], learning_rate=0.001, epochs=3000
    )
    assert same(seen.along("$w_0$", path), long.w0)
    assert same(seen.along("$w_1$", path), long.w1)
    assert same([*seen.along("$w_0$", star), *seen.along("$w_1$", star)], EXACT)
    assert seen.near("start", path) == 0
    assert seen.is_beside("solved", star)
    (w0, w1), (best0, best1) = START, EXACT
    ended = np.hypot(long.w0[-1] - best0, long.w1[-1] - best1) < 1e-9
    seen.says("After 3000 epochs the path ends\nat the solved weights", ended)
    seen.reads("Rings of equal error over both weights are long, tilted ellipses")
    seen.reads(f"The path of training starts at w1 = {w1:.1f}, w0 = {w0:.1f}")
    seen.says("rises into the valley, follows it", max(long.w0) > w0)
    seen.says(
        f"ends in a star at w1 = {best1:.2f}, w0 = {best0:.2f}, the solved weights",
        ended,
    )


@figure("plot_1_why_not_solve", 1)
def _(seen):
    dx, dy = LINE.x - LINE.x.mean(), LINE.y - LINE.y.mean()
    weight = dx**2 / (dx @ dx)
    [dots], [dashes] = seen.others(), seen.coloured("exact")
    places = seen.by_label(dots.axes, dots.get_offsets(), "$x_1$", "vote")
    assert same(places, np.column_stack([LINE.x, dy / dx]))
    sizes = dots.get_sizes()
    assert same(sizes / sizes.sum(), weight)
    assert seen.curve("dashes: weighted mean") is dashes
    assert same(seen.along("vote", dashes), [EXACT[1]] * 2)
    far = abs(dx) > np.median(abs(dx))
    off = abs(dy / dx - EXACT[1])
    seen.says(
        f"The outer half of the points\nhas {weight[far].sum():.0%} of the weight",
        far.sum() == 100,
    )
    seen.reads("The slope for which each point votes, against its input")
    seen.says(
        "Far from the mean the dots are large", min(weight[far]) > max(weight[~far])
    )
    seen.says(f"lie close to the dashed slope {EXACT[1]:.2f}", max(off[far]) < 1.5)
    seen.says("near the mean they are tiny and scatter widely", max(off[~far]) > 3)


@figure("plot_4_three_hundred_to_one", 0)
def _(seen):
    ask_points(seen)
    ask_exact_line(seen, "least squares")
    start, update = seen.coloured("learned")
    assert seen.curve("start") is start
    assert seen.is_beside("1 update", update)
    assert same(weights_of(seen, start), START)
    found = weights_of(seen, update)
    assert same(found, EXACT)
    seen.says("One update lands on the best line", same(found, EXACT))
    seen.says("200 rising points", EXACT[1] > 0)
    seen.says("the falling line of the start", START[1] < 0)
    seen.says(
        "the line after one update, which covers the dashed least-squares line",
        same(found, EXACT),
    )


@figure("plot_4_three_hundred_to_one", 1)
def _(seen):
    z = (LINE.x - LINE.x.mean()) / LINE.x.std()
    left, right = seen.figure.axes
    shown = [
        (left, MOMENTS, PATH, "w", "raw inputs"),
        (right, Moments.from_data(z, LINE.y), None, "v", "standardised"),
    ]
    for axes, moments, expected, name, inputs in shown:
        across, up = f"${name}_1$\n{inputs}", f"${name}_0$"
        best = moments.least_squares()
        if expected is None:
            start = START[0] + START[1] * LINE.x.mean(), START[1] * LINE.x.std()
            expected = [start, best]
        [path], [star] = seen.coloured("learned", axes), seen.coloured("exact", axes)
        walked = np.column_stack([seen.along(up, path), seen.along(across, path)])
        assert same(walked, expected)
        assert same([*seen.along(up, star), *seen.along(across, star)], best)
        [rings] = seen.others(axes)
        floor = moments.sse(*best)
        for level, ring in zip(rings.levels, rings.get_paths(), strict=True):
            places = seen.by_label(axes, ring.vertices, up, across)
            assert np.allclose(
                moments.sse(*places.T) - floor, level, rtol=0.05, atol=0.2
            )
    ratio = [np.linalg.cond(moments.hessian) for _, moments, *_ in shown]
    seen.says("300 updates down a valley,\nor 1 into a round bowl", len(expected) == 2)
    seen.reads("Rings of equal error over both weights, with the path of a run")
    seen.says("Left, for the raw inputs, the rings are long ellipses", ratio[0] > 10)
    seen.says("the path bends and creeps", np.hypot(*(PATH[-1] - PATH[-2])) < 0.01)
    seen.says(
        "Right, for the standardised inputs, they are circles", ratio[1] < 1 + 1e-12
    )
    seen.says("one straight step ends at the centre", len(expected) == 2)


@figure("plot_4_three_hundred_to_one", 2)
def _(seen):
    names = "scaled as in training", "scaled as a batch of 5", "each scaled by itself"
    kept, together, alone = lines = [seen.curve(name) for name in names]
    [cloud, *_] = seen.coloured("data")
    assert {*lines} == {*seen.coloured("learned")}
    assert same(seen.along("$x_1$", cloud), LINE.x)
    assert same(seen.along("prediction", cloud), LINE.y)
    new = seen.along("$x_1$", kept)
    own = (new - new.mean()) / new.std()
    v1 = EXACT[1] * LINE.x.std()
    for line, answers in [
        (kept, predict(new, *EXACT)),
        (together, LINE.y.mean() + v1 * own),
        (alone, [LINE.y.mean()] * new.size),
    ]:
        assert same(seen.along("$x_1$", line), new)
        assert same(seen.along("prediction", line), answers)
    slope = [np.polyfit(new, seen.along("prediction", line), 1)[0] for line in lines]
    seen.says(
        "Scaled by itself, every point\ngets the same answer", abs(slope[2]) < 1e-12
    )
    seen.says("Predictions for five new points", new.size == 5)
    seen.says(
        "Scaled as in training they rise along the line through the data",
        np.isclose(slope[0], EXACT[1]),
    )
    seen.says(
        "scaled as a batch of five they rise too steeply", slope[1] > 1.5 * slope[0]
    )
    seen.says("each scaled by itself, all are the same", abs(slope[2]) < 1e-12)


# Why squares


@figure("plot_7_why_squares", 0)
def _(seen):
    across, up = "noise of a point", "density"
    noise = LINE.y - LINE.slope * LINE.x - LINE.intercept
    bars = sorted(seen.others(), key=lambda bar: bar.get_x())
    heights, edges = np.histogram(noise, bins=15, density=True)
    assert np.allclose([bar.get_height() for bar in bars], heights)
    assert np.allclose([bar.get_x() for bar in bars], edges[:-1])
    [bell] = seen.coloured("true")
    miss = seen.along(across, bell)
    density = np.exp(-(miss**2) / 2 / 0.1**2) / np.sqrt(2 * np.pi) / 0.1
    assert same(seen.along(up, bell), density)
    assert seen.is_beside("the bell", bell)
    fills = abs(noise.std() / 0.1 - 1) < 0.15
    seen.says("The noise of 200 points follows the bell", fills and noise.size == 200)
    seen.says(
        "Bars of the noise of all points, high in the middle and low at both ends",
        min(heights[5:9]) > 5 * max(heights[0], heights[-1]),
    )
    seen.says("They follow the grey bell from which the noise was drawn", fills)


@figure("plot_7_why_squares", 1)
def _(seen):
    [error], [circles], [star] = (
        seen.coloured(role) for role in ("learned", "predicted", "exact")
    )
    along = seen.along("$w_1$", error)
    constant = LINE.x.size * np.log(np.sqrt(2 * np.pi) * 0.1)
    expected = MOMENTS.sse(EXACT[0], along) / 0.1**2 + constant
    up = r"$-\ln L$"
    for line in (error, circles):
        assert same(seen.along("$w_1$", line), along)
        assert same(seen.along(up, line), expected)
    assert not np.array_equal(seen.along(up, circles), seen.along(up, error))
    assert same(
        [*seen.along("$w_1$", star), *seen.along(up, star)], [EXACT[1], min(expected)]
    )
    assert seen.is_in("curve: the error, scaled", error.axes)
    assert seen.is_in("circles: $-\\ln L$", circles.axes)
    assert (error.get_linestyle(), circles.get_linestyle()) == ("-", "None")
    seen.says("The smallest error is the largest likelihood", expected.argmin() == 10)
    seen.says(
        "The scaled error along w1 is a parabola",
        same(np.diff(expected, 3) / 1e3, [0] * 18),
    )
    seen.reads("the negative log-likelihood lies on it point by point")
    seen.says(
        f"with the minimum at w1 = {EXACT[1]:.2f}",
        np.isclose(along[expected.argmin()], EXACT[1]),
    )


# Softmax


def confidence(z):
    """Return the first of two softmax outputs; only the difference of net inputs counts."""
    return 1 / (1 + np.exp(-z))


PUSHES = {
    "cross-entropy": lambda p: p - 1,
    "squares": lambda p: 2 * (p - 1) * p * (1 - p),
}


@figure("plot_4_softmax", 0)
def _(seen):
    up = r"$\hat y$ of the right class"
    [pair], [squares] = seen.coloured("learned"), seen.coloured("data")
    turned = {}
    for line, (name, push) in zip((pair, squares), PUSHES.items(), strict=True):
        gap, record = -8.0, []
        for _ in range(10_000):
            record.append(confidence(gap))
            gap -= 0.1 * 2 * push(confidence(gap))  # both net inputs move, apart
        assert np.array_equal(seen.along("update", line), np.arange(1, 10_000))
        assert np.allclose(seen.along(up, line), record[1:], rtol=1e-6)
        assert seen.curve(name) is line
        turned[name] = int(np.argmax(np.array(record) >= 0.5))
    fast, slow = turned.values()
    times = slow / fast
    seen.says(
        f"Squares take {times:.0f} times as long\nto correct a confident mistake",
        times > 1,
    )
    seen.reads("Probability of the right class against the update")
    seen.reads(f"With cross-entropy it passes one half after {fast} updates")
    seen.reads(f"with squares after {slow}")


@figure("plot_4_softmax", 1)
def _(seen):
    across, up = r"$\hat y$ of the right class", r"$\partial E / \partial Z_1$"
    [pair], [squares] = seen.coloured("learned"), seen.coloured("data")
    both, lines = seen.coloured("predicted"), (pair, squares)
    for line, circles, (name, push) in zip(lines, both, PUSHES.items(), strict=True):
        assert seen.curve(name) is line
        p = seen.along(across, line)
        assert same(p, np.linspace(0, 1, 101))
        assert same(seen.along(up, line), push(p))
        p = seen.along(across, circles)
        assert same(p, confidence(np.linspace(-6, 6, 13)))
        assert np.allclose(seen.along(up, circles), push(p), atol=1e-6)
        assert not np.array_equal(seen.along(up, circles), push(p))
        assert circles.get_fillstyle() == "none"
    ends = {name: push(np.array([0, 1])) for name, push in PUSHES.items()}
    seen.says(
        "Where the mistake is worst,\nthe squares do not push at all",
        ends["squares"][0] == 0 > ends["cross-entropy"][0],
    )
    seen.reads("Slope of the error against the probability of the right class")
    seen.says(
        "With cross-entropy it is a straight line from -1 to 0",
        same(ends["cross-entropy"], [-1, 0]),
    )
    seen.says("With squares it is 0 at both ends", same(ends["squares"], [0, 0]))
    seen.says("even where the right class has probability 0", ends["squares"][0] == 0)
    seen.says("Circles from values of the errors lie on both", len(both) == 2)


# Yes or no


IS_ABOVE = LINE.y > LINE.y.mean()


def slopes_of_choice(w0, w1):
    """Return both slopes of the error of yes or no."""
    error = confidence(predict(LINE.x, w0, w1)) - IS_ABOVE
    return np.array([error.sum(), error @ LINE.x])


@figure("plot_5_choose", 0)
def _(seen):
    up, path = "probability of yes", [np.array(START)]
    for _ in range(300):
        path.append(path[-1] - 0.01 * slopes_of_choice(*path[-1]))
    [points] = seen.coloured("data")
    assert same(seen.along("$x_1$", points), LINE.x)
    assert same(seen.along(up, points), IS_ABOVE.astype(float))
    curves = {0: 0, 20: 0, 300: 0}
    for epoch, line in zip(curves, seen.coloured("learned"), strict=True):
        assert seen.curve(f"epoch {epoch}") is line
        x, curves[epoch] = seen.along("$x_1$", line), seen.along(up, line)
        assert same(x, np.linspace(0, 1, 101))
        assert np.allclose(curves[epoch], confidence(predict(x, *path[epoch])))
    right = [
        ((predict(LINE.x, *path[epoch]) > 0) == IS_ABOVE).sum() for epoch in (0, 300)
    ]
    seen.reads(f"{right[1]} of 200 answers are right after 300 epochs")
    seen.reads(f"{right[0]} at the start")
    seen.says("200 points at the heights 0 and 1, for no and yes", LINE.x.size == 200)
    seen.reads("the probability of yes against the input")
    rises = {
        epoch: np.ptp(curve) * np.sign(curve[-1] - curve[0])
        for epoch, curve in curves.items()
    }
    seen.says("At epoch 0 it falls", rises[0] < 0)
    seen.says("at epoch 20 it rises", rises[20] > 0)
    seen.says("at epoch 300 it rises steeply", rises[300] > 2 * rises[20])
    seen.says(
        "from no for small inputs to yes for large ones",
        curves[300][0] < 0.1 and curves[300][-1] > 0.9,
    )


@figure("plot_5_choose", 1)
def _(seen):
    step, up = "step $h$", "relative error of the slopes"
    [line] = seen.coloured("learned")
    h, off = seen.along(step, line), seen.along(up, line)
    assert (line.axes.get_xscale(), line.axes.get_yscale()) == ("log", "log")
    assert same(h, 10.0 ** np.arange(-14, 1))
    p, slopes = confidence(predict(LINE.x, *START)), slopes_of_choice(*START)
    third = p * (1 - p) * (1 - 2 * p)
    # A long step is off by a sixth of its square times the third derivative.
    size = np.hypot(third.sum(), third @ LINE.x**3) / np.hypot(*slopes)
    assert np.allclose(off[-4:-1], h[-4:-1] ** 2 / 6 * size, rtol=0.01)
    # A short one by what rounding does to the error, divided by it.
    error = -np.log(np.where(IS_ABOVE, p, 1 - p)).sum()
    assert (off[:8] < 200 * 2.0**-53 * error / h[:8] / np.hypot(*slopes)).all()
    assert (off[:8] > 2.0**-53 / h[:8] / 1000).all()
    lowest = off.argmin()
    best = h[lowest]
    seen.reads(f"The best step of this check is near {best:.5f}")
    seen.reads("Relative error of the measured slopes against the length of the step")
    seen.says(
        f"It falls until the step is near {best:.5f} and rises after that: a V",
        (np.diff(off[lowest:]) > 0).all() and (np.diff(off[: lowest + 1]) < 0).all(),
    )


# Other tools


@figure("plot_6_other_tools", 0)
def _(seen):
    slow = MOMENTS.trajectory(
        w0=START[0], w1=START[1], learning_rate=0.001 * 2 / 200, epochs=300
    )
    [line], [circles] = seen.coloured("learned"), seen.coloured("predicted")
    mean = seen.curve("mean, rate 0.001")
    assert [mean] == seen.coloured("data")
    assert np.array_equal(seen.along("$E$", line), RUN.sse)
    assert same(seen.along("$E$", mean), slow.sse)
    assert np.allclose(seen.along("$E$", circles), RUN.sse, rtol=1e-10)
    assert not np.array_equal(seen.along("$E$", circles), RUN.sse), "the run itself"
    for each in (line, mean, circles):
        assert same(seen.along("epoch", each), np.arange(301))
    assert seen.is_beside("line: sum, rate 0.001\ncircles: mean, rate 0.1", line)
    assert circles.get_linestyle() == "None"
    last = slow.sse[-1]
    seen.says(
        "On the mean the same learning rate\nis 100 times too small",
        LINE.x.size / 2 == 100,
    )
    seen.reads("Error against the epoch")
    seen.reads(f"With the mean and the rate 0.001 it is still {last:.0f} at the end")
    seen.reads("With the mean and the larger rate it falls along the line of the sum")
    seen.reads(f"to {RUN.sse[-1]:.1f}")


# The learning rate


def factors(rate):
    """Return what an epoch multiplies along the flat and the steep direction."""
    return 1 - rate * np.linalg.eigvalsh(MOMENTS.hessian)


BOUND = 2 / np.linalg.eigvalsh(MOMENTS.hessian)[1]


@figure("plot_3_learning_rate", 0)
def _(seen):
    across, up = r"learning rate $\eta$", "$E$ at the end"
    [bound], (stable, crosses) = seen.coloured("exact"), seen.coloured("learned")
    assert same(seen.along(across, bound), [BOUND] * 2)
    assert bound.get_linestyle() == "--"
    assert seen.is_beside(r"$2/\lambda_{\max}$", bound)
    rates = seen.along(across, stable)
    missing = (START - EXACT) @ np.column_stack([FLAT, STEEP])
    curvatures = np.linalg.eigvalsh(MOMENTS.hessian)
    left = [
        FLOOR + 0.5 * curvatures @ (missing * factors(r) ** 300) ** 2 for r in rates
    ]
    assert np.allclose(seen.along(up, stable), left, rtol=1e-6)
    lost = seen.along(across, crosses)
    assert (crosses.get_marker(), crosses.get_linestyle()) == ("x", "None")
    for rate, error in zip(lost, seen.along(up, crosses), strict=True):
        with pytest.raises(DivergenceError) as caught:
            MOMENTS.trajectory(w0=START[0], w1=START[1], learning_rate=rate, epochs=300)
        assert same(error, caught.value.history.sse[-1])
    assert seen.curve("stopped") is crosses
    assert seen.curve("at the floor") is stable
    calm = (rates > 0.2 * BOUND) & (rates < 0.99 * BOUND)
    at_floor = np.allclose(seen.along(up, stable)[calm], FLOOR, rtol=0.01)
    parted = max(rates) < BOUND * (1 + 1e-9) < min(lost)
    seen.says("Every run above the bound is lost", parted)
    seen.reads("The error at the end of a run")
    seen.says("lies at its floor over most of the stable range", at_floor)
    seen.says("jumps up at the bound", seen.along(up, crosses).min() > 1e4 * FLOOR)
    seen.reads(f"2 divided by lambda_max, {BOUND:.5f}")
    seen.says("All runs above the bound were stopped", parted)


@figure("plot_3_learning_rate", 1)
def _(seen):
    label, first = "height above the best line", predict(HINGE, *(START - EXACT))
    names = "0.3 of the bound", "0.9 of the bound", "the bound", "1.02 of the bound"
    heights = []
    for axes, name, share in zip(
        seen.figure.axes, names, (0.3, 0.9, 1, 1.02), strict=True
    ):
        assert seen.is_in(name, axes)
        [line], [circles] = (
            seen.coloured("learned", axes),
            seen.coloured("predicted", axes),
        )
        [flat] = seen.coloured("exact", axes)
        epochs = np.arange(17)
        expected = first * factors(share * BOUND)[1] ** epochs
        for each in (line, circles):
            assert same(seen.along("epoch", each), epochs)
            assert np.allclose(seen.along(label, each), expected, rtol=1e-8)
        assert not np.array_equal(seen.along(label, line), seen.along(label, circles))
        assert same(seen.along(label, flat), [0, 0])
        heights.append(expected)
    sides = [(height[1:] * height[:-1] < 0).all() for height in heights]
    ratio = [abs(height[-1] / height[0]) for height in heights]
    stays = sides[2] and np.isclose(ratio[2], 1)
    seen.says("At the bound the line jumps for ever", stays)
    seen.reads("Height above the best line at the hinge, against the epoch, for four")
    seen.says(
        "At 0.3 of the bound it shrinks on one side", ratio[0] < 1 and not sides[0]
    )
    seen.says(
        "at 0.9 it jumps from side to side and shrinks", ratio[1] < 1 and sides[1]
    )
    seen.says("at the bound it jumps and stays", stays)
    seen.says("at 1.02 it grows", ratio[3] > 1)


@figure("plot_3_learning_rate", 2)
def _(seen):
    across, up = "number of points $N$", "largest stable rate"
    # The mean of inputs spread evenly from 0 to 1 is 1/2, that of their squares 1/3.
    per_point = 2 / np.linalg.eigvalsh([[1, 1 / 2], [1 / 2, 1 / 3]])[1]
    breaks = int(np.ceil(per_point / 0.001))
    for_sum, for_mean = seen.coloured("data")
    counts = seen.along(across, for_sum)
    lines = [make_line(int(n), rng=0) for n in counts]
    rates = [Moments.from_data(line.x, line.y).max_learning_rate for line in lines]
    assert same(seen.along(up, for_sum), rates)
    assert same(seen.along(across, for_mean), counts)
    assert same(seen.along(up, for_mean), rates * counts)
    falling, level, star = seen.coloured("exact")
    assert same(seen.along(up, falling), per_point / seen.along(across, falling))
    assert same(seen.along(up, level), [per_point] * 2)
    assert same([*seen.along(across, star), *seen.along(up, star)], [breaks, 0.001])
    assert seen.curve("for the sum") in (falling, for_sum)
    assert seen.curve("for the mean") in (level, for_mean)
    [post] = seen.coloured("true")  # grey, but no truth
    assert same(seen.along(up, post), [0.001] * 2)
    assert seen.is_beside("0.001, the post's rate", post)
    seen.says(f"If errors are summed, 0.001\nbreaks at {breaks:,} points", breaks > 200)
    seen.reads("The largest stable rate against the number of points")
    seen.reads(f"For the sum it falls as N grows and meets 0.001 at {breaks:,} points")
    seen.reads(f"for the mean it stays near {per_point:.2f}")
    seen.says(
        "Drawn data sets lie close to both dashed lines",
        max(abs(rates * counts / per_point - 1)) < 0.2
        and {falling.get_linestyle(), level.get_linestyle()} == {"--"},
    )


# Mini-batches


@figure("plot_5_mini_batches", 0)
def _(seen):
    [path], [circles], [star] = (
        seen.coloured(role) for role in ("learned", "predicted", "exact")
    )
    walked, way = (
        np.column_stack([seen.along("$w_0$", line), seen.along("$w_1$", line)])
        for line in (path, circles)
    )
    assert same(way, PATH[EVERY_20])
    assert not np.array_equal(way, PATH[EVERY_20]), "the run, not a prediction"
    assert same([*seen.along("$w_0$", star), *seen.along("$w_1$", star)], EXACT)
    ask_contours(seen)
    assert seen.near("start", path) == 0
    assert seen.is_in("circles: whole batch", path.axes)
    # A point pulls along (1, x), times its error: only one point was looked at in each update.
    moves = np.diff(walked, axis=0)
    for move, w in zip(moves, walked, strict=False):
        errors = LINE.y - predict(LINE.x, *w)
        of_points = 0.2 * np.column_stack([errors, errors * LINE.x])
        assert np.isclose(of_points, move, rtol=1e-9, atol=1e-12).all(axis=1).any()
    off = np.hypot(*(walked[::20] - way).T)
    seen.says(
        "One point an update:\nthe same way, but trembling",
        len(moves) == 300 and 0 < off.mean() < 0.1 * np.hypot(*(START - EXACT)),
    )
    seen.reads("Rings of equal error over both weights, and the path of single points")
    seen.says("It starts with the predicted circles", same(walked[0], way[0]))
    seen.reads("which are the path of the whole batch")
    across = moves @ STEEP
    seen.says(
        "jumps from side to side of them", (across[1:] * across[:-1] < 0).mean() > 0.4
    )
    ended = np.hypot(*(walked[-1] - EXACT)) < 0.1 * np.hypot(*(START - EXACT))
    seen.says("ends near the star of the exact weights", ended)


@figure("plot_5_mini_batches", 1)
def _(seen):
    [floor] = seen.coloured("exact")
    assert same(seen.along("$E$", floor), [FLOOR] * 2)
    assert floor.get_linestyle() == "--"
    assert seen.curve("floor") is floor
    close, jumps = {}, {}
    for n, name in [(1, "1 point"), (10, "10 points"), (200, "200 points")]:
        line = seen.curve(name)
        assert line in seen.coloured("learned")
        looked_at, error = seen.along("points looked at", line), seen.along("$E$", line)
        assert same(looked_at, n * np.arange(1, 301))
        assert same(error, MOMENTS.sse(*seen.names.paths[n])[1:])
        close[n] = int(looked_at[np.argmax(error < 2 * FLOOR)])
        jumps[n] = abs(np.diff(error[-100:])).mean()
    assert same(error, RUN.sse[1:])
    seen.says(
        f"First below twice the floor: {close[1]} points\n"
        f"one by one, {close[200]:,} in whole batches",
        close[1] < close[200],
    )
    seen.says("Error against the points looked at", close[1] < close[10] < close[200])
    seen.says("for three sizes of a batch", len(close) == 3)
    seen.reads(f"Single points come close to the floor after {close[1]} points")
    seen.reads(f"batches of ten after {close[10]:,}")
    seen.reads(f"the whole batch after {close[200]:,}")
    seen.says(
        "The smaller the batch, the more its curve jumps up and down",
        jumps[1] > 2 * jumps[10] > 4 * jumps[200],
    )


# Too many points


@figure("plot_2_too_many_points", 0)
def _(seen):
    slope, rng = 2.5, np.random.default_rng(3)
    parts = [make_line(10_000, slope=slope, rng=rng) for _ in range(100)]
    x, y = (np.concatenate([part[which] for part in parts]) for which in (0, 1))
    [slopes], [truth] = seen.coloured("learned"), seen.others()
    read = seen.along("points read", slopes)
    assert same(read, 10_000 * np.arange(1, 101))
    assert same([*truth.get_segments()[0].T], [[read[0], read[-1]], [slope] * 2])
    few = [0, 1, 3, 9, 29, 99]
    fitted = [np.polyfit(x[:n], y[:n], 1)[0] for n in (read[few]).astype(int).tolist()]
    assert same(seen.along("$w_1$", slopes)[few], fitted)
    spread = 3 * 0.1 / np.sqrt(read / 12)
    for side, circles in zip((-1, 1), seen.coloured("predicted"), strict=True):
        assert same(seen.along("points read", circles), read[few])
        assert same(seen.along("$w_1$", circles), slope + side * spread[few])
    assert seen.is_beside("predicted range", circles)
    assert seen.place_of("truth")[1] - slope < 0.1 * spread[0]
    off = abs(seen.along("$w_1$", slopes) - slope)
    seen.says(
        "The slope of all points so far is known\nafter every part", read.size == 100
    )
    seen.reads(f"Slope against the points read, from {read[0]:,.0f} to {read[-1]:,.0f}")
    seen.says(f"It closes in on the true slope {slope}", off[-1] < off[:5].max())
    seen.says("inside a range that was predicted", (off < spread).all())
    seen.says("narrows with every part", (np.diff(spread) < 0).all())


@figure("plot_3_counting", 0)
def _(seen):
    all_points, six = seen.coloured("data"), seen.coloured("learned")
    of_points, of_six = (lambda n: 600 * n), (lambda n: 2 * n + 2400)
    for (line, dots), expected in [(all_points, of_points), (six, of_six)]:
        for each in (line, dots):
            n = seen.along("points", each)
            assert np.allclose(seen.along("numbers read", each), expected(n), rtol=1e-9)
        assert (line.get_linestyle(), dots.get_linestyle()) == ("-", "None")
        assert same(seen.along("points", dots), [2, 20, 200, 2000, 20_000])
        n = seen.along("points", line)
    assert same(seen.names.counted_points, seen.along("numbers read", all_points[1]))
    assert same(seen.names.counted_six, seen.along("numbers read", six[1]))
    assert seen.curve("over the points") in all_points
    assert seen.curve("with six numbers") in six
    for word, value in [("thousand", 1e3), ("million", 1e6), ("billion", 1e9)]:
        assert seen.at(word, "y") == value
    for value in (10, 1000, 100_000):
        assert seen.at(f"{value:,}", "x") == value
    lower = of_points(n) / of_six(n)
    flat = of_six(20) < 1.02 * of_six(2)
    seen.says(
        "With six numbers and many points\nthere is 300 times less to read",
        np.isclose(lower[-1], 300, rtol=2e-3),
    )
    seen.reads("Numbers read in 300 epochs against the number of points")
    seen.reads("Over the points they rise along a straight line")
    seen.says("With six numbers they stay flat at first", flat)
    seen.says(
        "then rise along a parallel line, 300 times lower",
        np.isclose(lower[-5], lower[-1], rtol=5e-3),
    )
    seen.says("For two points the six numbers read more", of_six(2) > of_points(2))


@figure("plot_3_counting", 1)
def _(seen):
    [all_points], [six] = seen.coloured("data"), seen.coloured("learned")
    epoch = np.arange(1, 6)
    of_points, of_six = 400 * epoch, 400 + 8 * epoch
    for line, expected in [(all_points, of_points), (six, of_six)]:
        assert same(seen.along("epoch", line), epoch)
        assert same(seen.along("numbers read so far", line), expected)
    assert seen.curve("over the points") is all_points
    assert seen.curve("with six numbers") is six
    seen.says(
        "The pass pays from the second epoch on",
        (of_six < of_points).tolist() == [False, True, True, True, True],
    )
    seen.reads("Numbers read so far against the epoch, for 200 points")
    seen.reads("After the first epoch these are 400 over the points")
    seen.reads("408 with six numbers, after the fifth 2,000 and 440")
