import ast
import json
import os
import random
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest

from linreg import init_weights, make_line, train

ROOT = Path(__file__).parents[2]
ALL_CODE = ROOT / "gallery" / "1_the_post" / "plot_7_all_code.py"
SCRIPTS = sorted(ROOT.glob("gallery/*/plot_*.py"))
RUNNER = "tests.book.run_chapters"

# With a display, Matplotlib warns that the Agg backend cannot show anything, as is meant here.
SILENT_SHOW = "ignore:FigureCanvasAgg is non-interactive"

every_script = pytest.mark.parametrize(
    "script", [pytest.param(script, id=script.stem) for script in SCRIPTS]
)


def test_the_gallery_is_found():
    assert ALL_CODE in SCRIPTS


class Runs(NamedTuple):
    """What came of all scripts at once, each by itself and all in one process."""

    alone: dict[str, dict]
    in_turn: dict[str, dict]
    order: list[str]
    folder_before: dict[Path, bytes]
    folder_after: dict[Path, bytes]


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("downloads")
    downloads = [Path(shutil.copy(script, folder)) for script in SCRIPTS]
    random.shuffle(downloads)
    before = contents(folder)
    processes = [start([download], folder) for download in downloads]
    processes.append(start(downloads, folder))
    done = [finish(process) for process in processes]
    *alone, in_turn = done
    order = [download.stem for download in downloads]
    return Runs(
        dict(zip(order, alone, strict=True)), in_turn, order, before, contents(folder)
    )


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def start(scripts, folder):
    """Start a process that runs scripts one after the other."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-W", SILENT_SHOW, "-m", RUNNER, *scripts],
        cwd=folder,
        env=os.environ | {"MPLBACKEND": "Agg", "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process):
    """Return what each script of a process did, or why the process failed."""
    out, errors = process.communicate(timeout=600)
    return json.loads(out) if process.returncode == 0 else {"errors": errors}


@every_script
def test_a_downloaded_script_runs_alone_and_without_a_warning(script, runs):
    assert "errors" not in runs.alone[script.stem], runs.alone[script.stem]["errors"]
    assert not runs.alone[script.stem][script.stem]["left behind"]


@every_script
def test_a_script_gives_the_same_after_any_others(script, runs):
    assert "errors" not in runs.in_turn, runs.in_turn["errors"]
    alone = runs.alone[script.stem][script.stem]
    assert alone["printed"] or alone["figures"]
    assert runs.in_turn[script.stem] == alone, f"in the order {runs.order}"


def test_scripts_that_run_side_by_side_leave_their_folder_as_it_was(runs):
    assert len(runs.folder_before) == len(SCRIPTS)
    assert runs.folder_after == runs.folder_before


@every_script
def test_a_script_ends_by_asserting_its_claim(script):
    assert isinstance(ast.parse(script.read_text("utf-8")).body[-1], ast.Assert)


@pytest.mark.filterwarnings(SILENT_SHOW)
def test_the_entire_code_learns_the_weights_of_the_package_bit_for_bit():
    mpl.use("Agg")
    code = runpy.run_path(str(ALL_CODE))
    plt.close("all")
    line = make_line(rng=0)
    w0, w1 = init_weights(rng=1)
    run = train(line.x, line.y, w0=w0, w1=w1, learning_rate=0.001, epochs=300)
    assert (code["w0"], code["w1"]) == (run.w0[-1], run.w1[-1])
    assert code["errors"] == list(run.sse[:-1])


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
