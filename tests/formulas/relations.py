"""Compare the sides of relations: exactly where they are exact, else to the digits there are."""

import operator
from fractions import Fraction
from itertools import pairwise, product

import numpy as np
from mpmath import mp

from .reader import FormulaError, Reader, rounded

ORDERED = {"<": operator.lt, ">": operator.gt, r"\le": operator.le, r"\ge": operator.ge}
EXACT = (int, Fraction)
#: How far two numbers may be apart, relatively, if one is a double.
DOUBLES = 1e-12


def indices(statement, world):
    """Yield every combination of the free indices."""
    letters = sorted(Reader(world).free(statement) & set(world.ranges))
    for positions in product(*(world.ranges[letter] for letter in letters)):
        yield dict(zip(letters, positions, strict=True))


def check_chain(statement, world):
    """Compare neighbouring sides of a chain of relations."""
    if any(left == right for left, right in pairwise(statement.children[::2])):
        raise FormulaError("both sides are the same, so it says nothing")
    for index in indices(statement, world):
        reader = Reader(world, index)
        sides = [reader.compute(side) for side in statement.children[::2]]
        for (left, right), sign in zip(
            pairwise(sides), statement.children[1::2], strict=True
        ):
            require(left, str(sign).strip("& \n"), right, world, index)


def is_true(statement, world):
    """Tell whether a statement holds."""
    try:
        check_chain(statement, world)
    except FormulaError as error:
        if "is false" not in str(error):
            raise
        return False
    return True


def require(left, sign, right, world, index):
    """Refuse two sides that do not stand in a relation."""
    if not holds(left, sign, right, world):
        where = "".join(f"for {letter} = {k}: " for letter, k in index.items())
        raise FormulaError(f"{where}{shown(left)} {sign} {shown(right)} is false")


def holds(left, sign, right, world):
    """Tell whether a relation holds."""
    if sign != "=" and sign not in ORDERED:
        raise FormulaError(f"{sign} cannot stand in a chain")
    if sign == "=" or same(left, right, world.tolerance):
        return sign not in "<>" and same(left, right, world.tolerance)
    return bool(ORDERED[sign](*map(mp.mpf, (rounded(left), rounded(right)))))


def same(left, right, tolerance):
    """Compare numbers or arrays: exactly where both are exact."""
    if np.shape(left) != np.shape(right):
        if np.shape(left) and np.shape(right):
            return False
        left, right = np.broadcast_arrays(
            np.asarray(left, object), np.asarray(right, object)
        )
    return all(
        close(a, b, tolerance)
        for a, b in zip(np.ravel(left), np.ravel(right), strict=True)
    )


def close(a, b, tolerance):
    """Compare two numbers."""
    if isinstance(a, EXACT) and isinstance(b, EXACT):
        return a == b
    if any(isinstance(number, float) for number in (a, b)):
        tolerance = max(tolerance, DOUBLES)
    a, b = rounded(a), rounded(b)
    return bool(abs(a - b) <= tolerance * (1 + abs(a) + abs(b)) < mp.inf)


def shown(value):
    """Write a value for people."""
    entries = [
        str(v) if isinstance(v, EXACT) else mp.nstr(v, 6) for v in np.ravel(value)
    ]
    return entries[0] if len(entries) == 1 else f"({', '.join(entries)})"
