"""The figures of the chapters on the post."""

import numpy as np

from linreg import Moments, make_line, predict, train
from tests.figures.seen import role_of
from tests.figures.truth import (
    EVERY_20,
    EXACT,
    FLOOR,
    LINE,
    MOMENTS,
    RUN,
    START,
    ask_lines_of_run,
    ask_points,
    epoch_of,
    figure,
    same,
    weights_of,
)

# The entire code


@figure("plot_7_all_code", 0)
def _(seen):
    ask_points(seen)
    lines = [weights_of(seen, line) for line in seen.coloured("learned")]
    assert [epoch_of(line) for line in lines] == EVERY_20
    seen.says(
        f"{EVERY_20[-1]} epochs give a slope of {lines[-1][1]:.2f}",
        lines[0][1] < 0 < lines[-1][1],
    )


@figure("plot_7_all_code", 1)
def _(seen):
    [line] = seen.coloured("learned")
    errors = seen.along("$E$", line)
    assert same(errors, RUN.sse)
    assert same(seen.along("epoch", line), np.arange(301))
    seen.says(
        f"The error falls from {errors[0]:.0f} to {errors[-1]:.2f}",
        (np.diff(errors) < 0).all(),
    )


# Points and start


@figure("plot_3_data", 0)
def _(seen):
    ask_points(seen)
    truth = seen.curve("truth")
    assert [truth] == seen.coloured("true")
    assert same(weights_of(seen, truth), (LINE.intercept, LINE.slope))
    off = LINE.y - LINE.slope * LINE.x
    seen.says(
        f"200 points scatter around a line of slope {LINE.slope:.2f}", off.std() < 0.2
    )
    seen.says("200 points rise from the origin", abs(EXACT[0]) < 0.1 < EXACT[1])
    seen.says(f"to about {LINE.slope:.1f} at the right", LINE.x.max() > 0.99)
    seen.says("around the thin line of the truth", truth.get_linewidth() < 2)
    seen.says("to both sides", 0.4 < np.mean(off > 0) < 0.6)


@figure("plot_3_data", 1)
def _(seen):
    shared = make_line(shared_intercept=True, rng=0)
    residual = r"$y - \mathrm{slope} \cdot x_1$"
    above, below = seen.figure.axes
    for word, axes, line in [
        ("one intercept for each point", above, LINE),
        ("one intercept for all", below, shared),
    ]:
        assert seen.is_in(word, axes)
        [points], [zero] = seen.coloured("data", axes), seen.coloured("true", axes)
        assert same(seen.along("$x_1$", points), line.x)
        assert same(seen.along(residual, points), line.y - line.slope * line.x)
        assert same(seen.along(residual, zero), [0, 0])
        assert zero.get_linewidth() < 2
    assert above.get_position().y0 > below.get_position().y1
    assert above.get_ylim() == below.get_ylim()
    spread = [np.ptp(line.y - line.slope * line.x) for line in (LINE, shared)]
    seen.says("One draw for each point is noise", spread[0] > 0.1)
    seen.says("one draw for all is a shift", spread[1] < 1e-14)
    seen.reads("What is left of y without slope times x1")
    seen.reads("in two panels with a thin line at 0")
    seen.says(
        "Above, with one intercept for each point, a cloud around that line",
        LINE.intercept == 0,
    )
    seen.says(
        "Below, with one intercept for all, a straight row of points, "
        f"all at {shared.intercept:.3f}",
        spread[1] < 1e-14,
    )


