"""The figures of the chapters on the post."""

import numpy as np

from linreg import Moments, make_line, numerical_gradient, predict, sse, train
from tests.figures.seen import role_of
from tests.figures.truth import (
    EVERY_20,
    EXACT,
    FLOOR,
    HINGE,
    LINE,
    MOMENTS,
    RUN,
    START,
    ask_exact_line,
    ask_lines_of_run,
    ask_points,
    ask_prediction,
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


# Lines and weights of the run


@figure("plot_5_training", 0)
def _(seen):
    ask_points(seen)
    lines = ask_lines_of_run(seen)
    ask_exact_line(seen, "least squares")
    hinge = seen.curve("hinge, predicted")
    [x], [y] = seen.along("$x_1$", hinge), seen.along("$y$", hinge)
    assert same((x, y), (HINGE, predict(HINGE, *EXACT)))
    assert role_of(hinge) == "predicted"
    for epoch in (0, 300):
        assert epoch_of(weights_of(seen, seen.curve(f"epoch {epoch}"))) == epoch
    off = [abs(predict(x, *line) - y) for line in lines]
    above = predict(np.array([0, 1]), *np.subtract(lines[-1], EXACT))
    seen.says(
        "The line swings up, then turns about a hinge", predict(x, *lines[0]) < y - 1
    )
    seen.says("Sixteen lines over the points", len(lines) == 16)
    seen.says("from the falling line of epoch 0", lines[0][1] < 0)
    seen.says("to the rising line of epoch 300", lines[-1][1] > 0)
    seen.says("close to the dashed least-squares line", abs(above).max() < 0.1)
    seen.says(
        f"All but the first cross near x1 = {x:.2f}", max(off[1:]) < 0.05 < off[0]
    )


@figure("plot_5_training", 1)
def _(seen):
    w0, w1 = seen.curve("$w_0$"), seen.curve("$w_1$")
    assert {w0, w1} == {*seen.coloured("learned")}
    for curve, weights in [(w0, RUN.w0), (w1, RUN.w1)]:
        assert same(seen.along("weights", curve), weights)
        assert same(seen.along("epoch", curve), np.arange(301))
    [dashes] = seen.others()
    heights = [segment[:, 1] for segment in dashes.get_segments()]
    assert same(heights, [[weight] * 2 for weight in EXACT])
    top, end = RUN.w0.max(), RUN.w0[-1]
    seen.says(f"$w_0$ climbs to {top:.1f} before it falls", RUN.w0[0] < top > end)
    seen.says("Both weights against the epoch", len({w0, w1}) == 2)
    seen.says(
        f"w1 climbs from {RUN.w1[0]:.1f} to {RUN.w1[-1]:.2f}",
        (np.diff(RUN.w1) > 0).all(),
    )
    seen.says(
        f"w0 climbs from {RUN.w0[0]:.1f} to {top:.1f} first, then falls to {end:.2f}",
        0 < RUN.w0.argmax() < 300,
    )
    seen.says("near its exact value", abs(end - EXACT[0]) < 0.1)


# Errors against epochs


@figure("plot_6_error_curve", 0)
def _(seen):
    [line] = seen.coloured("learned")
    errors = seen.along("$E$", line)
    assert same(errors, RUN.sse)
    assert same(seen.along("epoch", line), np.arange(301))
    seen.says(
        f"300 epochs take the error from {errors[0]:.0f} to {errors[-1]:.2f}",
        errors.size == 301,
    )


@figure("plot_6_error_curve", 1)
def _(seen):
    [line], [circles] = seen.coloured("learned"), seen.coloured("predicted")
    assert same(seen.along("$E$", line), RUN.sse)
    assert same(seen.along("epoch", line), np.arange(301))
    assert ask_prediction(seen, circles, "$E$", RUN.sse) == EVERY_20
    floor = seen.curve("least squares")
    assert [floor] == seen.coloured("exact")
    assert same(seen.along("$E$", floor), [FLOOR] * 2)
    assert seen.is_beside("learned, circles predicted", line)
    speeds = -np.diff(np.log(RUN.sse - FLOOR))
    seen.says("The error falls at two speeds", speeds[0] > 10 * speeds[100] > 0)
    seen.says("first fast, then slow", speeds[0] > 10 * speeds[20])
    seen.says("down to a floor", RUN.sse[-1] < 1.1 * FLOOR)
    seen.says("falls at two speeds", speeds[0] > 10 * speeds[100])
    seen.reads("Predicted circles lie on the curve")


@figure("plot_6_error_curve", 2)
def _(seen):
    shared = make_line(shared_intercept=True, rng=0)
    noisy = seen.curve("one intercept per point, dashes expected")
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
    [dashes] = seen.coloured("exact")
    expected = (LINE.x.size - 2) / 2 * 0.1**2
    assert same(seen.along("$E$", dashes), [expected] * 2)
    # Above the floor, or above what 16 digits leave, for the last time.
    late = [np.flatnonzero(e > 1.001 * e[-1]).max() for e in errors]
    ratios = np.diff(np.log(errors[1][100 : late[1] // 2]))
    seen.says("Noise stops the error early, rounding stops it late", late[0] < late[1])
    seen.says(
        "With noise the error stops near the floor that is expected",
        0.8 < errors[0][-1] / expected < 1.25,
    )
    seen.says("without noise it falls along a straight line", np.ptp(ratios) < 1e-3)
    seen.says("Two errors", len(errors) == 2)
    seen.says("until rounding stops it", errors[1][-1] < 1e-25)


# Data and start


@figure("plot_3_data", 0)
def _(seen):
    ask_points(seen)
    truth, start = seen.curve("truth"), seen.curve("start")
    assert [truth] == seen.coloured("true")
    assert [start] == seen.coloured("learned")
    true, (w0, w1) = (LINE.intercept, LINE.slope), START
    assert same(weights_of(seen, truth), true)
    assert same(weights_of(seen, start), START)
    times = MOMENTS.sse(w0, w1) / MOMENTS.sse(*true)
    seen.says(f"The start has {times:.0f} times the error of the truth", times > 1)
    seen.says("200 points rise from the origin", abs(EXACT[0]) < 0.1 < EXACT[1])
    seen.says(f"to {LINE.slope:.1f} at the right", LINE.x.max() > 0.99)
    seen.says(
        "along the thin line of the truth",
        truth.get_linewidth() < start.get_linewidth(),
    )
    seen.reads("The first line of the neuron")
    seen.says(f"falls from {w0:.1f} to {w0 + w1:.1f}", w1 < 0)


@figure("plot_3_data", 1)
def _(seen):
    shared = make_line(shared_intercept=True, rng=0)
    residual = r"$y - \mathrm{slope} \cdot x_1$"
    left, right, *below = seen.figure.axes
    for word, above, axes, line in [
        ("one draw per point", left, below[0], LINE),
        ("one draw for all", right, below[1], shared),
    ]:
        assert seen.is_in(word, above)
        [points], [intercepts] = (
            seen.coloured("data", above),
            seen.coloured("data", axes),
        )
        [truth] = seen.coloured("true", axes)
        assert same(seen.along("$x_1$", points), line.x)
        assert same(seen.along("$y$", points), line.y)
        assert same(seen.along("$x_1$", intercepts), line.x)
        assert same(seen.along(residual, intercepts), line.y - line.slope * line.x)
        assert same(seen.along(residual, truth), [line.intercept] * 2)
    seen.says("One word of the post allows two kinds of data", len(below) == 2)
    seen.says("Two data sets", len(below) == 2)
    seen.says("Left, one intercept per point: a rising cloud", LINE.slope > 0)
    seen.says("whose intercepts scatter around 0", LINE.intercept == 0)
    seen.says(
        "Right, one intercept for all: points exactly on a line",
        np.ptp(shared.y - shared.slope * shared.x) < 1e-14,
    )
    seen.reads(f"all at {shared.intercept:.3f}")


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
    assert seen.near("A: 2 too low", points) == 0
    assert seen.near("B: 1 too high", points) == 1
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
    seen.says(
        "In both the left is positive and the right is negative",
        all((s[left] > 0).all() and (s[right] < 0).all() for s in (for_w0, for_w1)),
    )
    seen.says(f"For w0 they nearly cancel, and add up to {sums[0]:.1f}", cancel)
    seen.says("For w1 the left is short and the right is long", longer)
    seen.reads(f"they add up to {sums[1]:.1f}")


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
