r"""Where single numbers enter the package: they are checked once, here.

Every error says what was seen, what is allowed and what to do about it.
"""

from __future__ import annotations

import math
import operator
from numbers import Complex, Number, Real
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:  # at run time this import would make `import linreg` a fifth slower
    from numpy.random import Generator

RandomSource: TypeAlias = "int | Generator | None"


def as_settings(
    w0: float, w1: float, learning_rate: float, epochs: int
) -> tuple[float, float, float, int]:
    """Return what a run starts from: finite weights, a positive rate, a count of epochs."""
    return (
        as_real("w0", w0),
        as_real("w1", w1),
        as_positive("learning_rate", learning_rate),
        as_count("epochs", epochs, least=0),
    )


def as_real(name: str, value: float) -> float:
    """Return ``value`` as a finite float."""
    if not is_number(value):
        raise TypeError(f"{name} is {describe(value)}; pass one real number.")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ValueError(f"{name} is {value}; pass a finite number.")
    return number


def as_positive(name: str, value: float) -> float:
    """Return ``value`` as a finite float above zero."""
    number = as_real(name, value)
    if number <= 0:
        raise ValueError(f"{name} is {value}; pass a number greater than 0.")
    return number


def as_spread(name: str, value: float) -> float:
    """Return ``value`` as a finite float, zero or above."""
    number = as_real(name, value)
    if number < 0:
        raise ValueError(
            f"{name} is {value}, but a spread cannot be negative; pass 0 or more."
        )
    return number


def as_count(name: str, value: int, *, least: int) -> int:
    """Return ``value`` as an int of at least ``least``."""
    if isinstance(value, (bool, np.bool_)):
        raise TypeError(
            f"{name} is {value}, a bool; pass a whole number, {least} or more."
        )
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError(
            f"{name} is {describe(value)}; pass a whole number, {least} or more."
        ) from None
    if number < least:
        raise ValueError(f"{name} is {number}; pass a whole number, {least} or more.")
    return number


def as_generator(rng: RandomSource) -> Generator:
    """Return the generator that ``rng`` names: fresh, seeded, or the one handed in."""
    if rng is None or isinstance(rng, np.random.Generator):
        return np.random.default_rng(rng)
    try:
        return np.random.default_rng(as_count("rng", rng, least=0))
    except TypeError:
        raise TypeError(
            f"rng is {describe(rng)}; pass None, a whole number, 0 or more, "
            "or a numpy.random.Generator."
        ) from None


def is_number(value: object) -> bool:
    """Tell a real number of any kind from the rest."""
    return isinstance(value, (Real, np.bool_)) or is_decimal(value)


def is_decimal(value: object) -> bool:
    """Tell a number that no float can be added to."""
    # Decimal is a Number that declares itself neither Real nor Complex.
    return isinstance(value, Number) and not isinstance(value, Complex)


def describe(value: object) -> str:
    """Show a value and its type, in at most a line."""
    text = repr(value)
    shown = text if len(text) <= 40 else text[:37] + "..."
    return f"{shown}, a {type(value).__name__}"
