r"""The forward pass: from an input to a prediction.

A neuron multiplies its inputs by weights, adds the products, and puts the sum into an activation
function. This one has a single input, a bias, and the simplest activation: Linear, which changes
nothing.
"""

import numpy as np

from linreg._operands import operands

__all__ = ["linear", "linear_grad", "net_input", "predict"]


def net_input(x: np.ndarray, w0: float, w1: float) -> np.ndarray:
    r"""Multiply the inputs by their weights and add.

    A neuron with inputs :math:`x_0, x_1` and weights :math:`w_0, w_1` computes the net input
    :math:`Z = w_1 x_1 + w_0 x_0`. The bias unit is the constant :math:`x_0 = 1`, so for each point

    .. math::
       :label: net-input
       :class: definition

       Z_i = w_1 x_i + w_0 .

    Parameters
    ----------
    x : ndarray, shape (N,)
        Inputs, in the unit of x.
    w0 : float
        Weight of the bias unit, in the unit of y.
    w1 : float
        Weight of the input, in units of y per unit of x.

    Returns
    -------
    ndarray, shape (N,)
        Net inputs, in the unit of y.

    Raises
    ------
    TypeError, ValueError
        If an argument is no number, or no rectangular array of numbers.
    OverflowError
        If an integer or a fraction exceeds the range of doubles.

    Examples
    --------
    >>> net_input(np.array([0.0, 1.0, 2.0]), w0=1.0, w1=-2.0)
    array([ 1., -1., -3.])
    """
    x, w0, w1 = operands(x=x, w0=w0, w1=w1)
    return w1 * x + w0


def linear(z: np.ndarray) -> np.ndarray:
    r"""Return the net input unchanged.

    The activation function of this neuron returns what it gets, so the prediction is the net input:

    .. math::
       :label: linear
       :class: definition

       \hat y_i = \mathrm{Linear}(Z_i) = Z_i .

    Parameters
    ----------
    z : ndarray, shape (N,)
        Net inputs, in the unit of y.

    Returns
    -------
    ndarray, shape (N,)
        The same array, as predictions, in the unit of y.

    Examples
    --------
    >>> linear(np.array([-1.0, 0.5]))
    array([-1. ,  0.5])
    """
    return z


def linear_grad(z: np.ndarray) -> np.ndarray:
    r"""Differentiate the activation with respect to the net input.

    Moving :math:`Z_i` by :math:`h` moves :math:`\mathrm{Linear}(Z_i)` by the same :math:`h`:

    .. math::
       :label: linear-grad

       \frac{\partial \hat y_i}{\partial Z_i}
       = \lim_{h \to 0} \frac{(Z_i + h) - Z_i}{h} = 1 .

    Parameters
    ----------
    z : ndarray, shape (N,)
        Net inputs, in the unit of y.

    Returns
    -------
    ndarray, shape (N,)
        A one for each point, without a unit.

    Raises
    ------
    TypeError, ValueError
        If ``z`` is no number, or no rectangular array of numbers.

    Examples
    --------
    >>> linear_grad(np.array([-1.0, 0.5]))
    array([1., 1.])
    """
    (z,) = operands(z=z)
    return np.ones_like(z)


def predict(x: np.ndarray, w0: float, w1: float) -> np.ndarray:
    r"""Run the whole forward pass.

    The net input :eq:`net-input` goes through the activation :eq:`linear`:

    .. math::
       :label: predict

       \hat y_i = \mathrm{Linear}(w_1 x_i + w_0) .

    Parameters
    ----------
    x : ndarray, shape (N,)
        Inputs, in the unit of x.
    w0 : float
        Weight of the bias unit, in the unit of y.
    w1 : float
        Weight of the input, in units of y per unit of x.

    Returns
    -------
    ndarray, shape (N,)
        Predictions, in the unit of y.

    Raises
    ------
    TypeError, ValueError
        If an argument is no number, or no rectangular array of numbers.
    OverflowError
        If an integer or a fraction exceeds the range of doubles.

    Examples
    --------
    >>> predict(np.array([0.0, 1.0, 2.0]), w0=1.0, w1=-2.0)
    array([ 1., -1., -3.])
    """
    return linear(net_input(x, w0, w1))
