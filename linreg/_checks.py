r"""The border: what comes in is converted once, checked once, and trusted from then on.

Every error says what was seen, what is allowed and what to do about it.
"""

from __future__ import annotations

import operator
from numbers import Complex, Number, Real
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if (
    TYPE_CHECKING
):  # importing these at run time would make `import linreg` a fifth slower
    from numpy.random import Generator
    from numpy.typing import ArrayLike

RandomSource: TypeAlias = "int | Generator | None"


def as_points(x: ArrayLike, y: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return ``x`` and ``y`` as contiguous float64 arrays of one shape ``(N,)``, all finite."""
    seen_x, seen_y = _as_numbers("x", x), _as_numbers("y", y)
    if seen_x.shape != seen_y.shape:
        raise ValueError(
            f"x has shape {seen_x.shape} but y has shape {seen_y.shape}: NumPy would stretch one "
            "to match the other and pair points that do not belong together. Give both the same "
            "shape (N,), for example with .ravel()."
        )
    return _as_vector("x", seen_x), _as_vector("y", seen_y)


def as_real(name: str, value: float) -> float:
    """Return ``value`` as a finite float."""
    if not _is_scalar_number(value):
        raise TypeError(f"{name} is {_describe(value)}; pass one real number.")
    try:
        number = float(value)
    except OverflowError:
        number = float("inf")
    if not np.isfinite(number):
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
            f"{name} is {_describe(value)}; pass a whole number, {least} or more."
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
            f"rng is {_describe(rng)}; pass None, a whole number, 0 or more, "
            "or a numpy.random.Generator."
        ) from None


def _as_numbers(name: str, values: ArrayLike) -> np.ndarray:
    """Return ``values`` as a plain array of real numbers, of whatever shape and type."""
    if isinstance(values, np.ma.MaskedArray) and values.mask.any():
        raise ValueError(
            f"{name} has masked entries ({values.mask.sum()} of {values.size}), which NumPy would "
            "quietly unmask. Drop the same points from x and y first."
        )
    try:
        seen = np.asarray(values)
    except ValueError:
        raise ValueError(
            f"{name} is nested with rows of different lengths; pass a flat sequence of numbers."
        ) from None
    if seen.ndim == 0:
        raise TypeError(
            f"{name} is {_describe(values)}; pass a flat sequence of numbers."
        )
    if seen.dtype.kind == "O":
        _require_number_objects(name, seen)
    elif seen.dtype.kind not in "biuf":
        raise TypeError(
            f"{name} holds values of type {seen.dtype}; pass real numbers, as floats or integers."
        )
    return seen


def _require_number_objects(name: str, seen: np.ndarray) -> None:
    for index, value in enumerate(seen.flat):
        if not _is_scalar_number(value):
            raise TypeError(
                f"{name}[{index}] is {_describe(value)}, not a number; drop or convert it first."
            )


def _is_scalar_number(value: object) -> bool:
    # Decimal is a Number that declares itself neither Real nor Complex; np.bool_ is none of them.
    real = isinstance(value, (Real, np.bool_))
    return real or (isinstance(value, Number) and not isinstance(value, Complex))


def _as_vector(name: str, seen: np.ndarray) -> np.ndarray:
    """Return ``seen`` as a contiguous float64 array: one-dimensional, not empty, all finite."""
    if seen.ndim != 1:
        raise ValueError(
            f"{name} has shape {seen.shape}; pass one dimension, shape (N,), for example with "
            ".ravel()."
        )
    if seen.size == 0:
        raise ValueError(f"{name} is empty; pass at least one point.")
    vector = _as_float64(name, seen)
    (bad,) = np.nonzero(~np.isfinite(vector))
    if bad.size:
        raise ValueError(
            f"{name}[{bad[0]}] is {vector[bad[0]]} ({bad.size} of {vector.size} values are not "
            "finite). Drop or fill them before training."
        )
    return vector


def _as_float64(name: str, seen: np.ndarray) -> np.ndarray:
    try:
        with np.errstate(
            over="ignore"
        ):  # a long double beyond the range becomes inf, named later
            return np.ascontiguousarray(seen, dtype=np.float64)
    except OverflowError:
        raise ValueError(
            f"{name} holds an integer too large for a float64; rescale it to stay below 1e308."
        ) from None


def _describe(value: object) -> str:
    text = repr(value)
    shown = text if len(text) <= 40 else text[:37] + "..."
    return f"{shown}, a {type(value).__name__}"
