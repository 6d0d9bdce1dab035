"""The figures of the chapters beyond the post."""

import numpy as np
import pytest

from linreg import DivergenceError, Moments, make_line, predict
from tests.figures.seen import role_of
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
    seen.reads(f"{len(falls)} of {n} wrong loops report an error that falls")
    seen.says(f"{n} small panels, one for each mistake", len(seen.panels) == n + 1)
    seen.reads("the error of the right loop and of the wrong loop over 300 epochs")
    seen.says(f"In {len(falls)} panels the wrong one falls, too", len(falls) > 1)
    seen.says("in some of them the two can hardly be told apart", len(alike) > 1)
    seen.says(
        "With a flipped sign and with targets in a column it shoots up",
        loops.keys() - falls == {"sign flipped", "targets in a column"},
    )


@figure("plot_7_museum", 1)
def _(seen):
    rows, columns = seen.names.wrong_loops, seen.names.notices
    discs, rings = seen.coloured("learned"), seen.coloured("true")
    filled = {(*line.get_xdata(), *line.get_ydata()) for line in discs}
    hollow = {(*line.get_xdata(), *line.get_ydata()) for line in rings}
    last = seen.at("noticed", "y")
    for check, noticed in columns.items():
        name = check.__name__.replace("_", "\n", 1).replace("_", " ")
        column = seen.at(name, "x")
        places = {mistake: (column, seen.at(mistake, "y")) for mistake in rows}
        assert {mistake for mistake, at in places.items() if at in filled} == {*noticed}
        assert filled.isdisjoint(hollow)
        assert {*places.values()} <= filled | hollow
        assert seen.written_at(column, last) == str(len(noticed))
    by_slopes, by_path = ({*columns[getattr(seen.names, name)]} for name in BOTH)
    n = len(rows)
    seen.says(
        f"Gradient check and exact trajectory notice {len(by_slopes | by_path)} of {n}",
        len(filled | hollow) == n * len(columns),
    )
    seen.reads("one row for each mistake and one column for each check")
    seen.says(
        "a disc means noticed, a small ring means silent",
        min(disc.get_markersize() for disc in discs)
        > max(ring.get_markersize() for ring in rings)
        and {ring.get_fillstyle() for ring in rings} == {"none"},
    )
    seen.reads("The same grid is printed below")
    seen.reads(f"gradient check notices {len(by_slopes)}")
    seen.reads(f"the exact trajectory {len(by_path)}")
    seen.says(
        "every row has a disc in one of these two columns",
        {*rows} == by_slopes | by_path,
    )


BOTH = "gradient_check", "exact_trajectory"


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
    for part, (name, line) in enumerate([("slow part", slow), ("fast part", fast)]):
        epochs = seen.along("epoch", line).astype(int)
        assert line.get_fillstyle() == "none"
        assert np.allclose(seen.along(up, line), costs[epochs, part], rtol=1e-6)
        assert not np.array_equal(seen.along(up, line), costs[epochs, part])
        assert seen.curve(name) is line
    lowest = seen.figure.axes[0].get_ylim()[0]
    left = np.flatnonzero(costs[:, 1] < lowest)[0]
    ratios = np.diff(np.log(costs[:, 0]))
    seen.says(
        "The fast part is gone after 20 epochs", costs[20, 1] < 0.001 * costs[20, 0]
    )
    seen.reads("with predicted circles on it and on its two parts")
    seen.says(
        "The fast part falls steeply and leaves the figure near epoch 20",
        abs(left - 20) <= 3,
    )
    seen.says("the slow part falls along a straight line", np.ptp(ratios) < 1e-6)
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
    seen.says("The path ends at the weights that were solved for", ended)
    seen.reads("Contours of the error over both weights are long, tilted ellipses")
    seen.reads(f"The path of training starts at ({w0:.1f}, {w1:.1f})")
    seen.reads("drops into the valley, follows it")
    seen.says(
        f"ends in a star at ({best0:.2f}, {best1:.2f}), the solved weights", ended
    )