@figure("plot_4_start", 0)
def _(seen):
    ask_points(seen)
    truth, start = seen.curve("truth"), seen.curve("start")
    assert [truth] == seen.coloured("true")
    assert [start] == seen.coloured("learned")
    w0, w1 = START
    assert same(weights_of(seen, truth), (LINE.intercept, LINE.slope))
    assert same(weights_of(seen, start), START)
    [misses] = seen.others()
    ends = np.array(misses.get_segments())
    x, y = (seen.by_label(misses.axes, ends[:, k], "$x_1$", "$y$") for k in (0, 1))
    assert same(x, np.column_stack([LINE.x, predict(LINE.x, w0, w1)]))
    assert same(y, np.column_stack([LINE.x, LINE.y]))
    long = abs(LINE.y - predict(LINE.x, w0, w1))
    seen.says(f"The first line is off by {long.mean():.2f} on average", w1 < 0)
    seen.says("200 points rise to the right", EXACT[1] > 0)
    seen.says(
        "around the thin line of the truth",
        truth.get_linewidth() < start.get_linewidth(),
    )
    seen.says(
        f"The first line of the neuron falls from {w0:.1f} to {w0 + w1:.1f}", w1 < 0
    )
    seen.says("A vertical line joins each point to it", len(ends) == 200)
    seen.says(
        "these misses are long at the right", long[LINE.x > 0.9].min() > long.mean()
    )


# Lines and slopes of the run


@figure("plot_5_training", 0)
def _(seen):
    ask_points(seen)
    lines = ask_lines_of_run(seen)
    for epoch in (0, 300):
        assert epoch_of(weights_of(seen, seen.curve(f"epoch {epoch}"))) == epoch
    assert [*np.argsort(alphas := alphas_of(seen))] == [*range(16)]
    assert alphas[-1] == 1
    start, end = lines[0], lines[-1]
    seen.says("300 epochs turn the line to fit the points", start[1] < 0 < end[1])
    seen.says("Sixteen lines over the points", len(lines) == 16)
    seen.says("one every 20 epochs", len(lines) == len(EVERY_20))
    seen.says("from the falling line of epoch 0", start[1] < 0)
    seen.says("to the rising line of epoch 300", end[1] > 0)
    over = np.mean(LINE.y > predict(LINE.x, *end))
    seen.says("which goes through the middle of the points", 0.4 < over < 0.6)


def alphas_of(seen):
    """Return how strong the lines of the run are."""
    return [line.get_alpha() for line in seen.coloured("learned")]


@figure("plot_5_training", 1)
def _(seen):
    [best] = seen.coloured("exact")
    assert best is seen.curve("best slope")
    assert best.get_linestyle() == "--"
    assert same(seen.along("$w_1$", best), [EXACT[1]] * 2)
    needed = []
    for rate in (0.001, 0.002):
        run = MOMENTS.trajectory(
            w0=START[0], w1=START[1], learning_rate=rate, epochs=300
        )
        curve = seen.curve(rf"$\eta = {rate}$")
        assert curve in seen.coloured("learned")
        assert same(seen.along("epoch", curve), np.arange(301))
        assert np.allclose(seen.along("$w_1$", curve), run.w1, rtol=1e-9)
        needed.append(np.flatnonzero(abs(run.w1 - EXACT[1]) >= 0.1).max() + 1)
    seen.says(f"Near the best slope after {needed[0]} epochs", needed[0] < 300)
    seen.says(f"at twice the rate after {needed[1]}", needed[1] < needed[0])
    seen.says(
        "The slope w1 against the epoch, for two learning rates",
        len(seen.coloured("learned")) == 2,
    )
    seen.says(
        f"Both curves climb to the dashed best slope, {EXACT[1]:.2f}",
        START[1] < 0 < EXACT[1],
    )
    seen.says(
        f"The curve of the larger rate is within 0.1 after {needed[1]} epochs",
        needed[1] < 300,
    )
    seen.says(f"that of the smaller one after {needed[0]}", needed[0] < 300)


# Errors against epochs


@figure("plot_6_error_curve", 0)
def _(seen):
    [line] = seen.coloured("learned")
    errors = seen.along("$E$", line)
    assert same(errors, RUN.sse)
    assert same(seen.along("epoch", line), np.arange(301))
    first, last = f"{errors[0]:.0f}", f"{errors[-1]:.2f}"
    seen.says(f"300 epochs take the error from {first} to {last}", errors.size == 301)
    seen.reads("The error against the epoch")
    falls = -np.diff(errors)
    seen.says(
        f"It falls steeply at first, then more and more slowly, from {first} to {last}",
        (np.diff(falls) < 0).all() and falls[0] > 0 < falls[-1],
    )


