"""The formulas of the package on symbols: what holds for letters holds for all numbers."""

from types import SimpleNamespace

import numpy as np
import pytest
import sympy

import linreg.diagnosis
import linreg.divergence
import linreg.moments
from linreg import (
    Moments,
    gradient,
    linear,
    linear_grad,
    net_input,
    numerical_gradient,
    predict,
    sse,
    sse_grad,
    step,
)
from linreg.backprop import backward
from linreg.diagnosis import bound_if_step, still_to_gain
from tests.exact import second_derivatives

W = w0, w1 = sympy.symbols("w0 w1")
BEST = best_0, best_1 = sympy.symbols("a b")
eta, h = sympy.symbols("eta h", positive=True)

for_few_points = pytest.mark.parametrize("n", [1, 2, 3, 4])
for_points_that_fix_a_line = pytest.mark.parametrize("n", [2, 3, 4])


def letters(name, n):
    return np.array(sympy.symbols(f"{name}1:{n + 1}"))


def points_around_their_best_line(x):
    """Return any targets there can be, written as the best line and what it misses.

    Misses are orthogonal to 1 and to x. Three neighbours have one such miss each, up to a factor,
    and together these span all of them.
    """
    misses = 0 * x
    for k, size in enumerate(letters("c", x.size)[: max(0, x.size - 2)]):
        a, b, c = x[k : k + 3]
        misses[k : k + 3] += size * np.array([b - c, c - a, a - b])
    return best_1 * x + best_0 + misses, misses


def error(x, y):
    return sse(y, predict(x, w0, w1))


def by_definition(x, y):
    """Collect the six numbers, which the package does for doubles alone."""
    n = sympy.Integer(x.size)
    dx, dy = x - x.sum() / n, y - y.sum() / n
    return Moments(n, x.sum() / n, y.sum() / n, dx @ dx, dx @ dy, dy @ dy)


def assert_equal(seen, expected):
    for one, other in zip(np.ravel(seen), np.ravel(expected), strict=True):
        # A half in the code is a double, and exact.
        assert sympy.cancel(sympy.nsimplify(one - other, rational=True)) == 0


@pytest.fixture
def let_symbols_in(monkeypatch):
    """Switch off what asks a number for its size, and leave all arithmetic in place."""
    arithmetic = SimpleNamespace(
        hypot=lambda a, b: sympy.sqrt(a**2 + b**2),
        isfinite=lambda _: True,
        sqrt=sympy.sqrt,
    )
    monkeypatch.setattr(linreg.moments, "math", arithmetic)
    monkeypatch.setattr(linreg.diagnosis, "math", arithmetic)
    monkeypatch.setattr(linreg.divergence, "math", arithmetic)
    monkeypatch.setattr(
        linreg.moments, "np", SimpleNamespace(maximum=lambda value, _: value)
    )
    monkeypatch.setattr(linreg.moments, "require_range", lambda *_, **__: None)
    monkeypatch.setattr(linreg.divergence, "require_below_overflow", lambda *_: None)


# One factor after the other


@pytest.mark.equation("net-input", "linear", "predict")
@for_few_points
def test_the_prediction_is_the_weighted_sum_of_the_inputs(n):
    x = letters("x", n)
    assert list(predict(x, w0, w1)) == [w1 * a + w0 for a in x]
    assert list(predict(x, w0, w1)) == list(linear(net_input(x, w0, w1)))


@pytest.mark.equation("linear-grad")
@for_few_points
def test_the_second_factor_is_the_derivative_of_the_activation(n):
    z = letters("z", n)
    assert_equal(linear_grad(z), [sympy.diff(linear(z)[k], z[k]) for k in range(n)])


@pytest.mark.equation("net-input", "third-factor")
@for_few_points
def test_the_third_factor_is_the_derivative_of_the_net_input(n):
    x = letters("x", n)
    z = net_input(x, w0, w1)
    first_factors = letters("s", n)
    slopes = backward(first_factors, linear_grad(z), x)
    for slope, w in zip(slopes, W, strict=True):
        assert_equal(slope, first_factors @ [sympy.diff(each, w) for each in z])


@pytest.mark.equation("sse", "sse-grad")
@for_few_points
def test_the_first_factor_is_the_derivative_of_the_error(n):
    y, y_hat = letters("y", n), letters("p", n)
    assert_equal(
        sse(y, y_hat), sum((a - b) ** 2 for a, b in zip(y, y_hat, strict=True)) / 2
    )
    assert_equal(sse_grad(y, y_hat), [sympy.diff(sse(y, y_hat), p) for p in y_hat])


