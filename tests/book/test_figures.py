"""What figures show, against what their words say and what the package computes."""

import re
from pathlib import Path
from types import SimpleNamespace

import draw_pictures
import matplotlib.style
import numpy as np
import pytest
from _ext.live import film, playground
from matplotlib.figure import Figure

from benchmarks import report
from linreg import Moments, init_weights, make_line, predict, train
from tests.chapters import SCRIPTS, run_here
from tests.seen import Seen, role_of

#: The points, the start and the run of the book. No figure may have others in their place.
LINE = make_line(rng=0)
START = init_weights(rng=1)
RUN = train(LINE.x, LINE.y, w0=START[0], w1=START[1], learning_rate=0.001, epochs=300)
PATH = np.column_stack([RUN.w0, RUN.w1])
EXACT = np.polyfit(LINE.x, LINE.y, 1)[::-1]
MOMENTS = Moments.from_data(LINE.x, LINE.y)
FLOOR = MOMENTS.sse(*EXACT)
EVERY_20 = list(range(0, 301, 20))

#: Chapters whose figures nobody asks yet.
NOT_YET = {
    "plot_1_neuron_and_error", "plot_2_chain_rule", "plot_3_check", "plot_4_data_and_start",
    "plot_5_training", "plot_6_error_curve", "plot_8_hubble", "plot_1_bowl_and_hinge",
    "plot_2_predict_the_run", "plot_3_learning_rate", "plot_4_three_hundred_to_one",
    "plot_5_why_not_solve", "plot_6_too_many_points", "plot_7_softmax", "plot_8_other_tools",
}  # fmt: skip

QUESTIONS = {}


def figure(*key):
    """Register what to ask a figure: of a chapter by its name and number, of a page by its name."""

    def register(question):
        QUESTIONS[key] = question
        return question

    return register


def same(found, expected):
    """Compare up to the rounding of a run, and shapes as well."""
    return np.shape(found) == np.shape(expected) and np.allclose(
        found, expected, rtol=1e-10, atol=1e-12, equal_nan=True
    )


def weights_of(seen, line, across="$x_1$", up="$y$"):
    """Return intercept and slope of a straight line as drawn."""
    x, y = seen.along(across, line), seen.along(up, line)
    slope = (y[-1] - y[0]) / (x[-1] - x[0])
    assert same(y, y[0] + slope * (x - x[0]))
    return y[0] - slope * x[0], slope


def epoch_of(weights):
    """Return the epoch of the run to which a line belongs."""
    [epoch] = [k for k, pair in enumerate(PATH) if same(weights, pair)]
    return epoch


def ask_points(seen, across="$x_1$", up="$y$", axes=None):
    """The points of the book, and no others, are drawn in the colour of data."""
    [points] = seen.coloured("data", axes)
    assert same(seen.along(across, points), LINE.x)
    assert same(seen.along(up, points), LINE.y)