@figure("plot_1_why_not_solve", 1)
def _(seen):
    dx, dy = LINE.x - LINE.x.mean(), LINE.y - LINE.y.mean()
    weight = dx**2 / (dx @ dx)
    [dots], [dashes] = seen.others(), seen.coloured("exact")
    places = seen.by_label(dots.axes, dots.get_offsets(), "$x_1$", "proposed slope")
    assert same(places, np.column_stack([LINE.x, dy / dx]))
    sizes = dots.get_sizes()
    assert same(sizes / sizes.sum(), weight)
    assert seen.curve("dashes: weighted mean") is dashes
    assert same(seen.along("proposed slope", dashes), [EXACT[1]] * 2)
    far = abs(dx) > np.median(abs(dx))
    off = abs(dy / dx - EXACT[1])
    seen.says(
        f"The outer half of the points has {weight[far].sum():.0%} of the say",
        far.sum() == 100,
    )
    seen.reads("The slope that each point proposes, against its input")
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


@figure("plot_1_why_not_solve", 2)
def _(seen):
    left, right = seen.figure.axes
    noise = LINE.y - LINE.slope * LINE.x - LINE.intercept
    bars = sorted(seen.others(left), key=lambda bar: bar.get_x())
    heights, edges = np.histogram(noise, bins=15, density=True)
    assert np.allclose([bar.get_height() for bar in bars], heights)
    assert np.allclose([bar.get_x() for bar in bars], edges[:-1])
    assert (left.get_xlabel(), left.get_ylabel()) == ("noise of a point", "density")
    [bell] = seen.coloured("true", left)
    miss = seen.along("noise of a point", bell)
    density = np.exp(-(miss**2) / 2 / 0.1**2) / np.sqrt(2 * np.pi) / 0.1
    assert same(seen.along("density", bell), density)
    [error], [circles], [star] = (
        seen.coloured(role, right) for role in ("learned", "predicted", "exact")
    )
    along = seen.along("$w_1$", error)
    constant = LINE.x.size * np.log(np.sqrt(2 * np.pi) * 0.1)
    expected = MOMENTS.sse(EXACT[0], along) / 0.1**2 + constant
    up = r"$-\log L$"
    for line in (error, circles):
        assert same(seen.along("$w_1$", line), along)
        assert same(seen.along(up, line), expected)
    assert not np.array_equal(seen.along(up, circles), seen.along(up, error))
    assert same(
        [*seen.along("$w_1$", star), *seen.along(up, star)], [EXACT[1], min(expected)]
    )
    assert seen.is_in("line: error, scaled\ncircles: $-\\log L$", right)
    assert (error.get_linestyle(), circles.get_linestyle()) == ("-", "None")
    seen.says("The smallest error is the largest likelihood", expected.argmin() == 10)
    seen.says("Left, the noise of all points", len(bars) > 10)
    seen.says(
        "fills the bell that it was drawn from", abs(noise.std() / 0.1 - 1) < 0.15
    )
    seen.says(
        "Right, the scaled error along w1 is a parabola",
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


@figure("plot_4_softmax", 0)
def _(seen):
    across, up = r"$\hat y$ of the right class", r"$\partial E / \partial Z_1$"
    pair, squares = (
        seen.curve("cross-entropy,\nlike Linear with SSE"),
        seen.curve("squares"),
    )
    both = seen.coloured("predicted")
    seen.coloured("learned"), seen.coloured("data")
    assert (role_of(pair), role_of(squares)) == ("learned", "data")
    push = {
        pair: lambda p: p - 1,
        squares: lambda p: 2 * (p - 1) * p * (1 - p),
    }
    for line, circles in zip(push, both, strict=True):
        p = seen.along(across, line)
        assert same(p, np.linspace(0, 1, 101))
        assert same(seen.along(up, line), push[line](p))
        p = seen.along(across, circles)
        assert np.allclose(seen.along(up, circles), push[line](p), atol=1e-6)
        assert not np.array_equal(seen.along(up, circles), push[line](p))
    ends = [push[line](np.array([0, 1])) for line in push]
    seen.says(
        "A confident mistake: the square stops pushing", ends[1][0] == 0 > ends[0][0]
    )
    seen.reads("Gradient against the confidence in the right class")
    seen.says(
        "With cross-entropy it is a straight line from -1 to 0", same(ends[0], [-1, 0])
    )
    seen.says("With squares it is 0 at both ends", same(ends[1], [0, 0]))
    seen.says("even where the right class has confidence 0", ends[1][0] == 0)


@figure("plot_4_softmax", 1)
def _(seen):
    up = r"$\hat y$ of the right class"
    pair, squares = seen.coloured("learned") + seen.coloured("data")
    [circles] = seen.coloured("predicted")
    closed = []
    for line, name, push in [
        (pair, "cross-entropy", lambda p: p - 1),
        (squares, "squares", lambda p: 2 * (p - 1) * p * (1 - p)),
    ]:
        gap, record = -8.0, []
        for _ in range(10_000):
            record.append(confidence(gap))
            gap -= 0.1 * 2 * push(confidence(gap))  # both net inputs move, apart
        updates = seen.along("update", line)
        assert np.array_equal(updates, np.arange(1, 10_000))
        assert np.allclose(seen.along(up, line), record[1:], rtol=1e-6)
        closed.append(int(np.argmax(np.array(record) >= 0.5)))
        assert seen.near(name, circles) == len(closed) - 1
    assert same(seen.along(up, circles), [0.5, 0.5])
    assert np.allclose(seen.along("update", circles), closed, rtol=0.15)
    times = closed[1] / closed[0]
    seen.says(f"Squares take {times:.0f} times as long to turn round", times > 1)
    seen.reads("Confidence in the right class against the update")
    seen.reads(f"With cross-entropy it passes one half after {closed[0]} updates")
    seen.reads(f"with squares after {closed[1]}, both where predicted")


@figure("plot_4_softmax", 2)
def _(seen):
    step, up = "step $h$", "relative error of the gradient"
    [squares], [pair] = seen.coloured("data"), seen.coloured("learned")
    [circles] = seen.coloured("predicted")
    assert seen.is_beside("cross-entropy,\ncircles predicted", pair)
    assert seen.curve("SSE") is squares
    above = LINE.y > LINE.y.mean()
    p = confidence(predict(LINE.x, *START))
    slopes = np.array([(p - above).sum(), (p - above) @ LINE.x])
    third = p * (1 - p) * (1 - 2 * p)
    size = np.hypot(third.sum(), third @ LINE.x**3) / np.hypot(*slopes)
    h = seen.along(step, circles)
    assert same(seen.along(up, circles), h**2 / 6 * size)
    steps = seen.along(step, pair)
    assert same(steps, 10.0 ** np.arange(-14, 1))
    assert same(steps, seen.along(step, squares))
    off, off_sse = seen.along(up, pair), seen.along(up, squares)
    assert np.allclose(off[-4:-1], steps[-4:-1] ** 2 / 6 * size, rtol=0.01)
    lowest = off.argmin()
    seen.says("Cross-entropy makes a V of the central difference", 0 < lowest < 14)
    seen.reads("Relative error of the central difference against the step")
    seen.says("For SSE it falls to rounding level", off_sse[-1] < 200 * 2.0**-52)
    seen.says(
        f"For cross-entropy it falls, turns near a step of {steps[lowest]:.0e} and rises again",
        (np.diff(off[lowest:]) > 0).all() and (np.diff(off[:lowest:3]) < 0).all(),
    )
    seen.reads("as predicted")


# Other tools


@figure("plot_6_other_tools", 0)
def _(seen):
    label = "largest relative difference from the exact weights"
    rows = seen.names.rows
    dots = seen.coloured("learned") + seen.coloured("data")
    drawn = {line.get_ydata()[0]: seen.along(label, line)[0] for line in dots}
    assert {seen.at(name, "y"): value for name, value in rows.items()} == drawn
    ours = {line.get_ydata()[0] for line in seen.coloured("learned")}
    assert ours == {seen.at(name, "y") for name in seen.names.ours}
    [rounding] = seen.coloured("exact")
    assert same(seen.along(label, rounding), [2.0**-53] * 2)
    digits = 200 * 2.0**-52
    agree = {name: value for name, value in rows.items() if value < digits}
    others = ", ".join(name for name in rows if name not in agree)
    seen.reads(f"{len(agree)} of {len(rows)} runs agree to the last digits")
    seen.reads(
        "One row for each run, with its largest difference from the exact weights"
    )
    seen.reads(f"{len(agree)} runs differ by {max(agree.values()):.0e} at most")
    seen.says(
        f"The rest, by far more: {others}",
        min({*rows.values()} - {*agree.values()}) > 10 * digits,
    )


@figure("plot_6_other_tools", 1)
def _(seen):
    slow = MOMENTS.trajectory(
        w0=START[0], w1=START[1], learning_rate=0.001 * 2 / 200, epochs=300
    )
    [line], [circles] = seen.coloured("learned"), seen.coloured("predicted")
    mean = seen.curve("mean, rate 0.001")
    assert [mean] == seen.coloured("data")
    assert same(seen.along("$E$", line), RUN.sse)
    assert same(seen.along("$E$", mean), slow.sse)
    assert np.allclose(seen.along("$E$", circles), RUN.sse, rtol=1e-10)
    for each in (line, mean, circles):
        assert same(seen.along("epoch", each), np.arange(301))
    assert seen.is_beside("line: sum, rate 0.001\ncircles: mean, rate 0.1", line)
    assert circles.get_linestyle() == "None"
    last = slow.sse[-1]
    seen.says(
        "On the mean the same rate is 100 times too small", LINE.x.size / 2 == 100
    )
    seen.reads("Error against the epoch")
    seen.reads(f"With the mean and the rate 0.001 it is still {last:.0f} at the end")
    seen.reads("with the mean and the larger rate it falls along the line of the sum")
    seen.reads(f"to {RUN.sse[-1]:.1f}")


# The learning rate


def factors(rate):
    """Return what an epoch multiplies along the flat and the steep direction."""
    return 1 - rate * np.linalg.eigvalsh(MOMENTS.hessian)


BOUND = 2 / np.linalg.eigvalsh(MOMENTS.hessian)[1]


@figure("plot_3_learning_rate", 0)
def _(seen):
    across, up = r"learning rate $\eta$", "$E$ after 300 epochs"
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
    seen.reads("The error after 300 epochs")
    seen.says("lies at its floor over most of the stable range", at_floor)
    seen.says("jumps up at the bound", seen.along(up, crosses).min() > 1e4 * FLOOR)
    seen.reads(f"2 divided by lambda_max, {BOUND:.5f}")
    seen.says("All runs above the bound were stopped", parted)


@figure("plot_3_learning_rate", 1)
def _(seen):
    label, first = "height at the hinge", predict(HINGE, *(START - EXACT))
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


# Too many points


@figure("plot_2_too_many_points", 0)
def _(seen):
    way = MOMENTS.trajectory(
        w0=START[0], w1=START[1], learning_rate=0.2 / 200, epochs=300
    )
    jitter, ways = [], np.column_stack([way.w0, way.w1])
    for axes, size in zip(seen.figure.axes, (1, 10, 200), strict=True):
        [path], [circles] = (
            seen.coloured("learned", axes),
            seen.coloured("predicted", axes),
        )
        [star] = seen.coloured("exact", axes)
        assert seen.is_in(f"{size} points" if size > 1 else "1 point", axes)
        walked = np.column_stack([seen.along("$w_0$", path), seen.along("$w_1$", path)])
        drawn = np.column_stack(
            [seen.along("$w_0$", circles), seen.along("$w_1$", circles)]
        )
        assert same(walked[0], START)
        assert same(drawn, ways[::30])
        assert same([*seen.along("$w_0$", star), *seen.along("$w_1$", star)], EXACT)
        jitter.append(np.hypot(*np.diff(walked[-101:], axis=0).T).mean())
    assert same(walked, ways)
    ask_contours(seen)
    seen.says(
        "Fewer points an update: the same way, trembling",
        jitter[0] > jitter[1] > jitter[2],
    )
    seen.says(
        "Three paths on the contours of the error, from the same start",
        len(jitter) == 3,
    )
    seen.says("down to the exact weights", np.hypot(*(walked[-1] - EXACT)) < 0.1)
    seen.says(
        "The path of the whole batch runs through the predicted circles",
        same(walked, ways),
    )
    seen.says("that of ten points jitters about them", jitter[1] > 2 * jitter[2])
    seen.says(
        "that of single points jumps from side to side", jitter[0] > 2 * jitter[1]
    )


@figure("plot_2_too_many_points", 1)
def _(seen):
    [slopes], [truth] = seen.coloured("learned"), seen.others()
    read = seen.along("points read", slopes)
    assert same(read, 10_000 * np.arange(1, 101))
    assert same([*truth.get_segments()[0].T], [[read[0], read[-1]], [LINE.slope] * 2])
    spread = 3 * 0.1 / np.sqrt(read / 12)
    few = [0, 1, 3, 9, 29, 99]
    for side, circles in zip((-1, 1), seen.coloured("predicted"), strict=True):
        assert same(seen.along("points read", circles), read[few])
        assert same(seen.along("$w_1$", circles), LINE.slope + side * spread[few])
    assert seen.is_beside("predicted range", circles)
    assert same(seen.place_of("truth")[1], LINE.slope)
    off = abs(seen.along("$w_1$", slopes) - LINE.slope)
    assert off.max() > 0, "the slopes of data, not the truth"
    seen.says(
        "After every chunk the line of all points so far is known", read.size == 100
    )
    seen.reads(f"Slope against the points read, from {read[0]:,.0f} to {read[-1]:,.0f}")
    seen.says(
        f"It closes in on the true slope {LINE.slope:.4f}", off[-1] < off[:5].max()
    )
    seen.says("inside a range that was predicted", (off < spread).all())
    seen.says("narrows with every chunk", (np.diff(spread) < 0).all())


@figure("plot_2_too_many_points", 2)
def _(seen):
    left, right = seen.figure.axes
    work = "products in 300 epochs"
    for axes, up, of_points, of_six in [
        (left, "numbers kept", lambda n: 2 * n, lambda n: 0 * n + len(MOMENTS)),
        (right, work, lambda n: 300 * (3 * n + 2), lambda n: 3 * n + 300 * 7),
    ]:
        points, six = seen.coloured("data", axes), seen.coloured("learned", axes)
        for lines, expected in [(points, of_points), (six, of_six)]:
            for line in lines:
                n = seen.along("points $n$", line)
                assert np.allclose(seen.along(up, line), expected(n), rtol=1e-9)
        assert seen.curve("the points", axes) in points
        assert seen.curve("six numbers", axes) in six
    n = seen.along("points $n$", six[0])[-1]
    seen.says("Six numbers need one pass, whatever the epochs", len(six) == 2)
    seen.says("Two panels against the number of points", len(seen.figure.axes) == 2)
    seen.reads("Left, numbers kept: two for every point")
    seen.reads(f"against {len(MOMENTS)} in all")
    seen.reads("Right, products in 300 epochs")
    times = of_points(n) / of_six(n)
    seen.says(
        "for many points the six numbers need 300 times fewer",
        np.isclose(times, 300, rtol=1e-3),
    )
