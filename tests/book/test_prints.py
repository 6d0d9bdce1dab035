"""What chapters print beside their values: each label belongs to its number."""

import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

import linreg
from tests.chapters import SCRIPTS, run_here
from tests.figures import truth
from tests.numbers import facts

HERE = Path(__file__).parent
PRINTS = tomllib.loads((HERE / "prints.toml").read_text("utf-8"))
#: Taken whole, so that a row of numbers can be read in one way only.
NUMBER = r"((?>[-+]?\d+(?:,\d{3})*(?:\.\d+)?(?:e[-+]?\d+)?))"
LOOSE_DIGIT = re.compile(r"(?<![\w.])\d")


def numbers_in(printed, template):
    """Return the numbers that stand in the places of a template, or nothing if words differ."""
    words = (re.escape(" ".join(part.split())) for part in template.split("{}"))
    found = re.fullmatch(rf"\s*+{NUMBER}\s*+".join(words), " ".join(printed.split()))
    return found and [number.replace(",", "") for number in found.groups()]


@pytest.mark.parametrize("chapter", SCRIPTS)
def test_a_chapter_prints_each_number_beside_its_own_name(chapter):
    run = run_here(chapter)
    row = PRINTS.get(chapter, {"printed": "", "numbers": []})
    assert not LOOSE_DIGIT.search(row["printed"]), "write {} and an expression for it"
    read = numbers_in(run.printed, row["printed"])
    assert read is not None, f"prints.toml does not say what is printed:\n{run.printed}"
    names = vars(np) | vars(linreg) | {"np": np} | vars(truth) | vars(run.names)
    values = [eval(expression, names) for expression in row["numbers"]]
    for number, expression, value in zip(read, row["numbers"], values, strict=True):
        assert facts.says(number, value), f"printed {number}; {expression} is {value}"


def test_each_row_is_of_a_chapter_that_prints():
    assert set(PRINTS) <= set(SCRIPTS)


def test_exchanged_names_or_numbers_are_noticed():
    template = "w0 = {}, w1 = {}"
    assert numbers_in("w0 =  1.0,\n w1 = -2", template) == ["1.0", "-2"]
    assert numbers_in("w1 = 1.0, w0 = -2", template) is None
    assert numbers_in("w0 = 1.0, w1 = -2 twice", template) is None


def test_one_number_is_not_read_as_two():
    assert numbers_in("3.5 1,200 x", "{} {} x") == ["3.5", "1200"]
    assert numbers_in("12 x", "{} {} x") is None
