"""Hold every number of the prose against the expression that yields it.

``docs/facts.toml`` has a table for each file and in it a row for each phrase with numbers: the phrase as
it stands in the file, and an expression for each of its numbers. A number in no phrase is refused, and so
is a phrase that is nowhere, and one that says another number than its expression.
"""

import math
import re
import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from . import fact_names, prose
from .fact_names import ROOT, TABLE

#: Words that stand in the place of a number word by mistake.
EXCHANGED = [
    "half",
    "twice",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "ten",
    "twelve",
    "hundred",
]
EXCHANGED += ["thousand", "million"]


class Fact(NamedTuple):
    """A phrase, and for each number in it what its expression yields."""

    phrase: str
    expressions: list
    values: list
    #: The file that has to say it; none where several files may.
    path: Path | None

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
    #: Files where not every number has its row yet.
    not_yet: list

    def facts(self, path):
        """List what a file has to agree with."""
        rows = [
            fact(phrase, said, path, own="*" not in pattern)
            for pattern, group in self.rows.items()
            if path.match(pattern)
            for phrase, said in group.items()
        ]
        prefix = f"{path.as_posix()}: "
        given = [
            key.removeprefix(prefix) for key in self.given if key.startswith(prefix)
        ]
        return [*rows, *(Fact(phrase, None, None, path) for phrase in given)]


@cache
def table(root=ROOT):
    """Read the table."""
    rows = tomllib.loads((root / TABLE).read_text("utf-8"))
    rows.pop("names")
    others = [rows.pop(name) for name in ("given", "exempt", "not_yet")]
    return Table(rows, *others)


def fact(phrase, said, path, *, own):
    """Compute what a row says, with the names of its file."""
    expressions = [said] if isinstance(said, str) else said
    names = fact_names.names(path) if own else fact_names.common()
    values = [value_of(each, phrase, names) for each in expressions]
    return Fact(phrase, expressions, values, path if own else None)


def value_of(expression, phrase, names):
    """Evaluate one expression of the table."""
    try:
        return eval(expression, names)
    except Exception as error:
        raise ValueError(
            f"{TABLE}: {phrase!r} = {expression!r} fails: {error!r}"
        ) from error


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
    name = number.text.strip("{ }")
    return (
        number.text
        if name == number.text
        else fact_names.substitutions().get(name, "nothing")
    )


def complaints(source, facts, exempt=(), *, whole=True):
    """List what is wrong with the numbers of a file, each with its place and what to do."""
    bound, found = set(), []
    for each in facts:
        matches = [numbers for numbers in source.matches(each.flat) if numbers]
        found += [nowhere(source, each)] if not matches and each.path else []
        for numbers in matches:
            found += disagreements(source, each, numbers)
            bound.update(numbers)
    if whole:
        bound |= source.within(exempt)
        found += [
            unbound(source, number) for number in source.numbers if number not in bound
        ]
    return found


def disagreements(source, each, numbers):
    """List where a phrase says another number than its expressions."""
    if each.expressions is None:
        return []
    if len(numbers) != len(each.expressions):
        return [
            f"{TABLE}: {each.phrase!r} has {len(numbers)} numbers and {len(each.expressions)} "
            "expressions. Give one for each number."
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
    pairs = zip(each.expressions or [], each.values or [], strict=True)
    computed = ", ".join(f"{expression} is {value}" for expression, value in pairs)
    place = source.place_of_flat(like.start()) if like else source.path.as_posix()
    read = f"read {like[0]!r}" if like else "nowhere"
    return (
        f"{place}: {read}; {TABLE} says {each.phrase!r}, where {computed or 'it is given'}. Correct the page, or change "
        "or remove the row."
    )


def unbound(source, number):
    """Say that a number has no row."""
    return (
        f"{source.place(number)}: {number.text!r} in {source.around(number)!r} is computed nowhere. "
        f'Add a row to {TABLE} under ["{source.path.as_posix()}"]: the words around it = an '
        "expression that yields it."
    )


# Mistakes, made one at a time


def mistakes(number, others):
    """List what could stand in the place of a number by mistake, of the same kind."""
    word = number.text.lower()
    if word in prose.WORDS:
        return [other for other in EXCHANGED if not says(other, prose.WORDS[word])]
    if number.text.startswith("{"):
        return sorted(
            {other for other in others if other.startswith("{")} - {number.text}
        )
    return [
        f"{number.text[:k]}{digit}{number.text[k + 1 :]}"
        for k, old in enumerate(number.text)
        for digit in "0123456789"
        if old.isdigit() and digit != old
    ]


def missed(source, known, *, every=1):
    """Make mistakes, of all that are possible each so many-th, and return those that nobody notices."""
    rows = known.facts(source.path)
    return [
        f"{source.place(number)}: {number.text!r} made {mistake!r} in {source.around(number)!r}"
        for number, mistake in all_mistakes(source, known)[::every]
        if not complaints(source.with_mistake(number, mistake), rows, known.exempt)
    ]


def all_mistakes(source, known):
    """List every mistake in every number of a file that needs a row."""
    exempt = source.within(known.exempt)
    return [
        (number, mistake)
        for number in source.numbers
        if number not in exempt
        for mistake in mistakes(number, {other.text for other in source.numbers})
    ]


def given(source, known):
    """Return the numbers that stand in the table without an expression."""
    rows = [row for row in known.facts(source.path) if row.expressions is None]
    return {
        number for row in rows for group in source.matches(row.flat) for number in group
    }


def believed(source, known):
    """Return the mistakes that page and table could share: those that an expression says as well."""
    return [
        f"{source.place(number)}: {number.text!r} made {mistake!r} is {expression}, too"
        for row in known.facts(source.path)
        if row.expressions
        for group in source.matches(row.flat)
        for number, expression, value in zip(
            group, row.expressions, row.values, strict=False
        )
        for mistake in mistakes(number, ())
        if says(mistake, value)
    ]
