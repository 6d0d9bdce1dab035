r"""The gradient, found without backpropagation.

A check must not share code with what it checks. So this module imports nothing from the modules
that derive the gradient.
"""

import math
from collections.abc import Callable

__all__ = ["numerical_gradient"]


def numerical_gradient(
    f: Callable[[float, float], float], w0: float, w1: float, *, h: float = 2.0**-10
) -> tuple[float, float]:
    r"""Estimate both slopes of a function from its values alone.

    Take a step :math:`h` to each side. The line through both ends is about as steep as f between:

    .. math::
       :label: central-difference

       \frac{\partial f}{\partial w} \approx \frac{f(w + h) - f(w - h)}{2h} .

    Write both values as Taylor series in :math:`h`: the even terms cancel, and an error of about
    :math:`\frac{h^2}{6} f'''` is left. The error of the neuron is quadratic in each weight, so
    its third derivative is 0, and the formula is exact for any :math:`h`. Only rounding is left. A
    longer step makes it smaller, as long as the error along the step is not much larger than at the
    point. Weights are rounded too, so the code divides by the distance between the weights it
    really used.

    Parameters
    ----------
    f : callable
        Function of ``(w0, w1)`` that returns a number.
    w0, w1 : float
        The point at which the slopes are wanted, in the unit of the weights.
    h : float
        Half the length walked, above 0. It is in the unit of the weights. The default suits smooth
        functions of weights near 1.

    Returns
    -------
    df_dw0, df_dw1 : float
        Estimated slopes along ``w0`` and along ``w1``, in units of f per unit of the weights.

    Raises
    ------
    TypeError
        If `f` cannot be called, or a weight or `h` is no number.
    ValueError
        If `h` is not a finite number above 0, or too short to move a weight at all.
    OverflowError
        If an integer exceeds the range of doubles.

    Examples
    --------
    The slopes of a product are its factors.

    >>> numerical_gradient(lambda w0, w1: w0 * w1, 3.0, 2.0)
    (2.0, 3.0)
    """
    if not 0 < h < math.inf:
        raise ValueError(f"h is {h}; pass a finite number greater than 0.")
    # Both sides in the arithmetic of h: an integer is rounded as soon as a float is added.
    if any(abs(weight) + h == abs(weight) + 0 * h for weight in (w0, w1)):
        raise ValueError(
            f"h is {h}, too short to move ({w0}, {w1}) at all; pass a longer step."
        )
    df_dw0 = (f(w0 + h, w1) - f(w0 - h, w1)) / ((w0 + h) - (w0 - h))
    df_dw1 = (f(w0, w1 + h) - f(w0, w1 - h)) / ((w1 + h) - (w1 - h))
    return df_dw0, df_dw1
