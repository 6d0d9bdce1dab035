"""Read a formula from its TeX and compute what it says.

The grammar is formulas.lark. A `World` says what each symbol is; a `Reader` walks the parsed
formula and returns numbers: Fractions as long as nothing irrational comes along, then 50 digits.
What the grammar does not know, and a symbol that the world does not know, is an error, never a
guess.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from math import isqrt
from pathlib import Path

import numpy as np
from lark import Lark, Token, Tree
from lark.exceptions import LarkError
from lark.visitors import Interpreter
from mpmath import mp

mp.dps = 50
GRAMMAR = Path(__file__).with_name("formulas.lark").read_text("utf-8")
PARSER = Lark(
    GRAMMAR, parser="lalr", lexer="basic", start="formula", propagate_positions=True
)
INDEX = re.compile(r"([ijk])([+-]\d+)?")
SHORT_STEP = Fraction(1, 2**70)


class FormulaError(ValueError):
    """A formula cannot be read, or uses what is not there."""


class Pair(np.ndarray):
    """One number for each weight, counted from 0."""


class Matrix(np.ndarray):
    """Rows and columns, which multiply as matrices do."""


@dataclass(frozen=True)
class World:
    """What the symbols are, and what the indices run over."""

    values: Mapping[str, object]
    ranges: Mapping[str, range] = field(default_factory=dict)
    #: What a sentence with "exactly if" is tried with.
    sweep: Mapping[str, list] = field(default_factory=dict)
    #: How far the sides may be apart, relatively, where they are not exact.
    tolerance: float = 1e-40
    #: The values after an update.
    after: Mapping[str, object] = field(default_factory=dict)
    #: Gives the world in which a symbol has another value.
    moved: Callable[[str, object], "World"] | None = None

    def __or__(self, values):
        """Add or replace values."""
        return replace(self, values={**self.values, **values})


@cache
def parse(tex):
    """Return the tree of a formula."""
    try:
        return PARSER.parse(tex)
    except LarkError as error:
        said = str(error).splitlines()[0]
        raise FormulaError(f"the grammar does not know this: {said}") from None


def tokens(tex):
    """Return the words that a formula is made of."""
    return list(PARSER.lex(tex))


def pair(*values):
    """Put one number for each weight together."""
    return np.array(values, dtype=object).view(Pair)


def matrix(rows):
    """Put rows together: two numbers below each other are a pair, not a matrix."""
    cells = np.array(rows, dtype=object)
    return cells[:, 0].view(Pair) if cells.shape[1] == 1 else cells.view(Matrix)


def rounded(value):
    """Turn Fractions into numbers of 50 digits."""
    if isinstance(value, np.ndarray):
        return (
            np.array([rounded(v) for v in value.ravel()])
            .reshape(value.shape)
            .view(type(value))
        )
    is_exact = isinstance(value, Fraction)
    return mp.mpf(value.numerator) / value.denominator if is_exact else value


def alike(*values):
    """Round all values where one is rounded."""
    entries = [entry for value in values for entry in np.ravel(value)]
    is_rounded = any(isinstance(entry, (mp.mpf, mp.mpc)) for entry in entries)
    return [rounded(value) for value in values] if is_rounded else values


def root(number):
    """Take a square root, exactly where that can be."""
    if isinstance(number, Fraction) and number >= 0:
        exact = Fraction(isqrt(number.numerator), isqrt(number.denominator))
        if exact**2 == number:
            return exact
    return mp.sqrt(rounded(number))


def raised(base, exponent):
    """Raise to a power; a whole power of a matrix multiplies it with itself."""
    if exponent != int(exponent):
        return (
            root(base)
            if exponent == Fraction(1, 2)
            else mp.power(rounded(base), rounded(exponent))
        )
    if isinstance(base, Matrix):
        return np.linalg.matrix_power(base, int(exponent))
    return base ** int(exponent)


def multiplied(a, b):
    """Multiply numbers, arrays by their entries, and matrices as matrices."""
    a, b = alike(a, b)
    if not (isinstance(a, Matrix) and isinstance(b, np.ndarray)):
        return a * b
    result = np.asarray(a) @ np.asarray(b)
    if result.ndim == 2:
        return result.view(Matrix)
    return result[0] if result.shape == (1,) else result.view(Pair)


def part(value, position):
    """Return one entry: points and classes count from 1, weights and epochs from 0."""
    if isinstance(value, Pair):
        entries = dict(enumerate(value))
    elif isinstance(value, np.ndarray):
        entries = {k + 1: value.take(k, axis=-1) for k in range(value.shape[-1])}
    else:
        entries = value if isinstance(value, Mapping) else {}
    if position not in entries:
        raise FormulaError(f"there is no entry {position}")
    return entries[position]


def name_of(symbol):
    """Return a symbol's name and its subscript, both without braces."""
    name, subscript = "", None
    for token in symbol.children:
        if token.type == "SUB":
            subscript = re.sub(r"\\text|[{}\s]", "", token[1:])
        elif token.type == "NAME":
            name += re.sub(r"\\(?:mathrm|text)\{(\w+)\}", r"\1", token)
        else:
            name += f"{token} " if token.type == "ACCENT" else token
    return name, subscript


