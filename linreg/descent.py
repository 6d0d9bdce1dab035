r"""The training loop: subtract the slope, many times.

The gradient points uphill. A step goes the other way, by the slope times the learning rate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from linreg._columns import as_points
from linreg._settings import as_generator, as_settings
from linreg.backprop import backward, gradient
from linreg.diagnosis import diagnose_run
from linreg.history import DivergenceError, History, highest_hopeful
from linreg.loss import sse, sse_grad
from linreg.moments import Moments
from linreg.neuron import linear_grad, predict

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from linreg._settings import RandomSource

__all__ = ["init_weights", "step", "train"]


def init_weights(rng: RandomSource = None) -> tuple[float, float]:
    r"""Draw a line that is wrong on purpose to start from.

    The slope is surely negative and the intercept is not, while the data of `make_line` rise from
    the origin:

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
    r"""Move both weights once, downhill.

    For a short step :math:`\Delta w` the error changes by about
    :math:`\frac{\partial E}{\partial w} \Delta w`. A step against the slope makes that negative:

    .. math::
       :label: update

       w \leftarrow w - \eta \frac{\partial E}{\partial w} .

    Both slopes are taken at the same pair of weights, so both are known before either weight moves.

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
        Factor from slope to step. One factor serves two weights, and their units ask for two that
        differ by the square of the unit of x. So x counts as a plain number here, and another unit
        of x makes another run.

    Returns
    -------
    w0 : float
        New weight of the bias unit, in the unit of y.
    w1 : float
        New weight of the input, in units of y per unit of x.

    Raises
    ------
    ValueError
        If ``x`` and ``y`` differ in shape.

    Examples
    --------
    The gradient here is (-1, 1), so a rate of 0.5 moves the weights by (0.5, -0.5).

    >>> w0, w1 = step(
    ...     np.array([3.0, 1.0]), np.array([1.0, 2.0]), w0=-1.0, w1=1.0, learning_rate=0.5
    ... )
    >>> float(w0), float(w1)
    (-0.5, 0.5)
    """
    return _update(w0, w1, gradient(x, y, w0, w1), learning_rate)


def train(
    x: ArrayLike,
    y: ArrayLike,
    *,
    w0: float,
    w1: float,
    learning_rate: float,
    epochs: int,
) -> History:
    r"""Repeat the step and keep the record.

    Each epoch is one pass over the whole batch, forward for the error and backward for the slopes,
    and one update of both weights:

    .. math::
       :label: training
       :class: restatement

       w_{k+1} = w_k - \eta \left. \frac{\partial E}{\partial w} \right|_{w = w_k} .

    Below the bound :eq:`stable-rate` the error never rises, rounding aside. A run is lost when its
    error exceeds a million times the larger of its start and that of the flat line
    :given:`\hat y = 0`.

    Parameters
    ----------
    x, y : array_like, shape (N,)
        Inputs and targets: real, finite, one-dimensional, equally long. Computed in float64.
    w0 : float
        Starting weight of the bias unit, in the unit of y.
    w1 : float
        Starting weight of the input, in units of y per unit of x.
    learning_rate : float
        Factor from slope to step, above 0. The error is a sum, so the largest stable rate shrinks
        as 1/N.
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
    OverflowError, FloatingPointError
        If it does so because squares of the data exceed the range of doubles, or vanish.

    References
    ----------
    "Linear Regression from Scratch using Numpy", MLDawn: 200 points, 300 epochs, rate 0.001.

    Examples
    --------
    One point at x = 1, y = 1 pushes both weights alike; each step halves what is missing.

    >>> run = train([1.0], [1.0], w0=0.0, w1=0.0, learning_rate=0.25, epochs=3)
    >>> run.w0 + run.w1
    array([0.   , 0.5  , 0.75 , 0.875])
    """
    x, y = as_points(x, y)
    w0, w1, learning_rate, epochs = as_settings(w0, w1, learning_rate, epochs)
    with np.errstate(all="ignore"):
        return _run(x, y, w0, w1, learning_rate, epochs)


def _run(
    x: np.ndarray,
    y: np.ndarray,
    w0: float,
    w1: float,
    learning_rate: float,
    epochs: int,
) -> History:
    states = []
    hopeful = highest_hopeful(sse(y, predict(x, w0, w1)), sse(y, np.zeros_like(y)))
    dy_hat_dz = linear_grad(x)  # the same ones for every z, so they are made once
    for _ in range(epochs + 1):
        y_hat = predict(x, w0, w1)
        states.append((w0, w1, sse(y, y_hat)))
        if not states[-1][2] <= hopeful:  # written so that nan is lost as well
            run, bound = _record(states), Moments.from_data(x, y).max_learning_rate
            diagnosis = diagnose_run(run, learning_rate)
            raise DivergenceError(run, learning_rate, bound, diagnosis)
        w0, w1 = _update(
            w0, w1, backward(sse_grad(y, y_hat), dy_hat_dz, x), learning_rate
        )
    return _record(states)


def _record(states: list[tuple[float, float, float]]) -> History:
    return History(*np.array(states).T.copy())


def _update(
    w0: float, w1: float, slopes: tuple[float, float], learning_rate: float
) -> tuple[float, float]:
    dE_dw0, dE_dw1 = slopes
    return w0 - learning_rate * dE_dw0, w1 - learning_rate * dE_dw1
