"""A table of logs: what each of them proves, for `diagnose` and for its copy in the browser."""

from typing import NamedTuple

import numpy as np

from linreg import Moments, init_weights, make_line

NAN, INF = float("nan"), float("inf")
LINE, START = make_line(rng=0), init_weights(rng=1)
EXACT_LINE = make_line(rng=0, shared_intercept=True)
NARROW = LINE._replace(x=LINE.x + 100)
AROUND_0 = LINE._replace(x=np.array([-0.01, 0, 0.01]), y=np.array([0.97, 1, 1.03]))
RATE, SIGN = "rate too large", "wrong sign"


class Log(NamedTuple):
    """What a run printed at which rate, the verdict, and what has to be said."""

    name: str
    verdict: str
    errors: list[float]
    rate: float
    weights: list[float] | None = None
    says: str = ""
    #: The largest rate, or the floor and the epochs to it, which is all that may be told.
    told: tuple[float, ...] = ()


def bound_of(line):
    return Moments.from_data(line.x, line.y).max_learning_rate


def walk(line, rate, epochs, signs=(1, 1), start=START, kind=float):
    """Run with either sign of each update; return errors and w1."""
    x, y, rate = line.x.astype(kind), line.y.astype(kind), kind(rate)
    w0, w1 = map(kind, start)
    errors, weights = [], []
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            miss = w0 + w1 * x - y
            errors.append(float((miss @ miss) / 2))
            weights.append(float(w1))
            w0 = w0 - signs[0] * rate * miss.sum()
            w1 = w1 - signs[1] * rate * (miss @ x)
    return errors, weights


def run(
    name, verdict, share, epochs, says="", told=(), *, line=LINE, weight=True, **how
):
    """Log a run at a share of the largest stable rate."""
    rate = float(share * bound_of(line))
    errors, weights = walk(line, rate, epochs, **how)
    return Log(name, verdict, errors, rate, weights if weight else None, says, told)


def rounded(log, name, verdict, style, says):
    errors = [float(f"{error:{style}}") for error in log.errors]
    return log._replace(name=name, verdict=verdict, errors=errors, says=says, told=())


def powers(ratio, count=4):
    return [ratio**k for k in range(count)]


def goal(share, epochs):
    """Return the floor, and the epochs that are left until the error is within 1 % of it."""
    moments = Moments.from_data(LINE.x, LINE.y)
    floor = moments.sse(*moments.least_squares())
    errors, _ = walk(LINE, share * moments.max_learning_rate, 3000)
    arrived = next(k for k, error in enumerate(errors) if error <= 1.01 * floor)
    return floor, max(0, arrived - epochs + 1)


BOUND = bound_of(LINE)
SHARE = 0.001 / BOUND
BOOK = run("the run of the book", "converging", SHARE, 301, told=goal(SHARE, 301))
TOO_EARLY = "cannot be told how far"
CANNOT_TELL = "these numbers cannot tell which"
NO_RATE = "The largest rate does not show here"
DIGITS = "Print all digits"
TWO_READINGS = "has two readings"
FLOOR = "floor of this model on these columns"

LOST = [
    *(
        run(f"{share} bounds", RATE, share, epochs, "jumps", (BOUND,))
        for share, epochs in [(1.0001, 3000), (1.02, 400), (1.2, 40), (2, 12), (1e3, 60)]
    ),
    run("3 bounds, no weight", "diverging", 3, 40, CANNOT_TELL, weight=False),
    run("3 bounds, too few", RATE, 3, 5, "By how much this log does not say"),
    run("at the bound", RATE, 1, 3000, "comes no closer"),
    run("a weight that crawls", "diverging", 1.002, 3000, CANNOT_TELL, line=AROUND_0),
    *(
        run(f"both signs lost, {share} bounds", SIGN, share, 60, NO_RATE, signs=(-1, -1))
        for share in (0.1, 0.5, 1.5)
    ),
    run("signs lost, no weight", "diverging", 0.5, 60, weight=False, signs=(-1, -1)),
    *(
        run(f"sign of w1 lost, {share} bounds", SIGN, share, 99, NO_RATE, signs=(1, -1))
        for share in (0.3, 1)
    ),
    run("sign of w1 lost, 3 bounds", RATE, 3, 60, "one lost sign", signs=(1, -1)),
    run("sign of w0 lost", SIGN, 0.5, 60, NO_RATE, signs=(-1, 1)),
    run("sign of w1 lost, early", "falling", 0.02, 20, signs=(1, -1)),
]  # fmt: skip

FALLING = [
    BOOK,
    run("0.05 bounds", "converging", 0.05, 400, told=goal(0.05, 400), weight=False),
    run("0.99 bounds", "converging", 0.99, 300, weight=False, told=goal(0.99, 300)),
    run("0.05 bounds, 5 errors", "falling", 0.05, 5, TOO_EARLY),
    *(run(f"{k} errors of the book", "falling", 0.13, k, TOO_EARLY) for k in (2, 4, 20)),
    Log("four errors by hand", "falling", [1.9, 1.4, 1, 0.7], 0.1, says=TOO_EARLY),
    run("narrow valley", "falling", 0.4, 300, "Subtract the mean", line=NARROW),
    Log("one part", "falling", [5 + 3 * 0.9**k for k in range(60)], 0.1, says="far slower"),
    run("noise-free", "converging", 0.5, 90, "no floor shows yet", line=EXACT_LINE),
    run("noise-free, at its end", "converged", 0.5, 3000, "only the rounding", line=EXACT_LINE),
    run("at the floor", "converged", 0.5, 3000, FLOOR),
    run("single precision", "falling", 0.13, 301, DIGITS, kind=np.float32),
    run("single, at the floor", "inconclusive", 0.5, 3000, DIGITS, kind=np.float32),
    rounded(BOOK, "4 decimals", "falling", ".4f", DIGITS),
    rounded(BOOK, "2 decimals", "inconclusive", ".2f", DIGITS),
    rounded(BOOK, "4 digits", "falling", ".4g", DIGITS),
    BOOK._replace(name="a first error of 1e30", errors=[1e30, *BOOK.errors],
                  weights=None),
    BOOK._replace(name="rising and falling", errors=[*BOOK.errors[:50:-1], *BOOK.errors],
                  weights=None, verdict="inconclusive", says="mini-batches, momentum", told=()),
]  # fmt: skip

