"""Every number of the prose is what its expression yields, and a wrong one is noticed."""

import json
import re
from pathlib import Path

import pytest

from tests.book.mutants_of_numbers import COUNTS, believed, counted, missed
from tests.numbers import fact_names, facts, prose

ROOT = Path(__file__).parents[2]
TABLE = facts.table()
SOURCES = {source.path.as_posix(): source for source in prose.sources(ROOT)}
#: What the tests below are tried on, apart from the book.
PAGE = Path("docs/page.md")


def complaints(text, rows, path=PAGE):
    """Return what is wrong with a text if the table has these rows for it."""
    known = [facts.fact(phrase, said, path, own=True) for phrase, said in rows.items()]
    return facts.complaints(prose.read(text, path), known)


def numbers(text, path=PAGE):
    return [number.text for number in prose.read(text, path).numbers]


# The book


@pytest.mark.parametrize("path", SOURCES)
def test_each_number_is_what_its_expression_yields(path):
    source = SOURCES[path]
    found = facts.complaints(source, TABLE.facts(source), TABLE.exempt)
    assert not found, "\n".join(found)


def test_each_row_for_several_files_is_used_by_one():
    for pattern, rows in TABLE.rows.items():
        if "*" in pattern:
            texts = [s.flat for path, s in SOURCES.items() if Path(path).match(pattern)]
            unused = [row for row in rows if not any(row in text for text in texts)]
            assert not unused, pattern


def test_each_table_and_each_reason_is_for_a_file_that_has_sentences():
    named = [path for path in TABLE.rows if "*" not in path]
    assert {*named, *(key.partition(": ")[0] for key in TABLE.given)} <= set(SOURCES)
    assert all([*TABLE.given.values(), *TABLE.exempt.values()])


def test_each_exemption_is_needed():
    for pattern in TABLE.exempt:
        assert any(re.search(pattern, s.words, re.MULTILINE) for s in SOURCES.values())


def test_the_counts_that_pages_show_are_those_of_the_book():
    shown = json.loads(COUNTS.read_text("utf-8"))
    again = "run: python tests/book/mutants_of_numbers.py (it takes a minute)"
    found = counted(TABLE, SOURCES.values())
    assert {what: shown[what] for what in found} == found, again


# Mistakes, one at a time


@pytest.mark.parametrize("path", SOURCES)
def test_a_digit_or_number_word_that_is_changed_is_noticed(path):
    # All of them, in half a minute: `make mutants`.
    assert missed(SOURCES[path], TABLE, every=31) == []


@pytest.mark.parametrize("path", SOURCES)
def test_a_mistake_that_page_and_table_share_is_noticed(path):
    assert believed(SOURCES[path], TABLE) == []


def test_a_number_that_is_wrong_in_page_and_table_alike_is_noticed():
    assert complaints("It has 200 points.", {"has 200 points": "x.size"}) == []
    (found,) = complaints("It has 201 points.", {"has 201 points": "x.size"})
    assert found.startswith(
        "docs/page.md:1: read '201' in 'has 201 points'; x.size is 200."
    )


def test_a_number_without_a_row_is_refused_with_its_place_and_what_to_do():
    (found,) = complaints("One\nline, then\nseven points.", {})
    assert found.startswith("docs/page.md:3: 'seven' in ")
    assert 'Add a row to docs/facts.toml under ["docs/page.md"]' in found


def test_a_row_that_the_page_contradicts_says_what_it_read():
    found, _ = complaints("First\nit has 201\npoints.", {"it has 200 points": "x.size"})
    assert found.startswith("docs/page.md:2: read 'it has 201 points'; ")
    assert "'it has 200 points', where x.size is 200" in found


def test_a_number_of_the_book_does_not_pass_in_the_place_of_another():
    rows = {"200 points": "x.size", "300 epochs": "epochs_of_run"}
    assert complaints("200 points, 300 epochs", rows) == []
    assert complaints("300 points, 300 epochs", rows)
    assert complaints("200 points, 200 epochs", rows)


def test_a_substitution_does_not_pass_in_the_place_of_another():
    rows = {"a slope of {{ learned_w1 }}.": "run.w1[-1]"}
    assert complaints("It has a slope of {{ learned_w1 }}.", rows) == []
    assert complaints("It has a slope of {{ exact_w1 }}.", rows)
    wrong = {"a slope of {{ exact_w1 }}.": "run.w1[-1]"}
    assert complaints("It has a slope of {{ exact_w1 }}.", wrong)


def test_an_expression_that_fails_is_shown():
    with pytest.raises(ValueError, match=r"'7 points' = 'nothing' fails: NameError"):
        complaints("7 points", {"7 points": "nothing"})


# What is read


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("24", 24), ("24", 24.3), ("1,000", 1000), ("0.10", 0.1), ("1e-16", 1.1e-16),
        ("half", 0.5), ("Thirteen", 13), ("millions", 1e6), ("twice", 2), ("3.11", "3.11"),
    ],
)  # fmt: skip
def test_a_number_says_a_value_to_the_digits_that_are_written(text, value):
    assert facts.says(text, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [("24", 24.6), ("0.10", 0.106), ("1e-16", 1e-15), ("half", 2), ("3.1", "3.10")],
)
def test_a_number_does_not_say_another_value(text, value):
    assert not facts.says(text, value)


def test_code_formulas_addresses_and_names_are_no_numbers():
    text = (
        "In $2 + 2$ and {eq}`sse2`, see [it](plot_3.md#a-4), `w0` or <b id='5'>b</b>.\n\n"
        "```python\n>>> 6\n6\n```\n\n```{note}\nHere 7 counts.\n```\n1. `8` too.\n"
    )
    assert numbers(text) == ["7", "8"]


PROGRAM = '''def f(x):
    r"""Take 2.

    >>> 3
    3

    .. math:: 4

    Or five.
    """
    # Six lines.
    return g(7, "C8", f"not {x:9.1f} but 10 {x} {'epoch 11':>12}", "a[13]")
'''


def test_of_a_program_docstrings_comments_and_messages_are_read():
    expected = ["2", "five", "Six", "10", "11"]
    assert numbers(PROGRAM, Path("linreg/f.py")) == expected
    assert numbers(PROGRAM, Path("docs/_ext/live/f.py")) == ["10", "11"]


def test_a_type_of_numbers_is_no_number():
    assert numbers("The range of doubles; it doubles.") == ["doubles"]


def test_both_halves_of_a_word_with_a_hyphen_are_read():
    assert numbers("A twelve-minute read, twenty-five pages") == [
        "twelve",
        "twenty",
        "five",
    ]


# The helpers of the table


def test_a_number_that_a_file_says_in_two_ways_cannot_be_looked_up(tmp_path):
    (tmp_path / "one.py").write_text("n = 3; n = 4; m = 5")
    assert fact_names.written(tmp_path / "one.py", "m = {}") == "5"
    with pytest.raises(LookupError, match=r"\['3', '4'\]"):
        fact_names.written(tmp_path / "one.py", "n = {}")


def test_the_border_of_what_is_accepted_is_found():
    def refuse(value):
        if value < 2:
            raise ValueError

    assert fact_names.border(refuse) == pytest.approx(2, rel=0, abs=1e-6)
    assert fact_names.least(refuse) == 2
