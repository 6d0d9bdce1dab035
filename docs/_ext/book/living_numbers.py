"""Numbers for the prose, computed from the package at every build.

Each function below is a number that pages may show: ``{{ learned_w1 }}`` on a MyST page is what
``learned_w1()`` returns. A page that asks for a number that is not here is a warning.
"""

import json
from functools import cache
from pathlib import Path

import numpy as np
import yaml
from _ext.book import equations, sources
from sphinx_gallery.py_source_parser import split_code_and_text_blocks

import linreg

ROOT = Path(__file__).parents[3]
NUMBERS = []
LEARNING_RATE = 0.001
WORDS_A_MINUTE = 200
MINUTES_A_FIGURE = 0.5


def number(function):
    """Offer a function's value to the pages, under the function's name."""
    NUMBERS.append(function)
    return function


def substitutions():
    """Compute every number once, as the text that pages show."""
    numbers = {function.__name__: str(function()) for function in NUMBERS}
    return numbers | {f"minutes_{name}": str(n) for name, n in minutes().items()}


@cache
def the_run():
    """Train on the data and at the settings of the post, with the seeds of the chapters."""
    line = linreg.make_line(rng=0)
    w0, w1 = linreg.init_weights(rng=1)
    return line, linreg.train(
        line.x, line.y, w0=w0, w1=w1, learning_rate=LEARNING_RATE, epochs=300
    )


@number
def points():
    """Return how many points the run learns from."""
    line, _ = the_run()
    return line.x.size


@number
def epochs():
    """Return how many updates the run makes."""
    _, run = the_run()
    return run.sse.size - 1


@number
def first_error():
    """Return the error of the first weights."""
    _, run = the_run()
    return f"{run.sse[0]:.0f}"


@number
def last_error():
    """Return the error of the weights after the last epoch."""
    _, run = the_run()
    return f"{run.sse[-1]:.2f}"


@number
def learned_w1():
    """Return the slope after the last epoch."""
    _, run = the_run()
    return f"{run.w1[-1]:.2f}"


@number
def exact_w1():
    """Return the slope of the least-squares line."""
    line, _ = the_run()
    return f"{np.polyfit(line.x, line.y, 1)[0]:.2f}"


@number
def equations_in_all():
    """Return how many equations the book displays."""
    return len(equations.equations(ROOT))


@number
def definitions():
    """Return how many of them derive nothing."""
    return sum(bool(equation.kind) for equation in equations.equations(ROOT))


@number
def formulas_in_all():
    """Return how many formulas the book has, displayed or in a sentence."""
    return len(sources.formulas(ROOT))


@number
def relations():
    """Return how many of them hold two sides together."""
    return measured()["relations"]


@number
def formula_mistakes():
    """Return how many mistakes were made in them."""
    return measured()["mutants"]


@number
def formula_mistakes_without_effect():
    """Return how many of these change nothing."""
    return measured()["missed"]


@cache
def measured():
    """Return what `make mutants` counted."""
    return json.loads((ROOT / "docs/formulas.json").read_text("utf-8"))


@number
def equation_tests():
    """Return how many tests own an equation."""
    return len({claim[1:] for claim in equations.claims(ROOT)})


@cache
def minutes():
    """Map each chapter to the minutes that its words and figures ask for; its code can wait."""
    chapters = sorted(ROOT.glob("gallery/*/plot_*.py"))
    return {path.stem: minutes_of(path) for path in chapters}


def minutes_of(path):
    """Return the minutes of one chapter, rounded."""
    _, blocks = split_code_and_text_blocks(path)
    words = sum(len(text.split()) for kind, text, _ in blocks if kind == "text")
    figures = sum(
        text.count("plt.show()") for kind, text, _ in blocks if kind == "code"
    )
    return round(words / WORDS_A_MINUTE + figures * MINUTES_A_FIGURE)


@number
def minutes_in_all():
    """Return the minutes of all chapters together."""
    return sum(minutes().values())


@number
def words_a_minute():
    """Return how fast a reader is taken to be."""
    return WORDS_A_MINUTE


@number
def citation():
    """Say how to cite, in the words of CITATION.cff."""
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    authors = ", ".join(author["name"] for author in cff["authors"])
    year = f"{cff['date-released']}"[:4]
    return f"{authors} ({year}). *{cff['title']}*. Version {cff['version']}."
