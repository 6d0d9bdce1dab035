r"""Sums that keep their digits: centred before they are multiplied, means in head and tail."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

# Rows of this length are multiplied by one thread each. BLAS spreads longer ones over all
# processors, and where those are busy it waits for them a thousand times longer than it works.
ROW = 8_192
# A sum of squares with less than this for each of its terms may have lost digits to underflow.
SMALLEST_TERM = 2.0**-1021


def centred_sums(
    x: np.ndarray, y: np.ndarray, work: np.ndarray
) -> tuple[int, float, float, float, float, float, float, float]:
    """Return n, both means, s_xx, s_xy, s_yy and both tails of one block of points."""
    dx, dy = work[:, : x.size]
    mean_x, tail_x = centre(x, dx)
    mean_y, tail_y = centre(y, dy)
    s_xx, s_xy, s_yy = dot(dx, dx), dot(dx, dy), dot(dy, dy)
    require_range("x", s_xx, x.size, varies=s_xx > 0 or bool(dx.any()))
    require_range("y", s_yy, x.size, varies=s_yy > 0 or bool(dy.any()))
    return x.size, mean_x, mean_y, s_xx, s_xy, s_yy, tail_x, tail_y


def centre(values: np.ndarray, distances: np.ndarray) -> tuple[float, float]:
    """Return the mean as head and tail, and write how far each value is from it."""
    first, rest = _from_first(values, distances)
    mean_distance = float(distances.sum()) / values.size
    distances -= mean_distance
    head, tail = two_sum(first, mean_distance)
    return two_sum(head, tail + rest)


def _from_first(values: np.ndarray, distances: np.ndarray) -> tuple[float, float]:
    """Write how far each value is from the first, rounded once; return it in head and tail."""
    if values.dtype.kind in "iu" and values.dtype.itemsize == 8:
        return _from_first_of_64_bits(values, distances)
    if values.dtype.kind == "O":
        return _from_first_fraction([Fraction(v) for v in values.tolist()], distances)
    wide = np.result_type(
        values, np.float64
    )  # float64, or a long double where it is one
    np.subtract(values, values[0], out=distances, dtype=wide)
    first = float(values[0])
    return first, float(values[0] - wide.type(first))


def _from_first_of_64_bits(
    values: np.ndarray, distances: np.ndarray
) -> tuple[float, float]:
    """Do the same in halves of 32 bits, which doubles hold, so that only the last sum rounds."""
    high, low = (values >> 32) * 2.0**32, values & 0xFFFFFFFF
    np.subtract(high, high[0], out=distances)
    distances += low - float(low[0])
    return two_sum(float(high[0]), float(low[0]))


def _from_first_fraction(
    values: list[Fraction], distances: np.ndarray
) -> tuple[float, float]:
    """Do the same for numbers of any length."""
    distances[:] = [float(value - values[0]) for value in values]
    first = float(values[0])
    return first, float(values[0] - Fraction(first))


def dot(a: np.ndarray, b: np.ndarray) -> float:
    """Multiply two arrays pairwise and sum, row by row and then the rest."""
    if a.size < ROW:
        return float(a @ b)
    rows, rest = divmod(a.size, ROW)
    whole = a.size - rest
    in_rows = np.vecdot(a[:whole].reshape(rows, ROW), b[:whole].reshape(rows, ROW))
    return float(in_rows.sum() + a[whole:] @ b[whole:])


def two_sum(a: float, b: float) -> tuple[float, float]:
    r"""Add two doubles without loss: the rounded sum, and what rounding took (Knuth).

    >>> two_sum(1e16, 1.0)
    (1e+16, 1.0)
    """
    total = a + b
    b_seen = total - a
    return total, (a - (total - b_seen)) + (b - b_seen)


def merge_means(
    head: float, tail: float, other_head: float, other_tail: float, share: float
) -> tuple[float, float, float]:
    """Return the mean of two sets as head and tail, and the distance between their means."""
    distance = (other_head - head) + (other_tail - tail)
    return *two_sum(head, tail + share * distance), distance


def require_range(name: str, sum_of_squares: float, n: int, *, varies: bool) -> None:
    """Refuse a sum of squares that has left the range of doubles, upwards or downwards."""
    require_below_overflow(name, sum_of_squares)
    if varies and sum_of_squares < n * SMALLEST_TERM:
        raise FloatingPointError(
            f"The standard deviation of {name} is below {SMALLEST_TERM**0.5:.2g}, so that squares "
            f"vanish. Rescale {name}, for example by a power of two, which loses no digits. "
            "See troubleshooting.html#overflow."
        )


def require_below_overflow(name: str, sum_of_squares: float) -> None:
    """Refuse a sum of squares that has left the range of doubles upwards."""
    if not sum_of_squares < math.inf:
        raise OverflowError(
            f"The squares of {name} exceed the range of doubles, 1.8e308. Rescale {name}, for "
            "example by a power of two, which loses no digits. "
            "See troubleshooting.html#overflow."
        )
