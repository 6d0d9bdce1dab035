"""The truth about a few points, in fractions: the definitions of the book, and no rounding."""

from fractions import Fraction

import numpy as np


def exactly(values):
    """Return the same numbers as fractions, which pass through the formulas of the package."""
    return np.array([Fraction(v) for v in np.asarray(values).tolist()], dtype=object)


def exact_sse(x, y, w0, w1):
    return sum((w1 * a + w0 - b) ** 2 for a, b in zip(x, y, strict=True)) / 2


def exact_gradient(x, y, w0, w1):
    misses = [w1 * a + w0 - b for a, b in zip(x, y, strict=True)]
    return sum(misses), sum(miss * a for miss, a in zip(misses, x, strict=True))


def exact_moments(x, y):
    n = len(x)
    mean_x, mean_y = sum(x) / n, sum(y) / n
    dx, dy = x - mean_x, y - mean_y
    return n, mean_x, mean_y, dx @ dx, dx @ dy, dy @ dy


def exact_line(x, y):
    _, mean_x, mean_y, s_xx, s_xy, _ = exact_moments(x, y)
    return mean_y - s_xy / s_xx * mean_x, s_xy / s_xx


def second_derivatives(x):
    """Return H, of numbers or of symbols."""
    return np.array([[len(x), sum(x)], [sum(x), x @ x]])
