"""Hold every number of the prose against the expression that yields it.

``docs/facts.toml`` has a table for each file and in it a row for each phrase with numbers: the
phrase as it stands in the file, and an expression for each of its numbers. A number in no phrase is
refused, and so is a phrase that is nowhere, and one that says another number than its expression.
"""

import math
import re
import tomllib
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from . import fact_names, prose
from .fact_names import ROOT, TABLE


class Fact(NamedTuple):
    """A phrase, and for each number in it what its expression yields."""

    phrase: str
    #: None where no expression can yield the numbers.
    expressions: list | None
    values: list | None
    #: Whether the one file of its table has to say it, or any of several.
    own: bool

    @property
    def flat(self):
        """The phrase with single spaces, as it is looked up."""
        return prose.flat(self.phrase)


class Table(NamedTuple):
    """The table of facts."""

    #: File or pattern of files, to phrases, to expressions.
    rows: dict
    #: "file: phrase" of numbers that nothing can yield, to the reason.
    given: dict
    #: Pattern of numbers that need no row, to the reason.
    exempt: dict

    def facts(self, source):
        """List what a file has to agree with."""
        path = source.path
        rows = [
            fact(phrase, said, path, own="*" not in pattern)
            for pattern, group in self.rows.items()
            if path.match(pattern)
            for phrase, said in group.items()
        ]
        given = source.phrases_of(self.given)
        return rows + [Fact(phrase, None, None, own=True) for phrase in given]


@cache
def table():
    """Read the table."""
    rows = tomllib.loads((ROOT / TABLE).read_text("utf-8"))
    rows.pop("names")
    given, exempt = rows.pop("given"), rows.pop("exempt")
    return Table(rows, given, exempt)


def fact(phrase, said, path, *, own):
    """Compute what a row says, with the names of its file."""
    expressions = [said] if isinstance(said, str) else said
    names = fact_names.names(path) if own else fact_names.common()
    values = [value_of(each, phrase, names) for each in expressions]
    return Fact(phrase, expressions, values, own)


def value_of(expression, phrase, names):
    """Evaluate one expression of the table."""
    try:
        return eval(expression, names)
    except Exception as error:
        row = f"{phrase!r} = {expression!r}"
        raise ValueError(f"{TABLE}: {row} fails: {error!r}") from error


def says(text, value):
    """Tell whether a number as it is written is the value, to the digits that are written."""
    if text.lower() in prose.WORDS:
        return math.isclose(prose.WORDS[text.lower()], float(value))
    if isinstance(value, str):
        return text == value
    plain = text.replace(",", "")
    mantissa, power, _ = plain.partition("e")
    decimals = len(mantissa.partition(".")[2])
    return Decimal(f"{value:.{decimals}{power or 'f'}}") == Decimal(plain)


def shown(number):
    """Return a number as readers see it: of a substitution, what stands in its place."""
    if not number.text.startswith("{"):
        return number.text
    return fact_names.substitutions().get(number.text.strip("{ }"), "nothing")


# What is wrong


def complaints(source, facts, exempt=()):
    """List what is wrong with the numbers of a file, each with its place and what to do."""
    bound, found = source.within(exempt), []
    for each in facts:
        matches = [numbers for numbers in source.matches(each.flat) if numbers]
        if each.own and not matches:
            found.append(nowhere(source, each))
        for numbers in matches:
            found += disagreements(source, each, numbers)
            bound.update(numbers)
    return found + [unbound(source, n) for n in source.numbers if n not in bound]


def disagreements(source, each, numbers):
    """List where a phrase says another number than its expressions."""
    if each.expressions is None:
        return []
    if len(numbers) != len(each.expressions):
        return [
            f"{TABLE}: {each.phrase!r} has {len(numbers)} numbers and "
            f"{len(each.expressions)} expressions. Give one for each number."
        ]
    return [
        f"{source.place(number)}: read {shown(number)!r} in {each.phrase!r}; {expression} is "
        f"{value}. Correct the phrase there and in {TABLE}, or the expression."
        for number, expression, value in zip(
            numbers, each.expressions, each.values, strict=True
        )
        if not says(shown(number), value)
    ]


def nowhere(source, each):
    """Say that a phrase is not in its file, and which one is like it."""
    pattern = re.escape(each.flat)
    for number in prose.numbers(each.flat):
        pattern = pattern.replace(re.escape(number.text), ".{1,30}?")
    like = re.search(pattern, source.flat)
    where = source.place_of_flat(like.start()) if like else source.path.as_posix()
    pairs = zip(each.expressions or [], each.values or [], strict=True)
    computed = ", ".join(f"{expression} is {value}" for expression, value in pairs)
    return (
        f"{where}: read {like[0] if like else 'nothing like it'!r}; {TABLE} says {each.phrase!r}, "
        f"where {computed or 'it is given'}. Correct the page, or change or remove the row."
    )


def unbound(source, number):
    """Say that a number has no row."""
    return (
        f"{source.place(number)}: {number.text!r} in {source.around(number)!r} "
        f'is computed nowhere. Add a row to {TABLE} under ["{source.path.as_posix()}"]: the words '
        "around it = an expression that yields it."
    )
