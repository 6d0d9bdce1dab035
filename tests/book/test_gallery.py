"""The scripts of the chapters: alone, on their pages, and in the words of the post."""

import ast
import shutil
from pathlib import Path

import pytest

from linreg import init_weights, make_line, train
from tests.chapters import SCRIPTS, SILENT_SHOW, names_of, page_of, run_alone

ALL_CODE = SCRIPTS["plot_7_all_code"]

every_script = pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)


# The build runs all chapters one after the other in one process, so its pages are what a chapter
# does after others, and what it does alone has to be the same.
@every_script
def test_a_downloaded_script_alone_does_what_its_page_shows(script, site, tmp_path):
    folder = tmp_path / "downloads"
    folder.mkdir()
    alone = run_alone(Path(shutil.copy(script, folder)))
    assert alone.left_behind == []
    assert [path.name for path in folder.iterdir()] == [script.name]
    assert (folder / script.name).read_bytes() == script.read_bytes()
    shown = page_of(site, script)
    outputs = [block.get_text() for block in shown.select(".sphx-glr-script-out pre")]
    assert "".join(outputs).split() == alone.printed.split()
    of_live_parts = ".playground *, .fit-by-hand *"
    drawn = shown.select(f"svg[role=img]:not({of_live_parts})")
    assert len(drawn) == alone.figures
    assert outputs or alone.figures


@every_script
def test_a_script_ends_by_asserting_something_that_it_computed(script):
    *body, last = ast.parse(script.read_text("utf-8")).body
    assert isinstance(last, ast.Assert)
    assert names_in(last.test, ast.Load) & names_in(ast.Module(body, []), ast.Store)


@every_script
def test_a_changed_script_reaches_its_answer_before_a_check_can_stop_it(script):
    text = script.read_text("utf-8")
    answer = text[: text.index("# **Try this:**")].count("\n") + 1
    tree = ast.walk(ast.parse(text))
    checks = [node.lineno for node in tree if isinstance(node, ast.Assert)]
    assert answer < min(checks)


def names_in(tree, context):
    """Return the names that a piece of code reads or assigns."""
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    return {name.id for name in names if isinstance(name.ctx, context)}


@pytest.mark.filterwarnings(SILENT_SHOW)
def test_the_entire_code_learns_the_weights_of_the_package_bit_for_bit():
    code = names_of(ALL_CODE.stem)
    line = make_line(rng=0)
    w0, w1 = init_weights(rng=1)
    run = train(line.x, line.y, w0=w0, w1=w1, learning_rate=0.001, epochs=300)
    assert (code.w0, code.w1) == (run.w0[-1], run.w1[-1])
    assert code.errors == list(run.sse)


def test_the_entire_code_stays_below_40_lines():
    docstring, *body = ast.parse(ALL_CODE.read_text("utf-8")).body
    assert isinstance(docstring.value, ast.Constant)
    lines = {line for part in body for line in range(part.lineno, part.end_lineno + 1)}
    text = ALL_CODE.read_text("utf-8").splitlines()
    assert sum(bool(text[line - 1].split("#")[0].strip()) for line in lines) < 40


def test_the_entire_code_imports_only_numpy_and_matplotlib():
    tree = ast.parse(ALL_CODE.read_text("utf-8"))
    imported = [
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    ]
    imported += [
        node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
    ]
    assert {name.split(".")[0] for name in imported} == {"numpy", "matplotlib"}
