"""Hold every formula of the book against the environment.

A formula is made of statements. One with a relation sign is a claim: its sides have to agree, for
all points, epochs or classes. If its left side is a symbol that nobody knows, it defines that
symbol for the rest of its file. One without a relation sign is known by what `expressions` says of
it.
"""

from functools import cache
from itertools import product

import numpy as np
from lark import Tree

from . import environment, expressions, sources
from .reader import INDEX, FormulaError, Reader, name_of, parse, tokens
from .relations import check_chain, is_true, require, shown


class Book:
    """The formulas of some files, checked from top to bottom."""

    def __init__(self, formulas):
        self.formulas = formulas
        #: What each formula turned out to be, for the counts.
        self.kinds = {}

    def problem_of(self, formula):
        """Say what is wrong with a formula, or return None."""
        try:
            tree = parse(formula.tex)
            for draw in environment.DRAWS:
                kinds = self.check(formula, tree, draw)
        except FormulaError as error:
            return complaint(formula, error)
        except (
            ArithmeticError,
            TypeError,
            ValueError,
            AttributeError,
            LookupError,
        ) as error:
            return complaint(formula, f"it cannot be computed: {error}")
        if "definition" in kinds and (unused := self.unused(formula, tree)):
            return complaint(
                formula, f"it defines {unused}, which no other formula of the file uses"
            )
        self.kinds[formula] = kinds
        return None

    def unused(self, formula, tree):
        """Return a symbol that a formula defines for nobody, or None."""
        others = [
            one for one in self.formulas if one.path == formula.path and one != formula
        ]
        used = set().union(*(names_in(one.tex) for one in others))
        world = environment.world_of(formula, environment.DRAWS[0])
        new = (
            own_name(s.children[0]) for s in statements(tree) if is_definition(s, world)
        )
        return next((name for name in new if name not in used), None)

    def check(self, formula, tree, draw):
        """Check a formula in one draw; return what its statements are."""
        if formula.mark == "given":
            return [expressions.check_condition(formula, draw, self.with_definitions)]
        world = self.with_definitions(formula, environment.world_of(formula, draw))
        kinds = []
        for statement in statements(tree):
            kinds.append(check_statement(statement, formula, world))
            if kinds[-1] == "definition":
                world = with_definition(world, statement)
        return kinds

    def with_definitions(self, formula, world):
        """Add the symbols that earlier formulas of the same file define."""
        for earlier in self.formulas:
            if earlier == formula:
                break
            if earlier.path == formula.path and earlier.mark != "given":
                for statement in definitions_in(earlier.tex):
                    world = with_definition(world, statement)
        return world


def complaint(formula, problem):
    """Say where, what and what to do."""
    return (
        f"{formula.place}: {problem}\n  in {' '.join(formula.tex.split())}\n"
        "  Mend the formula. If it is right, say in tests/formulas/environment.py what its\n"
        "  symbols are, or in expressions.py what it says; mark a condition :given:, not :math:."
    )


def statements(tree):
    """Return the parts of a formula that say something each."""
    return [child for child in tree.children if isinstance(child, Tree)]


@cache
def definitions_in(tex):
    """Return the statements that may define something, read once."""
    try:
        return [found for found in statements(parse(tex)) if may_define(found)]
    except FormulaError:
        return []


@cache
def names_in(tex):
    """Return the names of all symbols of a formula."""
    try:
        symbols = list(parse(tex).find_data("symbol"))
    except FormulaError:
        return set()
    return {own_name(symbol) for symbol in symbols} | {
        name_of(symbol)[0] for symbol in symbols
    }


def own_name(symbol):
    """Return a symbol's name with its subscript, unless that is an index."""
    name, subscript = name_of(symbol)
    return (
        name
        if subscript is None or INDEX.fullmatch(subscript)
        else f"{name}_{subscript}"
    )


def may_define(statement):
    """Tell whether the left side is a symbol and nothing else."""
    return (
        statement.data == "relation"
        and statement.children[0].data == "symbol"
        and str(statement.children[1]).strip("& \n") == "="
    )


def is_definition(statement, world):
    """Tell a symbol that nobody knows yet."""
    if not may_define(statement):
        return False
    symbol = statement.children[0]
    return not (Reader(world).whole(symbol) or name_of(symbol)[0] in world.values)


