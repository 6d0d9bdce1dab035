r"""What the printed errors of a run prove.

Another program prints the error of every epoch: its log. The ratios of late changes depend on the
learning rate and the curvature of the error alone. So they can show what went wrong, without the
data. A verdict is given only if the log proves it. If not, the answer says what the log shows, why
that is not enough, and what to log next.

First the log is measured, which gives a `Reading`. Then ``diagnosis.toml`` gives the words: the
first row whose facts are all true. The page that reads logs in a browser uses the same table.
"""

from __future__ import annotations

import math
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from linreg._columns import as_log
from linreg._settings import as_positive

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["Diagnosis", "diagnose"]

TABLE = Path(__file__).with_suffix(".toml")


class Diagnosis(NamedTuple):
    r"""What a training log proves about its run, and what it does not."""

    #: "rate too large", "wrong sign", "diverging", "not finite", "falling", "converging",
    #: "converged" or "inconclusive".
    verdict: str
    #: What the log shows, and what that means.
    finding: str
    #: What to do, or what to log next.
    advice: str
    #: Largest stable rate; nan where the log does not prove one.
    max_learning_rate: float = math.nan
    #: Error that the run approaches, in the unit of the log; nan where the log does not prove one.
    floor: float = math.nan
    #: Epochs until the error is within 1 % of that floor; nan where the log does not prove it.
    epochs_needed: float = math.nan

    @property
    def message(self) -> str:
        """Finding and advice as sentences."""
        return f"{self.finding[0].upper()}{self.finding[1:]}. {self.advice}."


def diagnose(
    sse: ArrayLike, *, learning_rate: float, w1: ArrayLike | None = None
) -> Diagnosis:
    r"""Read a training log without its data.

    Each epoch multiplies the distance to the best weights by :math:`1 - \eta \lambda` in each of
    two directions, and the error above its floor, the smallest error, by the square. In a run that
    diverges, the part in the steepest direction soon is the largest. Two successive rises of the
    error then have the ratio

    .. math::
       :label: growth-step

       r = (1 - \eta \lambda_{\max})^2 , \qquad\text{so}\qquad
       \frac{2}{\lambda_{\max}} = \frac{2 \eta}{1 + r^{1/2}} ,

    if the step is too long. Then :math:`1 - \eta \lambda_{\max}` is negative and a weight that
    takes part jumps from side to side. If the update adds the gradient, a factor
    :math:`1 + \eta \lambda` is positive and the weight runs away on one side. No rate follows
    from that, as a sign lost for one weight looks like a sign lost for both.

    In a run that converges, the direction whose factor is larger in size lasts longest. There the
    gains of two epochs, the falls of the error, have the ratio :math:`q`. All gains that are still
    to come are a geometric series:

    .. math::
       :label: slow-part

       q = (1 - \eta \lambda_{\min})^2 , \qquad
       E_k - E_\infty = (E_{k-1} - E_k)\, \frac{q}{1 - q} .

    Parameters
    ----------
    sse : array_like, shape (epochs,)
        Errors of successive epochs, not of every second or tenth: sums or means of squares, of a
        linear model trained on the full batch at a constant rate, in any unit. They may end in nan
        or inf.
    learning_rate : float
        The rate that was used, above 0.
    w1 : array_like, shape (epochs,), optional
        One of the weights at the same epochs, in any unit. It tells a long step from a wrong
        sign, if it is one that grows.

    Returns
    -------
    Diagnosis
        The verdict, in words and in numbers.

    Raises
    ------
    TypeError, ValueError
        If the log is not a sequence of numbers, holds a negative error, or differs from `w1` in
        length; if the rate is not above 0.

    Examples
    --------
    >>> print(diagnose([1, 4, 16, 64], learning_rate=0.3, w1=[1, -2, 4, -8]).message)
    The error grows 4-fold per epoch and w1 jumps from side to side: each step goes past the bottom
    and lands higher up. The learning rate 0.3 must stay below 0.2; try 0.1. This holds if each line
    is one update with all points, at one rate, without momentum.
    >>> diagnose([9, 5, 3, 2, 1.5], learning_rate=0.1).verdict
    'falling'
    """
    learning_rate = as_positive("learning_rate", learning_rate)
    errors, weights = _as_logs(sse, w1)
    with np.errstate(all="ignore"):
        reading = measure(errors, learning_rate, weights)
    return _in_words(reading)


def at(threshold: str) -> float:
    """Return a threshold of the table."""
    return float(table()["thresholds"][threshold])


