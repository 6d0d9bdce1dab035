"""The figures of the chapters on the post."""

import numpy as np

from linreg import Moments, make_line, numerical_gradient, predict, sse, train
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
        f"{EVERY_20[-1]} epochs turn the line to a slope of {lines[-1][1]:.2f}",
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
    exact = np.polyfit(x, y, 1)[::-1]
    across, up = "distance $x_1$ in Mpc", "velocity $y$ in km/s"
    [points] = seen.coloured("data")
    assert same(seen.along(across, points), x)
    assert same(seen.along(up, points), y)
    learned, dashes = seen.curve("learned"), seen.curve("least squares")
    assert (role_of(learned), role_of(dashes)) == ("learned", "exact")
    found = weights_of(seen, learned, across, up)
    assert same(weights_of(seen, dashes, across, up), exact)
    off = abs(np.subtract(found, exact)).max()
    assert 1e-9 < off < 1e-6, "learned is what training found"
    seen.says(f"Each million parsecs adds {found[1]:.0f} km/s", found[1] > 0)
    seen.says(f"Velocity against distance of {x.size} nebulae", min(x) > 0 > min(y))
    seen.says("widely scattered around a rising line", np.corrcoef(x, y)[0, 1] < 0.9)
    seen.reads("The learned line and the least-squares line are the same to the eye")


@figure("plot_9_hubble", 1)
def _(seen):
    x, y = seen.names.x, seen.names.y
    exact, moments = np.polyfit(x, y, 1)[::-1], Moments.from_data(x, y)
    slow, fast = np.linalg.eigvalsh(moments.hessian)
    learned, bound = seen.curve("learned"), seen.curve("bound")
    assert (role_of(learned), role_of(bound)) == ("learned", "predicted")
    up = "distance to the exact weights"
    epochs = seen.along("epoch", learned)
    assert same(epochs, np.arange(epochs.size))
    run = moments.trajectory(
        w0=RUN.w0[0], w1=RUN.w1[0], learning_rate=1 / fast, epochs=epochs.size - 1
    )
    distance = np.hypot(run.w0 - exact[0], run.w1 - exact[1])
    longest = np.hypot(*moments.gradient(*START)) / slow * (1 - slow / fast) ** epochs
    assert np.allclose(seen.along(up, learned), distance, rtol=1e-4)
    assert np.allclose(seen.along(up, bound), longest, rtol=1e-9)
    [dashes] = seen.coloured("exact")
    assert same(seen.along(up, dashes), [0.5e-6] * 2)
    seen.says(
        f"{epochs.size - 1} epochs are enough for six decimals", distance[-1] < 0.5e-6
    )
    seen.reads("The distance to the exact weights against the epoch")
    seen.says(
        "the distance stays below the predicted circles", (distance <= longest).all()
    )
    seen.says("ends below half a unit of the sixth decimal", distance[-1] < 0.5e-6)


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
    chords = {name: seen.curve(name) for name in ("central", "forward", "tangent ")}
    [parabola], [tangent] = seen.coloured("true"), seen.coloured("exact")
    assert chords["tangent "] is tangent
    along = seen.along("$w_1$", parabola)
    assert same(seen.along("$E$", parabola), MOMENTS.sse(w0, along))
    slope = MOMENTS.gradient(w0, w1)[1]
    found = {
        name: weights_of(seen, line, "$w_1$", "$E$")[1] for name, line in chords.items()
    }
    here = MOMENTS.sse(w0, w1)
    assert same(
        seen.along("$E$", tangent), here + slope * (seen.along("$w_1$", tangent) - w1)
    )
    left, right = seen.along("$w_1$", chords["central"])
    start, end = seen.along("$w_1$", chords["forward"])
    for name in ("central", "forward"):
        ends = seen.along("$w_1$", chords[name])
        assert same(seen.along("$E$", chords[name]), MOMENTS.sse(w0, ends))
    parallel = np.isclose(found["central"], slope, rtol=1e-10)
    seen.says("The central chord is parallel to the tangent", parallel)
    seen.reads("The error along w1 is a parabola")
    seen.says(
        "The chord from w1 - h to w1 + h is parallel to the tangent at w1",
        parallel and same(w1 - left, right - w1),
    )
    seen.says(
        "the chord from w1 to w1 + h is not",
        same([start, end], [w1, right])
        and not np.isclose(found["forward"], slope, rtol=0.1),
    )


@figure("plot_8_check", 1)
def _(seen):
    w0, w1 = START
    x, y = LINE.x, LINE.y

    def error(w0, w1):
        return sse(y, predict(x, w0, w1))

    def off(slopes):
        target = MOMENTS.gradient(w0, w1)
        return np.hypot(*np.subtract(slopes, target)) / np.hypot(*target)

    step, up = "step $h$", "relative error of the gradient"
    forward = next(line for line in seen.coloured("data"))
    central, complex_step = seen.curve("central"), seen.curve("complex step")
    [circles] = seen.coloured("predicted")
    assert seen.is_beside("forward,\ncircles predicted", forward)
    steps = seen.along(step, forward)
    assert same(steps, 10.0 ** np.arange(-15, 2))
    here = error(w0, w1)
    for line, slopes in [
        (
            forward,
            lambda h: ((error(w0 + h, w1) - here) / h, (error(w0, w1 + h) - here) / h),
        ),
        (central, lambda h: numerical_gradient(error, w0, w1, h=h)),
    ]:
        assert same(seen.along(step, line), steps)
        # Both targets are rounded, which is all that is left of the smallest differences.
        assert np.allclose(
            seen.along(up, line), [off(slopes(h)) for h in steps], atol=1e-14
        )
    half = np.array([x.size, x @ x]) / 2
    predicted = steps[8:] * np.hypot(*half) / np.hypot(*MOMENTS.gradient(w0, w1))
    assert same(seen.along(step, circles), steps[8:])
    assert np.allclose(seen.along(up, circles), predicted, rtol=1e-6)
    heights = seen.along(up, forward)
    lowest = heights.argmin()
    rounding = x.size * 2.0**-52
    seen.says("Forward makes a V", 0 < lowest < steps.size - 1)
    seen.says("central falls to rounding level", seen.along(up, central)[-1] < rounding)
    seen.reads("Relative error of three gradients against the step")
    seen.says(
        "The forward difference falls, then rises: a V",
        (np.diff(heights[:lowest:2]) < 0).all()
        and (np.diff(heights[lowest:]) > 0).all(),
    )
    seen.says(
        "The central one falls to rounding level", seen.along(up, central)[0] > 0.001
    )
    seen.says(
        "where the complex step stays throughout",
        seen.along(up, complex_step).max() < rounding,
    )
