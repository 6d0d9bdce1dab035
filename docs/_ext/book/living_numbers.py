"""Numbers for the prose, computed from the package at every build.

``{{ learned_w1 }}`` on a MyST page is what stands beside that name in the table below. A page that
asks for a number that is not there is a warning.
"""

import json
from functools import cache
from pathlib import Path

import numpy as np
import yaml
from _ext.book import equations
from sphinx_gallery.py_source_parser import split_code_and_text_blocks

import linreg

ROOT = Path(__file__).parents[3]
LEARNING_RATE = 0.001
EPOCHS = 300
WORDS_A_MINUTE = 200
MINUTES_A_FIGURE = 0.5


@cache
def the_run():
    """Train on the data of the post, with the seed of the chapters."""
    line = linreg.make_line(rng=0)
    return line, run_of(line)


def run_of(line, *, rate=LEARNING_RATE):
    """Train from the start of the chapters, for as many epochs as the post."""
    w0, w1 = linreg.init_weights(rng=1)
    return linreg.train(line.x, line.y, w0=w0, w1=w1, learning_rate=rate, epochs=EPOCHS)


@cache
def substitutions():
    """Compute every number once, as the text that pages show."""
    line, run = the_run()
    shown, chapters = equations.equations(ROOT), minutes()
    formulas, prose = counted("formulas"), counted("numbers")
    numbers = {
        "points": line.x.size,
        "epochs": EPOCHS,
        "first_error": f"{run.sse[0]:.0f}",
        "last_error": f"{run.sse[-1]:.2f}",
        "learned_w1": f"{run.w1[-1]:.2f}",
        "exact_w1": f"{np.polyfit(line.x, line.y, 1)[0]:.2f}",
        "equations_in_all": len(shown),
        "definitions": sum(bool(equation.kind) for equation in shown),
        "equation_tests": len({claim[1:] for claim in equations.claims(ROOT)}),
        "formulas_in_all": formulas["formulas"],
        "relations": formulas["relations"],
        "formula_mistakes": formulas["mutants"],
        "formula_mistakes_without_effect": formulas["missed"],
        "numbers_computed": prose["numbers"] - prose["exempt"] - prose["given"],
        "numbers_given": prose["given"],
        "number_mistakes": prose["mistakes"],
        "number_mistakes_missed": prose["missed"],
        "words_a_minute": WORDS_A_MINUTE,
        "minutes_in_all": sum(chapters.values()),
        **{f"minutes_{name}": n for name, n in chapters.items()},
        "citation": citation(),
    }
    return {name: str(number) for name, number in numbers.items()}


def counted(what):
    """Return how many formulas, or numbers, the checks of the book found and changed."""
    return json.loads((ROOT / f"docs/{what}.json").read_text("utf-8"))


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


def citation():
    """Say how to cite, in the words of CITATION.cff."""
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    authors = ", ".join(author["name"] for author in cff["authors"])
    year = f"{cff['date-released']}"[:4]
    return f"{authors} ({year}). *{cff['title']}*. Version {cff['version']}."
