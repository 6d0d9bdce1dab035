"""The task that every tool is given, and its answer to 60 digits."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from linreg import init_weights, make_line

#: The post trains with 200 points; the other sizes show what the data cost.
SIZES = (200, 1_000_000, 10_000_000)
#: How often all tools are visited; a round with the most points takes minutes.
ROUNDS = {200: 3, 1_000_000: 3, 10_000_000: 2}
EPOCHS = 300
DATA_SEED, START_SEED = 0, 1


class Task(NamedTuple):
    """Points, a start and a learning rate."""

    x: np.ndarray
    y: np.ndarray
    w0: float
    w1: float
    learning_rate: float


@lru_cache(maxsize=1)  # a process works on one size at a time
def make_task(n):
    """Draw n points and the start; the rate is the post's 0.001 for its 200 points."""
    line = make_line(n, rng=DATA_SEED)
    # The error is a sum over the points, so the rate has to shrink as their number grows.
    return Task(line.x, line.y, *init_weights(rng=START_SEED), learning_rate=0.2 / n)


@cache
def exact_sums(n):
    """Return the sums of x, x x, y and x y with 60 digits."""
    task = make_task(n)
    s_x = s_xx = s_y = s_xy = Decimal(0)
    with localcontext(prec=60):
        for x, y in zip(map(Decimal, task.x), map(Decimal, task.y), strict=True):
            s_x, s_xx, s_y, s_xy = s_x + x, s_xx + x * x, s_y + y, s_xy + x * y
    return s_x, s_xx, s_y, s_xy


def exact_path(n, epochs=EPOCHS):
    """Return the weights before each update and after the last, with 60 digits.

    The steps follow the gradient H w - b, so they share neither formulas nor arithmetic with
    any tool.
    """
    task = make_task(n)
    s_x, s_xx, s_y, s_xy = exact_sums(n)
    with localcontext(prec=60):
        w0, w1, rate = map(Decimal, (task.w0, task.w1, task.learning_rate))
        path = [(w0, w1)]
        for _ in range(epochs):
            dE_dw0 = n * w0 + s_x * w1 - s_y
            dE_dw1 = s_x * w0 + s_xx * w1 - s_xy
            w0, w1 = w0 - rate * dE_dw0, w1 - rate * dE_dw1
            path.append((w0, w1))
    return path


def exact_least_squares(n):
    """Return the line with the smallest error, by Cramer's rule with 60 digits."""
    s_x, s_xx, s_y, s_xy = exact_sums(n)
    with localcontext(prec=60):
        determinant = n * s_xx - s_x * s_x
        w0 = (s_xx * s_y - s_x * s_xy) / determinant
        return w0, (n * s_xy - s_x * s_y) / determinant


def difference(weights, reference):
    """Return how far two pairs of weights are apart, relative to the larger of the reference."""
    # Exact numbers, else the difference would be rounded to the digits it is about.
    weights, reference = list(map(Fraction, weights)), list(map(Fraction, reference))
    apart = max(abs(a - b) for a, b in zip(weights, reference, strict=True))
    return float(apart / max(map(abs, reference)))
