r"""What the printed errors of a run give away.

A run that fails leaves a log. The ratios of its late changes follow from the learning rate and the
curvature of the error alone, so they say what went wrong, and which rate would have worked, without
the data.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from linreg._columns import as_log
from linreg._settings import as_positive

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["Diagnosis", "diagnose"]

# Two successive factors have to agree in 1 % of their distance from 1, where the formulas look.
STEADY = 0.01
# Changes below this share of the error are mostly rounding and show no factor.
VISIBLE = 1e-10
# A run has settled when its error changes by no more than rounding can.
ROUNDING = 1e-12


class Diagnosis(NamedTuple):
    r"""What a training log says about its run."""

    #: "step", "sign", "step or sign", "data", "short", "settled" or "healthy".
    verdict: str
    #: What the log shows, and what it means.
    finding: str
    #: What to do about it.
    advice: str
    #: Ratio of the last two finite errors; nan where there are no two.
    growth: float
    #: Largest stable rate if the step is too long; nan where the log does not say.
    max_if_step: float = math.nan
    #: Largest stable rate once the sign is mended; nan where the log does not say.
    max_if_sign: float = math.nan
    #: What each epoch leaves of the slowest part; nan where the log does not say.
    slow_factor: float = math.nan
    #: Epochs until the error is within 1 % of its floor; nan where the log does not say.
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
    two directions, and the error above its floor by the square. In a run that explodes, the
    steepest direction soon outgrows all else. Two successive rises of the error, in which its floor
    has no part, then have the ratio

    .. math::
       :label: growth-step

       r = (1 - \eta \lambda_{\max})^2 , \qquad\text{so}\qquad
       \frac{2}{\lambda_{\max}} = \frac{2 \eta}{1 + r^{1/2}} .

    If instead the update adds the gradient, the sign in front of :math:`\eta` changes:

    .. math::
       :label: growth-sign

       r = (1 + \eta \lambda_{\max})^2 , \qquad\text{so}\qquad
       \frac{2}{\lambda_{\max}} = \frac{2 \eta}{r^{1/2} - 1} .

    The errors alone fit both. A weight that takes part tells: :math:`1 - \eta \lambda_{\max}` is
    negative, so it jumps from side to side; :math:`1 + \eta \lambda_{\max}` is positive, so it runs
    away on one side.

    A run that converges leaves for last the direction whose factor is larger in size, which is the
    flattest at rates below :math:`2 / (\lambda_{\min} + \lambda_{\max})`. There the gains of two
    epochs have the ratio :math:`q`, and all gains that are still to come are a geometric series:

    .. math::
       :label: slow-part

       q = (1 - \eta \lambda_{\min})^2 , \qquad
       E_k - E_\infty = (E_{k-1} - E_k)\, \frac{q}{1 - q} .

    Parameters
    ----------
    sse : array_like, shape (epochs,)
        Errors of successive epochs, not of every second or tenth: sums or means of squares, of a
        linear model trained on the full batch at a constant rate. They may end in nan or inf.
    learning_rate : float
        The rate that was used, above 0.
    w1 : array_like, shape (epochs,), optional
        One of the weights at the same epochs; it tells a long step from a lost sign, if it is among
        those that explode.

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
    The error grows 4-fold per epoch and w1 jumps from side to side, so the step is too long. The
    learning rate 0.3 must stay below 0.2; try 0.1.
    >>> diagnose([9, 5, 3, 2, 1.5], learning_rate=0.1).verdict
    'healthy'
    """
    learning_rate = as_positive("learning_rate", learning_rate)
    errors, weights = _as_logs(sse, w1)
    return _read(errors, learning_rate, weights, "w1")


def _read(
    errors: np.ndarray, learning_rate: float, weights: np.ndarray, name: str
) -> Diagnosis:
    finite = np.logical_and.accumulate(np.isfinite(errors))
    known = errors[finite]
    with np.errstate(all="ignore"):
        if not known.size:
            return _bad_from_the_start(errors[0])
        changes = np.diff(known[-4:])
        if known.size < errors.size or _are_visible(changes, known[-1]):
            return _exploding(known, changes, learning_rate, weights[finite], name)
        return _falling(known, -changes)


def bound_if_step(growth: float, learning_rate: float) -> float:
    """Return the largest stable rate, if the step is too long; see :eq:`growth-step`."""
    return 2 * learning_rate / (1 + math.sqrt(growth))


def bound_if_sign(growth: float, learning_rate: float) -> float:
    """Return the largest stable rate, if the sign is lost; see :eq:`growth-sign`."""
    return 2 * learning_rate / (math.sqrt(growth) - 1)


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


def _bad_from_the_start(first: float) -> Diagnosis:
    return Diagnosis(
        "data",
        f"the error is {first} at epoch 0, before the first update, so no learning rate "
        "can help",
        "The data or the first weights hold nan or inf, or numbers whose squares "
        "overflow: drop, fill or rescale them",
        math.nan,
    )