@pytest.mark.equation("chain-rule", "third-factor", "gradient")
@for_few_points
def test_three_factors_are_the_derivative_for_any_error_and_any_activation(n):
    x = letters("x", n)
    errors = [sympy.Function(f"error{k}") for k in range(n)]
    activation, p = sympy.Function("activation"), sympy.Symbol("p")
    z = net_input(x, w0, w1)
    first = [
        e(p).diff(p).subs(p, activation(each))
        for e, each in zip(errors, z, strict=True)
    ]
    second = [activation(p).diff(p).subs(p, each) for each in z]
    whole = sum(e(activation(each)) for e, each in zip(errors, z, strict=True))
    slopes = backward(np.array(first), np.array(second), x)
    for slope, w in zip(slopes, W, strict=True):
        assert sympy.expand((slope - sympy.diff(whole, w)).doit()) == 0


@pytest.mark.equation("chain-rule", "gradient", "slopes")
@for_few_points
def test_the_gradient_is_the_derivative_of_the_error(n):
    x, y = letters("x", n), letters("y", n)
    assert_equal(gradient(x, y, w0, w1), [sympy.diff(error(x, y), w) for w in W])


@pytest.mark.equation("update")
@for_few_points
def test_a_step_subtracts_the_learning_rate_times_the_derivative(n):
    x, y = letters("x", n), letters("y", n)
    moved = step(x, y, w0, w1, learning_rate=eta)
    assert_equal(moved, [w - eta * sympy.diff(error(x, y), w) for w in W])


@pytest.mark.equation("central-difference")
@for_few_points
def test_central_differences_of_the_error_are_its_gradient_for_any_step(n):
    x, y = letters("x", n), letters("y", n)
    estimate = numerical_gradient(lambda a, b: sse(y, predict(x, a, b)), w0, w1, h=h)
    assert_equal(estimate, gradient(x, y, w0, w1))


@pytest.mark.equation("central-difference")
def test_central_differences_miss_by_the_third_derivative_first():
    f = sympy.Poly(letters("c", 6).tolist(), w0).as_expr()
    estimates = numerical_gradient(
        lambda a, b: f.subs(w0, a) + f.subs(w0, b), w0, w1, h=h
    )
    for estimate, w in zip(estimates, W, strict=True):
        missed = sympy.expand(estimate - sympy.diff(f, w0).subs(w0, w))
        assert_equal(missed.coeff(h, 2), sympy.diff(f, w0, 3).subs(w0, w) / 6)
        assert missed.coeff(h, 0) == missed.coeff(h, 1) == 0


# The bowl


@for_few_points
def test_the_gradient_is_linear_in_the_weights(n):
    x, y = letters("x", n), letters("y", n)
    slopes = second_derivatives(x) @ W - [y.sum(), x @ y]
    assert_equal(gradient(x, y, w0, w1), slopes)


@pytest.mark.equation("hessian", "linear-gradient")
@for_few_points
def test_the_raw_sums_come_back_from_the_centred_ones(n):
    x = letters("x", n)
    assert_equal(by_definition(x, x).hessian, second_derivatives(x))


@for_few_points
def test_the_error_is_its_floor_and_half_a_square_of_the_distance(n):
    x = letters("x", n)
    y, misses = points_around_their_best_line(x)
    assert_equal(gradient(x, y, *BEST), [0, 0])
    floor, d = misses @ misses / 2, np.subtract(W, BEST)
    square = d @ second_derivatives(x) @ d
    assert_equal(error(x, y), floor + square / 2)


@pytest.mark.equation("distance", "update")
@for_few_points
def test_every_step_multiplies_the_distance_from_the_best_weights(n):
    x = letters("x", n)
    y, _ = points_around_their_best_line(x)
    best = sympy.Matrix(BEST)
    shrink = sympy.eye(2) - eta * sympy.Matrix(second_derivatives(x))
    walked = jumped = sympy.Matrix(W)
    for _ in range(3):
        walked = sympy.Matrix(step(x, y, *walked, learning_rate=eta)).expand()
        jumped = (best + shrink * (jumped - best)).expand()
        assert walked == jumped


@pytest.mark.equation("stable-rate")
@pytest.mark.usefixtures("let_symbols_in")
def test_only_rates_below_the_largest_one_shrink_a_distance():
    curvature = 2 + sympy.Symbol("excess", positive=True)
    # Inputs -s and s stretch the distance along w1 by 2 s^2, and along w0 by 2, which is less.
    s = sympy.sqrt(curvature / 2)
    x = np.array([-s, s])
    _, moved = step(x, 0 * x, 0, w1, learning_rate=eta)
    factor = sympy.cancel(moved / w1)
    (bound,) = sympy.solve(factor + 1, eta)
    assert_equal(bound, 2 / curvature)
    assert_equal(bound, by_definition(x, 0 * x).max_learning_rate)
    # The factor falls from 1 along a straight line, so it is above -1 below the bound alone.
    assert factor.subs(eta, 0) == 1
    assert sympy.diff(factor, eta).is_negative
    assert sympy.diff(factor, eta, 2) == 0