@cache
def table() -> dict[str, Any]:
    """Return the thresholds and the rows of words, which the browser is handed too."""
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def bound_if_step(growth: float, learning_rate: float) -> float:
    """Return the largest stable rate, if the step is too long; see :eq:`growth-step`."""
    return 2 * learning_rate / (1 + math.sqrt(growth))


def still_to_gain(gain: float, ratio: float) -> float:
    """Return the sum of all gains to come after the last one; see :eq:`slow-part`."""
    return gain * ratio / (1 - ratio)


def _as_logs(sse: ArrayLike, w1: ArrayLike | None) -> tuple[np.ndarray, np.ndarray]:
    """Check both logs; weights that are not given stand still, which decides nothing."""
    errors = as_log("sse", sse)
    weights = np.zeros_like(errors) if w1 is None else as_log("w1", w1)
    if weights.size != errors.size:
        raise ValueError(
            f"sse has {errors.size} entries but w1 has {weights.size}; pass both for the "
            "same epochs."
        )
    if (errors < 0).any():
        first = (errors < 0).argmax()
        raise ValueError(f"sse[{first}] is negative; a sum of squares cannot be.")
    return errors + 0.0, weights  # -0.0 is a zero, and should read as one


# Measuring


class Reading(NamedTuple):
    """What is measured in a log: the facts that the table asks for, and their numbers."""

    facts: set[str]
    numbers: dict[str, float]


class Trace(NamedTuple):
    """Numbers of a log, the changes between them, and how much of a change rounding may be."""

    values: np.ndarray
    changes: np.ndarray
    noise: np.ndarray
    digits: int

    @property
    def signs(self) -> np.ndarray:
        """Return 1 for rises, -1 for falls and 0 for what may be rounding."""
        return np.sign(self.changes) * (abs(self.changes) > at("visible") * self.noise)

    @property
    def horizon(self) -> float:
        """Return how many epochs a part may need that hides below the digits."""
        return float(self.values[-1] / self.noise[-1:].max(initial=0))

    @property
    def is_fine(self) -> bool:
        """Tell a log that shows enough digits for numbers from one that was rounded."""
        return not self.horizon < at("fine")


class Pace(NamedTuple):
    """Logarithms of the factor of changes, per epoch, and how far rounding may bend them."""

    early: float = math.nan
    late: float = math.nan
    last: float = math.nan
    slack: float = math.nan
    window: int = 0

    @property
    def bend(self) -> float:
        """Return how much the pace changes from one quarter to the next."""
        return abs(self.early - self.late)

    def agrees(self, other: float, slack: float) -> bool:
        """Compare with another pace, on the scale of the distance of factors from 1."""
        tolerance = at("steady") * min(1.0, abs(other))
        return abs(self.late - other) <= tolerance + slack and slack <= 10 * tolerance


def measure(errors: np.ndarray, rate: float, weights: np.ndarray) -> Reading:
    """Return what a log shows, before any word is chosen."""
    finite = np.logical_and.accumulate(np.isfinite(errors))
    known = errors[finite]
    if not known.size:
        return Reading({"lost"}, {"end": errors[0]})
    trace = _errors_of(known)
    pace = _pace(trace, _stretch(trace.signs))
    facts = _shape(trace) | _growth(pace, _weights_of(weights[finite]))
    left, end = _left(trace, pace), errors[known.size :][:1]
    facts |= _fall(trace, pace, left) | {"breaks" for _ in end}
    told = {"rate": rate, "end": end.sum()}
    return Reading(facts, _seen(trace) | _foretold(pace, rate, left, trace) | told)


def _errors_of(errors: np.ndarray) -> Trace:
    """Reckon with the digits printed, and with the rounding of the misses behind the errors."""
    steps, digits = _last_places(errors)
    single = digits < at("fine_digits") or (np.float32(errors) == errors).all()
    unit = at("single") if single else at("double")
    scale = np.sqrt(np.minimum(errors.max(), at("scale") * errors))
    noise = np.maximum(steps, unit * np.sqrt(errors) * scale)
    return _trace(errors, noise, min(digits, 7) if single else digits)


def _weights_of(weights: np.ndarray) -> Trace:
    """Reckon with the digits printed; weights that are not numbers decide nothing."""
    weights = weights if np.isfinite(weights).all() else np.zeros_like(weights)
    steps, digits = _last_places(weights)
    return _trace(weights, np.maximum(steps, at("double") * abs(weights)), digits)


