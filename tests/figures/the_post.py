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
    assert same(errors, RUN.sse[:-1])
    assert same(seen.along("epoch", line), np.arange(300))
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
    seen.says(
        f"The slope is near the best one after {needed[0]} epochs", needed[0] < 300
    )
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


@figure("plot_1_neuron_and_error", 0)
def _(seen):
    i, (w0, w1), (x, y, *_) = 4, START, LINE
    z = predict(x, w0, w1)
    E = MOMENTS.sse(w0, w1)
    below = {
        "$x_0$": "1\nscalar",
        "$x_1$": f"${x[i]:.2f}$\n(200,)",
        "$Z$": f"${z[i]:.2f}$\n(200,)",
        r"$\hat y$": f"${z[i]:.2f}$\n(200,)",
        "$y$": f"${y[i]:.2f}$\n(200,)",
        "$E$": f"{E:.1f}, all points\nscalar",
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
        (f"$w_0 = {w0:.2f}$", "$x_0$", "$Z$"),
        (f"$w_1 = {w1:.2f}$", "$x_1$", "$Z$"),
        ("Linear", "$Z$", r"$\hat y$"),
    ]:
        middle = {ends: np.mean([at[end] for end in ends], axis=0) for ends in tails}
        place = seen.place_of(words)
        nearest = min(tails, key=lambda ends: np.hypot(*(middle[ends] - place)))
        assert nearest == (tail, head)
    seen.says(f"For this point the neuron is {y[i] - z[i]:.2f} too low", z[i] < y[i])
    seen.reads(f"The inputs x0 = 1 and x1 = {x[i]:.2f}")
    seen.reads(f"by w0 = {w0:.2f} and w1 = {w1:.2f}, make Z = {z[i]:.2f}")
    seen.reads("Linear hands it on as y_hat")
    seen.reads(f"which meets the target y = {y[i]:.2f}")
    seen.reads(f"Over all 200 points the error E is {E:.1f}")


@figure("plot_1_neuron_and_error", 1)
def _(seen):
    cloud, few = seen.coloured("data")
    [line] = seen.coloured("learned")
    assert same(seen.along("$x_1$", cloud), LINE.x)
    assert same(seen.along("$y$", cloud), LINE.y)
    assert same(weights_of(seen, line), START)
    x, y = seen.along("$x_1$", few), seen.along("$y$", few)
    assert {*zip(x, y, strict=True)} < {*zip(LINE.x, LINE.y, strict=True)}
    miss = y - predict(x, *START)
    squares = [box.get_bbox() for box in seen.others() if box.get_fill()]
    assert same(sorted(box.width for box in squares), sorted(miss))
    assert same([box.width for box in squares], [box.height for box in squares])
    area = sum(box.width * box.height for box in squares)
    error = Moments.from_data(x, y).sse(*START)
    seen.says(
        f"The areas add up to {area:.2f}, twice these points' error",
        np.isclose(area, 2 * error, rtol=1e-12),
    )
    seen.says("Rising points and a falling line", EXACT[1] > 0 > START[1])
    seen.says(
        "The vertical misses of five points are the sides of five squares", len(x) == 5
    )
    seen.says(f"whose areas add up to {area:.2f}: twice the error", len(squares) == 5)


# Shares of the gradient


def shares(w0, w1):
    """Return the inputs from left to right, and what each point wants from both weights."""
    order = np.argsort(LINE.x)
    x, y = LINE.x[order], LINE.y[order]
    error = predict(x, w0, w1) - y
    return x, [error, error * x]


@figure("plot_2_chain_rule", 0)
def _(seen):
    i = 150
    x, both = shares(*START)
    error = both[0][i]
    rows = [[error, 1, 1, both[0][i]], [error, 1, x[i], both[1][i]]]
    heads = [r"$\partial E/\partial\hat y$", r"$\partial\hat y/\partial Z$"]
    heads += [r"$\partial Z/\partial w$", "share"]
    columns = [seen.place_of(head)[0] for head in heads]
    for k, row in enumerate(rows):
        left, up = seen.place_of(f"$w_{k}$")
        assert left < min(columns)
        for column, number in zip(columns, row, strict=True):
            assert seen.written_at(column, up) == f"${number:.3g}$"
        for sign, head in zip(
            [r"$\times$", r"$\times$", "$=$"], columns[1:], strict=True
        ):
            assert seen.written_at(head - 0.5, up) == sign
    seen.says(
        f"The point at $x_1 = {x[i]:.2f}$ finds both weights too small",
        max(rows[0][3], rows[1][3]) < 0,
    )
    words = "{:.3g} times {:.3g} times {:.3g} makes {:.3g}"
    for k, row in enumerate(rows):
        seen.says(
            f"For w{k}, {words.format(*row)}", np.isclose(np.prod(row[:3]), row[3])
        )


def ask_shares(seen, w0, w1):
    """Two columns, one a weight: a stick a point, and their running sum; return the sums."""
    x, both = shares(w0, w1)
    ends = []
    for k, share in enumerate(both):
        above, below = seen.figure.axes[k], seen.figure.axes[k + 2]
        assert seen.is_in(f"for $w_{k}$", above)
        [dots], [total] = seen.coloured("data", above), seen.coloured("learned", below)
        [star] = seen.coloured("exact", below)
        [sticks] = seen.others(above)
        assert same(seen.along("$x_1$", dots), x)
        assert same(seen.along("share", dots), share)
        assert same(
            [stick[:, 1] for stick in sticks.get_segments()], [(0, s) for s in share]
        )
        assert same(seen.along("$x_1$", total), x)
        assert same(seen.along("running sum", total), share.cumsum())
        assert np.allclose(seen.along("running sum", star), share.sum(), atol=1e-11)
        ends.append(share.sum())
    return ends


@figure("plot_2_chain_rule", 1)
def _(seen):
    for k, end in enumerate(ask_shares(seen, *START)):
        star = seen.coloured("exact", seen.figure.axes[k + 2])[0]
        assert seen.is_beside(rf"$\partial E/\partial w_{k} = {end:.0f}$", star)
    seen.says("200 shares add up to one gradient entry a weight", LINE.x.size == 200)


@figure("plot_2_chain_rule", 2)
def _(seen):
    ends = ask_shares(seen, *EXACT)
    _, both = shares(*EXACT)
    seen.says("At the best line all shares cancel", abs(np.array(ends)).max() < 1e-11)
    seen.says(
        "At the best line the shares have both signs",
        all(min(share) < 0 < max(share) for share in both),
    )
    seen.reads("their running sum returns to 0")


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
