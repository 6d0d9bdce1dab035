"""The figures of pages, live ones before anybody has touched them included."""

import numpy as np
from _ext.live import fit_by_hand

from benchmarks import report
from linreg import predict
from tests.figures.truth import (
    EVERY_20,
    EXACT,
    FLOOR,
    HINGE,
    LINE,
    MOMENTS,
    PATH,
    RUN,
    START,
    ask_points,
    ask_rings,
    epoch_of,
    figure,
    same,
    weights_of,
)

# The film


def epochs_to_fall(part):
    """Return how many epochs leave this part of what training can remove."""
    left = (RUN.sse - FLOOR) / (RUN.sse[0] - FLOOR)
    return next(k for k, share in enumerate(left) if share <= part)


@figure("film, line")
def _(seen):
    ask_points(seen)
    truth = seen.curve("truth")
    assert [truth] == seen.coloured("true")
    assert same(weights_of(seen, truth), (LINE.intercept, LINE.slope))
    lines = [weights_of(seen, line) for line in seen.coloured("learned")]
    assert [epoch_of(line) for line in lines] == EVERY_20
    assert epoch_of(weights_of(seen, seen.curve("epoch 0"))) == 0
    half, nearly = epochs_to_fall(1 / 2), epochs_to_fall(1 / 100)
    off = abs(
        predict(np.array([0, 1]), *lines[-1])
        - [LINE.intercept, LINE.slope + LINE.intercept]
    )
    at_hinge = predict(HINGE, *PATH.T)
    seen.says(
        "The line swings up, then turns",
        at_hinge[20] - at_hinge[0] > 1
        and np.ptp(at_hinge[100:]) < 1e-3 < 0.1 < np.ptp(RUN.w1[100:]),
    )
    seen.says("The line of every 20th epoch", set(np.diff(EVERY_20)) == {20})
    seen.says("from the falling line of epoch 0", lines[0][1] < 0)
    seen.says("to the rising line of epoch 300", lines[-1][1] > 0)
    seen.says("close to the truth", off.max() < 0.1)  # the noise of a point
    seen.reads(
        f"Half of the error that training can remove is gone after {half} epochs"
    )
    seen.says(f"all but a hundredth of it after {nearly}", nearly > half)


@figure("film, bowl")
def _(seen):
    ask_rings(seen, MOMENTS)
    path, marks, place = seen.coloured("learned")
    for line, epochs in [
        (path, slice(None)),
        (marks, slice(None, None, 20)),
        (place, [-1]),
    ]:
        assert same(seen.along("$w_0$", line), RUN.w0[epochs])
        assert same(seen.along("$w_1$", line), RUN.w1[epochs])
    [star] = seen.coloured("exact")
    assert same([*seen.along("$w_0$", star), *seen.along("$w_1$", star)], EXACT)
    assert seen.near("epoch 0", path) == 0
    steps = np.diff(PATH, axis=0)
    lengths = np.hypot(*steps.T)
    flat, steep = np.linalg.eigh(MOMENTS.hessian)[1].T
    turn = int(RUN.w0.argmax())
    seen.says(
        "Into the valley, then along it", abs(steps[0] @ steep) > 0.9 * lengths[0]
    )
    seen.reads("Oval rings of equal error over both weights")
    seen.reads("The path crosses the rings into a long valley")
    seen.says(
        f"turns after {turn} epochs", RUN.w0[turn + 1] < RUN.w0[turn] > RUN.w0[turn - 1]
    )
    seen.says(
        "follows the valley to the star at the best weights",
        abs(steps[-1] @ flat) > 0.999 * lengths[-1],
    )
    seen.says("in ever shorter steps", (np.diff(lengths) < 0).all())


# The line to fit by hand


@figure("fit by hand, line")
def _(seen):
    ask_points(seen)
    w0, w1 = fit_by_hand.START.values()
    misses, line = seen.coloured("learned")
    assert same(weights_of(seen, line), (w0, w1))
    x, ends = seen.along("$x_1$", misses), seen.along("$y$", misses)
    assert same(x[::3], LINE.x)
    assert same(x[1::3], LINE.x)
    seen.says(
        "a thin stick from each point to the line",
        same(ends[::3], LINE.y) and same(ends[1::3], w0 + w1 * LINE.x),
    )
    assert np.isnan([x[2::3], ends[2::3]]).all()
    [area] = seen.others()
    on_screen = line.axes.transData.transform(area.get_path().vertices[:25])
    squares = on_screen.reshape(5, 5, 2)
    corners = area.get_path().vertices[:25].reshape(5, 5, 2)
    sides = np.linalg.norm(np.diff(squares, axis=1), axis=2)
    turns = np.diff(squares, axis=1)
    seen.says(
        "The sticks of 5 points are sides of squares",
        all(
            np.ptp(side) < 1e-9 * side[0] and abs(np.dot(*turn[:2])) < 1e-9 * side[0]
            for side, turn in zip(sides, turns, strict=True)
        )
        and {*map(tuple, corners[:, 0])} <= {*zip(LINE.x, LINE.y, strict=True)}
        and same(corners[:, 1, 1], w0 + w1 * corners[:, 0, 0]),
    )
    areas = sides[:, 0] ** 2
    at_best = predict(corners[:, 0, 0], *EXACT) - corners[:, 0, 1]
    seen.says("Make the squares small", (at_best**2).sum() < 0.1 * areas.sum())
    seen.says(
        f"{LINE.x.size} rising points, a line to move",
        EXACT[1] > 0 and line.get_gid() == "moving-line",
    )


