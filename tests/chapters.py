"""The chapters: what a script leaves to look at, what it does alone, and the page it makes."""

import multiprocessing
import os
import random
import runpy
import sys
import warnings
from concurrent.futures import ProcessPoolExecutor
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
from bs4 import BeautifulSoup

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


@cache
def page_of(site, script):
    """Return the article that the site makes of a script, to be read only."""
    path = site / "chapters" / script.parent.name / f"{script.stem}.html"
    return BeautifulSoup(path.read_text("utf-8"), "html.parser").article


@cache
def processes():
    """Return a pool that starts a process for each script, where it can with NumPy loaded."""
    has_server = "forkserver" in multiprocessing.get_all_start_methods()
    start = multiprocessing.get_context("forkserver" if has_server else "spawn")
    start.set_forkserver_preload(["matplotlib.pyplot", __name__])
    return ProcessPoolExecutor(1, start, max_tasks_per_child=1)


def run_alone(script):
    """Run a script in a process and with warnings as errors, and return what came of it."""
    return SimpleNamespace(**processes().submit(run, script).result(timeout=600))


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
    """Return what a script prints, draws and leaves behind for what runs next in the process."""
    mpl.use("Agg")
    warnings.resetwarnings()
    warnings.simplefilter("error")
    warnings.filterwarnings(*SILENT_SHOW.split(":"))
    os.chdir(script.parent)
    before, printed = shared_state(), StringIO()
    with redirect_stdout(printed):
        runpy.run_path(str(script), run_name="__main__")
    after = shared_state()
    return {
        "printed": printed.getvalue(),
        "figures": len(plt.get_fignums()),
        "left_behind": [name for name in before if before[name] != after[name]],
    }