#: Posted by people who asked for help, as far as their numbers are known: what was printed, and
#: the rate in use. The largest stable rates are those of the data, which they posted, too.
POSTED = [
    # Cross Validated, question 432707: the error grows by this factor, and w1 turns every epoch.
    Log("20 points", RATE, powers(1.176727909569779, 6), 0.0005,
        powers(-1.0847709018819496, 6), told=(0.00047967,)),
    # GitHub, iamtrask/Grokking-Deep-Learning, issue 46: the errors alone.
    Log("an explosion", "diverging", powers(4.431145e15), 0.1, says=CANNOT_TELL),
    # GitHub, oxford-cs-deepnlp-2017/lectures, issue 10: a lost sign, printed every ten epochs.
    Log("a lost sign", "diverging", powers(2.662583e17**0.1), 0.05, says=CANNOT_TELL),
    # Stack Overflow, question 67320404: the weight is multiplied by this every epoch. The data
    # were drawn without a seed, so the bound is known to two digits.
    Log("large inputs", RATE, powers(577_343.0**2), 0.01, powers(-577_343.0), told=(3.46e-8,)),
]  # fmt: skip

BY_HAND = [
    Log("step", RATE, [1, 4, 16, 64], 0.3, [1, -2, 4, -8], "below 0.2; try 0.1", (0.2,)),
    Log("sign", SIGN, [1, 4, 16, 64], 0.3, [1, 2, 4, 8], NO_RATE),
    Log("no weight", "diverging", [1, 4, 16, 64], 0.3, says=CANNOT_TELL),
    Log("a weight at rest", "diverging", [1, 4, 16, 64], 1, [2, 2, 2, 2], CANNOT_TELL),
    Log("another weight", "diverging", [1, 4, 16, 64], 1, [0, 8, 9, 10], CANNOT_TELL),
    Log("weights of nan", "diverging", [1, 4, 16, 64], 1, [NAN, INF, 4, -8], CANNOT_TELL),
    Log("roots of errors", "diverging", [1.1, 2.2, 4.4, 8.8], 0.3, [1, -2, 4, -8], CANNOT_TELL),
    Log("then inf", RATE, [1, 4, 16, 64, INF, NAN, 3], 0.3, [1, -2, 4, -8, 0, 0, 0],
        told=(0.2,)),
    Log("cubes", "inconclusive", [k**3 for k in range(99)], 0.1, [k**1.5 for k in range(99)],
        "computed once before the loop"),
    Log("squares of a sum", "inconclusive", [(1 + k) ** 2 for k in range(40)], 0.1),
    Log("nan at once", "not finite", [NAN, 1], 0.1, says=TWO_READINGS),
    Log("inf at once", "not finite", [INF], 0.1, says=TWO_READINGS),
    Log("a fall, then nan", "not finite", [50, 30, 20, 15, NAN], 0.1, says="That fall was healthy"),
    Log("a fall, then inf and nan", "not finite", [50, 30, 20, 15, INF, NAN], 0.1,
        says="the next one is inf"),
    Log("a straight rise", "inconclusive", [1.5, 2.5, 3.5, 4.5], 0.1,
        says="do not have one factor"),
    Log("a crawl by hand", "falling", [58.25, 8.25, 8, 7.75], 0.1,
        says="took 0.03226 of it"),
    Log("a straight fall", "falling", [4.5, 4, 3.5, 3], 0.1, says=DIGITS),
    Log("one, then inf", "inconclusive", [1, INF], 0.1, says="too few steady rises"),
    Log("a rise, then nan", "inconclusive", [2, 9, NAN], 0.1, says="too few steady rises"),
    Log("one error", "inconclusive", [5], 0.1, says="One error, 5"),
    Log("two alike", "inconclusive", [2, 2], 0.1, says="no more than its last digit"),
    Log("zeros", "inconclusive", [0, 0, -0.0], 0.1, says="goes from 0 to 0, which is no more"),
    Log("steps too small", "inconclusive", [350.6428 - k * 1e-13 for k in range(9)], 1e-20,
        says="the learning rate is too small"),
    Log("a weight at its rounding", "converged", [1.05 + 300 * 0.5**k for k in range(120)], 0.1,
        [2 + 0.5**k + 1e-12 * (-1) ** k for k in range(120)]),
    Log("up and down", "inconclusive", [9, 4, 7, 3, 6, 2], 0.1, says="later falls again"),
    Log("two parts", "converging", [1 + 100 * 0.01**k + 0.5**k for k in range(24)], 0.1,
        told=(1, 0)),
]  # fmt: skip

LOGS = [*LOST, *FALLING, *POSTED, *BY_HAND]