def ask_rings(seen, moments):
    """Each ring has one height, four times as far above the floor as the next one inside."""
    floor = moments.sse(*moments.least_squares())
    heights = []
    for ring in seen.others():
        w1, w0 = ring.axes.transData.inverted().transform(ring.get_verts()).T
        above = moments.sse(w0, w1) - floor
        assert (
            np.ptp(above) < 0.1 * above.min()
        )  # the corners of Matplotlib's arcs lie outside
        heights.append(above.min())
    assert np.allclose(np.divide(heights[1:], heights[:-1]), 4, rtol=1e-6)


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
    seen.says(
        f"{half} epochs halve the error",
        RUN.sse[half] <= RUN.sse[0] / 2 < RUN.sse[half - 1],
    )
    seen.says("The line of every 20th epoch", set(np.diff(EVERY_20)) == {20})
    seen.says("from the falling line of epoch 0", lines[0][1] < 0)
    seen.says("to the rising line of epoch 300", lines[-1][1] > 0)
    seen.says("close to the truth", off.max() < 0.1)  # the noise of a point
    seen.says(
        f"Half of the error that training can remove is gone after {half} epochs", half
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
    seen.says("Oval rings of equal error over both weights", True)
    seen.says("The path crosses the rings into a long valley", True)
    seen.says(
        f"turns after {turn} epochs", RUN.w0[turn + 1] < RUN.w0[turn] > RUN.w0[turn - 1]
    )
    seen.says(
        "follows the valley to the star at the best weights",
        abs(steps[-1] @ flat) > 0.999 * lengths[-1],
    )
    seen.says("in ever shorter steps", (np.diff(lengths) < 0).all())


# The playground


@figure("playground, line")
def _(seen):
    data, run = seen.names.data, seen.names.run
    [points], [truth] = seen.coloured("data"), seen.coloured("true")
    [learned] = seen.coloured("learned")
    assert same(seen.along("$x$", points), LINE.x)
    assert same(seen.along("$y$", points), data.line.y)
    true = data.line.intercept, data.line.slope
    assert same(weights_of(seen, truth, "$x$"), true)
    assert same(weights_of(seen, learned, "$x$"), (run.w0[-1], run.w1[-1]))
    seen.says("Points and line", True)
    seen.says("the true line in grey", True)
    seen.says(
        "the learned line, which moves with each epoch",
        learned.get_gid() == "moving-line",
    )


@figure("playground, bowl")
def _(seen):
    data, run = seen.names.data, seen.names.run
    ask_rings(seen, data.moments)
    path, start, here = seen.coloured("learned")
    for line, epochs in [(path, slice(None)), (start, [0]), (here, [-1])]:
        assert same(seen.along("$w_0$", line), run.w0[epochs])
        assert same(seen.along("$w_1$", line), run.w1[epochs])
    [truth], [star] = seen.coloured("true"), seen.coloured("exact")
    assert same([*seen.along("$w_0$", truth)], [data.line.intercept])
    assert same([*seen.along("$w_1$", truth)], [data.line.slope])
    best = np.polyfit(LINE.x, data.line.y, 1)[::-1]
    assert same([*seen.along("$w_0$", star), *seen.along("$w_1$", star)], best)
    assert seen.is_beside("best", star)
    seen.says("Rings of equal $E$", True)
    seen.says("Oval rings of equal error over both weights", True)
    seen.says("a star at the best weights", star.get_marker() == "*")
    seen.says(
        "the path of the weights, which grows with each epoch",
        path.get_gid() == "moving-path",
    )


@figure("playground, error")
def _(seen):
    data, run = seen.names.data, seen.names.run
    curve, now = seen.coloured("learned")
    assert same(seen.along("$E$", curve), run.sse)
    assert same(seen.along("epoch", curve), np.arange(301))
    assert same(
        [*seen.along("epoch", now), *seen.along("$E$", now)], [300, run.sse[-1]]
    )
    for tick in ("0", "100", "200", "300"):
        assert seen.at(tick, "x") == float(tick)
    floors = seen.coloured("exact")
    if data.line.intercept == 0:  # a shared intercept leaves no floor but rounding
        floor = seen.curve("best")
        assert floors == [floor]
        assert same(seen.along("$E$", floor), [FLOOR] * 2)
    else:
        assert not floors
    seen.says(
        "against the epoch; it grows with each epoch", curve.get_gid() == "moving-curve"
    )


# What was measured


@figure("report, agreement")
def _(seen):
    descents = report.results()["descents"]
    measured = [tool["agreement"]["per_ten_epochs"] for tool in descents.values()]
    ours = descents["six_numbers"]["agreement"]["per_ten_epochs"]
    others, [own] = seen.coloured("data"), seen.coloured("learned")
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
    seen.says(
        f"A million points: {report.ratio(order.min())} to {report.ratio(order.max())} times as long",
        True,
    )


# Pictures that stand for the book elsewhere


@pytest.mark.parametrize("picture", ["card", "cover"])
def test_a_picture_shows_the_points_and_the_lines_of_the_run(picture):
    with matplotlib.style.context(
        ["linreg.book", {"figure.constrained_layout.use": False}]
    ):
        (axes,) = getattr(draw_pictures, picture)().axes
        points, *lines = axes.lines
        assert [role_of(line) for line in axes.lines] == ["data"] + 16 * ["learned"]
    assert same(points.get_xydata(), np.column_stack(LINE[:2]))
    for line, k in zip(lines, EVERY_20, strict=True):
        assert same(line.get_ydata(), predict(line.get_xdata(), *PATH[k]))


def drawn_on_a_page():
    """Return each figure of a page with what its function was given."""
    figures = {
        "film, line": (film.line_figure(LINE, MOMENTS, RUN), None),
        "film, bowl": (film.bowl_figure(MOMENTS, RUN), None),
        "report, agreement": (report.agreement_figure(), None),
        "report, ratio": (report.ratio_figure(), None),
    }
    for key, data in playground.data_sets().items():
        run = playground.run_of(data.line, **playground.settings(data.moments))
        for name, picture in playground.PICTURES.items():
            with matplotlib.style.context(playground.SMALL):
                axes = Figure().subplots()
                axes.figure.set_label(picture(axes, data, run))
            names = SimpleNamespace(data=data, run=run)
            figures[f"playground, {name}", key] = axes.figure, names
    return figures


@pytest.fixture(scope="module")
def pages():
    with matplotlib.style.context("linreg.book"):
        return drawn_on_a_page()


ON_PAGES = [key for key in QUESTIONS if not key[0].startswith("plot_")]
IN_CHAPTERS = [key for key in QUESTIONS if key[0].startswith("plot_")]


def ask(key, figure, names):
    with matplotlib.style.context("linreg.book"):
        seen = Seen(figure, names)
        QUESTIONS[key](seen)
        seen.insist_on_all()


@pytest.mark.parametrize(("chapter", "number"), IN_CHAPTERS)
def test_a_figure_of_a_chapter_shows_what_it_says(chapter, number):
    ask((chapter, number), *run_here(chapter).figures[number])


@pytest.mark.parametrize("name", [name for name, *_ in ON_PAGES])
def test_a_figure_of_a_page_shows_what_it_says(pages, name):
    keys = [key for key in pages if key == name or key[0] == name]
    assert keys
    for key in keys:
        ask((name,), *pages[key])


def test_each_figure_is_asked_or_its_chapter_waits():
    waiting = {
        chapter
        for chapter, script in SCRIPTS.items()
        for number in range(script.read_text("utf-8").count("plt.show()"))
        if (chapter, number) not in QUESTIONS
    }
    assert waiting == NOT_YET, "ask the figures, or take the chapter off the list"


def test_each_figure_that_a_page_draws_is_asked(pages):
    docs = Path(draw_pictures.__file__).parent
    text = "".join(page.read_text("utf-8") for page in docs.glob("*.md"))
    drawn = re.findall(r"\{drawn-figure\} benchmarks\.(\w+)\.(\w+)_figure", text)
    asked = {name for name, *_ in ON_PAGES}
    assert len(drawn) == text.count("{drawn-figure}") > 0
    assert {", ".join(words) for words in drawn} <= asked
    assert asked == {key if isinstance(key, str) else key[0] for key in pages}


# What is printed


def columns_of(printed):
    """Yield each row of a printed table: its label, and its numbers by the heads of the table."""
    heads = []
    for line in printed.splitlines():
        named = re.findall(r"(w\d) = +(\S+)", line)
        cells = re.split(r"\s{2,}", line.strip())
        label, numbers = cells[0], cells[1:]
        if named:
            yield label, dict(named)
        elif {"w0", "w1"} <= {*cells}:
            heads = cells
        elif len(numbers) == len(heads) > 0:
            yield label, dict(zip(heads, numbers, strict=True))


def is_rounded(text, value):
    """Tell whether a printed number is a value, to the digits that are printed."""
    return f"{value:.{len(text.partition('.')[2])}f}" == text


@pytest.mark.parametrize("chapter", ["plot_7_all_code"])
def test_a_printed_row_holds_the_weights_that_it_names(chapter):
    known = {"learned": PATH[-1], "exact": EXACT, "true": (LINE.intercept, LINE.slope)}
    rows = [*columns_of(run_here(chapter).printed)]
    assert {label for label, _ in rows} >= known.keys()
    for label, row in rows:
        for value, head in zip(known[label], ["w0", "w1"], strict=True):
            assert is_rounded(row[head], value), f"{label}: {head} is {value}"


def test_the_museum_prints_what_each_loop_reports_and_who_notices():
    ran = run_here("plot_9_museum")
    symptoms, answers = ran.printed.split("\n\n")
    loops = {"the right loop": ran.names.learn, **ran.names.wrong_loops}
    head, *rows = symptoms.splitlines()
    assert cells_of(head) == ["first error", "epoch 300", "w0", "w1"]
    for row, (name, loop) in zip(rows, loops.items(), strict=True):
        with np.errstate(over="ignore", invalid="ignore"):
            path, errors, _ = loop(np.column_stack(LINE[:2]), START, 0.001, 300)
        shown = [f"{value:.4g}" for value in (errors[0], errors[-1], *path[-1])]
        assert [row[:22].strip(), *cells_of(row)] == [name, *shown]
    head, *rows, counts = answers.splitlines()
    words = ["went down", "never rose", "gradient", "closed form", "trajectory"]
    assert cells_of(head) == words
    noticed = dict(zip(words, ran.names.notices.items(), strict=True))
    for word, (check, _) in noticed.items():
        assert word in check.__name__.replace("_", " ")
    for row, name in zip(rows, ran.names.wrong_loops, strict=True):
        assert row[:22].strip() == name
        assert cells_of(row) == [
            "noticed" if name in names else "-" for _, names in noticed.values()
        ]
    assert counts.split() == [
        "noticed",
        *(str(len(names)) for _, names in noticed.values()),
    ]


def cells_of(row):
    """Return what stands in the columns of 12 characters behind a name of 22."""
    return [row[start : start + 12].strip() for start in range(22, len(row), 12)]
