"""The chapters: what a script leaves to look at, and what it does alone.

``python -m tests.chapters a.py`` runs a script as its readers do, and prints as JSON what it
printed, how many figures it drew, and what it left behind for whatever runs next in the process.
"""

import json
import os
import random
import runpy
import subprocess
import sys
from contextlib import redirect_stdout
from functools import cache
from inspect import currentframe
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np

ROOT = Path(__file__).parents[1]
SCRIPTS = {path.stem: path for path in sorted(ROOT.glob("gallery/*/plot_*.py"))}

# With a display, Matplotlib warns that the Agg backend cannot show anything, as is meant here.
SILENT_SHOW = "ignore:FigureCanvasAgg is non-interactive"


def names_of(chapter):
    """Return the names that a chapter defines."""
    return run_here(chapter).names


@cache
def run_here(chapter):
    """Run a chapter here, once for all tests that ask: its names, its print, and its figures.

    Each figure comes with the names as they were when it was shown.
    """
    mpl.use("Agg")
    shown, printed = [], StringIO()

    def show():
        names = SimpleNamespace(**currentframe().f_back.f_globals)
        shown.append((plt.gcf(), names))

    try:
        with (
            mpl.rc_context(),
            redirect_stdout(printed),
            patch.object(plt, "show", show),
        ):
            names = SimpleNamespace(**runpy.run_path(str(SCRIPTS[chapter])))
    finally:
        plt.close("all")
    return SimpleNamespace(names=names, printed=printed.getvalue(), figures=shown)


def run_alone(script):
    """Run a script in a process and with warnings as errors, and return what came of it."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-W", SILENT_SHOW, "-m", __name__, script],
        cwd=script.parent,
        env=os.environ | {"MPLBACKEND": "Agg", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return SimpleNamespace(**json.loads(done.stdout))


def shared_state():
    """Return what all code of a process shares, apart from Matplotlib, which is reset."""
    return {
        "random numbers of Python": random.getstate(),
        "random numbers of NumPy": repr(np.random.get_state()),  # noqa: NPY002 (to see who uses it)
        "how NumPy prints": np.get_printoptions(),
        "how NumPy treats errors": np.geterr(),
        "the folder": os.getcwd(),
        "the environment": dict(os.environ),
        "where modules are found": list(sys.path),
    }


def run(script):
    """Return what a script prints, draws and leaves behind."""
    before, printed = shared_state(), StringIO()
    with redirect_stdout(printed):
        runpy.run_path(script, run_name="__main__")
    after = shared_state()
    return {
        "printed": printed.getvalue(),
        "figures": len(plt.get_fignums()),
        "left_behind": [name for name in before if before[name] != after[name]],
    }


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1])))
