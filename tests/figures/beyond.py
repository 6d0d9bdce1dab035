"""The figures of the chapters beyond the post."""

import numpy as np

from linreg import predict
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


@figure("plot_9_museum", 0)
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
    seen.says(f"{len(falls)} of {n} wrong loops report an error that falls", n)
    seen.says(f"{n} small panels, one for each mistake", len(seen.panels) == n + 1)
    seen.says("the error of the right loop and of the wrong loop over 300 epochs", n)
    seen.says(f"In {len(falls)} panels the wrong one falls, too", len(falls) > 1)
    seen.says("in some of them the two can hardly be told apart", len(alike) > 1)
    seen.says(
        "With a flipped sign and with targets in a column it shoots up",
        loops.keys() - falls == {"sign flipped", "targets in a column"},
    )


@figure("plot_9_museum", 1)
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
    seen.says("one row for each mistake and one column for each check", n)
    seen.says(
        "a disc means noticed, a small ring means silent",
        min(disc.get_markersize() for disc in discs)
        > max(ring.get_markersize() for ring in rings)
        and {ring.get_fillstyle() for ring in rings} == {"none"},
    )
    seen.says("The same grid is printed below", n)
    seen.says(f"gradient check notices {len(by_slopes)}", n)
    seen.says(f"the exact trajectory {len(by_path)}", n)
    seen.says(
        "every row has a disc in one of these two columns",
        {*rows} == by_slopes | by_path,
    )


BOTH = "gradient_check", "exact_trajectory"


# The bowl and the hinge


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
    levels = ask_contours(seen)
    [path], (first, second, star) = seen.coloured("learned"), seen.coloured("exact")
    assert same(seen.along("$w_0$", path), RUN.w0)
    assert same(seen.along("$w_1$", path), RUN.w1)
    assert same([*seen.along("$w_0$", star), *seen.along("$w_1$", star)], EXACT)
    assert {seen.curve("slow"), seen.curve("fast")} == {first, second}
    for name, direction in [("slow", FLAT), ("fast", STEEP)]:
        line = seen.curve(name)
        w0, w1 = seen.along("$w_0$", line), seen.along("$w_1$", line)
        # No part of it is across the direction, and it leads through the best weights.
        across = direction[[1, 0]] * [1, -1]
        assert abs(across @ [w0 - EXACT[0], w1 - EXACT[1]]).max() < 1e-12
        assert line.get_linestyle() == "--"
    assert seen.near("start", path) == 0
    d = PATH - EXACT
    left = abs(d @ STEEP) / abs(d @ FLAT)
    seen.says(
        "The path drops into a valley, then follows it", left[20] < 0.01 * left[0]
    )
    seen.says(
        "Long oval rings of equal error over both weights",
        same(np.divide(levels[1:], levels[:-1]), [4] * 5),
    )
    seen.says("with dashes along the fast and the slow direction", True)
    seen.says(
        "The path first crosses the rings",
        abs(np.diff(PATH, axis=0)[0] @ STEEP)
        > 0.9 * np.hypot(*np.diff(PATH, axis=0)[0]),
    )
    seen.says("then bends and follows the slow direction", left[20] < 0.01)
    seen.says(
        "to the star at the best weights", np.hypot(*d[-1]) < 0.1 * np.hypot(*d[0])
    )


