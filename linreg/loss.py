r"""How wrong the predictions are, in one number.

The error is one number for a batch, all the points that are used together. It grows with the number
of points N. To compare two data sets, divide the error of each by its N.
"""

import numpy as np

from linreg._operands import paired

__all__ = ["sse", "sse_grad"]


def sse(y: np.ndarray, y_hat: np.ndarray) -> float:
    r"""Add up half the squared errors of all points.

    A miss is the target minus the prediction. Its square is the same above and below the line, and
    large misses count more. The half cancels the exponent when :eq:`sse-grad` is derived. It does
    not move the minimum:

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

    Only one term of the sum :eq:`sse` contains :math:`\hat y_i`. The half cancels the exponent, and
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
