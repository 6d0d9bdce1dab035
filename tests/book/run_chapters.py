"""Run chapters one after the other in this process, as the gallery does.

``python -m tests.book.run_chapters a.py b.py`` prints as JSON what each printed and drew, and
what it left behind for the next.
"""

import hashlib
import json
import os
import random
import runpy
import sys
from contextlib import redirect_stdout
from io import BytesIO, StringIO
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np


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


def picture(figure):
    """Return a number for the pixels of a figure."""
    pixels = BytesIO()
    figure.savefig(pixels, format="raw", dpi=50)
    return hashlib.sha256(pixels.getvalue()).hexdigest()


def run(script):
    """Return what a script prints, draws and leaves behind."""
    plt.close("all")
    mpl.rcdefaults()
    before, printed = shared_state(), StringIO()
    with redirect_stdout(printed):
        runpy.run_path(script, run_name="__main__")
    after = shared_state()
    return {
        "printed": printed.getvalue(),
        "figures": [picture(plt.figure(number)) for number in plt.get_fignums()],
        "left behind": [name for name in before if before[name] != after[name]],
    }


if __name__ == "__main__":
    print(json.dumps({Path(script).stem: run(script) for script in sys.argv[1:]}))