class Reader(Interpreter):
    """Computes a formula in a world; each method is a rule of the grammar."""

    def __init__(self, world, index=None):
        super().__init__()
        self.world, self.index = world, index or {}

    def compute(self, tree):
        """Return the value of an expression."""
        return self.visit(tree)

    def whole(self, tree):
        """Return the name of a symbol if the world knows it with its subscript, else None."""
        name, subscript = name_of(tree)
        full = name if subscript is None else f"{name}_{subscript}"
        return full if full in self.world.values else None

    def free(self, tree):
        """Return the indices of an expression that no sum in it runs over."""
        if not isinstance(tree, Tree):
            return set()
        if tree.data == "symbol":
            return self.free_in_symbol(tree)
        inner = set().union(*map(self.free, tree.children))
        if tree.data == "short_power":
            inner |= {tree.children[1][1:]} & set(self.world.ranges)
        return inner - self.bound(tree) if tree.data == "sum" else inner

    def free_in_symbol(self, tree):
        """Return the index that a symbol is, or has."""
        name, subscript = name_of(tree)
        if subscript is None:
            return {name} & set(self.world.ranges)
        found = INDEX.fullmatch(subscript)
        return {found[1]} if found and not self.whole(tree) else set()

    def bound(self, tree):
        """Return the index that a sum runs over: the one it names, or the one it finds."""
        _, *head, body = tree.children
        if head:
            return {head[0].strip("_{} ")[0]}
        return self.free(body) - set(self.index)

    # Signs and products

    def total(self, tree):
        """Add and subtract."""
        result, sign = Fraction(0), 1
        for child in filter(None, tree.children):
            if isinstance(child, Token):
                sign = -1 if child.type == "MINUS" else 1
            else:
                result, term = alike(result, self.visit(child))
                result = result + sign * term
        return result

    def factors(self, tree):
        """Multiply from the left; what is a function takes the bracket behind it."""
        children = [child for child in tree.children if isinstance(child, Tree)]
        values = [self.visit(child) for child in children]
        result = None
        while values:
            value = values.pop(0)
            if callable(value) and values:
                value = value(values.pop(0))
            result = value if result is None else multiplied(result, value)
        return result

    def fraction(self, tree):
        """Divide; a change over a change is a derivative."""
        above, below = (child for child in tree.children if isinstance(child, Tree))
        if above.data == below.data == "change":
            return self.slope(above.children[-1], below.children[-1])
        above, below = alike(self.visit(above), self.visit(below))
        return above / below

    def slope(self, above, below):
        """Look a derivative up, whole or by the index that its symbols have."""
        for upper, position in self.spellings(above):
            for lower, other in self.spellings(below):
                key, indices = f"∂{upper}/∂{lower}", {position, other} - {None}
                if key in self.world.values and len(indices) < 2:
                    value = self.world.values[key]
                    return part(value, self.position(*indices)) if indices else value
        raise FormulaError(f"the derivative ∂{upper}/∂{lower} is unknown")

    def spellings(self, symbol):
        """Return a symbol whole and, if it has a subscript, apart from it."""
        name, subscript = name_of(symbol)
        apart = [(name, subscript)]
        return apart if subscript is None else [(f"{name}_{subscript}", None), *apart]

    def short_power(self, tree):
        """Raise to a power of one letter; T turns a pair into a row."""
        base, power = self.visit(tree.children[0]), tree.children[1][1:]
        if power == "T":
            return np.asarray(base)[None, :].view(Matrix)
        return raised(base, self.letter(power))

    def power(self, tree):
        """Raise to a power."""
        return raised(*map(self.visit, tree.children))

    def root(self, tree):
        """Take a square root."""
        return root(self.visit(tree.children[-1]))

    def size(self, tree):
        """Take the value without its sign."""
        return abs(self.visit(tree.children[1]))

    def group(self, tree):
        """Return what a bracket holds."""
        return self.visit(tree.children[0])

    # Numbers and symbols

    def number(self, tree):
        """Read a number."""
        return Fraction(tree.children[0])

    def letter(self, character):
        """Read a digit or a symbol of one letter."""
        if character.isdigit():
            return Fraction(character)
        return self.symbol(Tree("symbol", [Token("NAME", character)]))

    def short_fraction(self, tree):
        """Divide two characters, as TeX does in a fraction without braces."""
        above, below = re.sub(r"\\t?frac|\s", "", tree.children[0])
        return self.letter(above) / self.letter(below)

    def symbol(self, tree):
        """Look a symbol up, whole or by its index."""
        name, subscript = name_of(tree)
        if subscript is None and name in self.index:
            return Fraction(self.index[name])
        if known := self.whole(tree):
            return self.world.values[known]
        if subscript is None or name not in self.world.values:
            raise FormulaError(
                f"the symbol {name}{'_' * bool(subscript)}{subscript or ''} is unknown"
            )
        return part(self.world.values[name], self.position(subscript))

    def position(self, subscript):
        """Return the number that a subscript is."""
        if subscript.isdigit():
            return int(subscript)
        found = INDEX.fullmatch(subscript)
        if not found or found[1] not in self.index:
            raise FormulaError(f"the index {subscript} runs over nothing")
        return self.index[found[1]] + int(found[2] or 0)

    def matrix(self, tree):
        """Read a matrix cell by cell."""
        rows = [child for child in tree.children if isinstance(child, Tree)]
        cells = [[c for c in row.children if isinstance(c, Tree)] for row in rows]
        return matrix([[self.visit(cell) for cell in row] for row in cells])

    # What belongs to all that follows

    def sum(self, tree):
        """Add up: over the index that is named, over the one that is found, or over the points."""
        *head, body = tree.children
        letters = self.bound(tree)
        if not letters:
            return self.visit(body).sum(axis=-1)
        if len(letters) > 1:
            raise FormulaError(f"a sum over {' and '.join(sorted(letters))} at once")
        (letter,) = letters
        return sum(
            Reader(self.world, {**self.index, letter: position}).visit(body)
            for position in self.span(head[1:], letter)
        )

    def span(self, head, letter):
        """Return the range of a sum."""
        if len(head) == 2:
            start = re.sub(r"[_{}\s]", "", head[0]).removeprefix(f"{letter}=")
            return range(int(start), int(self.visit(head[1])) + 1)
        if letter not in self.world.ranges:
            raise FormulaError(f"the index {letter} runs over nothing")
        return self.world.ranges[letter]

    def function(self, tree):
        """Apply a logarithm, or take an imaginary part."""
        name, body = tree.children
        value = self.visit(body)
        return value.imag if "Im" in name else mp.log(rounded(value))

    def limit(self, tree):
        """Come close in two steps and go on along the line through both."""
        _, subscript, body = tree.children
        name, target = re.sub(r"[_{}\s]", "", subscript).split(r"\to")
        far, near = (
            Reader(self.world | {name: int(target) + step}, self.index).visit(body)
            for step in (SHORT_STEP, SHORT_STEP / 2)
        )
        return 2 * near - far

    def derivative(self, tree):
        """Differentiate what follows by a step along the imaginary axis."""
        *_, symbol, body = tree.children
        step = 1e-30
        moved = self.world.moved("_".join(name_of(symbol)), step * 1j)
        return Reader(moved, self.index).visit(body).imag / step

    def at(self, tree):
        """Compute in the world in which a symbol has the value behind the bar."""
        body, subscript = tree.children
        name, value = parse(subscript[1:].strip("{}")).children[0].children[::2]
        moved = self.world.moved(name_of(name)[0], self.visit(value))
        return Reader(moved, self.index).visit(body)

    def distribution(self, tree):
        """Return a distribution's name and its two parameters."""
        name, first, _, second = tree.children
        return name[-1], self.visit(first), self.visit(second)
