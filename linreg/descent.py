r"""The training loop: subtract the slope, many times.

The error grows in the direction of the gradient, the pair of its slopes. So each step goes the
other way: it subtracts the slope times the learning rate. This is gradient descent.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from linreg._columns import as_points
from linreg._settings import as_generator, as_settings
from linreg._sums import centre, dot, require_below_overflow
from linreg.backprop import gradient
from linreg.divergence import curvatures, record_run
from linreg.loss import sse

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from linreg._settings import RandomSource
    from linreg.history import History, State

__all__ = ["init_weights", "step", "train"]


def init_weights(rng: RandomSource = None) -> tuple[float, float]:
    r"""Draw the weights of a line that is wrong on purpose.

    The slope is always negative and the intercept is not, but the points of `make_line` rise from
    the origin. The ranges are fixed numbers, so x and y count as plain numbers, without units:

    .. math::
       :label: init
       :class: definition

       w_0 \sim \mathcal U(0, 2) , \qquad w_1 \sim \mathcal U(-3, -2) .

    Parameters
    ----------
    rng : None, int or numpy.random.Generator
        Source of randomness: fresh, a seed, or a generator to draw from.

    Returns
    -------
    w0 : float
        Weight of the bias unit, in the unit of y.
    w1 : float
        Weight of the input, in units of y per unit of x.

    Raises
    ------
    TypeError, ValueError
        If `rng` is of another kind, or a negative seed.

    Examples
    --------
    >>> w0, w1 = init_weights(rng=0)
    >>> 0 <= w0 < 2 and -3 <= w1 < -2
    True
    """
    generator = as_generator(rng)
    return generator.uniform(0, 2), generator.uniform(-3, -2)


def step(
    x: np.ndarray, y: np.ndarray, w0: float, w1: float, *, learning_rate: float
) -> tuple[float, float]:
    r"""Move both weights one step against their slopes.

    For a short step :math:`\Delta w` the error changes by about
    :math:`\frac{\partial E}{\partial w} \Delta w`. A step against the slope makes this negative:

    .. math::
       :label: update

       w \leftarrow w - \eta \frac{\partial E}{\partial w} .

    Both slopes belong to the same pair of weights: both are computed before either weight moves.

    Parameters
    ----------
    x : ndarray, shape (N,)
        Inputs, in the unit of x.
    y : ndarray, shape (N,)
        Targets, in the unit of y.
    w0 : float
        Weight of the bias unit, in the unit of y.
    w1 : float
        Weight of the input, in units of y per unit of x.
    learning_rate : float
        Factor from slope to step, the same for both weights. Their dimensions ask for two factors,
        which differ by the square of the dimension of x. So x counts as a plain number here: if x
        is measured in other ways, the same rate makes another run.

    Returns
    -------
    w0 : float
        New weight of the bias unit, in the unit of y.
    w1 : float
        New weight of the input, in units of y per unit of x.

    Raises
    ------
    TypeError
        If an argument is no number, or no array of numbers.
    ValueError
        If ``x`` and ``y`` differ in shape or labels.
    OverflowError
        If an integer or a fraction exceeds the range of doubles.

    Examples
    --------
    The gradient here is (-1, 1), so a rate of 0.5 moves the weights by (0.5, -0.5).

    >>> w0, w1 = step(
    ...     np.array([3.0, 1.0]), np.array([1.0, 2.0]), w0=-1.0, w1=1.0, learning_rate=0.5
    ... )
    >>> float(w0), float(w1)
    (-0.5, 0.5)
    """
    dE_dw0, dE_dw1 = gradient(x, y, w0, w1)
    return w0 - learning_rate * dE_dw0, w1 - learning_rate * dE_dw1


def train(
    x: ArrayLike,
    y: ArrayLike,
    *,
    w0: float,
    w1: float,
    learning_rate: float,
    epochs: int,
) -> History:
    r"""Repeat the step and record every epoch.

    An epoch is one pass over all points, forward for the error and backward for the slopes, and
    then one update of both weights:

    .. math::
       :label: training
       :class: restatement

       w_{k+1} = w_k - \eta \left. \frac{\partial E}{\partial w} \right|_{w = w_k} .

    If the rate is below the bound :eq:`stable-rate`, the error never rises, except by rounding. A
    run is stopped when its error exceeds a million times the larger of two errors: that of the
    start, and that of the flat line :given:`\hat y = 0`.

    Parameters
    ----------
    x : array_like, shape (N,)
        Inputs, in the unit of x.
    y : array_like, shape (N,)
        Targets, in the unit of y. Both columns are real, finite, one-dimensional and equally long,
        and are computed in float64.
    w0 : float
        Starting weight of the bias unit, in the unit of y.
    w1 : float
        Starting weight of the input, in units of y per unit of x.
    learning_rate : float
        Factor from slope to step, above 0. As in `step`, x counts as a plain number. The error
        is a sum, so the largest stable rate shrinks as 1/N.
    epochs : int
        Number of updates, 0 or more.

    Returns
    -------
    History
        ``epochs + 1`` weights and errors; entry k belongs to the weights after k updates.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind or in the range given above.
    DivergenceError
        If the error grows without bound; it carries the history so far.
    OverflowError
        If it grows because squares of the data exceed the range of doubles.

    References
    ----------
    "Linear Regression from Scratch using Numpy", MLDawn: 200 points, 300 epochs, rate 0.001.

    Examples
    --------
    One point at x = 1, y = 1 moves both weights alike; each step halves the miss.

    >>> run = train([1.0], [1.0], w0=0.0, w1=0.0, learning_rate=0.25, epochs=3)
    >>> run.w0 + run.w1
    array([0.   , 0.5  , 0.75 , 0.875])
    """
    x, y = as_points(x, y)
    w0, w1, learning_rate, epochs = as_settings(w0, w1, learning_rate, epochs)
    with np.errstate(all="ignore"):
        return record_run(
            islice(_descend(x, y, w0, w1, learning_rate), epochs + 1),
            flat_line=sse(y, np.zeros_like(y)),
            learning_rate=learning_rate,
            curvatures=partial(_curvatures, x, y),
        )


def _descend(
    x: np.ndarray, y: np.ndarray, w0: float, w1: float, learning_rate: float
) -> Iterator[State]:
    """Yield both weights and their error, epoch after epoch, without end."""
    # The formulas again, since their checks would take longer than a small batch does. The
    # factor of `linear_grad` is 1 at every point: to multiply by it changes no bit of the sums.
    while True:
        y_hat = w1 * x + w0
        yield w0, w1, 0.5 * np.sum((y - y_hat) ** 2)
        dE_dz = y_hat - y
        dE_dw0, dE_dw1 = np.sum(dE_dz), np.sum(dE_dz * x)
        w0, w1 = w0 - learning_rate * dE_dw0, w1 - learning_rate * dE_dw1


def _curvatures(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Return the curvatures of the error, unless squares of the data leave the range."""
    require_below_overflow("y", np.sum(y * y))
    distances = np.empty_like(x)
    mean_x, _ = centre(x, distances)
    return curvatures(x.size, mean_x, dot(distances, distances))
