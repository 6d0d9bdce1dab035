"""No number that the project can compute is typed into a page: it is looked up or refused."""

import re
import tomllib
from pathlib import Path

import pytest
from _ext.book import living_numbers

ROOT = Path(__file__).parents[2]
PAGES = [
    path.relative_to(ROOT).as_posix()
    for pattern in ["README.md", "docs/*.md", "docs/derivations/*.md"]
    for path in sorted(ROOT.glob(pattern))
]
# Code, formulas, addresses and substitutions: what is computed, or checked elsewhere.
NOT_PROSE = re.compile(
    r"^(`{3,}|:{3,}).*?^\1|`[^`]*`|\$[^$]*\$|\{\{.*?\}\}|</?\w[^>]*>|\]\([^)]*\)|^[\d]+\.",
    re.MULTILINE | re.DOTALL,
)
NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*")

# Numbers that no code can know: facts, settings of an exercise, and minutes of a plan.
GIVEN = {
    "README.md": {"60"},  # digits of the arithmetic that some tests compare with
    "docs/about.md": {
        "60",
        "15",
        "1929",
        "168",
        "173",
    },  # and where Hubble's table stands
    "docs/exercises.md": {"0.1", "3.2616", "0.001", "10"},
    "docs/reading.md": {"45", "10", "15"},
    "docs/troubleshooting.md": {"16"},  # digits of a double
}


def typed(text):
    """Return the numbers in the prose of a page, single digits aside."""
    return {
        number for number in NUMBER.findall(NOT_PROSE.sub(" ", text)) if len(number) > 1
    }


def computed():
    """Return what numbers of the book may be called by, as they are now."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    python = settings["project"]["requires-python"].removeprefix(">=")
    line, run = living_numbers.the_run()
    return {python, str(line.x.size), str(run.sse.size - 1), str(run.sse.size)}


@pytest.mark.parametrize("page", PAGES)
def test_a_number_in_prose_is_computed_or_given(page):
    unknown = (
        typed((ROOT / page).read_text("utf-8")) - computed() - GIVEN.get(page, set())
    )
    assert not unknown, "compute them, or list them as given"


@pytest.mark.parametrize("page", GIVEN)
def test_no_number_is_listed_that_the_page_does_not_hold(page):
    assert GIVEN[page] <= typed((ROOT / page).read_text("utf-8"))


def test_a_stale_number_would_be_seen():
    text = "The error falls to 1.23 in 299 epochs, {{ w }} of `12` is $34$."
    assert typed(text) == {"1.23", "299"}