@figure("plot_1_bowl_and_hinge", 1)
def _(seen):
    label = "height above the best line"
    best = predict(LINE.x, *EXACT)
    [points] = seen.coloured("data")
    assert same(seen.along("$x_1$", points), LINE.x)
    assert same(seen.along(label, points), LINE.y - best)
    lines = [
        weights_of(seen, line, "$x_1$", label) for line in seen.coloured("learned")
    ]
    assert same(lines, PATH[EVERY_20] - EXACT)
    [flat], [hinge] = seen.coloured("exact"), seen.coloured("predicted")
    assert same(seen.along(label, flat), [0, 0])
    assert same([*seen.along("$x_1$", hinge), *seen.along(label, hinge)], [HINGE, 0])
    [mean] = seen.coloured("true")  # grey, but no truth
    assert seen.is_beside("hinge", hinge)
    assert seen.is_beside("mean of $x_1$", mean)
    assert same(seen.along("$x_1$", mean), [LINE.x.mean()] * 2)
    for epoch in (0, 20):
        line = weights_of(seen, seen.curve(f"epoch {epoch}"), "$x_1$", label)
        assert same(line, PATH[epoch] - EXACT)
    crossings = [-d0 / d1 for d0, d1 in lines]
    through = max(abs(crossing - HINGE) for crossing in crossings[1:])
    seen.says(
        "All late lines go through the hinge, not the mean",
        through < 0.1 * (HINGE - LINE.x.mean()),
    )
    seen.says("Sixteen lines, drawn as heights above the best line", len(lines) == 16)
    seen.says("All but that of epoch 0", abs(crossings[0] - HINGE) > 0.1)
    seen.says(f"cross the best line at x1 = {HINGE:.2f}", through < 0.005)
    seen.says(
        f"to the right of the mean of the inputs, {LINE.x.mean():.2f}",
        LINE.x.mean() < HINGE,
    )


@figure("plot_1_bowl_and_hinge", 2)
def _(seen):
    label, mean = "$x_1$ of the crossing", LINE.x.mean()
    [curve], [circles] = seen.coloured("learned"), seen.coloured("predicted")
    d = PATH - EXACT
    crossing = -d[:, 0] / d[:, 1]
    assert same(seen.along(label, curve), crossing[:41])
    assert same(seen.along("epoch", curve), np.arange(41))
    assert ask_prediction(seen, circles, label, crossing) == [*range(0, 41, 2)]
    hinge = seen.coloured("exact")[0]
    assert same(seen.along(label, hinge), [HINGE] * 2)
    assert seen.is_beside("hinge", hinge)
    [line] = seen.coloured("true")  # grey, but no truth
    assert same(seen.along(label, line), [mean] * 2)
    assert seen.is_beside("mean of $x_1$", line)
    settled = abs(crossing[20:] - HINGE).max() < 0.005
    seen.says("The crossing moves to the hinge and stays there", settled)
    seen.says("Where the line of each epoch crosses the best line", True)
    seen.says(f"The crossing starts at x1 = {crossing[0]:.2f}", crossing[0] < mean)
    seen.says("passes the mean of the inputs", crossing[0] < mean < crossing[20])
    seen.says(f"settles at the hinge, {HINGE:.2f}, within 20 epochs", settled)
    seen.says("Predicted circles lie on the curve", circles)


# The run, predicted


@figure("plot_2_predict_the_run", 0)
def _(seen):
    left, right = seen.figure.axes
    ask_points(seen, axes=left)
    ask_lines_of_run(seen, left)
    for circles, k in zip(seen.coloured("predicted", left), EVERY_20, strict=True):
        line = weights_of(seen, circles)
        assert same(line, PATH[k])
        assert line != tuple(PATH[k]) or k == 0, "the run, not a prediction"
    [curve], [circles] = (
        seen.coloured("learned", right),
        seen.coloured("predicted", right),
    )
    assert same(seen.along("$E$", curve), RUN.sse)
    assert same(seen.along("epoch", curve), np.arange(301))
    assert ask_prediction(seen, circles, "$E$", RUN.sse) == EVERY_20
    seen.says("Every line and every error ends up in its circle", circles)
    seen.says(
        "Left, sixteen lines of a run with predicted circles at both ends",
        len(EVERY_20) == 16,
    )
    seen.says(
        "right, the error of the run on a logarithmic axis", right.get_yscale() == "log"
    )
    seen.says("with sixteen predicted circles", len(EVERY_20) == 16)
    seen.says("Every circle is where the run went", circles)