def _exploding(
    known: np.ndarray,
    rises: np.ndarray,
    learning_rate: float,
    weights: np.ndarray,
    name: str,
) -> Diagnosis:
    growth = _steady_factor(rises)
    root = math.sqrt(growth)  # of a factor that is hardly above 1 it rounds to 1
    if not (root > 1 and _are_visible(rises, known[-1])):
        finding = "grows" if _ratio(known) > 1 else "leaves the range of numbers"
        return _short(f"the error {finding}", known)
    grows = f"the error grows {growth:.4g}-fold per epoch"
    below = f"The learning rate {learning_rate:.4g} must stay below"
    if_step = bound_if_step(growth, learning_rate)
    if_sign = bound_if_sign(growth, learning_rate)
    turn = _turn(weights, root)
    if turn < 0:
        return Diagnosis(
            "step",
            f"{grows} and {name} jumps from side to side, so the step is too long",
            f"{below} {if_step:.4g}; try {if_step / 2:.4g}",
            _ratio(known),
            max_if_step=if_step,
        )
    if turn > 0:
        return Diagnosis(
            "sign",
            f"{grows} and {name} runs away on one side, so the update adds the gradient",
            f"Subtract it. {below} {if_sign:.4g} then; try {if_sign / 2:.4g}",
            _ratio(known),
            max_if_sign=if_sign,
        )
    return Diagnosis(
        "step or sign",
        f"{grows}, so the step is too long or the update adds the gradient",
        f"{below} {if_step:.4g} if the step is too long, or {if_sign:.4g} once a lost "
        "sign is mended. Pass w1, if it explodes too, to tell the two apart",
        _ratio(known),
        if_step,
        if_sign,
    )


def _falling(known: np.ndarray, gains: np.ndarray) -> Diagnosis:
    ratio = _steady_factor(gains)
    left = still_to_gain(gains[-1], ratio) if gains.size else math.nan
    # What is left may be too little for a double, although the gains are not.
    if left == 0 or (gains.size and (abs(gains) <= ROUNDING * known[-1]).all()):
        return Diagnosis(
            "settled",
            f"the error stays at {known[-1]:.4g}",
            "It is at its floor, or the learning rate is too small to move it",
            _ratio(known),
        )
    # More cannot be left to gain than there is.
    if not (ratio < 1 and left <= known[-1] * (1 + STEADY)):
        return _short("the error does not settle", known)
    return _healthy(known, ratio, float(left))


def _healthy(known: np.ndarray, ratio: float, left: float) -> Diagnosis:
    floor = max(float(known[-1]) - left, 0.0)
    # Without a floor, 1 % of what is left is as good a goal as any.
    goal = 0.01 * (floor / left if floor > ROUNDING * known[0] else 1.0)
    needed = max(0, math.ceil(math.log(goal) / math.log(ratio)))
    slow_factor = math.sqrt(ratio)
    return Diagnosis(
        "healthy",
        f"the error falls towards {floor:.4g}, as far as this log shows, and each epoch "
        f"leaves {slow_factor:.4g} of the slowest part",
        f"{needed} more epochs bring it within 1 % of its floor",
        _ratio(known),
        slow_factor=slow_factor,
        epochs_needed=needed,
    )


def _short(finding: str, known: np.ndarray) -> Diagnosis:
    return Diagnosis(
        "short",
        f"{finding}, but not yet by a steady factor",
        "Log more epochs; if it explodes too soon, at a hundredth of the learning rate",
        _ratio(known),
    )


def _are_visible(rises: np.ndarray, error: float) -> bool:
    """Tell rises of the error from rounding."""
    return bool(rises.size and (rises[-1:] > VISIBLE * error).all())


def _steady_factor(changes: np.ndarray) -> float:
    """Return the factor between successive changes of one sign; nan if there is none.

    The floor of the error has no part in its changes, so it needs no knowing.
    """
    if changes.size < 3 or not (changes > 0).all():
        return math.nan
    early, late = changes[1:] / changes[:-1]
    is_steady = abs(late - early) <= STEADY * abs(late - 1) < math.inf
    return float(late) if is_steady else math.nan


def _turn(weights: np.ndarray, factor: float) -> float:
    """Return -1 where a weight jumps, 1 where it runs away, 0 where it has no part in it."""
    before, after = np.diff(weights[-3:])
    takes_part = abs(abs(after / before) - factor) <= STEADY * factor
    return float(np.sign(before) * np.sign(after)) if takes_part else 0.0


def _ratio(errors: np.ndarray) -> float:
    """Return the ratio of the last two errors; nan where there are no two."""
    return float(errors[-1] / errors[-2]) if errors.size > 1 else math.nan
