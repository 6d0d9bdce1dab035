"""What figures show, against what their words say and what the package computes."""

import re
from pathlib import Path
from types import SimpleNamespace

import derivation_figures
import draw_pictures
import matplotlib.style
import numpy as np
import pytest
from _ext.live import film, fit_by_hand, playground
from matplotlib.figure import Figure

from benchmarks import report
from linreg import predict
from tests.chapters import ROOT, SCRIPTS, run_here
from tests.figures import QUESTIONS
from tests.figures.seen import TELLING, Seen, role_of
from tests.figures.truth import (
    EVERY_20,
    EXACT,
    LINE,
    MOMENTS,
    PATH,
    RUN,
    START,
    ask_lines_of_run,
    ask_points,
    same,
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


def test_the_words_of_the_readme_say_what_its_picture_shows():
    readme = (ROOT / "README.md").read_text("utf-8")
    [words] = re.findall(r"!\[([^]]+)\]\(docs/_static/training\.svg\)", readme)
    figure, _ = run_here("plot_5_training").figures[0]
    with matplotlib.style.context("linreg.book"):
        seen = Seen(figure)
        ask_points(seen)
        lines = ask_lines_of_run(seen)
    seen.title, seen.unsaid = "", [" ".join(words.split())]
    seen.alt = seen.unsaid[0]
    seen.says("Sixteen lines", len(lines) == 16)
    seen.says("from a terrible start to the fit", same(lines[0], START))
    seen.says("over 200 blue points", LINE.x.size == 200)
    assert not any(TELLING.search(text) for text in seen.unsaid)


def drawn_on_a_page():
    """Return each figure of a page with what its function was given."""
    figures = {
        "film, line": (film.line_figure(LINE, MOMENTS, RUN), None),
        "film, bowl": (film.bowl_figure(MOMENTS, RUN), None),
        "report, agreement": (report.agreement_figure(), None),
        "report, ratio": (report.ratio_figure(), None),
    }
    for name in ("loss", "backprop", "descent", "divergence", "verify"):
        drawn = getattr(derivation_figures, name)()
        figures[f"derivation_figures, {name}"] = drawn, None
    figures["fit by hand, line"] = (
        fit_by_hand.line_figure(LINE, **fit_by_hand.START),
        None,
    )
    for weight, pulls in fit_by_hand.pulls(LINE, **fit_by_hand.START).items():
        names = SimpleNamespace(weight=weight)
        drawn = fit_by_hand.pull_figure(LINE, weight, pulls)
        figures["fit by hand, pulls", weight] = drawn, names
    for name, picture in playground.PICTURES.items():
        axes = Figure(playground.SIZE).add_subplot()
        axes.figure.set_label(picture(axes, LINE, MOMENTS, RUN))
        names = SimpleNamespace(line=LINE, run=RUN)
        figures[f"playground, {name}"] = axes.figure, names
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
        seen.insist_on_use()
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


@pytest.mark.parametrize(
    ("title", "look", "complaint"),
    [
        ("", {}, "no title"),
        ("$w_1$", {"math_fontfamily": "cm"}, "not ship .*cm"),
        ("Words", {"family": "STIXGeneral"}, "not ship .*STIXGeneral"),
    ],
)
def test_a_figure_that_readers_could_not_use_is_refused(title, look, complaint):
    with matplotlib.style.context("linreg.book"):
        axes = Figure().add_subplot()
        axes.set_title("A title")
        Seen(axes.figure).insist_on_use()
        axes.set_title(title, **look)
        with pytest.raises(AssertionError, match=complaint):
            Seen(axes.figure).insist_on_use()


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
    text = "".join(page.read_text("utf-8") for page in docs.rglob("*.md"))
    drawn = re.findall(r"\{drawn-figure\} (?:\w+\.)?(\w+)\.(\w+?)(?:_figure)?\n", text)
    asked = {name for name, *_ in ON_PAGES}
    assert len(drawn) == text.count("{drawn-figure}") > 0
    assert {", ".join(words) for words in drawn} <= asked
    assert asked == {key if isinstance(key, str) else key[0] for key in pages}


# What is printed


def rows_of(printed):
    """Yield each row of weights: its label, and its numbers by the heads of the columns."""
    heads = []
    for line in printed.splitlines():
        label, *cells = re.split(r"\s{2,}", line.strip())
        named = dict(re.findall(r"(w\d) = +(\S+)", line))
        if {"w0", "w1"} <= {label, *cells}:
            heads = [label, *cells]
        elif {*named} == {"w0", "w1"}:
            yield label, named
        elif len(cells) == len(heads) > 0:
            yield label, dict(zip(heads, cells, strict=True))
        else:
            heads = []


def weights_by_label():
    """Return the weights that a label of a row stands for."""
    at = {"w0": START[0], "w1": START[1]}
    long = MOMENTS.trajectory(**at, learning_rate=0.001, epochs=3000)
    half = 1 / np.linalg.eigvalsh(MOMENTS.hessian)[1]
    best = MOMENTS.trajectory(**at, learning_rate=half, epochs=300)
    return {
        "start": START,
        "true": (LINE.intercept, LINE.slope),
        **dict.fromkeys(["exact", "exact, solved", "learned, 1 epoch"], EXACT),
        **dict.fromkeys(["learned", "predicted"], PATH[-1]),
        **dict.fromkeys(["learned, 300 epochs", "learned, 0.001"], PATH[-1]),
        "learned, 3000 epochs": (long.w0[-1], long.w1[-1]),
        f"learned, {half:.6f}": (best.w0[-1], best.w1[-1]),
    }


#: Chapters whose tables have labels or units of their own.
OTHER_TABLES = {"plot_9_hubble", "plot_2_too_many_points", "plot_7_museum"}


@pytest.mark.parametrize("chapter", sorted(SCRIPTS.keys() - OTHER_TABLES))
def test_a_printed_row_holds_the_weights_that_it_names(chapter):
    known = weights_by_label()
    rows = [*rows_of(run_here(chapter).printed)]
    assert len(rows) == len({label for label, _ in rows})
    for label, row in rows:
        w0, w1 = known[label]
        values = {"w0": w0, "w1": w1, "E": MOMENTS.sse(w0, w1)}
        for head, printed in row.items():
            decimals = len(printed.partition(".")[2])
            assert f"{values[head]:.{decimals}f}" == printed, f"{head} of {label}"
