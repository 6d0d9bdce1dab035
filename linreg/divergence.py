r"""When a run diverges, and why.

A run diverges if its error grows without bound. `train` has the right slopes and the right update.
So the learning rate is too large for these data, or a square is too large for a double, a number in
float64. There is no other cause.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np

from linreg._sums import require_below_overflow
from linreg.history import History, State, as_history

__all__ = ["DivergenceError"]

# From here on a valley counts as narrow: half of the bound takes 459 epochs or more along it.
NARROW = 100.0


class DivergenceError(ArithmeticError):
    r"""The error of a run grew without bound.

    The slopes :eq:`linear-gradient` are 0 at the best weights :math:`w^*`. So at any weights they
    are :math:`H (w - w^*)`, and the update :eq:`update` multiplies the distance from the best
    weights:

    .. math::
       :label: distance

       w_{k+1} - w^* = (I - \eta H)(w_k - w^*) .

    In two directions H only stretches, by the curvatures :math:`\lambda_{\min}` and
    :math:`\lambda_{\max}`. Along each, an update multiplies the distance by
    :math:`1 - \eta \lambda`. If all x are equal, :given:`\lambda_{\min} = 0`: the error has no
    slope in that direction, so the distance along it stays and adds no error. If there is a slope,
    the factor has to be below 1 in size, and the steeper direction decides:

    .. math::
       :label: stable-rate

       |1 - \eta \lambda_{\max}| < 1
       \quad\text{exactly if}\quad
       0 < \eta < \frac{2}{\lambda_{\max}} .

    Half of the bound is :math:`\eta = 1 / \lambda_{\max}`. With it one update removes the distance
    in the steep direction. Of the slow part, in the flat direction, k updates leave
    :math:`(1 - \lambda_{\min} / \lambda_{\max})^k`. That is a hundredth after

    .. math::
       :label: slow-epochs

       k = \frac{\ln 0.01}{\ln \left( 1 - \lambda_{\min} / \lambda_{\max} \right)}

    epochs. For standardised x the two curvatures are equal: one update reaches the best weights.

    Parameters
    ----------
    history : History
        The run up to and including the epoch at which it was stopped.
    learning_rate : float
        The rate that was used; x counts as a plain number, as in `linreg.step`.
    max_learning_rate : float
        The bound :math:`2 / \lambda_{\max}` of these data.
    condition : float
        How narrow the valley of the error is, :math:`\lambda_{\max} / \lambda_{\min}`; inf if all x
        are equal.

    Examples
    --------
    >>> import linreg
    >>> try:
    ...     linreg.train([1, 2], [1, 2], w0=0, w1=0, learning_rate=1, epochs=300)
    ... except linreg.DivergenceError as error:
    ...     print(error)
    Diverged at epoch 4: the learning rate 1 is too large for these data. It must stay below 0.2918,
    which is 2 / lambda_max. Try 0.1459: after 215 epochs at most 1 % of the way to the best weights
    is left. See troubleshooting.html#alternating-growth.
    """

    def __init__(
        self,
        history: History,
        learning_rate: float,
        max_learning_rate: float,
        condition: float,
    ) -> None:
        super().__init__(history, learning_rate, max_learning_rate, condition)
        self.history = history
        self.learning_rate = learning_rate
        self.max_learning_rate = max_learning_rate
        self.condition = condition

    @property
    def epoch(self) -> int:
        """Epoch at which the run was stopped."""
        return len(self.history.sse) - 1

    def __str__(self) -> str:
        if self.epoch == 0 or self.learning_rate < self.max_learning_rate:
            return (
                f"The error is {self.history.sse[-1]} at epoch {self.epoch}, and no learning rate "
                "can help: squares exceed the range of doubles, 1.8e308. Start from smaller "
                "weights, or rescale x and y. See troubleshooting.html#overflow."
            )
        rate, bound = _told_apart(self.learning_rate, self.max_learning_rate)
        return (
            f"Diverged at epoch {self.epoch}: the learning rate {rate} is too large for "
            f"these data. It must stay below {bound}, which is 2 / lambda_max. "
            f"Try {self.max_learning_rate / 2:.4g}: {_outlook(self.condition)} "
            "See troubleshooting.html#alternating-growth."
        )


def record_run(
    states: Iterator[State],
    *,
    flat_line: float,
    learning_rate: float,
    curvatures: Callable[[], tuple[float, float]],
) -> History:
    """Record the states of a run; raise an error at the first that has diverged."""
    record = [next(states)]
    threshold = divergence_threshold(record[0][2], flat_line)
    while record[-1][2] <= threshold:  # written so that nan ends a run as well
        state = next(states, None)
        if state is None:
            return as_history(record)
        record.append(state)
    flattest, steepest = curvatures()
    condition = steepest / flattest if flattest else math.inf
    raise DivergenceError(as_history(record), learning_rate, 2 / steepest, condition)


def divergence_threshold(start: float, flat_line: float) -> float:
    r"""Return the error above which a run has diverged.

    Below the bound no error ever exceeds the first. A million times the first is a sure sign,
    except for a start at the best weights: there rounding alone can multiply an error near 0; so
    the error of the flat line :given:`\hat y = 0` counts as well.
    """
    return min(1e6 * max(start, flat_line), np.finfo(float).max)


def curvatures(n: int, mean_x: float, s_xx: float) -> tuple[float, float]:
    """Return both eigenvalues of H, the smaller first; see :eq:`largest-curvature`."""
    q = s_xx / n + mean_x * mean_x
    largest = n * ((q + 1) / 2 + math.hypot((q - 1) / 2, mean_x))
    require_below_overflow("x", largest)
    return n / largest * s_xx, largest


def epochs_needed(condition: float) -> float:
    """Return how many epochs half of the bound takes; see :eq:`slow-epochs`."""
    if condition <= 1:
        return 1
    return max(1, math.ceil(math.log(0.01) / math.log1p(-1 / condition)))


def _told_apart(rate: float, bound: float) -> tuple[str, str]:
    """Write both numbers with as many digits as tell them apart, at least four."""
    for digits in range(4, 18):
        pair = f"{rate:.{digits}g}", f"{bound:.{digits}g}"
        if pair[0] != pair[1]:
            break
    return pair


def _outlook(condition: float) -> str:
    if math.isinf(condition):
        return (
            "it takes an epoch or two, since all x are equal and leave the slope open."
        )
    needed = epochs_needed(condition)
    left = (
        f"after {needed:.4g} epochs at most 1 % of the way to the best weights is left."
    )
    if condition < NARROW:
        return left
    return (
        f"{left} The valley is {condition:.4g} times as steep across as along: standardise x, and "
        "a handful of epochs is enough, see troubleshooting.html#intercept-crawls."
    )