@figure("fit by hand, pulls")
def _(seen):
    """A point pulls a weight to where its own error falls, as fast as that does."""
    moved, h = fit_by_hand.START, 0.25  # errors are squares, so any change will do
    word = {"w0": "height", "w1": "slope"}[seen.names.weight]

    def errors(change):
        at = moved | {seen.names.weight: moved[seen.names.weight] + change}
        return (predict(LINE.x, **at) - LINE.y) ** 2 / 2

    pulls = (errors(-h) - errors(h)) / (2 * h)
    [each], [mean], [zero] = map(seen.coloured, ["data", "learned", "true"])
    x, ends = seen.along("input", each), each.get_ydata()
    assert same(x[::3], LINE.x)
    assert same(x[1::3], LINE.x)
    assert same(ends[::3], 0 * LINE.x)
    assert np.isnan([x[2::3], ends[2::3]]).all()
    assert set(zero.get_ydata()) == {0}
    assert (seen.at("0", "x"), seen.at("1", "x")) == (0, 1)
    assert set(mean.get_xdata()) == {seen.at("mean", "x")}
    seen.says(f"Pulls on {word}", same(ends[1::3], pulls))
    seen.reads(f"A stick for each point, up where it pulls the {word} up")
    seen.reads("and down where it pulls it down")
    seen.says(
        "beside them a thick stick, the mean",
        same(mean.get_ydata(), [0, pulls.mean()])
        and mean.get_linewidth() > 5 * each.get_linewidth(),
    )


# The playground


@figure("playground, line")
def _(seen):
    line, run = seen.names.line, seen.names.run
    ask_points(seen)
    [truth], [best] = seen.coloured("true"), seen.coloured("exact")
    [learned] = seen.coloured("learned")
    assert same(weights_of(seen, truth, "$x_1$"), (line.intercept, line.slope))
    assert same(weights_of(seen, best, "$x_1$"), EXACT)
    assert same(weights_of(seen, learned, "$x_1$"), (run.w0[-1], run.w1[-1]))
    seen.reads("Points and line")
    seen.reads("the true line in grey")
    seen.says("the dashed best line", best.get_linestyle() == "--")
    seen.says(
        "the learned line, which moves with each epoch",
        learned.get_gid() == "moving-line",
    )


@figure("playground, bowl")
def _(seen):
    line, run = seen.names.line, seen.names.run
    ask_rings(seen, MOMENTS)
    path, start, here = seen.coloured("learned")
    for drawn, epochs in [(path, slice(None)), (start, [0]), (here, [-1])]:
        assert same(seen.along("$w_0$", drawn), run.w0[epochs])
        assert same(seen.along("$w_1$", drawn), run.w1[epochs])
    [truth], [star] = seen.coloured("true"), seen.coloured("exact")
    assert same([*seen.along("$w_0$", truth)], [line.intercept])
    assert same([*seen.along("$w_1$", truth)], [line.slope])
    assert same([*seen.along("$w_0$", star), *seen.along("$w_1$", star)], EXACT)
    assert seen.is_beside("best", star)
    seen.reads("Rings of equal $E$")
    seen.reads("Oval rings of equal error over both weights")
    seen.says("a star at the best weights", star.get_marker() == "*")
    seen.says(
        "the path of the weights, which grows with each epoch",
        path.get_gid() == "moving-path",
    )


@figure("playground, error")
def _(seen):
    run = seen.names.run
    curve, now = seen.coloured("learned")
    assert same(seen.along("$E$", curve), run.sse)
    assert same(seen.along("epoch", curve), np.arange(301))
    assert same(
        [*seen.along("epoch", now), *seen.along("$E$", now)], [300, run.sse[-1]]
    )
    for tick in ("0", "100", "200", "300"):
        assert seen.at(tick, "x") == float(tick)
    for tick in ("1", "10", "100", "1000", "10000", "100000"):
        assert seen.at(tick, "y") == float(tick)
    floor = seen.curve("best")
    assert [floor] == seen.coloured("exact")
    assert same(seen.along("$E$", floor), [FLOOR] * 2)
    seen.says("after each epoch so far", curve.get_gid() == "moving-curve")