# Six numbers


@pytest.mark.equation("sse-from-moments", "gradient-from-moments")
@pytest.mark.usefixtures("let_symbols_in")
@for_few_points
def test_six_numbers_give_the_error_and_the_gradient_of_the_points(n):
    x, y = letters("x", n), letters("y", n)
    moments = by_definition(x, y)
    assert_equal(moments.sse(w0, w1), error(x, y))
    assert_equal(moments.gradient(w0, w1), gradient(x, y, w0, w1))


@pytest.mark.equation("merge")
@pytest.mark.usefixtures("let_symbols_in")
# As many points on both sides would be put in order by their means, which letters do not have.
@pytest.mark.parametrize(("n", "cut"), [(3, 1), (3, 2), (4, 1), (4, 3)])
def test_two_sets_merge_into_the_six_numbers_of_all_their_points(n, cut):
    x, y = letters("x", n), letters("y", n)
    merged = by_definition(x[:cut], y[:cut]) + by_definition(x[cut:], y[cut:])
    assert_equal(merged, by_definition(x, y))


@pytest.mark.equation("least-squares")
@pytest.mark.usefixtures("let_symbols_in")
@for_points_that_fix_a_line
def test_the_line_solved_for_has_no_slope_in_any_direction(n):
    x = letters("x", n)
    y, _ = points_around_their_best_line(x)
    assert_equal(gradient(x, y, *BEST), [0, 0])
    assert_equal(by_definition(x, y).least_squares(), BEST)


@pytest.mark.equation("largest-curvature")
@pytest.mark.usefixtures("let_symbols_in")
def test_the_largest_rate_is_2_over_the_larger_root_of_the_characteristic_polynomial():
    n = sympy.Symbol("n", integer=True, positive=True)
    mean = sympy.Symbol("m", real=True)
    s_xx = sympy.Symbol("s_xx", nonnegative=True)
    H = sympy.Matrix([[n, n * mean], [n * mean, s_xx + n * mean**2]])
    largest = 2 / Moments(n, mean, 0, s_xx, 0, 0).max_learning_rate
    assert sympy.expand((H - largest * sympy.eye(2)).det()) == 0
    # Both roots lie alike far from half the trace; the larger one does not lie below.
    above = largest.expand(deep=False) - H.trace().expand() / 2
    assert above.is_nonnegative


# What a log gives away


def changes_of_the_error(learning_rate, curvature):
    """Take two steps along one direction of a bowl with a floor; return both changes and the rest.

    The inputs -s, 0, s stretch a distance along w1 by 2 s^2 and mix it with nothing else.
    """
    s, miss, distance = sympy.sqrt(curvature / 2), *sympy.symbols("c d", positive=True)
    x = np.array([-s, 0, s])
    y = best_1 * x + best_0 + miss * np.array([1, -2, 1])
    weights, errors = (best_0, best_1 + distance), []
    for _ in range(3):
        errors.append(sse(y, predict(x, *weights)))
        weights = step(x, y, *weights, learning_rate=learning_rate)
    floor = sse(y, predict(x, *BEST))
    errors = [sympy.expand(sympy.nsimplify(e - floor)) for e in errors]
    return errors[1] - errors[0], errors[2] - errors[1], errors[2]


def ratio_of_changes(learning_rate, curvature):
    first, second, _ = changes_of_the_error(learning_rate, curvature)
    return sympy.factor(sympy.cancel(second / first))


@pytest.mark.equation("growth-step")
@pytest.mark.usefixtures("let_symbols_in")
def test_too_long_a_step_gives_its_bound_away():
    curvature, excess = sympy.symbols("lambda p", positive=True)
    rate = (2 + excess) / curvature
    growth = ratio_of_changes(rate, curvature)
    assert_equal(growth, (1 - rate * curvature) ** 2)
    assert_equal(sympy.simplify(bound_if_step(growth, rate)), 2 / curvature)


@pytest.mark.equation("slow-part")
def test_two_gains_tell_how_much_is_still_to_gain():
    curvature = sympy.Symbol("lambda", positive=True)
    first, second, left = changes_of_the_error(eta, curvature)
    ratio = sympy.cancel(second / first)
    assert_equal(ratio, (1 - eta * curvature) ** 2)
    assert_equal(still_to_gain(-second, ratio), left)
