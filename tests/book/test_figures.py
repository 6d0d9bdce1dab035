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
from linreg import predict
from tests.chapters import SCRIPTS, run_here
from tests.figures import QUESTIONS
from tests.figures.seen import Seen, role_of
from tests.figures.truth import EVERY_20, EXACT, LINE, MOMENTS, PATH, RUN, START, same

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


def test_each_figure_of_each_chapter_is_asked():
    drawn = {
        (chapter, number)
        for chapter, script in SCRIPTS.items()
        for number in range(script.read_text("utf-8").count("plt.show()"))
    }
    asked = {*IN_CHAPTERS}
    assert drawn == asked, f"write questions in tests/figures: {drawn ^ asked}"


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
