r"""The points to learn from, and the line they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from linreg._settings import as_count, as_generator, as_real, as_spread

if TYPE_CHECKING:
    import numpy as np

    from linreg._settings import RandomSource

__all__ = ["Line", "make_line"]


class Line(NamedTuple):
    r"""Points along a line, and the line itself.

    Examples
    --------
    >>> line = make_line(n=3, slope=2.0, intercept_std=0.0, rng=0)
    >>> bool((line.y == line.slope * line.x + line.intercept).all())
    True
    """

    #: Inputs, shape (N,), in the unit of x.
    x: np.ndarray
    #: Targets, shape (N,), in the unit of y.
    y: np.ndarray
    #: Slope of the true line, in units of y per unit of x.
    slope: float
    #: Intercept of the true line, in the unit of y.
    intercept: float


def make_line(
    n: int = 200,
    *,
    slope: float | None = None,
    intercept_std: float = 0.1,
    shared_intercept: bool = False,
    rng: RandomSource = None,
) -> Line:
    r"""Draw points along a line.

    Inputs are uniform on [0, 1), so x counts as a plain number. A slope that is not given is
    uniform on [2, 3). The starting slopes of `init_weights` are as large but negative, so
    training starts with a line that falls while the points rise:

    .. math::
       :label: data
       :class: definition

       y_i &= \text{slope} \cdot x_i + \text{intercept}_i , \\
       \text{intercept}_i &\sim \mathcal N(0, \sigma^2) .

    By default each point draws an intercept of its own. That is noise around a true line through
    the origin. With `shared_intercept` all points share one draw and lie exactly on a line.

    Parameters
    ----------
    n : int
        Number of points, 1 or more.
    slope : float, optional
        Slope of the true line, in units of y per unit of x. Drawn when not given.
    intercept_std : float
        Standard deviation of the intercepts, in the unit of y; 0 or more.
    shared_intercept : bool
        Whether all points share one intercept.
    rng : None, int or numpy.random.Generator
        Source of randomness: fresh, a seed, or a generator to draw from.

    Returns
    -------
    Line
        The points; the slope; the intercept of the true line, which is the shared draw, or 0, the
        mean of the distribution of separate draws.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of the kind or in the range given above.

    References
    ----------
    "Linear Regression from Scratch using Numpy", MLDawn, whose words allow both readings.

    Examples
    --------
    >>> line = make_line(n=4, slope=2.0, shared_intercept=True, rng=0)
    >>> bool(abs(line.y - 2.0 * line.x - line.intercept).max() < 1e-15)
    True
    """
    n = as_count("n", n, least=1)
    intercept_std = as_spread("intercept_std", intercept_std)
    generator = as_generator(rng)
    x = generator.random(n)
    slope = generator.uniform(2, 3) if slope is None else as_real("slope", slope)
    if shared_intercept:
        intercept = generator.normal(0, intercept_std)
        return Line(x, slope * x + intercept, slope, intercept)
    return Line(x, slope * x + generator.normal(0, intercept_std, n), slope, 0.0)