@figure("plot_6_error_curve", 1)
def _(seen):
    [line] = seen.coloured("learned")
    assert same(seen.along("$E$", line), RUN.sse)
    assert same(seen.along("epoch", line), np.arange(301))
    floor = seen.curve("floor: the best line")
    assert [floor] == seen.coloured("exact")
    assert floor.get_linestyle() == "--"
    assert same(seen.along("$E$", floor), [FLOOR] * 2)
    speeds = -np.diff(np.log(RUN.sse - FLOOR))
    seen.says("The error falls at two speeds", speeds[0] > 10 * speeds[100] > 0)
    seen.says(
        "first fast, then slowly along a straight line",
        np.ptp(-np.diff(np.log(RUN.sse))[20:100]) < 0.05 * speeds[0],
    )
    seen.says("down to a floor", RUN.sse[-1] < 1.1 * FLOOR)
    seen.says("falls at two speeds", speeds[0] > 10 * speeds[100])
    seen.says("bends near the floor", RUN.sse[-1] < 1.1 * FLOOR)


@figure("plot_6_error_curve", 2)
def _(seen):
    shared = make_line(shared_intercept=True, rng=0)
    noisy = seen.curve("one intercept for each point")
    clean = seen.curve("one intercept for all")
    assert {noisy, clean} == {*seen.coloured("learned")}
    errors = []
    for curve, line in [(noisy, LINE), (clean, shared)]:
        run = train(
            line.x, line.y, w0=RUN.w0[0], w1=RUN.w1[0], learning_rate=0.001, epochs=3000
        )
        assert same(seen.along("$E$", curve), run.sse)
        assert same(seen.along("epoch", curve), np.arange(3001))
        errors.append(run.sse)
    # Above the floor, or above what 16 digits leave, for the last time.
    late = [np.flatnonzero(e > 1.001 * e[-1]).max() for e in errors]
    ratios = np.diff(np.log(errors[1][100 : late[1] // 2]))
    seen.says("Noise stops the error early", late[0] < late[1])
    seen.says("rounding stops it late", late[0] < late[1])
    seen.says(
        "With noise the error stops at the floor",
        np.isclose(errors[0][-1], FLOOR, rtol=1e-9),
    )
    seen.says("Without noise it falls along a straight line", np.ptp(ratios) < 1e-3)
    seen.says("Two errors", len(errors) == 2)
    # The weights stand still when a step along the flat direction is less than their last digit.
    slope_left = 2.0**-52 * shared.slope / 0.001
    flat = np.linalg.eigvalsh(MOMENTS.hessian)[0]
    seen.says(
        f"until rounding stops it, at about {errors[1][-1]:.0e}",
        0 < errors[1][-1] < slope_left**2 / (2 * flat),
    )


# The nebulae


@figure("plot_9_hubble", 0)
def _(seen):
    x, y = seen.names.x, seen.names.y
    across, up = "distance $x_1$ in Mpc", "velocity $y$ in km/s"
    [points] = seen.coloured("data")
    assert same(seen.along(across, points), x)
    assert same(seen.along(up, points), y)
    learned, today = seen.curve("learned"), seen.curve("today")
    assert (role_of(learned), role_of(today)) == ("learned", "true")
    found = weights_of(seen, learned, across, up)
    off = abs(np.subtract(found, np.polyfit(x, y, 1)[::-1])).max()
    assert 1e-12 < off < 1e-6, "learned is what training found"
    start, modern = weights_of(seen, today, across, up)
    assert same((start, modern), (0, (67.4 + 73.04) / 2))
    seen.says(f"The neuron finds {found[1]:.0f} km/s per Mpc", found[1] > 0)
    seen.says(f"Today it is near {modern:.0f}", modern < found[1])
    seen.says(f"Velocity against distance of {x.size} nebulae", min(x) > 0 > min(y))
    seen.says("widely scattered around the rising line", np.corrcoef(x, y)[0, 1] < 0.9)
    seen.reads("that the neuron learned")
    seen.says(
        f"The grey line of today is {found[1] / modern:.1f} times less steep",
        modern > 0,
    )
    seen.says(
        "passes far below most of the nebulae",
        np.mean(y - modern * x > 100) > 0.5,
    )


# One neuron

#: The line that the first two chapters look at: intercept and slope.
GUESS = (1, 0.5)


@figure("plot_1_neuron_and_error", 0)
def _(seen):
    i = 102
    x, y = LINE.x[i], LINE.y[i]
    miss = y - predict(x, *GUESS)
    cloud, dot = seen.coloured("data")
    line, side = seen.coloured("learned")
    assert same(seen.along("$x_1$", cloud), LINE.x)
    assert same(seen.along("$y$", cloud), LINE.y)
    assert same(weights_of(seen, line), GUESS)
    assert same((seen.along("$x_1$", dot), seen.along("$y$", dot)), ([x], [y]))
    assert same(seen.along("$x_1$", side), [x, x])
    assert same(seen.along("$y$", side), [y - miss, y])
    [box] = [patch.get_bbox() for patch in seen.others()]
    on_page = box.transformed(line.axes.transData)
    assert np.isclose(abs(on_page.width), abs(on_page.height), rtol=1e-9)
    assert same(sorted([box.x0, box.x1])[1], x)
    assert same(sorted([box.y0, box.y1]), [y - miss, y])
    assert seen.is_beside(f"miss {miss:.2f}", side)
    left, up = seen.place_of(f"its square {miss**2:.2f}")
    assert left < min(box.x0, box.x1)
    assert y - miss < up < y
    seen.says(f"The line misses this point by {miss:.2f}", miss > 0)
    ends = np.subtract(predict(np.array([0, 1]), *EXACT), predict([0, 1], *GUESS))
    seen.says(
        "200 points rise from left to right, more steeply than the line of the guess",
        LINE.x.size == 200 and EXACT[1] > GUESS[1] > 0,
    )
    seen.says(
        "it is above the points on the left and below them on the right",
        ends[0] < 0 < ends[1],
    )
    seen.says(f"One point lies {miss:.2f} above the line", miss > 0)
    seen.says(
        f"This miss is the side of a square with an area of {miss**2:.2f}",
        same(box.height, miss),
    )


@figure("plot_1_neuron_and_error", 1)
def _(seen):
    i = 102
    x, y = LINE.x[i], LINE.y[i]
    z = predict(x, *GUESS)
    part = (y - z) ** 2 / 2
    below = {
        "$x_0$": "1",
        "$x_1$": f"{x:.2f}",
        "$Z$": f"{z:.2f}",
        r"$\hat y$": f"{z:.2f}",
        "$y$": f"{y:.2f}",
        "$E$": f"+ {part:.2f}",
    }
    circles = [
        line for role in ("data", "learned", "true") for line in seen.coloured(role)
    ]
    places = {(*line.get_xdata(), *line.get_ydata()) for line in circles}
    at = {name: seen.place_of(name) for name in below}
    assert {*at.values()} == places
    for name, text in below.items():
        left, up = at[name]
        assert seen.written_at(left, up - 0.52) == text
    arrows = {(arrow.xyann, arrow.xy) for arrow in seen.arrows()}
    tails = [("$x_0$", "$Z$"), ("$x_1$", "$Z$"), ("$Z$", r"$\hat y$")]
    tails += [(r"$\hat y$", "$E$"), ("$y$", "$E$")]
    assert arrows == {(at[tail], at[head]) for tail, head in tails}
    for words, tail, head in [
        (f"$w_0 = {GUESS[0]}$", "$x_0$", "$Z$"),
        (f"$w_1 = {GUESS[1]}$", "$x_1$", "$Z$"),
        ("Linear", "$Z$", r"$\hat y$"),
    ]:
        middle = {ends: np.mean([at[end] for end in ends], axis=0) for ends in tails}
        place = seen.place_of(words)
        nearest = min(tails, key=lambda ends: np.hypot(*(middle[ends] - place)))
        assert nearest == (tail, head)
    rest = Moments.from_data(np.delete(LINE.x, i), np.delete(LINE.y, i))
    adds = MOMENTS.sse(*GUESS) - rest.sse(*GUESS)
    seen.says(f"This point adds {adds:.2f} to the error", np.isclose(adds, part))
    seen.reads(f"The inputs x0 = 1 and x1 = {x:.2f}")
    seen.reads(f"by w0 = {GUESS[0]} and w1 = {GUESS[1]}, make Z = {z:.2f}")
    seen.reads("Linear hands it on as y_hat")
    seen.reads(f"which meets the target y = {y:.2f}")
    seen.says(
        f"Half the squared difference, {part:.2f}, goes into the error E",
        np.isclose(adds, part),
    )


# Which way each weight should move


def shares(w0, w1):
    """Return what each point adds to the slopes along both weights."""
    error = predict(LINE.x, w0, w1) - LINE.y
    return [error, error * LINE.x]


@figure("plot_2_chain_rule", 0)
def _(seen):
    ask_points(seen)
    [line] = seen.coloured("learned")
    assert same(weights_of(seen, line), GUESS)
    arrows = seen.arrows()
    tails, heads = (
        np.array([getattr(a, at) for a in arrows]) for at in ("xyann", "xy")
    )
    assert {*map(tuple, heads)} <= {*zip(LINE.x, LINE.y, strict=True)}
    assert same(tails, np.column_stack([heads[:, 0], predict(heads[:, 0], *GUESS)]))
    ranks = np.searchsorted(np.sort(LINE.x), np.sort(heads[:, 0]))
    up = heads[:, 1] > tails[:, 1]
    far = abs(heads[:, 0] - 0.5) > 0.25
    right = heads[:, 0] > 0.5
    seen.says(
        "Points on the left pull the line down,\npoints on the right pull it up",
        (up == right)[far].all(),
    )
    seen.reads("200 points and the line of the guess")
    seen.says(
        "Arrows run from the line to every tenth point", (np.diff(ranks) == 10).all()
    )
    seen.says("on the left they point down", not up[far & ~right].any())
    seen.says("on the right they point up", up[far & right].all())


@figure("plot_2_chain_rule", 1)
def _(seen):
    [points], [line] = seen.coloured("data"), seen.coloured("learned")
    x, y = seen.along("$x_1$", points), seen.along("$y$", points)
    assert same((x, y), ([1, 3], [5, 6]))
    height, slope = weights_of(seen, line)
    assert same((height, slope), (1, 2))
    up = y - predict(x, height, slope)
    arrows = [(*arrow.xyann, *arrow.xy) for arrow in seen.arrows()]
    assert same(arrows, np.column_stack([x, y - up, x, y]))
    assert seen.near("line 2 too low", points) == 0
    assert seen.near("line 1 too high", points) == 1
    seen.says("A pulls the line up, B pulls it down", up[0] > 0 > up[1])
    seen.says("A rising line and two points", slope > 0 and x.size == 2)
    seen.says("An arrow goes up from the line to A, 2 higher", up[0] == 2)
    seen.reads("at the input 1")
    seen.says("Another goes down to B, 1 lower", up[1] == -1)
    seen.reads("at the input 3")


@figure("plot_2_chain_rule", 2)
def _(seen):
    slope = MOMENTS.gradient(*GUESS)[1]
    [bowl] = seen.coloured("true")
    straight, dot = seen.coloured("learned")
    tries = seen.along("$w_1$", bowl)
    assert same(seen.along("$E$", bowl), MOMENTS.sse(GUESS[0], tries))
    assert same(seen.along("$w_1$", dot), [GUESS[1]])
    assert same(seen.along("$E$", dot), [MOMENTS.sse(*GUESS)])
    level, steep = weights_of(seen, straight, "$w_1$", "$E$")
    assert same((level + steep * GUESS[1], steep), (MOMENTS.sse(*GUESS), slope))
    assert seen.is_beside(f"slope ${slope:.1f}$", dot)
    seen.says("At the guess the error falls\nwhen $w_1$ grows", slope < 0)
    seen.says(
        f"The error against w1, with w0 = {GUESS[0]}, is a bowl",
        (np.diff(MOMENTS.sse(GUESS[0], tries), 2) > 0).all(),
    )
    seen.reads(f"At w1 = {GUESS[1]} a straight piece touches it")
    seen.says(f"which falls to the right with a slope of {slope:.1f}", steep < 0)


@figure("plot_2_chain_rule", 3)
def _(seen):
    sums = MOMENTS.gradient(*GUESS)
    left, right = LINE.x < 0.25, LINE.x > 0.75
    for k, (axes, share) in enumerate(
        zip(seen.figure.axes, shares(*GUESS), strict=True)
    ):
        [dots], [sticks] = seen.coloured("data", axes), seen.others(axes)
        assert same(seen.along("$x_1$", dots), LINE.x)
        assert same(seen.along("share", dots), share)
        ends = [stick[:, 1] for stick in sticks.get_segments()]
        assert same(ends, [(0, s) for s in share])
        assert same([stick[0, 0] for stick in sticks.get_segments()], LINE.x)
        assert seen.is_in(f"for $w_{k}$: sum ${sums[k]:.1f}$", axes)
    for_w0, for_w1 = shares(*GUESS)
    cancel = abs(sums[0]) < 0.1 * abs(for_w0).sum()
    longer = for_w1[left].max() < 0.3 < abs(for_w1[right]).mean()
    seen.says("For $w_0$ left and right nearly cancel", cancel)
    seen.says("for $w_1$ the right wins", sums[1] < -0.5 * abs(for_w1).sum())
    seen.says("Two rows of sticks, one stick a point", len(seen.figure.axes) == 2)
    both = (for_w0, for_w1)
    seen.says(
        "In both the left is positive, the right is negative",
        all((s[left] > 0).all() and (s[right] < 0).all() for s in both),
    )
    middle = ~left & ~right
    seen.says(
        "in the middle are both",
        all(min(s[middle]) < 0 < max(s[middle]) for s in both),
    )
    seen.says(f"For w0 they nearly cancel, and add up to {sums[0]:.1f}", cancel)
    seen.says("For w1 the left is short and the right is long", longer)
    seen.reads(f"they add up to {sums[1]:.1f}")


# The check of the gradient


@figure("plot_8_check", 0)
def _(seen):
    w0, w1 = START
    across, h = "value of the weight", seen.names.h
    chord, tangent = seen.curve("chord, measured"), seen.curve("tangent ")
    [parabola] = seen.coloured("true")
    assert role_of(tangent) == "exact"
    assert same(
        seen.along("$E$", parabola), MOMENTS.sse(w0, seen.along(across, parabola))
    )
    ends = seen.along(across, chord)
    assert same(ends, [w1 - h, w1 + h])
    assert same(seen.along("$E$", chord), MOMENTS.sse(w0, ends))
    marks = [seen.at(f"$w_1{sign}$", "x") for sign in (" - h", "", " + h")]
    assert same(marks, [w1 - h, w1, w1 + h])
    above, slope = weights_of(seen, tangent, across, "$E$")
    assert same(slope, MOMENTS.gradient(w0, w1)[1])
    assert same(above + slope * w1, MOMENTS.sse(w0, w1))
    parallel = same(weights_of(seen, chord, across, "$E$")[1], slope)
    seen.says("The chord is parallel to the tangent", parallel)
    seen.says("The error along w1 is a parabola that falls to the right", slope < 0)
    seen.says(
        "The dashed tangent at w1 and the chord from w1 - h to w1 + h are parallel",
        tangent.get_linestyle() == "--" and parallel,
    )
    seen.says(f"with a slope of {slope:.1f}", parallel)