def with_definition(world, statement):
    """Add what a statement defines, if its own symbols are known here."""
    if not is_definition(statement, world):
        return world
    symbol, _, value = statement.children[:3]
    name, subscript = name_of(symbol)
    try:
        if subscript in world.ranges:
            entries = [
                Reader(world, {subscript: k}).compute(value)
                for k in world.ranges[subscript]
            ]
            return world | {name: np.array(entries)}
        return world | {
            "_".join(filter(None, name_of(symbol))): Reader(world).compute(value)
        }
    except (FormulaError, TypeError, ArithmeticError):
        return world


def check_statement(statement, formula, world):
    """Check one statement and return what it is."""
    if statement.data == "statement":
        check_equivalence(statement.children[0], statement.children[-1], world)
        return "claim"
    if statement.data != "relation":
        return expressions.check_expression(statement, formula, world)
    signs = [str(sign).strip("& \n") for sign in statement.children[1::2]]
    if signs == [r"\sim"]:
        check_distribution(statement, world)
    elif signs == [r"\leftarrow"]:
        check_update(statement, world)
    elif signs == [r"\approx"]:
        check_approximation(statement, world)
    elif is_definition(statement, world):
        check_chain(statement, with_definition(world, statement))
        return "definition"
    else:
        check_chain(statement, world)
    return "claim"


def check_equivalence(left, right, world):
    """Try both sides of "exactly if": they are true, and false, together."""
    seen = set()
    for values in product(*world.sweep.values()):
        tried = world | dict(zip(world.sweep, values, strict=True))
        truths = [is_true(side, tried) for side in (left, right)]
        seen.add(truths[0])
        if truths[0] != truths[1]:
            at = ", ".join(
                f"{name} = {shown(v)}"
                for name, v in zip(world.sweep, values, strict=True)
            )
            raise FormulaError(
                f"at {at} the first side is {truths[0]}, the second {truths[1]}"
            )
    if seen != {True, False}:
        raise FormulaError(
            "nothing tries both sides of 'exactly if'; give the world a sweep"
        )


def check_distribution(statement, world):
    """Compare a distribution with what the package asked its generator for."""
    symbol, _, side = statement.children
    name, subscript = name_of(symbol)
    key = next(
        (f"@{n}" for n in (f"{name}_{subscript}", name) if f"@{n}" in world.values),
        None,
    )
    if side.data != "distribution" or key is None:
        raise FormulaError(f"nothing says how {name} is drawn")
    said, asked = Reader(world).compute(side), world.values[key]
    if said != asked:
        drawn = f"{asked[0]}{shown(asked[1:])}"
        raise FormulaError(
            f"the package draws from {drawn}, not {said[0]}{shown(said[1:])}"
        )


def check_update(statement, world):
    """Compare the right side, before an update, with the left side after it."""
    name, right = name_of(statement.children[0]), statement.children[2]
    after = world.after.get("_".join(filter(None, name)))
    if after is None:
        raise FormulaError(f"nothing says what {name[0]} is after an update")
    require(after, "=", Reader(world).compute(right), world, {})


def check_approximation(statement, world):
    """Halve the step h: what is missing has to become four times as small."""
    missing = []
    for step in (world.values["h"], world.values["h"] / 2):
        left, right = (
            Reader(world | {"h": step}).compute(side)
            for side in statement.children[::2]
        )
        missing.append(abs(left - right))
    if not (missing[1] and abs(missing[0] / missing[1] - 4) < 0.01):
        raise FormulaError(
            f"halving h changes what is missing from {shown(missing[0])} to {shown(missing[1])}"
        )


def kind_of(formula, book):
    """Return what a displayed formula is: a definition, a restatement, or derived."""
    if formula.label in environment.DEFINITIONS:
        return "definition"
    before = book[: book.index(formula)]
    restated = (
        one
        for one in before
        if one.label and skeleton(one.tex) == skeleton(formula.tex)
    )
    return "restatement" if next(restated, None) else ""


def skeleton(tex):
    """Return the words of a formula without its epochs; an update is an equation between two."""
    words = [str(token).strip("& \n") for token in tokens(tex.rstrip(" .,;"))]
    dropped = {r"\left.", r"\right|", "_k", "_{k+1}", "_{w = w_k}"}
    return [
        "=" if word == r"\leftarrow" else word for word in words if word not in dropped
    ]


def defined_by(formula):
    """Return the symbols on the left sides of a formula."""
    return {
        own_name(s.children[0])
        for s in statements(parse(formula.tex))
        if s.data == "relation"
    }


def of_the_book(root=environment.ROOT):
    """Return all formulas of the book."""
    return Book(sources.formulas(root))
