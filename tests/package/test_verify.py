from fractions import Fraction

import numpy as np
import pytest

from linreg import numerical_gradient


@pytest.mark.equation("central-difference")
def test_both_slopes_of_a_plane_are_its_coefficients():
    assert numerical_gradient(lambda w0, w1: 3 * w0 - 5 * w1 + 7, 2.0, -1.0) == (
        3.0,
        -5.0,
    )


@pytest.mark.equation("central-difference")
@pytest.mark.parametrize(
    "h", [Fraction(1, 10), Fraction(1, 3), Fraction(1), Fraction(1000)]
)
def test_a_quadratic_leaves_no_truncation_error_at_any_step(h):
    def bowl(w0, w1):
        return 2 * w0**2 + 3 * w0 * w1 + 5 * w1**2 - w0

    w0, w1 = Fraction(7, 3), Fraction(-2, 5)
    assert numerical_gradient(bowl, w0, w1, h=h) == (
        4 * w0 + 3 * w1 - 1,
        3 * w0 + 10 * w1,
    )


@pytest.mark.equation("central-difference")
def test_a_cubic_is_missed_by_a_sixth_of_h_squared_times_the_third_derivative():
    h = Fraction(1, 8)
    w0, w1 = Fraction(2), Fraction(-3)
    slopes = numerical_gradient(lambda a, b: a**3 + 2 * b**3, w0, w1, h=h)
    assert slopes[0] - 3 * w0**2 == h**2 / 6 * 6
    assert slopes[1] - 6 * w1**2 == h**2 / 6 * 12


def test_only_the_point_and_its_neighbours_along_each_axis_are_visited():
    visited = []
    numerical_gradient(lambda w0, w1: visited.append((w0, w1)) or 0.0, 1.0, 2.0, h=0.5)
    assert sorted(visited) == [(0.5, 2.0), (1.0, 1.5), (1.0, 2.5), (1.5, 2.0)]


@pytest.mark.parametrize("h", [0.0, -1.0, np.inf, np.nan])
def test_a_step_that_is_not_finite_and_positive_is_refused(h):
    with pytest.raises(
        ValueError, match=rf"^h is {h}; pass a finite number greater than 0\.$"
    ):
        numerical_gradient(lambda w0, w1: w0 + w1, 0.0, 0.0, h=h)


def test_the_default_step_is_a_power_of_two_so_that_halving_adds_no_rounding():
    visited = []
    numerical_gradient(lambda w0, _: visited.append(w0) or 0.0, 0.0, 0.0)
    assert max(visited) == 2.0**-10


@pytest.mark.parametrize("h", [1.2e-16, 1.9e-16, 3e-16, 0.1])
def test_the_rise_is_divided_by_the_run_that_was_made(h):
    assert numerical_gradient(lambda w0, w1: w0 - w1, 1.0, 1.0, h=h) == (1.0, -1.0)


@pytest.mark.parametrize(("w0", "w1"), [(1e17, 1.0), (1.0, 1e17)])
def test_a_step_too_short_to_move_a_weight_is_refused(w0, w1):
    with pytest.raises(
        ValueError, match=r"^h is 0\.0009765625, too short to move .* longer step\.$"
    ):
        numerical_gradient(lambda w0, w1: w0 + w1, w0, w1)


# Doubles lie twice as wide on the far side of a power of two, so there a step may move a weight
# towards 0 but not away from it; the rise would be divided by twice the run.
@pytest.mark.parametrize("weight", [2.0**53, -(2.0**53)])
def test_a_step_that_moves_a_weight_one_way_only_is_refused(weight):
    for point in [(weight, 0.0), (0.0, weight)]:
        with pytest.raises(ValueError, match=r"^h is 1\.0, too short to move"):
            numerical_gradient(lambda w0, w1: w0 + w1, *point, h=1.0)
