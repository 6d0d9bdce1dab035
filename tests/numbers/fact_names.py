"""What the expressions of ``docs/facts.toml`` may name, besides the package.

The run of the chapters, the numbers that pages show, and the helpers below; for a phrase of a
chapter also what that chapter's script computes.
"""

import ast
import re
import sys
import tomllib
from doctest import DocTestParser
from functools import cache
from pathlib import Path

import numpy as np
import yaml
from _ext.book import living_numbers

import linreg
from benchmarks import report, verdicts
from tests.chapters import names_of

ROOT = Path(__file__).parents[2]
TABLE = "docs/facts.toml"
#: Where settings are looked for that the package refuses.
FARTHEST = 8


def names(path):
    """Return all names that a phrase of a file may use."""
    is_chapter = path.parts[0] == "gallery" and path.suffix == ".py"
    return common() | (vars(names_of(path.stem)) if is_chapter else {})


@cache
def substitutions():
    """Return every number that pages show, as text."""
    shown = living_numbers.substitutions() | report.substitutions()
    return shown | verdicts.substitutions()


@cache
def common():
    """Return the names that all phrases may use, those of the table last."""
    line, run = living_numbers.the_run()
    known = {name: getattr(linreg, name) for name in linreg.__all__}
    known |= {"linreg": linreg, "np": np, "report": report, "sys": sys}
    known |= {"line": line, "run": run, "x": line.x, "y": line.y}
    known["moments"] = linreg.Moments.from_data(line.x, line.y)
    known |= substitutions() | {helper.__name__: helper for helper in HELPERS}
    for name, expression in tomllib.loads((ROOT / TABLE).read_text("utf-8"))[
        "names"
    ].items():
        known[name] = eval(expression, known)
    return known


# Helpers


def written(path, pattern):
    """Return the number that a file has in the place of the braces of a pattern."""
    text = re.sub(r"\s+", " ", (ROOT / path).read_text("utf-8"))
    before, after = map(re.escape, pattern.split("{}"))
    numbers = set(re.findall(rf"{before}(\d[\w.]*\w|\d){after}", text))
    if len(numbers) != 1:
        raise LookupError(f"{path} has {sorted(numbers)} for {pattern!r}")
    return numbers.pop()


def found(path, pattern):
    """Return what the group of a pattern matches in a file, at each place."""
    return re.findall(pattern, (ROOT / path).read_text("utf-8"), re.MULTILINE)


def called(path, name, instead):
    """Call something with the arguments that the first example of a file gives a function."""
    examples = DocTestParser().get_examples((ROOT / path).read_text("utf-8"))
    calls = [
        node
        for example in examples
        for node in ast.walk(ast.parse(example.source))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name
    ]
    return eval(ast.unparse(calls[0]), {"np": np, name: instead})


def words(path):
    """Count the words of a file."""
    return len((ROOT / path).read_text("utf-8").split())


def listed(pattern):
    """Count the files that match."""
    return len(list(ROOT.glob(pattern)))


@cache
def references():
    """Return the works that CITATION.cff lists."""
    return yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))["references"]


def cited(author):
    """Return what is said of the work whose first author, or group, is called so."""
    (work,) = [work for work in references() if author in work["authors"][0].values()]
    return {key: str(value) for key, value in work.items()}


def border(call):
    """Return the number at which a function of one number begins to accept it."""
    low, high = -float(FARTHEST), float(FARTHEST)
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (low, middle) if accepts(call, middle) else (middle, high)
    return round(high, 6)


def least(call):
    """Return the smallest whole number that a function accepts."""
    return next(k for k in range(-FARTHEST, FARTHEST + 1) if accepts(call, k))


def accepts(call, value):
    """Tell whether a function takes a value; ValueError says no."""
    try:
        call(value)
    except ValueError:
        return False
    return True


HELPERS = [border, called, cited, found, least, listed, words, written]
