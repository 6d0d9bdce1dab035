r"""Six numbers that replace the data.

In each epoch, training needs the error and its slopes at the weights of that epoch. Six numbers,
computed in one pass over the data, give both for every line. A run of 300 epochs then costs one
look at the data instead of 300.

.. rubric:: Why six are enough

Put :math:`\hat y_i = w_1 x_i + w_0` into the gradient :eq:`gradient` and sum each term:

.. math::
   :label: linear-gradient

   \begin{aligned}
   \begin{pmatrix} \partial E/\partial w_0 \\ \partial E/\partial w_1 \end{pmatrix}
   &= H \begin{pmatrix} w_0 \\ w_1 \end{pmatrix} - b , \\
   H &= \begin{pmatrix} N & \sum x_i \\ \sum x_i & \sum x_i^2 \end{pmatrix} , \\
   b &= \begin{pmatrix} \sum y_i \\ \sum x_i y_i \end{pmatrix} .
   \end{aligned}

The weights stand outside the sums, the data only inside. The error itself also needs
:math:`\sum y_i^2`. That makes six numbers: N and five sums. Statisticians call them sufficient
statistics: training needs no other number of the data.

.. rubric:: Why centred

Raw sums of squares lose digits. For x near 1e8 with a spread of 1 the squares are near 1e16, where
neighbouring doubles, which have about 16 digits, are 2 apart: rounding removes the differences
between the points. Sums of distances from the means :math:`\bar x` and :math:`\bar y` keep them:

.. math::
   :label: centred-sums
   :class: definition

   S_{xx} &= \sum (x_i - \bar x)^2 , \qquad S_{yy} = \sum (y_i - \bar y)^2 , \\
   S_{xy} &= \sum (x_i - \bar x)(y_i - \bar y) .

>>> x = np.array([1e8, 1e8 + 1, 1e8 + 2])
>>> float((x * x).sum() - x.sum() ** 2 / 3), Moments.from_data(x, x).s_xx
(0.0, 2.0)

.. rubric:: Why a head and a tail

A mean near 1e8 rounded to a double is off by up to 7e-9. When two sets merge, that error enters the
sums. So each mean is kept as two doubles, a head and a tail, which are added only when they are
used (Dekker 1971).

>>> whole = Moments.from_data([1e8, 1e8 + 1, 1e8 + 1], [0, 0, 0])
>>> float(whole.mean_x - 1e8), whole.mean_x_tail != 0
(0.6666666716337204, True)
>>> abs((whole.mean_x - 1e8) + whole.mean_x_tail - 2 / 3) < 1e-15
True

.. rubric:: References

Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing sample
variances", Stanford report STAN-CS-79-773 (1979).
Welford, "Note on a method for calculating corrected sums of squares and products",
Technometrics 4 (1962) 419-420.
Dekker, "A floating-point technique for extending the available precision", Numerische Mathematik
18 (1971) 224-242.
Knuth, "The Art of Computer Programming", volume 2, section 4.2.2, for the exact sum of two doubles.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from linreg._columns import as_columns, is_dask, require_finite
from linreg._operands import operands
from linreg._settings import as_settings
from linreg._sums import centred_sums, merge_means, require_range
from linreg.divergence import curvatures, record_run

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from linreg.history import History, State

__all__ = ["Moments"]

# One weight, or an array of all the weights of a run.
Weights = TypeVar("Weights", float, np.ndarray)

# One block of x and one of y take 1 MiB together and stay in the cache.
BLOCK = 65_536


class Moments(NamedTuple):
    r"""All that training needs from the data, in six numbers.

    Two sets of points, a and b, merge without a second look at either. Their means differ by
    :math:`\delta_x = \bar x_b - \bar x_a` and :math:`\delta_y = \bar y_b - \bar y_a`, and
    (Chan, Golub and LeVeque 1979)

    .. math::
       :label: merge

       \bar x &= \bar x_a + \frac{N_b}{N}\, \delta_x , \\
       S_{xy} &= S_{xy,a} + S_{xy,b} + \frac{N_a N_b}{N}\, \delta_x \delta_y ;

    for the others write x for y, or y for x. A sum starts with the empty set. Merging is
    commutative bit for bit and associative up to rounding, so blocks, files and the results of
    workers can be added.

    Examples
    --------
    >>> whole = Moments.from_data([0, 1, 2, 3], [1, 3, 5, 7])
    >>> whole.n, whole.mean_x, whole.mean_y, whole.s_xx, whole.s_xy, whole.s_yy
    (4, 1.5, 4.0, 5.0, 10.0, 20.0)
    >>> Moments.from_data([0, 1], [1, 3]) + Moments.from_data([2, 3], [5, 7]) == whole
    True

    A file or stream that does not fit in memory is summed chunk by chunk. Write ``tqdm(chunks)``
    in place of ``chunks`` to see the progress:

    >>> chunks = ((np.arange(k, k + 100), np.arange(k, k + 100)) for k in range(0, 1000, 100))
    >>> sum((Moments.from_data(x, y) for x, y in chunks), Moments()).n
    1000
    """

    #: Number of points.
    n: int = 0
    #: Mean of x without its tail, in the unit of x. With its tail it is off by at most N + 16
    #: roundings, 2**-53 each, of the distance between the smallest x and the largest.
    mean_x: float = 0.0
    #: Mean of y without its tail, in the unit of y, as accurate as that of x.
    mean_y: float = 0.0
    #: Sum of the squared distances of x from its mean, in the squared unit of x.
    s_xx: float = 0.0
    #: Sum of the products of both distances, in the unit of x times the unit of y.
    s_xy: float = 0.0
    #: Sum of the squared distances of y from its mean, in the squared unit of y.
    s_yy: float = 0.0
    #: What the mean of x has beyond the digits of a double, in the unit of x.
    mean_x_tail: float = 0.0
    #: What the mean of y has beyond the digits of a double, in the unit of y.
    mean_y_tail: float = 0.0

    @classmethod
    def from_data(cls, x: ArrayLike, y: ArrayLike) -> Moments:
        r"""Collect the six numbers in one pass over the data.

        The pass goes block by block. In each block, here of N points, the mean is the first value
        :math:`x_1` plus the mean distance from it. Both are subtracted before anything is
        multiplied:

        .. math::
           :label: head-and-tail

           \bar x = x_1 + \frac{1}{N} \sum_{i=1}^{N} (x_i - x_1) .

        Parameters
        ----------
        x : array_like, shape (N,)
            Inputs, in the unit of x.
        y : array_like, shape (N,)
            Targets, in the unit of y. Both columns are real, finite, one-dimensional and equally
            long, possibly empty. Dask arrays and Dask DataFrame columns are reduced by the
            scheduler that is active. Columns with labels are paired only if their labels are equal.
            All is computed in float64, once the first value is subtracted: integers, fractions and
            wider floats keep every digit.

        Returns
        -------
        Moments
            The six numbers. Beside arrays of floats the pass needs about 1 MiB, beside 64-bit
            integers about 3 MiB; other sequences are copied into arrays first.

        Raises
        ------
        TypeError, ValueError
            If x or y is not as described.
        OverflowError
            If a sum of squares exceeds the range of doubles.
        FloatingPointError
            If a standard deviation is so small that squares vanish.

        Examples
        --------
        >>> Moments.from_data([1, 2, 3], [2, 2, 5]).s_xy
        3.0
        """
        if is_dask(x) or is_dask(y):
            # Imported here, since only those who bring Dask objects along have Dask.
            from linreg._dask import from_dask

            return from_dask(x, y, cls.from_data, _merged)
        x, y = as_columns(x, y)
        work = np.empty((2, min(BLOCK, x.size)))
        blocks = (slice(start, start + BLOCK) for start in range(0, x.size, BLOCK))
        try:
            with np.errstate(all="ignore"):
                sums = (centred_sums(x[block], y[block], work) for block in blocks)
                return sum((cls(*numbers) for numbers in sums), cls())
        except ArithmeticError:
            require_finite("x", x)
            require_finite("y", y)
            raise

    def __add__(self, other: Moments) -> Moments:  # type: ignore[override]
        r"""Merge with another set of points; see :eq:`merge`.

        Parameters
        ----------
        other : Moments
            The six numbers of the other set.

        Returns
        -------
        Moments
            The six numbers of both sets together.

        Raises
        ------
        OverflowError
            If a sum of squares exceeds the range of doubles.
        FloatingPointError
            If a standard deviation is so small that squares vanish.
        """
        if not isinstance(other, Moments):
            return NotImplemented
        if not (self.n and other.n):
            return self if self.n else other
        a, b = sorted((self, other))  # a + b and b + a round alike
        merged, delta_x, delta_y = _merged_pair(a, b)
        x_varies, y_varies = delta_x or a.s_xx or b.s_xx, delta_y or a.s_yy or b.s_yy
        require_range("x", merged.s_xx, merged.n, varies=bool(x_varies))
        require_range("y", merged.s_yy, merged.n, varies=bool(y_varies))
        return merged

    def __radd__(self, other: object) -> Moments:
        r"""Let `sum` start from its 0."""
        return self if other == 0 else NotImplemented

    def sse(self, w0: Weights, w1: Weights) -> Weights:
        r"""Compute the error of any line.

        Let :math:`m = w_1 \bar x + w_0 - \bar y` say how far the line passes above the mean point.
        Each signed error is :math:`w_1 (x_i - \bar x) - (y_i - \bar y) + m`. In the sum of their
        squares the products with :math:`m` vanish, since distances from a mean add up to 0:

        .. math::
           :label: sse-from-moments

           E = \tfrac12 \left( S_{yy} - 2 w_1 S_{xy} + w_1^2 S_{xx} + N m^2 \right) .

        Parameters
        ----------
        w0 : float
            Weight of the bias unit, in the unit of y.
        w1 : float
            Weight of the input, in units of y per unit of x.

        Returns
        -------
        float
            The error :eq:`sse`, in the squared unit of y. Add the squares of y and of :math:`w_1 x`
            about their means: rounding moves the error by at most N + 24 roundings, 2**-53 each, of
            that sum. It also moves :math:`m` by at most r, four roundings of
            :math:`|w_0| + |w_1 \bar x| + |\bar y|` and 2 N + 32 of the root of that sum. This
            moves the error by at most :math:`N (|m| + r)\, r` more.

        Raises
        ------
        TypeError, ValueError
            If a weight is no number, or no rectangular array of numbers.
        OverflowError
            If an integer or a fraction exceeds the range of doubles.

        Examples
        --------
        >>> float(Moments.from_data([0, 1, 2], [1, 2, 6]).sse(w0=1.0, w1=2.0))
        1.0
        """
        w0, w1 = operands(w0=w0, w1=w1)
        miss = self._miss(w0, w1)
        squares = (
            self.s_yy + w1 * (w1 * self.s_xx - 2 * self.s_xy) + self.n * miss * miss
        )
        return np.maximum(0.5 * squares, 0.0)

    def gradient(self, w0: float, w1: float) -> tuple[float, float]:
        r"""Compute both slopes of the error of any line.

        Differentiate :eq:`sse-from-moments`, in which :math:`m` changes by 1 with :math:`w_0` and
        by :math:`\bar x` with :math:`w_1`:

        .. math::
           :label: gradient-from-moments

           \frac{\partial E}{\partial w_0} = N m , \qquad
           \frac{\partial E}{\partial w_1}
           = \bar x\, \frac{\partial E}{\partial w_0} + w_1 S_{xx} - S_{xy} .

        Parameters
        ----------
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
        TypeError, ValueError
            If a weight is no number, or no rectangular array of numbers.
        OverflowError
            If an integer or a fraction exceeds the range of doubles.

        Examples
        --------
        >>> Moments.from_data([3, 1], [1, 2]).gradient(w0=-1.0, w1=1.0)
        (-1.0, 1.0)
        """
        w0, w1 = operands(w0=w0, w1=w1)
        dE_dw0 = self.n * self._miss(w0, w1)
        return dE_dw0, self.mean_x * dE_dw0 + (w1 * self.s_xx - self.s_xy)

    @property
    def hessian(self) -> np.ndarray:
        r"""Second derivatives of the error, the same for every line.

        The slopes :eq:`linear-gradient` are linear in the weights, so each entry of H is the
        derivative of a slope. The raw sums follow from the centred ones:

        .. math::
           :label: hessian

           \sum x_i = N \bar x , \qquad \sum x_i^2 = S_{xx} + N \bar x^2 .

        Returns
        -------
        ndarray, shape (2, 2)
            ``[[n, sum of x], [sum of x, sum of x**2]]``, in the order w0, w1, in units of E per
            unit of its weights.

        Examples
        --------
        >>> Moments.from_data([1, 2, 3], [0, 0, 0]).hessian
        array([[ 3.,  6.],
               [ 6., 14.]])
        """
        sum_x = self.n * self.mean_x
        return np.array([[self.n, sum_x], [sum_x, self.s_xx + sum_x * self.mean_x]])

    def least_squares(self) -> tuple[float, float]:
        r"""Solve for the line with the smallest error.

        If not all x are equal, both slopes :eq:`gradient-from-moments` vanish where the line
        passes through the mean point, :given:`m = 0`, and

        .. math::
           :label: least-squares

           w_1 = \frac{S_{xy}}{S_{xx}} , \qquad w_0 = \bar y - w_1 \bar x .

        Returns
        -------
        w0 : float
            Intercept, in the unit of y.
        w1 : float
            Slope, in units of y per unit of x.

        Raises
        ------
        ValueError
            If there are fewer than two points, or all x are equal.
        OverflowError
            If a weight exceeds the range of doubles.

        Examples
        --------
        >>> Moments.from_data([0, 1, 2], [1, 3, 5]).least_squares()
        (1.0, 2.0)
        """
        self._require_points(2)
        if self.s_xx == 0:
            raise ValueError(
                f"All {self.n} values of x are equal, so the points leave the slope open. Add "
                "points at another x. See troubleshooting.html#bias."
            )
        w1 = self.s_xy / self.s_xx
        w0 = -self._miss(0.0, w1)
        if not math.isfinite(w0):
            raise OverflowError(
                f"The line has the slope {w1:.4g}, out of range. Rescale "
                "x and y. See troubleshooting.html#overflow."
            )
        return w0, w1

    @property
    def max_learning_rate(self) -> float:
        r"""Largest stable learning rate.

        The bound :eq:`stable-rate` needs the larger eigenvalue of H of :eq:`linear-gradient`. With
        :math:`q = S_{xx} / N + \bar x^2` the entries of H are :math:`N`, :math:`N \bar x` and, to
        the lower right, :math:`N q`. So :math:`N u` is an eigenvalue if the determinant of H with
        it subtracted on the diagonal is 0: :math:`(1 - u)(q - u) - \bar x^2 = 0`, which is
        :math:`\left(u - \frac{q + 1}{2}\right)^2 = \left(\frac{q - 1}{2}\right)^2 + \bar x^2`.
        The larger root gives the larger eigenvalue:

        .. math::
           :label: largest-curvature

           \lambda_{\max} = N \left( \frac{q + 1}{2}
           + \sqrt{\left( \frac{q - 1}{2} \right)^2 + \bar x^2} \right) .

        Returns
        -------
        float
            The bound on the learning rate; x counts as a plain number, as in `linreg.step`.

        Raises
        ------
        ValueError
            If there are no points.
        OverflowError
            If :math:`\lambda_{\max}` exceeds the range of doubles.

        Examples
        --------
        >>> Moments.from_data([-1, 1], [0, 0]).max_learning_rate
        1.0
        """
        self._require_points(1)
        return 2 / curvatures(self.n, self.mean_x, self.s_xx)[1]

    def trajectory(
        self, *, w0: float, w1: float, learning_rate: float, epochs: int
    ) -> History:
        r"""Train without the data.

        The update rule :eq:`update` needs nothing but the slopes, which
        :eq:`gradient-from-moments` finds from the six numbers. So the cost depends on the number of
        epochs alone.

        Parameters
        ----------
        w0 : float
            Starting weight of the bias unit, in the unit of y.
        w1 : float
            Starting weight of the input, in units of y per unit of x.
        learning_rate : float
            Factor from slope to step, above 0. As in `linreg.step`, x counts as a plain number.
        epochs : int
            Number of updates, 0 or more.

        Returns
        -------
        History
            What `linreg.train` returns for the same data, up to rounding. A run that diverges is
            stopped, as it is there. Below the bound, rounding in an epoch moves each weight by at
            most 4 N + 64 roundings, 2**-53 each, of the largest weight and of the rate times
            s (1 + c) N. Here c is the largest :math:`|x_i|`, and s the largest
            :math:`|y_i| + |w_1 c| + |w_0|` of the run.

        Raises
        ------
        TypeError, ValueError
            If an argument is not of the kind or in the range given above, or there are no points.
        DivergenceError
            If the error grows without bound; it carries the history so far.
        OverflowError
            If it grows because squares of the data exceed the range of doubles.

        Examples
        --------
        >>> one_point = Moments.from_data([1.0], [1.0])
        >>> run = one_point.trajectory(w0=0.0, w1=0.0, learning_rate=0.25, epochs=3)
        >>> run.w0 + run.w1
        array([0.   , 0.5  , 0.75 , 0.875])
        """
        self._require_points(1)
        w0, w1, learning_rate, epochs = as_settings(w0, w1, learning_rate, epochs)
        return record_run(
            islice(self._descend(w0, w1, learning_rate), epochs + 1),
            flat_line=float(self.sse(0.0, 0.0)),
            learning_rate=learning_rate,
            curvatures=partial(curvatures, self.n, self.mean_x, self.s_xx),
        )

    def _descend(self, w0: float, w1: float, learning_rate: float) -> Iterator[State]:
        """Yield both weights and their error, epoch after epoch, without end."""
        n, mean_x, mean_y, s_xx, s_xy, s_yy, tail_x, tail_y = self
        while True:
            # The lines of `sse` and `gradient` once more: to call them would take far longer.
            miss = (w0 + w1 * mean_x - mean_y) + (w1 * tail_x - tail_y)
            squares = s_yy + w1 * (w1 * s_xx - 2 * s_xy) + n * miss * miss
            yield w0, w1, max(0.5 * squares, 0.0)
            dE_dw0 = n * miss
            dE_dw1 = mean_x * dE_dw0 + (w1 * s_xx - s_xy)
            w0, w1 = w0 - learning_rate * dE_dw0, w1 - learning_rate * dE_dw1

    def _require_points(self, least: int) -> None:
        if self.n < least:
            raise ValueError(
                f"There are {self.n} points here, but {least} or more are needed. Add points."
            )

    def _miss(self, w0: Weights, w1: Weights) -> Weights:
        # The heads cancel before the tails, which are smaller than the last digit of the heads.
        return (w0 + w1 * self.mean_x - self.mean_y) + (
            w1 * self.mean_x_tail - self.mean_y_tail
        )


def _merged_pair(a: Moments, b: Moments) -> tuple[Moments, float, float]:
    """Return the six numbers of two sets, and how far their means are apart."""
    n = a.n + b.n
    share = b.n / n
    x = merge_means(a.mean_x, a.mean_x_tail, b.mean_x, b.mean_x_tail, share)
    y = merge_means(a.mean_y, a.mean_y_tail, b.mean_y, b.mean_y_tail, share)
    (mean_x, tail_x, delta_x), (mean_y, tail_y, delta_y) = x, y
    weight = a.n * share
    s_xx = a.s_xx + b.s_xx + weight * delta_x * delta_x
    s_xy = a.s_xy + b.s_xy + weight * delta_x * delta_y
    s_yy = a.s_yy + b.s_yy + weight * delta_y * delta_y
    merged = Moments(n, mean_x, mean_y, s_xx, s_xy, s_yy, tail_x, tail_y)
    return merged, delta_x, delta_y


def _merged(parts: list[Moments]) -> Moments:
    return sum(parts, Moments())
