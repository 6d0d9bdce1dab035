r"""How wrong a prediction is, in one number.

The sum of squared errors looks at every point at once: one number for a whole batch. It grows
with the number of points, so errors of two data sets compare only after division by N.
"""

import numpy as np

from linreg._operands import paired

__all__ = ["sse", "sse_grad"]


def sse(y: np.ndarray, y_hat: np.ndarray) -> float:
    r"""Add up half the squared errors of all points.

    Squaring makes misses on either side count alike, and large ones count more. The half is there
    to cancel the exponent when :eq:`sse-grad` differentiates; it moves no minimum:

    .. math::
       :label: sse
       :class: definition

       E = \frac12 \sum_{i=1}^{N} (y_i - \hat y_i)^2 .

    Parameters
    ----------
    y : ndarray, shape (N,)
        Targets, in the unit of y.
    y_hat : ndarray, shape (N,)
        Predictions, in the unit of y.

    Returns
    -------
    float
        The error of the whole batch, in the squared unit of y.

    Raises
    ------
    TypeError
        If an argument is no number, or no array of numbers.
    ValueError
        If the labels or the shapes differ: ``(N,)`` against ``(N, 1)`` would broadcast to
        ``(N, N)``.
    OverflowError
        If an integer or a fraction exceeds the range of doubles.

    Examples
    --------
    Two points, one missed by 1 and one by 2: half of 1 + 4.

    >>> float(sse(np.array([1.0, 2.0]), np.array([2.0, 0.0])))
    2.5
    """
    y, y_hat = paired(y=y, y_hat=y_hat)
    return 0.5 * np.sum((y - y_hat) ** 2)


def sse_grad(y: np.ndarray, y_hat: np.ndarray) -> np.ndarray:
    r"""Differentiate the error with respect to each prediction.

    Only one term of the sum :eq:`sse` holds :math:`\hat y_i`. The half cancels the exponent, and
    the inner derivative of :math:`y_i - \hat y_i` is :math:`-1`:

    .. math::
       :label: sse-grad

       \frac{\partial E}{\partial \hat y_i}
       = \tfrac12 \cdot 2\,(y_i - \hat y_i) \cdot (-1) = \hat y_i - y_i .

    Parameters
    ----------
    y : ndarray, shape (N,)
        Targets, in the unit of y.
    y_hat : ndarray, shape (N,)
        Predictions, in the unit of y.

    Returns
    -------
    ndarray, shape (N,)
        Signed errors in the unit of y: positive where the prediction is too high.

    Raises
    ------
    TypeError
        If an argument is no number, or no array of numbers.
    ValueError
        If the labels or the shapes differ: ``(N,)`` against ``(N, 1)`` would broadcast to
        ``(N, N)``.
    OverflowError
        If an integer or a fraction exceeds the range of doubles.

    Examples
    --------
    >>> sse_grad(np.array([1.0, 2.0]), np.array([2.0, 0.0]))
    array([ 1., -2.])
    """
    y, y_hat = paired(y=y, y_hat=y_hat)
    return y_hat - y