# Derivations

#: Two points, and what they add to both slopes, by hand.
PARTS = {"$w_0$: errors": [1, -2, -1], "$w_1$: errors times $x$": [3, -2, 1]}
#: What the error does along w_1, by hand: a parabola through the start of the run.
ERRORS = LINE.y - START[0] - START[1] * LINE.x
ERROR, SLOPE, CURVATURE = ERRORS @ ERRORS / 2, -ERRORS @ LINE.x, LINE.x @ LINE.x


def ask_parabola(seen, curve):
    """The curve is the error of the first line of the run with another slope."""
    away = seen.along("$w_1$", curve) - START[1]
    expected = ERROR + SLOPE * away + CURVATURE * away**2 / 2
    assert same(seen.along("$E$", curve), expected)


@figure("derivation_figures, loss")
def _(seen):
    [curve], [target] = seen.coloured("true"), seen.coloured("data")
    tangent, here = seen.coloured("learned")
    across, up = r"$\hat y$", "error of one point"
    y_hat = seen.along(across, curve)
    assert same(seen.along(up, curve), (2 - y_hat) ** 2 / 2)
    assert same([*seen.along(across, target), *seen.along(up, target)], [2, 0])
    assert same([*seen.along(across, here), *seen.along(up, here)], [0, 2])
    assert same(seen.along(up, tangent), 2 - 2 * seen.along(across, tangent))
    assert seen.is_beside("target", target)
    assert seen.is_beside("slope \N{MINUS SIGN}2", here)
    seen.says("The slope is the signed error itself", 0 - 2 == -2)
    seen.says("lowest point at the target 2", min(abs(y_hat - 2)) == 0)
    seen.reads("At the prediction 0 its height is 2")
    seen.reads("its tangent has the slope -2")


@figure("derivation_figures, backprop")
def _(seen):
    [axes] = seen.figure.axes
    [zero] = seen.coloured("true")
    assert set(zero.get_ydata()) == {0}
    bars = {bar.get_xdata()[0]: bar for bar in axes.lines if bar is not zero}
    names = [text.get_text() for text in axes.get_xticklabels()]
    assert names == 2 * ["one point", "another", "sum"]
    seen.unasked -= {*names}
    colours = 2 * ["data", "data", "learned"]
    marked = [*zip(axes.get_xticks(), colours, strict=True)]
    heights = [height for part in PARTS.values() for height in part]
    for (place, role), height in zip(marked, heights, strict=True):
        assert bars[place] in seen.coloured(role)
        assert same(seen.along("part of the slope", bars[place]), [0, height])
        written = seen.written_at(place, height)
        assert written == str(height).replace("-", "\N{MINUS SIGN}")
    places = [seen.place_of(word)[0] for word in PARTS]
    assert places == [axes.get_xticks()[:3].mean(), axes.get_xticks()[3:].mean()]
    seen.says("The same errors, two different slopes", heights[2] != heights[5])
    seen.reads("the errors 1 and -2, which add up to -1 for the bias weight")
    seen.reads("Times their inputs they add up to 1 for the slope of the line")
    seen.reads("Two points")


@figure("derivation_figures, descent")
def _(seen):
    [curve], [tangent] = seen.coloured("true"), seen.coloured("exact")
    [ends] = seen.coloured("learned")
    for line in (curve, ends):
        ask_parabola(seen, line)
    step = -0.005 * SLOPE
    w1 = START[1] + np.array([0, step])
    assert same(seen.along("$w_1$", ends), w1)
    assert same(seen.along("$w_1$", tangent), w1)
    assert same(seen.along("$E$", tangent), [ERROR, ERROR + SLOPE * step])
    assert (seen.near("start", ends), seen.near("after one step", ends)) == (0, 1)
    after = ERROR + SLOPE * step + CURVATURE * step**2 / 2
    for w1, error in [("$w_1$", "$E$"), ("w1", "E")]:  # to be seen, and to be heard
        seen.says(
            f"One step of {w1} lowers {error} from {ERROR:.0f} to {after:.0f}",
            after < ERROR,
        )
    seen.reads(f"the slope {SLOPE:.0f} at the start")
    seen.says("The dashed tangent", tangent.get_linestyle() == "--")
    seen.says("falls steeper than the curve", ERROR + SLOPE * step < after)
    seen.reads(f"down to {ERROR + SLOPE * step:.0f}")


