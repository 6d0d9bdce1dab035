import ast
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import pytest

from linreg import init_weights, make_line, train

ROOT = Path(__file__).parent.parent
ALL_CODE = ROOT / "gallery" / "1_the_post" / "plot_7_all_code.py"
SCRIPTS = sorted(ROOT.glob("gallery/*/plot_*.py"))

# With a display, Matplotlib warns that the Agg backend cannot show anything, as is meant here.
SILENT_SHOW = "ignore:FigureCanvasAgg is non-interactive"

every_script = pytest.mark.parametrize(
    "script", [pytest.param(script, id=script.stem) for script in SCRIPTS]
)


def test_the_gallery_is_found():
    assert ALL_CODE in SCRIPTS


@every_script
def test_a_downloaded_script_runs_alone_and_without_a_warning(script, tmp_path):
    download = shutil.copy(script, tmp_path)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-W", SILENT_SHOW, download],
        cwd=tmp_path,
        env=os.environ | {"MPLBACKEND": "Agg", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr


@every_script
def test_a_script_ends_by_asserting_its_claim(script):
    assert isinstance(ast.parse(script.read_text("utf-8")).body[-1], ast.Assert)


@pytest.mark.filterwarnings(SILENT_SHOW)
def test_the_entire_code_learns_the_weights_of_the_package_bit_for_bit():
    mpl.use("Agg")
    code = runpy.run_path(str(ALL_CODE))
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
