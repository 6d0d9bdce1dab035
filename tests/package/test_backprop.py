from fractions import Fraction

import dask.array as da
import numpy as np
import pytest

from linreg import gradient, numerical_gradient, predict, sse
from linreg.backprop import backward
from tests.conftest import UNIT_ROUNDOFF


def error_of(x, y):
    return lambda w0, w1: sse(y, predict(x, w0, w1))


@pytest.mark.equation("gradient", "third-factor")
def test_one_point_pushes_both_weights_by_hand():
    # y_hat = 2 * 3 + 1 = 7, so the signed error is 7 - 5 = 2, and x carries it to w1 threefold.
    assert gradient(np.array([3.0]), np.array([5.0]), w0=1.0, w1=2.0) == (2.0, 6.0)


def test_the_batch_adds_its_points_up():
    x, y = np.array([3.0, -1.0, 0.5]), np.array([5.0, 2.0, 1.0])
    single = [gradient(x[i : i + 1], y[i : i + 1], w0=1.0, w1=2.0) for i in range(3)]
    assert gradient(x, y, w0=1.0, w1=2.0) == tuple(map(sum, zip(*single, strict=True)))


@pytest.mark.equation("gradient")
def test_the_gradient_agrees_with_exact_fractions(line, start):
    w0, w1 = Fraction(start["w0"]), Fraction(start["w1"])
    points = [(Fraction(a), Fraction(b)) for a, b in zip(line.x, line.y, strict=True)]
    exact = (
        sum(w1 * a + w0 - b for a, b in points),
        sum((w1 * a + w0 - b) * a for a, b in points),
    )
    sizes = np.abs(line.y) + np.abs(start["w1"] * line.x) + abs(start["w0"])
    # n roundings of the sum and a handful before it, each of the size of what is added.
    allowed = (
        (200 + 8) * UNIT_ROUNDOFF * np.array([sizes.sum(), sizes @ np.abs(line.x)])
    )
    seen = gradient(line.x, line.y, **start)
    assert all(
        abs(Fraction(s) - e) <= a for s, e, a in zip(seen, exact, allowed, strict=True)
    )


@pytest.mark.equation("chain-rule", "gradient", "central-difference")
def test_the_gradient_agrees_with_central_differences(line, start):
    estimate = numerical_gradient(error_of(line.x, line.y), **start, h=1.0)
    # Central differences of a quadratic are exact; subtracting two errors of size E leaves n u E.
    scale = error_of(line.x, line.y)(abs(start["w0"]) + 1, start["w1"] - 1)
    allowed = (200 + 8) * UNIT_ROUNDOFF * scale
    np.testing.assert_allclose(
        gradient(line.x, line.y, **start), estimate, rtol=0, atol=allowed
    )


@pytest.mark.equation("chain-rule", "gradient", "central-difference")
def test_the_gradient_equals_central_differences_bit_for_bit_on_dyadic_points(rng):
    x, y = rng.integers(-64, 64, 40) / 64, rng.integers(-64, 64, 40) / 64
    assert gradient(x, y, 0.25, -1.5) == numerical_gradient(
        error_of(x, y), 0.25, -1.5, h=0.5
    )


def test_the_gradient_vanishes_at_the_least_squares_line():
    # The residuals 1, -2, 1 of the flat line at 0 are orthogonal to both 1 and x.
    assert gradient(
        np.array([-1.0, 0.0, 1.0]), np.array([1.0, -2.0, 1.0]), 0.0, 0.0
    ) == (0.0, 0.0)


@pytest.mark.equation("chain-rule", "third-factor")
def test_every_one_of_the_three_factors_counts():
    slopes = backward(
        np.array([1.0, 2.0]), np.array([10.0, 100.0]), np.array([3.0, 5.0])
    )
    assert slopes == (1 * 10 + 2 * 100, 1 * 10 * 3 + 2 * 100 * 5)


def test_dask_arrays_stay_lazy_through_the_backward_pass():
    x, y = da.arange(6, chunks=2), da.ones(6, chunks=2)
    slopes = gradient(x, y, w0=1.0, w1=2.0)
    assert all(isinstance(slope, da.Array) for slope in slopes)
    assert tuple(slope.compute() for slope in slopes) == (30.0, 110.0)


def test_a_column_of_targets_is_refused_before_it_broadcasts():
    with pytest.raises(
        ValueError, match=r"^y has shape \(200, 1\) but y_hat has shape \(200,\)"
    ):
        gradient(np.zeros(200), np.zeros((200, 1)), 0.0, 0.0)