@figure("derivation_figures, divergence")
def _(seen):
    [at] = seen.coloured("exact")
    lines = dict(zip([0.9, 1.05], seen.coloured("learned"), strict=True)) | {1.0: at}
    epochs = np.arange(9)
    for part, line in lines.items():
        # A distance is multiplied by 1 - eta lambda, and the bound is 2 / lambda.
        assert same(seen.along("distance", line), (1 - 2 * part) ** epochs)
        assert same(seen.along("epoch", line), epochs)
        assert seen.near(f"{part:g} of the bound", line) == 8
        assert seen.is_beside(f"{part:g} of the bound", line)
    assert at.get_linestyle() == "--"
    left = {part: (1 - 2 * part) ** 8 for part in lines}
    seen.says("Only below the bound the distance shrinks", left[0.9] < 1 < left[1.05])
    seen.says("from one side to the other", (np.diff(at.get_ydata()) != 0).all())
    seen.reads(f"After 8 epochs {left[0.9]:.2f} is left at 0.9 of the bound")
    seen.reads(f"{left[1.0]:.2f} is left at 1 of the bound")
    seen.reads(f"{left[1.05]:.2f} is left at 1.05 of the bound")


@figure("derivation_figures, verify")
def _(seen):
    [curve], [chord] = seen.coloured("true"), seen.coloured("learned")
    tangent, here = seen.coloured("exact")
    for line in (curve, chord, here):
        ask_parabola(seen, line)
    assert same(seen.along("$w_1$", chord), START[1] + np.array([-2, 2]))
    assert same(seen.along("$w_1$", here), START[1:])
    assert same(weights_of(seen, tangent, "$w_1$", "$E$")[1], SLOPE)
    assert same(
        seen.along("$E$", tangent), ERROR + SLOPE * (tangent.get_xdata() - START[1])
    )
    written = f"{SLOPE:.1f}".replace("-", "\N{MINUS SIGN}")
    assert seen.curve(f"chord: slope {written}") is chord
    assert seen.is_beside(f"tangent: slope {written}", here)
    rise = np.ptp(seen.along("$E$", chord)) / 4
    seen.says("Chord and tangent are equally steep", same(-rise, SLOPE))
    seen.reads("from 2 to the left of the start to 2 to the right")
    seen.reads(f"has the slope {SLOPE:.1f}")
    seen.says("the dashed tangent has in the middle", tangent.get_linestyle() == "--")


# What was measured


@figure("report, agreement")
def _(seen):
    descents = report.results()["descents"]
    measured = [tool["agreement"]["per_ten_epochs"] for tool in descents.values()]
    ours = descents["six_numbers"]["agreement"]["per_ten_epochs"]
    others, [own] = seen.coloured(None), seen.coloured("learned")
    assert seen.curve("six\nnumbers") is own
    assert seen.curve("the other tools") in others
    up, epochs = "largest relative difference", np.arange(10, 301, 10)
    drawn = [seen.along(up, line).tolist() for line in [*others, own]]
    assert sorted(drawn) == sorted(measured)
    assert drawn[-1] == ours
    assert all(same(seen.along("epoch", line), epochs) for line in [*others, own])
    rounding = seen.curve("one\nrounding")
    assert [rounding] == seen.coloured("exact")
    assert same(seen.along(up, rounding), [2.0**-53] * 2)
    seen.says(
        f"{len(descents)} tools, the same weights to the last digits",
        np.max(measured) < 1e-14,
    )
    seen.says("the lines of all tools lie close together", len(drawn) == len(descents))
    seen.says(
        "near one rounding", np.max(measured) < 10 * 2.0**-53 < 100 * np.min(measured)
    )


@figure("report, ratio")
def _(seen):
    descents = report.results()["descents"]
    few, many = seen.coloured("data")
    [ours] = seen.coloured("learned")
    [joined] = seen.others()
    label, base = "times as long as six numbers", "times_six_numbers"
    assert set(seen.along(label, ours)) == {1.0}
    order = seen.along(label, many)
    for name, tool in descents.items():
        if name == "six_numbers":
            continue
        row = seen.at(tool["title"].replace("`", ""), "y")
        small, large = (tool["timing"][n][base] for n in ("200", "1000000"))
        assert same(order[few.get_ydata() == row], [large])
        assert same(seen.along(label, few)[few.get_ydata() == row], [small])
        assert seen.written_at(large, row) == report.ratio(large)
        assert any(
            same(ends, [(small, row), (large, row)]) for ends in joined.get_segments()
        )
    assert (few.get_fillstyle(), many.get_fillstyle()) == ("none", "full")
    least, most = report.ratio(order.min()), report.ratio(order.max())
    seen.reads("A million points:\n")
    seen.reads(f"{least} to {most} times as long")