@figure("plot_2_predict_the_run", 1)
def _(seen):
    curvatures, directions = np.linalg.eigh(MOMENTS.hessian)
    costs = 0.5 * curvatures * ((PATH - EXACT) @ directions) ** 2
    up = "$E$ and its parts"
    error, slow, fast = (
        seen.curve(name) for name in ("error", "slow part", "fast part")
    )
    floor = seen.curve("floor")
    circles = seen.coloured("predicted")
    drawn = [*seen.coloured("learned"), *seen.coloured("exact"), *circles]
    assert {error, slow, fast, floor} <= {*drawn}
    assert same(seen.along(up, error), RUN.sse)
    assert same(seen.along("epoch", error), np.arange(301))
    assert same(seen.along(up, floor), [FLOOR] * 2)
    for part, line in enumerate([slow, fast]):
        epochs = seen.along("epoch", line).astype(int)
        assert np.allclose(seen.along(up, line), costs[epochs, part], rtol=1e-6)
    for line in seen.coloured("learned"):
        assert any(
            np.allclose(seen.along(up, line), values, rtol=1e-6, atol=1e-20)
            for values in [RUN.sse, *costs.T]
        )
    for part, line in enumerate(circles):
        epochs = seen.along("epoch", line).astype(int)
        assert np.allclose(seen.along(up, line), costs[epochs, part], rtol=1e-6)
        assert not np.array_equal(seen.along(up, line), costs[epochs, part])
    lowest = seen.figure.axes[0].get_ylim()[0]
    left = np.flatnonzero(costs[:, 1] < lowest)[0]
    ratios = np.diff(np.log(costs[:, 0]))
    seen.says("The fast part is gone after 20 epochs", 15 < left <= 20)
    seen.says("with its two parts", len(circles) == 2)
    seen.says(
        "The fast part falls steeply and leaves the figure near epoch 20",
        15 < left <= 20,
    )
    seen.says("the slow part falls along a straight line", np.ptp(ratios) < 1e-6)
    seen.says("crosses the floor of the error", costs[0, 0] > FLOOR > costs[-1, 0])
    seen.says("Predicted circles lie on both", len(circles) == 2)


@figure("plot_2_predict_the_run", 2)
def _(seen):
    slow = np.linalg.eigvalsh(MOMENTS.hessian)[0]
    shares = np.array([0.5, 0.1, 0.01, 0.001])
    needed = [
        next(k for k in range(10_000) if (1 - 0.001 * slow) ** k <= share)
        for share in shares
    ]
    up = "share of the slow part that is left"
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
    seen.says(f"{needed[2]} epochs leave 1% of the slow part, as counted", True)
    seen.says("The share of the slow part against the epoch", True)
    seen.says("a straight line", True)
    seen.says(
        f"The predicted circles, 50% after {needed[0]} epochs, 10% after {needed[1]}, "
        f"1% after {needed[2]} and 0.1% after {needed[3]}, lie on it",
        True,
    )


# Standardised inputs


@figure("plot_4_three_hundred_to_one", 1)
def _(seen):
    ask_points(seen)
    ask_exact_line(seen, "least squares")
    start, update = seen.curve("start"), seen.curve("1 update")
    seen.coloured("learned")
    assert same(weights_of(seen, start), START)
    found = weights_of(seen, update)
    assert same(found, EXACT)
    seen.says("One update lands on the exact line", same(found, EXACT))
    seen.says("200 rising points", EXACT[1] > 0)
    seen.says("the falling line of the start", START[1] < 0)
    seen.says(
        "the line after one update, which covers the dashed least-squares line",
        same(found, EXACT),
    )


# Solving


@figure("plot_5_why_not_solve", 0)
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
    seen.says("Contours of the error over both weights are long, tilted ellipses", True)
    seen.says(f"The path of training starts at ({w0:.1f}, {w1:.1f})", True)
    seen.says("drops into the valley, follows it", True)
    seen.says(
        f"ends in a star at ({best0:.2f}, {best1:.2f}), the solved weights", ended
    )


@figure("plot_5_why_not_solve", 1)
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
    seen.says("The slope that each point proposes, against its input", True)
    seen.says(
        "Far from the mean the dots are large", min(weight[far]) > max(weight[~far])
    )
    seen.says(f"lie close to the dashed slope {EXACT[1]:.2f}", max(off[far]) < 1.5)
    seen.says("near the mean they are tiny and scatter widely", max(off[~far]) > 3)
