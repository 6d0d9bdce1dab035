r"""The backward pass: which way each weight should move.

The error depends on the predictions, the predictions on the net inputs, the net inputs on the
weights. For each point, the chain rule multiplies the three slopes on this path, from the error
back to the weights. That is backpropagation. The sum over the points is the gradient: both slopes.
"""

import numpy as np

from linreg._operands import paired
from linreg.loss import sse_grad
from linreg.neuron import linear, linear_grad, net_input

__all__ = ["backward", "gradient"]


def gradient(x: np.ndarray, y: np.ndarray, w0: float, w1: float) -> tuple[float, float]:
    r"""Differentiate the error with respect to both weights.

    The chain rule goes back from the error to a weight. Each step is one factor:

    .. math::
       :label: chain-rule

       \frac{\partial E}{\partial w} = \sum_{i=1}^{N}
       \frac{\partial E}{\partial \hat y_i} \cdot
       \frac{\partial \hat y_i}{\partial Z_i} \cdot
       \frac{\partial Z_i}{\partial w} .

    The forward pass supplies :math:`Z` and :math:`\hat y`. The first factor is :eq:`sse-grad`, the
    second factor :eq:`linear-grad`. `backward` multiplies and adds. For this neuron the result is

    .. math::
       :label: slopes

       \frac{\partial E}{\partial w_1} &= -\sum_{i=1}^{N} (y_i - \hat y_i)\, x_i
       = \sum_{i=1}^{N} (\hat y_i - y_i)\, x_i , \\
       \frac{\partial E}{\partial w_0} &= -\sum_{i=1}^{N} (y_i - \hat y_i)
       = \sum_{i=1}^{N} (\hat y_i - y_i) .

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

    Returns
    -------
    dE_dw0 : float
        Slope of the error along ``w0``, in the unit of y.
    dE_dw1 : float
        Slope of the error along ``w1``, in the unit of x times the unit of y.

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
    Two points with errors 1 and -2: their sum, and their sum weighted by x.

    >>> dE_dw0, dE_dw1 = gradient(np.array([3.0, 1.0]), np.array([1.0, 2.0]), w0=-1.0, w1=1.0)
    >>> float(dE_dw0), float(dE_dw1)
    (-1.0, 1.0)
    """
    z = net_input(x, w0, w1)
    return backward(sse_grad(y, linear(z)), linear_grad(z), x)


def backward(
    dE_dy_hat: np.ndarray, dy_hat_dz: np.ndarray, x: np.ndarray
) -> tuple[float, float]:
    r"""Multiply the three factors and add over all points.

    The third factor comes from :math:`Z_i = w_1 x_i + w_0`. There :math:`w_0` is multiplied by the
    bias unit, and :math:`w_1` by the input:

    .. math::
       :label: third-factor

       \frac{\partial Z_i}{\partial w_0} = 1 , \qquad \frac{\partial Z_i}{\partial w_1} = x_i .

    The product of the other two is :math:`\partial E / \partial Z_i`, the same for both weights:

    .. math::
       :label: gradient

       \frac{\partial E}{\partial w_0} = \sum_{i=1}^{N} \frac{\partial E}{\partial Z_i} , \qquad
       \frac{\partial E}{\partial w_1} = \sum_{i=1}^{N} \frac{\partial E}{\partial Z_i}\, x_i .

    Parameters
    ----------
    dE_dy_hat : ndarray, shape (N,)
        First factor, the signed error of each point, in the unit of y.
    dy_hat_dz : ndarray, shape (N,)
        Second factor, the slope of the activation at each point, without a unit.
    x : ndarray, shape (N,)
        Inputs, the third factor of ``w1``, in the unit of x.

    Returns
    -------
    dE_dw0 : float
        Slope of the error along ``w0``, in the unit of y.
    dE_dw1 : float
        Slope of the error along ``w1``, in the unit of x times the unit of y.

    Raises
    ------
    TypeError
        If an argument is no number, or no array of numbers.
    ValueError
        If they differ in shape or labels.
    OverflowError
        If an integer or a fraction exceeds the range of doubles.

    Examples
    --------
    >>> dE_dw0, dE_dw1 = backward(np.array([1.0, -2.0]), np.array([1.0, 1.0]), np.array([3.0, 1.0]))
    >>> float(dE_dw0), float(dE_dw1)
    (-1.0, 1.0)
    """
    dE_dy_hat, dy_hat_dz, x = paired(dE_dy_hat=dE_dy_hat, dy_hat_dz=dy_hat_dz, x=x)
    dE_dz = dE_dy_hat * dy_hat_dz
    return np.sum(dE_dz), np.sum(dE_dz * x)