def _trace(values: np.ndarray, noise: np.ndarray, digits: int) -> Trace:
    return Trace(values, np.diff(values), np.maximum(noise[1:], noise[:-1]), digits)


def _last_places(numbers: np.ndarray) -> tuple[np.ndarray, int]:
    """Return the step of the last digit that each number was printed with, and their count."""
    parts = [np.format_float_scientific(abs(n), trim="-").split("e") for n in numbers]
    digits = np.array([len(mantissa.replace(".", "")) for mantissa, _ in parts])
    sizes = np.array([-math.inf if m == "0" else float(e) for m, e in parts])
    places = sizes + 1 - digits
    lowest = places[places > -math.inf].min(initial=math.inf)
    most = int(digits.max())
    return 10.0 ** np.maximum(lowest, sizes + 1 - most), most


def _stretch(signs: np.ndarray) -> int:
    """Return how many changes of one direction end the log."""
    same = (signs == signs[-1:]) & (signs != 0)
    return int(np.logical_and.accumulate(same[::-1]).sum())


def _pace(trace: Trace, stretch: int) -> Pace:
    """Compare the two quarters at the end of a stretch, and its very last step."""
    window = max(1, stretch // 4)
    if stretch < 3:
        return Pace()
    changes = abs(trace.changes[-1 - 2 * window :])
    first, middle, before, end = np.log(changes[[0, window, -2, -1]])
    noise = trace.noise[-1 - 2 * window :] / changes
    early, late = (middle - first) / window, (end - middle) / window
    slack = 2 * noise[[0, window, -2, -1]].max() / window
    if abs(early - late) <= at("alone") * abs(late):
        # Numbers that agree beyond their digits were not rounded.
        slack = min(slack, abs(early - late))
    return Pace(early, late, end - before, slack, window)


def _shape(trace: Trace) -> set[str]:
    """Return the facts about where the errors go."""
    signs, errors = trace.signs, trace.values
    tail = signs[-max(3, signs.size // 10) :]
    last = tail[tail != 0][-1:].sum()
    falls_after = (signs[np.logical_or.accumulate(signs > 0)] < 0).any()
    small = errors[-1] <= at("bottom") * errors.max()
    return _holding(
        uneven=falls_after,
        grows=last > 0,
        falls=last < 0 and not falls_after,
        still=signs.size and not tail.any(),
        moved=(signs < 0).any(),
        bottomed=small and (tail > 0).any(),
        fine=trace.is_fine,
        rounded=not trace.is_fine,
    )


def _growth(pace: Pace, weights: Trace) -> set[str]:
    """Return the facts about a factor of the errors, and the part a weight takes in it."""
    tail = min(weights.changes.size, max(4, weights.changes.size // 10))
    own = _pace(weights, 4 * pace.window or tail)
    moves = weights.changes[-1 - 2 * own.window :]
    turns = np.sign(moves[1:]) * np.sign(moves[:-1])
    part = _goes_along(pace, own) or _jumps_on(pace, own, moves, np.ptp(weights.values))
    return _holding(
        steady=pace.late > 0 and _is_steady(pace),
        jumps=part and (turns < 0).all(),
        runs=part and (turns > 0).all(),
        alone=weights.changes.size > 2 and _grows_alone(weights),
    )


def _goes_along(pace: Pace, own: Pace) -> bool:
    """Tell a weight that moves with the root of the factor of the errors."""
    return own.agrees(pace.late / 2, own.slack + pace.slack)


def _jumps_on(pace: Pace, own: Pace, moves: np.ndarray, way: float) -> bool:
    """Tell a weight that moves as far as ever while the errors stand still."""
    far = abs(moves).min(initial=math.inf) > at("jump") * way
    return bool(not pace.window and far and abs(own.late) * own.window <= at("steady"))


def _is_steady(pace: Pace) -> bool:
    """Tell one factor from several."""
    tolerance = at("steady") * min(1.0, abs(pace.late))
    ends = abs(pace.last - pace.late) <= tolerance + pace.slack * pace.window
    return ends and pace.agrees(pace.early, pace.slack)


def _grows_alone(weights: Trace) -> bool:
    """Tell a weight in which nothing else grows: its rest is nothing, or shrinks."""
    moves, noise = weights.changes, weights.noise
    before, factor = moves[-2] / moves[-3], moves[-1] / moves[-2]
    rest = moves[1:] - factor * moves[:-1]
    unsure = at("drift") * abs(factor - before) * abs(moves[:-1])
    unsure += noise[1:] + abs(factor) * noise[:-1]
    sure = abs(rest[0]) - unsure[0]
    nothing = (abs(rest) <= at("alone") * abs(moves[1:])).all()
    shrinks = sure > 0 and (np.sign(rest[0]) * rest + unsure < sure).any()
    return bool(nothing or shrinks)


def _left(trace: Trace, pace: Pace) -> float:
    """Return what is still to gain, if one factor holds."""
    gain = -float(trace.changes[-1:].sum())
    return still_to_gain(gain, math.exp(pace.late)) if pace.late < 0 else math.nan


def _fall(trace: Trace, pace: Pace, left: float) -> set[str]:
    """Return the facts about errors that fall: whether a factor and a floor show."""
    last, gains = trace.values[-1], -trace.changes
    gain = gains[-1] if trace.signs[-1:].sum() < 0 else math.nan
    return _holding(
        exact=trace.is_fine and _is_exact(pace) and left <= last * (1 + at("floor")),
        both=_shows_both(gains, pace),
        floored=last - left > at("floor") * left,
        crawls=10 * gains.size * gain < last and gain < 0.01 * gains.max(),
    )


def _is_exact(pace: Pace) -> bool:
    """Tell one factor to the last digit, over a stretch that would have shown another."""
    sharp = pace.slack <= 1e-3 * abs(pace.late) and pace.window > 1
    return sharp and pace.late * pace.window <= -1 and pace.bend <= pace.slack


def _shows_both(gains: np.ndarray, pace: Pace) -> bool:
    """Tell a log that began with another factor than it ends with: a line has two, no third."""
    start = np.log(gains[1:2] / gains[:1])
    return bool((abs(start - pace.late) > at("both") * abs(pace.late)).any())


def _holding(**facts: object) -> set[str]:
    """Return the names of the facts that hold."""
    return {name for name, holds in facts.items() if holds}


def _seen(trace: Trace) -> dict[str, float]:
    """Return the numbers of the log itself."""
    errors = trace.values
    return {
        "first": errors[0],
        "top": errors.max(),
        "last": errors[-1],
        "count": errors.size,
        "digits": trace.digits,
        "crumb": -trace.changes[-1:].sum() / errors[-1],
        "horizon": trace.horizon,
    }


def _foretold(pace: Pace, rate: float, left: float, trace: Trace) -> dict[str, float]:
    """Return what follows from a steady factor; the facts say whether it is one."""
    growth, floor = math.exp(pace.late), max(float(trace.values[-1]) - left, 0.0)
    bound = bound_if_step(growth, rate)
    return {
        "growth": growth,
        "slow_factor": math.sqrt(growth),
        "max_learning_rate": bound,
        "half": bound / 2,
        "floor": floor,
        "epochs_needed": _epochs_until(0.01 * floor / left, pace.late),
        "hundredth": _epochs_until(0.01, pace.late),
    }


def _epochs_until(share: float, pace: float) -> float:
    """Return in how many epochs a part that shrinks is down to a share of itself."""
    return max(0.0, np.ceil(np.log(share) / pace))


# Words


def _in_words(reading: Reading) -> Diagnosis:
    """Let the first row of the table that fits speak, and keep the numbers that it tells."""
    row = next(row for row in table()["rows"] if reading.facts.issuperset(row["when"]))
    shown = _shown(reading.numbers)
    finding, advice = (row[part].format_map(shown) for part in ("finding", "advice"))
    told: dict[str, Any] = {
        name: float(reading.numbers[name])
        for name in Diagnosis._fields[3:]
        if f"{{{name}}}" in row["finding"] + row["advice"]
    }
    return Diagnosis(row["verdict"], finding, advice)._replace(**told)


def _shown(numbers: dict[str, float]) -> dict[str, str]:
    """Write numbers with four digits, or with as many as tell them from what they stand beside."""
    known, beside = numbers | {"one": 1.0}, table()["beside"]
    others = {name: known.get(beside.get(name), math.nan) for name in numbers}
    return {name: _apart(number, others[name]) for name, number in numbers.items()}


def _apart(number: float, other: float) -> str:
    """Write a number with enough digits to differ from another."""
    pairs = ((f"{number:.{k}g}", f"{other:.{k}g}") for k in range(4, 18))
    return next((one for one, two in pairs if one != two), f"{number:.4g}")
