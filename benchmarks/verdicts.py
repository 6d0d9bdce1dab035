"""Set what ``linreg.diagnose`` says of logs against the truth about the runs that wrote them.

The truth comes from the six numbers of the data, which a log does not hold. A fixed set of runs is
read at every build; ``make attack`` reads thousands of random ones and keeps what it counted.
"""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from linreg import Moments, diagnose

KEPT = Path(__file__).with_name("verdicts.json")
THOUSANDS, PUBLISHED = 5_000, 300
#: What a part gains that needs more epochs than this can be less than the last digit of a double.
HIDDEN = 1e7
VERDICTS = (
    "rate too large",
    "wrong sign",
    "diverging",
    "falling",
    "converging",
    "converged",
    "inconclusive",
)
EXPLOSIONS = VERDICTS[:3]
TRUTHS = (
    "rate too large",
    "both signs lost",
    "one sign lost",
    "converges",
    "has converged",
)


class Run(NamedTuple):
    """A log, what its writer did, and the six numbers of the data."""

    errors: np.ndarray
    weights: np.ndarray | None
    rate: float
    signs: tuple[int, int]
    moments: Moments
    digits: int | None

    @property
    def share(self):
        """Return the rate as a share of the largest stable one."""
        return self.rate / self.moments.max_learning_rate

    @property
    def floor(self):
        """Return the error of the least-squares line."""
        return self.moments.sse(*self.moments.least_squares())

    @property
    def is_there(self):
        """Tell a run that has arrived: at the floor, or at a billionth of its first error."""
        start, end = self.errors[[0, -1]]
        return end <= max(1.01 * self.floor, 1e-9 * start)

    @property
    def truth(self):
        """Return what is wrong with the run, or how far it is."""
        if self.signs != (1, 1):
            return TRUTHS[1] if self.signs == (-1, -1) else TRUTHS[2]
        if self.share >= 1:
            return TRUTHS[0]
        return TRUTHS[4] if self.is_there else TRUTHS[3]

    @property
    def factors(self):
        """Return what an update does to the distance in its two directions."""
        (s0, s1), m = self.signs, self.moments
        product = s0 * s1 * m.n * m.s_xx
        half = (s0 * m.n + s1 * (m.s_xx + m.n * m.mean_x**2)) / 2
        large = half + np.copysign(np.sqrt(half**2 - product), half)
        return abs(1 - self.rate * np.array([large, product / large]))

    @property
    def hides(self):
        """Tell a run with a part too slow to show."""
        return abs(self.factors - 1).min() < 0.5 / HIDDEN

    @property
    def epochs_to_go(self):
        """Return in how many epochs the error is within 1 % of its floor."""
        floor, pace = self.floor, 2 * np.log(self.factors.max())
        above = max(self.errors[-1] - floor, 0.01 * floor)
        return (
            float(np.ceil(np.log(0.01 * floor / above) / pace)) if pace < 0 else np.inf
        )


# Runs


def draw(rng):
    """Draw data, a start, a rate, lost signs and a way of printing."""
    n = int(rng.integers(3, 60))
    spread = 10 ** (rng.choice([0, 1]) * rng.uniform(-2, 3))
    offset = rng.choice([0, 0.3, 0.6, 1, 3, 10, 100])
    x = spread * (rng.normal(size=n) + offset * rng.choice([-1, 1]))
    noise = rng.choice([0, 1e-3, 0.1, 1])
    y = rng.normal() + rng.normal() * x / spread + noise * rng.normal(size=n)
    moments = Moments.from_data(x, y)
    share = 10 ** rng.uniform(rng.choice([-3, -0.7]), np.log10(3))
    rate = share * moments.max_learning_rate
    signs = [(1, 1), (1, 1), (1, 1), (-1, -1), (1, -1), (-1, 1)][rng.integers(6)]
    start = rng.normal(size=2) * [3, 3 / spread]
    epochs = int(10 ** rng.uniform(0, 3))
    kind = np.float32 if rng.random() < 0.2 else np.float64
    errors, weights = walk(x.astype(kind), y.astype(kind), start, rate, signs, epochs)
    digits, form = int(rng.integers(2, 7)), rng.choice(["", "", "e", "f"])
    shown = printed(weights, digits, form) if rng.random() < 0.7 else None
    errors = printed(errors, digits, form)
    return Run(errors, shown, float(rate), signs, moments, digits if form else None)


def walk(x, y, start, rate, signs, epochs):
    """Train as other programs do, in the precision of x, until the error is not finite."""
    rate, w = x.dtype.type(rate), start.astype(x.dtype)
    errors, weights = [], []
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            miss = w[0] + w[1] * x - y
            errors.append((miss @ miss) / 2)
            weights.append(w[1])
            if not np.isfinite(errors[-1]):
                break
            w = w - rate * np.array(signs, x.dtype) * np.array([miss.sum(), miss @ x])
    return np.array(errors, float), np.array(weights, float)


