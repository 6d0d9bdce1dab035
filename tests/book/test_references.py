"""Every reference to an equation leads to the one that its words speak of."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from tests.formulas import references, sources

ROOT = Path(__file__).parents[2]
NAMES = references.phrases(ROOT)
REFERENCES = sources.references(ROOT)
LABELS = {formula.label for formula in sources.formulas(ROOT) if formula.label}


@pytest.mark.parametrize(
    "reference", REFERENCES, ids=lambda one: f"{one.place} {one.tex}"
)
def test_a_reference_leads_where_its_words_say_and_nowhere_else(reference):
    if problem := references.problem_of(reference, NAMES):
        pytest.fail(problem, pytrace=False)
    others = (reference._replace(tex=label) for label in LABELS - {reference.tex})
    assert all(references.problem_of(other, NAMES) for other in others)


def test_a_phrase_names_one_equation_that_is_there():
    listed = tomllib.loads((ROOT / references.NAMES).read_text("utf-8"))
    assert set(listed) <= LABELS
    counts = Counter(phrase for phrases in listed.values() for phrase in phrases)
    assert [phrase for phrase, count in counts.items() if count > 1] == []


def test_every_phrase_decides_for_a_reference():
    used = set()
    for reference in REFERENCES:
        before, after = references.around(reference)
        used.add(
            references.deciding(before, NAMES) or references.deciding(after, NAMES)
        )
    assert sorted(set(NAMES) - used) == []


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The error :eq:`sse` grows.", "sse"),
        ("By the error :eq:`sse`, and the gradient :eq:`gradient` too.", "sse"),
        ("By :eq:`distance` it shrinks by one factor.", "distance"),
        ("The gradient is here. The error :eq:`sse`", "sse"),
    ],
)
def test_the_words_before_a_reference_decide_and_then_those_behind_it(text, label):
    start = text.index(label)
    reference = sources.Formula(
        label, Path("page.md"), 1, mark="eq", text=text, start=start
    )
    assert references.problem_of(reference, NAMES) is None
    said = references.problem_of(reference._replace(tex="merge"), NAMES)
    assert said.startswith(
        f"page.md:1: the reference leads to merge, but its words name {label}"
    )
