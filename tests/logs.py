"""Logs of training runs with their verdicts, for `diagnose` and for its copy in the browser."""

from typing import NamedTuple

import numpy as np

from linreg import Moments, make_line, step

LINE = make_line(rng=0)
EXACT_LINE = make_line(rng=0, shared_intercept=True)
STEP, SIGN = "step", "sign"


class Log(NamedTuple):
    """What a run printed, the rate in use, and what that says."""

    verdict: str
    errors: list[float]
    rate: float
    weights: list[float] | None = None


def run(verdict, share, epochs, *, sign=1, line=LINE, weight=True):
    """Log a run at a share of the largest stable rate; with sign -1 it climbs."""
    six_numbers = Moments.from_data(line.x, line.y)
    rate, w0, w1 = float(share * six_numbers.max_learning_rate), 1.25, -2.5
    errors, weights = [], []
    with np.errstate(all="ignore"):  # some runs leave the range of numbers
        for _ in range(epochs):
            errors.append(float(six_numbers.sse(w0, w1)))
            weights.append(float(w1))
            w0, w1 = step(line.x, line.y, w0, w1, learning_rate=sign * rate)
    return Log(verdict, errors, rate, weights if weight else None)


def powers(ratio, count=4):
    return [ratio**k for k in range(count)]


RUNS = [
    *(run(STEP, *pair) for pair in [(1.02, 400), (1.2, 30), (2, 8), (9, 5), (1e3, 80)]),
    *(run(SIGN, *pair, sign=-1) for pair in [(0.1, 60), (0.5, 60), (1.5, 60)]),
    *(run("step or sign", *pair, weight=False) for pair in [(1.2, 30), (2, 12), (9, 5)]),
    run("step or sign", 0.5, 60, sign=-1, weight=False),
    *(run("healthy", *pair) for pair in [(0.05, 400), (0.2, 80), (0.5, 80), (0.99, 300)]),
    run("healthy", 0.5, 100, line=EXACT_LINE, weight=False),
    *(run("short", 0.5, epochs) for epochs in (1, 2, 3)),
    run("short", 2, 3),
    run("short", 0.2, 6),
    *(run("settled", 0.5, epochs) for epochs in (2000, 3000)),
]  # fmt: skip

#: As far as the numbers of these posts are known; test_diagnosis.py says where they are.
POSTED = [
    Log(STEP, powers(1.176727909569779), 0.0005, powers(-1.0847709018819496)),
    Log("step or sign", powers(4.431145e15), 0.1),
    Log("step or sign", powers(2.662583e17**0.1), 0.05),
    Log(STEP, powers(577_343.0**2), 0.01, powers(-577_343.0)),
]

BY_HAND = [
    Log(STEP, [1, 4, 16, 64], 0.3, [1, -2, 4, -8]),
    Log(SIGN, [1, 4, 16, 64], 0.3, [1, 2, 4, 8]),
    Log("step or sign", [1, 4, 16, 64], 1, [2, 2, 2, 2]),
    Log("step or sign", [1, 4, 16, 64], 1, [0, 8, 9, 10]),
    Log("step or sign", [1, 4, 16, 64], 1, [np.nan, np.inf, 4, -8]),
    Log(STEP, [1, 4, 16, 64, np.inf, np.nan, 3], 0.3, [1, -2, 4, -8, 0, 0, 0]),
    Log("step or sign", [1 + 1e-9 * 9.0**k for k in range(6)], 0.3),
    # Steady to just under 1 % of the distance from 1, and to just over.
    Log("step or sign", [0, 1, 3, 7.0202], 0.3),
    Log("short", [0, 1, 3, 7.0203], 0.3),
    # Rises of just over and of just under 1e-10 of the error.
    Log("step or sign", [1, 1 + 2.76e-11, 1 + 8.28e-11, 1 + 1.932e-10], 0.3),
    Log("short", [1, 1 + 1.2e-11, 1 + 3.6e-11, 1 + 8.4e-11], 0.3),
    # Gains of just under and of just over 1e-12 of the error.
    Log("settled", [1 + 2.7e-12, 1 + 1.8e-12, 1 + 0.9e-12, 1], 0.3),
    Log("short", [1 + 3.3e-12, 1 + 2.2e-12, 1 + 1.1e-12, 1], 0.3),
    Log("data", [np.nan, 1], 0.1),
    Log("data", [np.inf], 0.1),
    Log("settled", [2, 2], 0.1),
    Log("settled", [0, 0, 0], 0.1),
    Log("settled", [0, -0.0], 0.1),
    Log("settled", [1, 1, 1, 1 + 2**-52], 0.1),
    Log("settled", [1e300, 1e200, 1e-130, 0], 0.1),
    Log("settled", [9 * 5e-324, 5 * 5e-324, 3 * 5e-324, 2 * 5e-324], 0.1),
    Log("healthy", [9, 5, 3, 2, 1.5], 0.1),
    Log("healthy", powers(0.25, 10), 1),
    Log("healthy", [1 + 1e-4 * 0.5**k for k in range(5)], 1),
    Log("healthy", [100, 37.12345, 14.5, 6.4], 12_345.5),
    # A series that ends below 0 by just under 1 % of the last error, and by just over.
    Log("healthy", [3.9955, 1.9955, 0.9955, 0.4955], 1),
    Log("short", [3.9945, 1.9945, 0.9945, 0.4945], 1),
    Log("short", [1, np.inf], 0.1),
    Log("short", [4, 3, 2.9, np.nan], 0.1),
    Log("short", [9, 8, 8.5, 8], 0.1),
    Log("short", [1e-200, 2e-200, 3e-200, 1e200], 0.1),
    Log("short", [0, 2.0**53 - 6, 2.0**54 - 10, 3 * 2.0**53 - 12], 1),
]

LOGS = [*RUNS, *POSTED, *BY_HAND]