def printed(numbers, digits, form):
    """Round numbers as a format does: to digits in all, behind the point, or not at all."""
    style = f".{digits - (form == 'e')}{form}" if form else ""
    return np.array([float(f"{number:{style}}") for number in numbers])


# What is said of them


def faults(run, said):
    """Map what must not be said to whether it is said."""
    right, stable = run.signs == (1, 1), run.share < 1
    explodes = said.verdict in EXPLOSIONS
    known = run.errors[np.isfinite(run.errors)]
    falls = known.size > 1 and (np.diff(known) <= 0).all() and known[-1] < known[0]
    hidden = run.hides and said.verdict == "converged"
    arrives = right and stable
    to_go = run.epochs_to_go if arrives and run.floor else 0.0
    return {
        "a run that converges is told that it explodes": arrives and explodes,
        "a log that falls is told of an explosion": falls and explodes,
        "a sign is lost where none is": right and said.verdict == "wrong sign",
        "a rate is off by more than a factor of 2, or a fifth after one lost sign": off_rate(
            run, said.max_learning_rate
        ),
        "a number is told of errors rounded to a few digits": run.digits is not None
        and run.errors[-1] < 10 ** (9 - run.digits)
        and said.floor >= 0,
        "converged is told with a part left that no digit shows, as the words warn": hidden
        and not (arrives and run.is_there),
        "converging or converged is told of a lost run that shows it": not (
            arrives or hidden
        )
        and said.verdict in {"converging", "converged"},
        "converged is told above the floor": said.verdict == "converged"
        and not (hidden or run.is_there),
        "a floor is off by more than a quarter": off(said.floor, run.floor, 0.0),
        "a count of epochs is off by more than a quarter": off(
            said.epochs_needed, to_go, 1.0
        ),
    }


def off_rate(run, said):
    """Tell a rate that is wrong by too much; nan is no rate."""
    ratio = said / run.moments.max_learning_rate
    if run.signs in {(1, 1), (-1, -1)}:
        return ratio > 2 or ratio < 0.5
    return abs(ratio - 1) > 0.2


def off(said, true, grace):
    """Tell a number that is off by more than a quarter; nan is no number."""
    return abs(said - true) > 0.25 * true + grace


@cache
def count(seed, how_many):
    """Read random runs; return verdicts against truths, and what was said that must not be."""
    rng = np.random.default_rng(seed)
    table, wrong, numbers = Counter(), Counter(), Counter()
    for _ in range(how_many):
        run = draw(rng)
        said = diagnose(run.errors, learning_rate=run.rate, w1=run.weights)
        table[run.truth, said.verdict] += 1
        wrong.update({fault: int(yes) for fault, yes in faults(run, said).items()})
        numbers.update(name for name in said._fields[3:] if getattr(said, name) >= 0)
    return {
        "runs": how_many,
        "verdicts": [[table[truth, said] for said in VERDICTS] for truth in TRUTHS],
        "faults": dict(wrong),
        "numbers": dict(numbers),
    }


# The page


def markdown(counted):
    """Write what was counted as a table and a list."""
    rates, floors = (
        counted["numbers"][name] for name in ("max_learning_rate", "floor")
    )
    lines = [
        f"{counted['runs']:,} runs; {rates:,} were told a rate, {floors:,} a floor and a count:\n",
        f"| Truth | {' | '.join(VERDICTS)} |",
        f"| :-- |{' --: |' * len(VERDICTS)}",
        *(
            f"| {truth} | {' | '.join(map(str, row))} |"
            for truth, row in zip(TRUTHS, counted["verdicts"], strict=True)
        ),
    ]
    faults = counted["faults"]
    warned = {fault: faults[fault] for fault in faults if "the words warn" in fault}
    others = {fault: faults[fault] for fault in faults if fault not in warned}
    lines += times_table("What must not be said", others)
    return "\n".join([*lines, *times_table("What is said with a warning", warned)])


def times_table(head, told):
    """Write how often each thing was said."""
    rows = [f"| {fault} | {times} |" for fault, times in told.items()]
    return ["", f"| {head} | times |", "| :-- | --: |", *rows]


def substitutions():
    """Return both tables as Markdown: of the runs read now, and of those read before."""
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    return {
        "published_verdicts": markdown(count(0, PUBLISHED)),
        "thousands_of_verdicts": markdown(kept),
    }


if __name__ == "__main__":
    KEPT.write_text(json.dumps(count(1, THOUSANDS), indent=1) + "\n", encoding="utf-8")
