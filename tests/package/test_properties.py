"""What holds for all data, tried on data that nobody chose, against exact fractions.

Tolerances are so many roundings of the sizes of what goes in, never a share of a result, which may
cancel. Where numbers are few sixty-fourths, no operation rounds, and both sides are equal.
"""

from fractions import Fraction
from itertools import pairwise
from math import inf, isfinite, sqrt

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from linreg import (
    DivergenceError,
    Moments,
    diagnose,
    gradient,
    init_weights,
    make_line,
    numerical_gradient,
    predict,
    sse,
    sse_grad,
    step,
    train,
)
from linreg._sums import two_sum
from tests.conftest import UNIT_ROUNDOFF
from tests.exact import (
    exact_gradient,
    exact_line,
    exact_moments,
    exact_sse,
    exactly,
    second_derivatives,
)

# Up to 40 points: fractions stay quick, and no more would break anything that these do not.
MOST = 40
SIXTY_FOURTHS = st.integers(-(2**10), 2**10).map(lambda k: k / 64)
MODERATE = st.floats(-1e3, 1e3, allow_subnormal=False).map(
    lambda value: value if abs(value) >= 1e-3 else 0.0
)
ANY = st.floats(allow_nan=False, allow_infinity=False)
RATES = st.floats(0, exclude_min=True, allow_infinity=False)
STEPS = st.integers(-6, 6).map(lambda k: 2.0**k)
UNITS = st.integers(-60, 60).map(lambda k: 2.0**k)  # a power of two loses no digits
SHARES = st.floats(1e-3, 0.999)  # of the largest stable rate


def points(numbers, least=1):
    pairs = st.lists(st.tuples(numbers, numbers), min_size=least, max_size=MOST)
    return pairs.map(lambda chosen: np.array(chosen).reshape(-1, 2).T.copy())


def is_spread(data):
    """Tell data that fix a line from those in which every line is lost to rounding."""
    return np.ptp(data[0]) >= 0.01 * (1 + abs(data[0]).max())


SPREAD = points(MODERATE, least=2).filter(is_spread)
WEIGHTS = st.tuples(MODERATE, MODERATE)
FEW_BITS = points(SIXTY_FOURTHS)
FEW_BITS_WEIGHTS = st.tuples(SIXTY_FOURTHS, SIXTY_FOURTHS)


# Sizes of what is added, and how much of them rounding may take


def sizes(x, y, w0, w1):
    return abs(y) + abs(w1 * x) + abs(w0)


def roundings(n):
    """One rounding for each of n terms, and a few before they are added."""
    return (n + 16) * UNIT_ROUNDOFF


def slopes_allowed(x, y, w0, w1):
    terms = sizes(x, y, w0, w1)
    return roundings(x.size) * np.array([terms.sum(), terms @ abs(x)])


def slopes_from_sums_allowed(x, y, w0, w1):
    """The same for slopes from the six numbers, which cancel where no point has a part in them."""
    total = sizes(x, y, w0, w1).sum()
    length_x, length_y = np.linalg.norm(x), np.linalg.norm(y)
    sums = abs(x).mean() * total + length_x * (abs(w1) * length_x + length_y)
    return roundings(x.size) * np.array([total, sums])


def path_allowed(x, y, run, rate, slopes=slopes_allowed):
    """What rounding leaves of a run: below the stable rate no later step enlarges it."""
    reach = np.array([abs(run.w0).max(), abs(run.w1).max()])
    pushes = np.linalg.norm(slopes(x, y, *reach))
    return (run.w0.size - 1) * (
        rate * pushes + 2 * UNIT_ROUNDOFF * np.linalg.norm(reach)
    )


def settings_for(x, y, weights, share, epochs):
    rate = share * Moments.from_data(x, y).max_learning_rate
    return {
        "w0": weights[0],
        "w1": weights[1],
        "learning_rate": rate,
        "epochs": epochs,
    }


# Error and gradient


@pytest.mark.equation("sse", "predict")
@given(points(MODERATE), WEIGHTS)
def test_the_error_is_the_exact_one_up_to_rounding(data, weights):
    x, y = data
    exact = exact_sse(exactly(x), exactly(y), *exactly(weights))
    scale = (sizes(x, y, *weights) ** 2).sum()
    assert abs(Fraction(sse(y, predict(x, *weights))) - exact) <= (
        roundings(x.size) * scale
    )


@pytest.mark.equation("gradient")
@given(points(MODERATE), WEIGHTS)
def test_the_gradient_is_the_exact_one_up_to_rounding(data, weights):
    x, y = data
    exact = exact_gradient(exactly(x), exactly(y), *exactly(weights))
    allowed = slopes_allowed(x, y, *weights)
    for seen, slope, most in zip(gradient(x, y, *weights), exact, allowed, strict=True):
        assert abs(Fraction(seen) - slope) <= most


@pytest.mark.equation("sse", "gradient")
@given(FEW_BITS, FEW_BITS_WEIGHTS)
def test_nothing_rounds_where_numbers_have_few_bits(data, weights):
    x, y = data
    exact = exactly(x), exactly(y), *exactly(weights)
    assert sse(y, predict(x, *weights)) == exact_sse(*exact)
    assert gradient(x, y, *weights) == exact_gradient(*exact)


@given(FEW_BITS, FEW_BITS_WEIGHTS, FEW_BITS_WEIGHTS)
def test_a_move_changes_the_gradient_by_the_second_derivatives(data, weights, move):
    x, y = data
    before = np.array(gradient(x, y, *weights))
    after = np.array(gradient(x, y, *np.add(weights, move)))
    assert (after - before == second_derivatives(x) @ move).all()


@pytest.mark.equation("chain-rule", "central-difference")
@given(FEW_BITS, FEW_BITS_WEIGHTS, STEPS)
def test_central_differences_equal_the_gradient_bit_for_bit(data, weights, h):
    x, y = data
    estimate = numerical_gradient(
        lambda w0, w1: sse(y, predict(x, w0, w1)), *weights, h=h
    )
    assert estimate == gradient(x, y, *weights)


@pytest.mark.equation("chain-rule", "central-difference")
@given(points(MODERATE), WEIGHTS, STEPS)
def test_central_differences_equal_the_gradient_up_to_rounding(data, weights, h):
    x, y = data
    estimate = numerical_gradient(
        lambda w0, w1: sse(y, predict(x, w0, w1)), *weights, h=h
    )
    walked = sizes(x, y, *weights) + h * np.maximum(1, abs(x))
    # Both errors are rounded in proportion to their size, and divided by the length walked.
    allowed = 2 * roundings(x.size) * (walked**2).sum() / h
    np.testing.assert_allclose(estimate, gradient(x, y, *weights), rtol=0, atol=allowed)


@pytest.mark.equation("sse-grad", "sse")
@given(FEW_BITS, st.integers(0, MOST - 1), STEPS)
def test_moving_one_prediction_both_ways_finds_its_signed_error(data, place, h):
    y, y_hat = data
    nudge = h * (np.arange(y.size) == place % y.size)
    rise = sse(y, y_hat + nudge) - sse(y, y_hat - nudge)
    assert rise / (2 * h) == sse_grad(y, y_hat)[place % y.size]


@pytest.mark.equation("update")
@given(points(MODERATE), WEIGHTS, st.floats(0, 1))
def test_a_step_changes_the_error_by_its_first_two_terms_and_no_more(
    data, weights, rate
):
    x, y = map(exactly, data)
    (w0, w1), (rate,) = exactly(weights), exactly([rate])
    g = np.array(exact_gradient(x, y, w0, w1))
    moved = step(x, y, w0, w1, learning_rate=rate)
    rise = exact_sse(x, y, *moved) - exact_sse(x, y, w0, w1)
    assert rise == -rate * (g @ g) + rate**2 * (g @ second_derivatives(x) @ g) / 2


# Orders and copies of the points


@given(FEW_BITS.flatmap(lambda data: st.tuples(st.just(data), shuffles(data))))
def test_the_order_of_the_points_does_not_matter(both):
    (x, y), (mixed_x, mixed_y) = both
    assert sse(mixed_x, mixed_y) == sse(x, y)
    assert gradient(mixed_x, mixed_y, 0.5, -1.5) == gradient(x, y, 0.5, -1.5)


def shuffles(data):
    return st.permutations(range(data.shape[1])).map(lambda order: data[:, order])


@given(
    points(MODERATE).flatmap(lambda data: st.tuples(st.just(data), shuffles(data))),
    WEIGHTS,
    SHARES,
)
def test_the_order_of_the_points_does_not_matter_to_a_run(both, weights, share):
    (x, y), mixed = both
    settings = settings_for(x, y, weights, share, epochs=20)
    run, other = train(x, y, **settings), train(*mixed, **settings)
    allowed = 2 * path_allowed(x, y, run, settings["learning_rate"])
    np.testing.assert_allclose(other[:2], run[:2], rtol=0, atol=allowed)


@given(FEW_BITS, FEW_BITS_WEIGHTS, st.sampled_from([2, 4]), SHARES)
def test_copies_of_the_points_ask_for_a_smaller_rate_and_nothing_else(
    data, weights, copies, share
):
    x, y = data
    many_x, many_y = np.tile(data, copies)
    rate = share * Moments.from_data(x, y).max_learning_rate
    assert sse(many_y, predict(many_x, *weights)) == copies * sse(
        y, predict(x, *weights)
    )
    once = step(x, y, *weights, learning_rate=rate)
    assert step(many_x, many_y, *weights, learning_rate=rate / copies) == once


@pytest.mark.equation("merge")
@given(SPREAD, WEIGHTS, SHARES)
def test_merging_a_set_with_itself_doubles_its_sums_bit_for_bit(data, weights, share):
    once = Moments.from_data(*data)
    twice = once + once
    assert twice.n == 2 * once.n
    assert twice[3:6] == (2 * once.s_xx, 2 * once.s_xy, 2 * once.s_yy)
    assert twice.least_squares() == once.least_squares()
    settings = settings_for(*data, weights, share, epochs=9)
    run = once.trajectory(**settings)
    settings["learning_rate"] /= 2
    np.testing.assert_array_equal(twice.trajectory(**settings)[:2], run[:2])


# Six numbers


def assert_moments(seen, x, y):
    n, mean_x, mean_y, s_xx, s_xy, s_yy = exact_moments(exactly(x), exactly(y))
    allowed = 2 * roundings(n)
    assert seen.n == n
    assert abs(Fraction(seen.s_xx) - s_xx) <= allowed * s_xx
    assert abs(Fraction(seen.s_xy) - s_xy) <= allowed * sqrt(s_xx * s_yy)
    assert abs(Fraction(seen.s_yy) - s_yy) <= allowed * s_yy
    for head, tail, mean, values in (
        (seen.mean_x, seen.mean_x_tail, mean_x, x),
        (seen.mean_y, seen.mean_y_tail, mean_y, y),
    ):
        # The tail is what keeps this free of the size of the mean.
        gap = abs(Fraction(head) + Fraction(tail) - mean)
        assert gap <= allowed * (np.ptp(values) + UNIT_ROUNDOFF * abs(head))


FAR = st.sampled_from([(0.0, 0.0), (2.0**27, 2.0**30), (-(2.0**40), 2.0**10)])


@pytest.mark.equation("merge", "centred-sums", "head-and-tail")
@given(points(MODERATE), FAR, st.integers(0, MOST))
def test_the_parts_of_any_cut_merge_into_the_exact_numbers_of_the_whole(data, far, cut):
    x, y = data + np.array(far)[:, None]
    first, second = (
        Moments.from_data(x[:cut], y[:cut]),
        Moments.from_data(x[cut:], y[cut:]),
    )
    assert_moments(Moments.from_data(x, y), x, y)
    assert_moments(first + second, x, y)
    assert first + second == second + first


@pytest.mark.equation("merge")
@given(points(MODERATE, least=3), FAR, st.integers(1, MOST), st.integers(1, MOST))
def test_merging_does_not_depend_on_the_brackets(data, far, cut, other_cut):
    x, y = data + np.array(far)[:, None]
    first, last = sorted((cut % x.size, other_cut % x.size))
    parts = (slice(first), slice(first, last), slice(last, None))
    a, b, c = (Moments.from_data(x[part], y[part]) for part in parts)
    assert_moments((a + b) + c, x, y)
    assert_moments(a + (b + c), x, y)


@given(points(MODERATE, least=0), FAR)
def test_merging_with_nothing_changes_nothing(data, far):
    moments = Moments.from_data(*(data + np.array(far)[:, None]))
    assert Moments() + moments == moments + Moments() == moments


@pytest.mark.equation("sse-from-moments", "gradient-from-moments")
@given(points(MODERATE), WEIGHTS)
def test_six_numbers_know_the_error_and_the_gradient_of_any_line(data, weights):
    x, y = data
    moments = Moments.from_data(x, y)
    exact = exactly(x), exactly(y), *exactly(weights)
    terms = sizes(x, y, *weights)
    allowed = 2 * roundings(x.size)
    assert abs(Fraction(float(moments.sse(*weights))) - exact_sse(*exact)) <= (
        allowed * (terms**2).sum()
    )
    # The mean of x stands for every x in the second slope.
    reach = np.array([1, abs(x).max()]) * terms.sum()
    slopes = zip(moments.gradient(*weights), exact_gradient(*exact), reach, strict=True)
    for seen, slope, scale in slopes:
        assert abs(Fraction(seen) - slope) <= allowed * scale


@pytest.mark.equation("gradient-from-moments", "head-and-tail")
@given(points(MODERATE), st.sampled_from([2.0**27, -(2.0**40)]))
def test_a_slope_keeps_its_digits_where_both_means_are_far_and_close(data, far):
    x, y = data + far
    exact, _ = exact_gradient(exactly(x), exactly(y), 0, 1)
    slope, _ = Moments.from_data(x, y).gradient(0.0, 1.0)
    # With these weights nothing but the means can round, and their heads cancel.
    spread = np.ptp(x) + np.ptp(y) + abs(float(exact)) / x.size
    assert abs(Fraction(slope) - exact) <= 2 * roundings(x.size) * x.size * spread


@pytest.mark.equation("least-squares")
@given(SPREAD)
def test_the_line_solved_for_is_the_exact_one_up_to_rounding(data):
    x, y = data
    w0, w1 = Moments.from_data(x, y).least_squares()
    exact_w0, exact_w1 = exact_line(exactly(x), exactly(y))
    _, _, _, s_xx, _, s_yy = exact_moments(exactly(x), exactly(y))
    # The largest slope that the spreads allow, and how far it carries.
    steepest = sqrt(s_yy / s_xx)
    assert abs(Fraction(w1) - exact_w1) <= 2 * roundings(x.size) * steepest
    allowed = 2 * roundings(x.size) * (abs(y).max() + steepest * abs(x).max())
    assert abs(Fraction(w0) - exact_w0) <= allowed


@pytest.mark.equation("least-squares")
@given(SPREAD, WEIGHTS)
def test_no_line_has_a_smaller_error_than_the_one_solved_for(data, weights):
    x, y, line = *map(exactly, data), exactly(weights)
    best = exact_line(x, y)
    assert exact_gradient(x, y, *best) == (0, 0)
    d = line - best
    rise = exact_sse(x, y, *line) - exact_sse(x, y, *best)
    assert rise == d @ second_derivatives(x) @ d / 2 >= 0
    moments = Moments.from_data(*data)
    seen = moments.sse(*weights) - moments.sse(*moments.least_squares())
    scale = (sizes(*data, *weights) ** 2).sum()
    assert abs(Fraction(float(seen)) - rise) <= 4 * roundings(x.size) * scale


@pytest.mark.equation("largest-curvature")
@given(points(MODERATE))
def test_the_largest_rate_is_2_over_the_larger_eigenvalue_up_to_rounding(data):
    x = exactly(data[0])
    largest = Fraction(2) / Fraction(Moments.from_data(*data).max_learning_rate)
    n, s_x, s_xx = len(x), sum(x), x @ x
    little = Fraction(roundings(n))
    above, below = largest * (1 + little), largest * (1 - little)

    def characteristic(root):
        return (n - root) * (s_xx - root) - s_x * s_x

    # Above the larger root the polynomial is positive and rises; below, one or the other fails.
    assert characteristic(above) >= 0
    assert above >= Fraction(n + s_xx) / 2
    assert characteristic(below) <= 0 or below <= Fraction(n + s_xx) / 2


# Runs


@pytest.mark.equation("training")
@given(SPREAD, WEIGHTS, SHARES, st.integers(0, 6))
# The slope along w1 is 0, and its six numbers cancel to a few roundings of 64.
@example(np.array([[0.0, 0.0, 193.0], [0.0, 1.0, 0.0]]), (0.0, 0.0), 0.5, 1)
def test_a_run_is_where_powers_of_one_matrix_put_it(data, weights, share, epochs):
    settings = settings_for(*data, weights, share, epochs)
    x, y = map(exactly, data)
    best = np.array(exact_line(x, y))
    (rate,) = exactly([settings["learning_rate"]])
    d = exactly(weights) - best
    for _ in range(epochs):
        d = d - rate * (second_derivatives(x) @ d)
    for run, slopes in (
        (train(*data, **settings), slopes_allowed),
        (Moments.from_data(*data).trajectory(**settings), slopes_from_sums_allowed),
    ):
        allowed = 4 * path_allowed(*data, run, settings["learning_rate"], slopes)
        end = exactly([run.w0[-1], run.w1[-1]])
        assert (abs(end - best - d) <= allowed).all()


@given(points(MODERATE), WEIGHTS, SHARES, st.integers(0, 9), st.integers(0, 9))
def test_a_run_goes_on_where_another_ended_bit_for_bit(
    data, weights, share, epochs, more
):
    settings = settings_for(*data, weights, share, epochs + more)
    moments = Moments.from_data(*data)

    def by_points(**kwargs):
        return train(*data, **kwargs)

    for go in (by_points, moments.trajectory):
        whole = go(**settings)
        first = go(**(settings | {"epochs": epochs}))
        rest = {"w0": first.w0[-1], "w1": first.w1[-1], "epochs": more}
        second = go(**(settings | rest))
        for one, other, both in zip(first, second, whole, strict=True):
            np.testing.assert_array_equal(np.append(one, other[1:]), both)


@pytest.mark.equation("training")
@given(FEW_BITS, FEW_BITS_WEIGHTS, SHARES)
def test_a_line_without_a_miss_stays_where_it_is(data, weights, share):
    x, _ = data
    y = predict(x, *weights)
    run = train(x, y, **settings_for(x, y, weights, share, epochs=3))
    assert (run.w0 == weights[0]).all()
    assert (run.w1 == weights[1]).all()
    assert (run.sse == 0).all()


@pytest.mark.equation("stable-rate")
@given(points(MODERATE), WEIGHTS, SHARES)
# Close to the bound, so that a bound that is a little too large is noticed.
@example(np.array([[-1.0, 2.0], [0.0, 1.0]]), (1.0, 1.0), 0.99)
def test_below_the_largest_rate_no_epoch_raises_the_error(data, weights, share):
    x, y = data
    run = train(x, y, **settings_for(x, y, weights, share, epochs=30))
    allowed = 2 * roundings(x.size) * (sizes(x, y, *weights) ** 2).sum()
    for before, after in pairwise(run.sse):
        assert after <= before + allowed


@pytest.mark.equation("stable-rate", "distance")
@given(SPREAD, st.floats(1.001, 4), st.sampled_from([-1, 1]))
def test_above_the_largest_rate_the_steep_part_of_the_error_grows(data, share, side):
    x, y = map(exactly, data)
    best = np.array(exact_line(x, y))
    # Of all starts, one along the steep direction, as far as its doubles are along it.
    _, directions = np.linalg.eigh(second_derivatives(data[0]))
    start = best + side * exactly(directions[:, 1])
    (rate,) = exactly([share * Moments.from_data(*data).max_learning_rate])
    moved = step(x, y, *start, learning_rate=rate)
    floor = exact_sse(x, y, *best)
    grown = (exact_sse(x, y, *moved) - floor) / (exact_sse(x, y, *start) - floor)
    # H and its directions round like sums of n terms; a factor near 3 enlarges that, squared.
    assert abs(grown - (1 - 2 * Fraction(share)) ** 2) <= 100 * roundings(x.size)


# What a log gives away


@given(points(MODERATE), WEIGHTS, SHARES, st.integers(1, 30))
def test_no_stable_run_is_called_an_explosion(data, weights, share, epochs):
    settings = settings_for(*data, weights, share, epochs)
    run = train(*data, **settings)
    seen = diagnose(run.sse, learning_rate=settings["learning_rate"], w1=run.w1)
    assert seen.verdict in {"falling", "converging", "converged", "inconclusive"}


@pytest.mark.equation("growth-step")
@given(points(MODERATE), WEIGHTS, st.floats(1.05, 4))
def test_a_run_that_explodes_names_the_rate_that_would_have_worked(
    data, weights, share
):
    moments = Moments.from_data(*data)
    seen = explosion(moments, settings_for(*data, weights, share, epochs=500))
    assume(seen is not None)
    assert seen.verdict in {"rate too large", "diverging", "inconclusive"}
    if not np.isnan(seen.max_learning_rate):
        # A factor counts as steady if two agree in 1 % of their distance from 1.
        assert abs(seen.max_learning_rate / moments.max_learning_rate - 1) <= 0.01


def explosion(moments, settings):
    """Return what is read from a run that is lost; nothing if it starts too well for that."""
    try:
        moments.trajectory(**settings)
    except DivergenceError as error:
        run = error.history
        rate = error.learning_rate
        return diagnose(run.sse, learning_rate=rate, w1=run.w1)
    return None


# The same data in other units


@given(points(MODERATE), WEIGHTS, SHARES, UNITS, st.sampled_from([-1, 1]))
def test_y_in_another_unit_or_upside_down_scales_the_run_bit_for_bit(
    data, weights, share, unit, sign
):
    x, y = data
    scale = sign * unit
    settings = settings_for(x, y, weights, share, epochs=20)
    scaled = settings | {"w0": scale * weights[0], "w1": scale * weights[1]}
    for run, other in (
        (train(x, y, **settings), train(x, scale * y, **scaled)),
        (
            Moments.from_data(x, y).trajectory(**settings),
            Moments.from_data(x, scale * y).trajectory(**scaled),
        ),
    ):
        np.testing.assert_array_equal(other.w0, scale * run.w0)
        np.testing.assert_array_equal(other.w1, scale * run.w1)
        np.testing.assert_array_equal(other.sse, scale**2 * run.sse)


@given(points(MODERATE), WEIGHTS, SHARES)
def test_x_from_right_to_left_turns_w1_alone_bit_for_bit(data, weights, share):
    x, y = data
    settings = settings_for(x, y, weights, share, epochs=20)
    run = train(x, y, **settings)
    turned = train(-x, y, **(settings | {"w1": -weights[1]}))
    np.testing.assert_array_equal(turned.w0, run.w0)
    np.testing.assert_array_equal(turned.w1, -run.w1)
    np.testing.assert_array_equal(turned.sse, run.sse)


@given(SPREAD, UNITS)
def test_x_in_another_unit_scales_its_sums_and_the_slope_bit_for_bit(data, unit):
    x, y = data
    moments, scaled = Moments.from_data(x, y), Moments.from_data(unit * x, y)
    assert scaled.s_xx == unit**2 * moments.s_xx
    assert scaled.s_xy == unit * moments.s_xy
    w0, w1 = moments.least_squares()
    assert scaled.least_squares() == (w0, w1 / unit)


@pytest.mark.equation("training")
@given(points(MODERATE), WEIGHTS, FEW_BITS_WEIGHTS, SHARES)
def test_a_line_added_to_the_data_and_to_the_start_is_added_to_every_epoch(
    data, weights, added, share
):
    x, y = data
    settings = settings_for(x, y, weights, share, epochs=20)
    run = train(x, y, **settings)
    raised = {"w0": weights[0] + added[0], "w1": weights[1] + added[1]}
    other = train(x, y + predict(x, *added), **(settings | raised))
    # The targets themselves are rounded once more, of the size of both lines.
    rate = settings["learning_rate"]
    allowed = 2 * path_allowed(
        x, abs(y) + abs(predict(abs(x), *np.abs(added))), other, rate
    )
    allowed += (
        2 * path_allowed(x, y, run, rate)
        + 2 * UNIT_ROUNDOFF * np.abs([*weights, *added]).sum()
    )
    gap = np.array(other[:2]) - np.array(run[:2]) - np.array(added)[:, None]
    assert abs(gap).max() <= allowed


def test_x_from_another_origin_makes_another_run():
    # The best line moves along, the way to it does not: one rate serves two weights.
    x, y = np.array([0.0, 1.0, 2.0]), np.array([1.0, 0.0, 2.0])
    run = train(x, y, w0=1.0, w1=-1.0, learning_rate=0.1, epochs=5)
    moved = train(x - 1, y, w0=0.0, w1=-1.0, learning_rate=0.1, epochs=5)
    assert predict(-1.0, 1.0, 0.0) == 1.0
    assert (run.sse[0], run.sse[1]) != (moved.sse[0], moved.sse[1])
    assert run.sse[0] == moved.sse[0]


# Bounds that docstrings promise


@given(points(ANY))
@example(np.array([[1e16, -1e16, 1.0, 2.0, 3.0], [0.1, 0.2, 0.3, 0.7, 0.0]]))
@example(np.array([[0.1, 0.2, 0.3, 0.7], [1e8, 1e8 + 1, 1e8 + 1, 1e8]]))
def test_both_means_are_as_near_as_documented(data):
    def in_threes():
        starts = range(0, data.shape[1], 3)
        return sum(Moments.from_data(*data[:, k : k + 3]) for k in starts)

    for compute in (lambda: Moments.from_data(*data), in_threes):
        moments = unless_refused(compute)
        if moments is None:
            continue
        for values, axis in zip(map(exactly, data), "xy", strict=True):
            head, tail = (
                getattr(moments, f"mean_{axis}{end}") for end in ("", "_tail")
            )
            off = abs(Fraction(head) + Fraction(tail) - sum(values) / len(values))
            smallest = Fraction(5e-324)
            allowed = Fraction(roundings(len(values))) * (max(values) - min(values))
            assert off <= allowed + smallest


@pytest.mark.equation("sse-from-moments")
@given(points(ANY.filter(lambda v: abs(v) < 1e150)), WEIGHTS)
@example(np.array([[1e8, 1e8 + 1], [3e8, 3e8 + 3]]), (0.5, 3.0))
@example(np.array([[0.0, 1e-9], [1e3, 1e3]]), (-1e3, 0.0))
def test_the_error_from_six_numbers_is_as_near_as_documented(data, weights):
    moments = unless_refused(lambda: Moments.from_data(*data))
    if moments is None:
        return
    x, y = map(exactly, data)
    w0, w1 = exactly(weights)
    n, mean_x, mean_y, s_xx, _, s_yy = exact_moments(x, y)
    exact = exact_sse(x, y, w0, w1)
    u, squares = Fraction(UNIT_ROUNDOFF), s_yy + w1**2 * s_xx
    root = Fraction(1.001 * sqrt(squares)) + Fraction(1e-300)
    sizes = abs(w0) + abs(w1 * mean_x) + abs(mean_y)
    miss, r = abs(w1 * mean_x + w0 - mean_y), u * (4 * sizes + (2 * n + 32) * root)
    allowed = (n + 24) * u * squares + n * (miss + r) * r
    assert abs(Fraction(float(moments.sse(*weights))) - exact) <= allowed + Fraction(
        1e-300
    )


@pytest.mark.equation("training")
@given(points(MODERATE), WEIGHTS, SHARES, st.integers(1, 60))
@example(np.array([[1e3, 999.0], [0.0, 1e3]]), (1e3, -1e3), 0.99, 60)
@example(np.array([[1e-3, 0.0], [1e3, -1e3]]), (1e3, 1e3), 0.5, 9)
def test_a_run_from_six_numbers_is_as_near_to_the_other_as_documented(
    data, weights, share, epochs
):
    x, y = data
    settings = settings_for(x, y, weights, share, epochs)
    run = train(x, y, **settings)
    short_cut = Moments.from_data(x, y).trajectory(**settings)
    c = abs(x).max()
    largest_0, largest_1 = abs(run.w0).max(), abs(run.w1).max()
    s = abs(y).max() + largest_1 * c + largest_0
    push = settings["learning_rate"] * s * (1 + c) * x.size
    each = (4 * x.size + 64) * UNIT_ROUNDOFF * (max(largest_0, largest_1) + push)
    gaps = abs(np.array(short_cut[:2]) - np.array(run[:2]))
    assert gaps.max() <= epochs * each


# Anything finite


def unless_refused(compute):
    """Return the result, or nothing where an error says in a sentence what to do."""
    try:
        return compute()
    except (ValueError, OverflowError, FloatingPointError, DivergenceError) as error:
        if not str(error).endswith("."):
            raise
        return None


@given(points(ANY, least=0))
def test_six_numbers_of_finite_data_are_finite_or_refused(data):
    before = data.copy()
    moments = unless_refused(lambda: Moments.from_data(*data))
    if moments is not None:
        assert all(map(isfinite, moments))
        line = unless_refused(moments.least_squares)
        rate = unless_refused(lambda: moments.max_learning_rate)
        assert line is None or all(map(isfinite, line))
        assert rate is None or 0 < rate < inf
    np.testing.assert_array_equal(data, before)


@given(points(ANY), st.tuples(ANY, ANY), RATES)
def test_a_run_on_finite_data_is_finite_or_refused(data, weights, rate):
    before = data.copy()
    settings = {"w0": weights[0], "w1": weights[1], "learning_rate": rate, "epochs": 5}
    for run in (
        unless_refused(lambda: train(*data, **settings)),
        unless_refused(lambda: Moments.from_data(*data).trajectory(**settings)),
    ):
        if run is not None:
            assert np.isfinite(run).all()
            assert (run.sse >= 0).all()
    np.testing.assert_array_equal(data, before)


@given(points(MODERATE), WEIGHTS, SHARES)
def test_nothing_writes_into_its_data(data, weights, share):
    before = data.copy()
    y_hat = predict(data[0], *weights)
    sse(data[1], y_hat)
    sse_grad(data[1], y_hat)
    gradient(*data, *weights)
    step(*data, *weights, learning_rate=0.1)
    train(*data, **settings_for(*data, weights, share, epochs=2))
    np.testing.assert_array_equal(data, before)


@given(st.floats(-1e300, 1e300), st.floats(-1e300, 1e300))
def test_a_sum_in_head_and_tail_is_exact(a, b):
    head, tail = two_sum(a, b)
    assert head == a + b
    assert Fraction(head) + Fraction(tail) == Fraction(a) + Fraction(b)


@given(
    st.lists(
        st.tuples(st.floats(0) | st.just(np.nan), st.floats()), min_size=1, max_size=9
    ),
    RATES,
    st.booleans(),
)
def test_any_log_gets_a_verdict_in_a_sentence(log, rate, with_weights):
    errors, weights = np.array(log).T
    seen = diagnose(errors, learning_rate=rate, w1=weights if with_weights else None)
    assert seen.message.endswith(".")


# Draws


@pytest.mark.equation("data")
@given(st.integers(0, 2**32), st.integers(1, MOST), MODERATE, st.booleans())
def test_points_lie_on_their_line_up_to_the_noise_asked_for(seed, n, slope, shared):
    line = make_line(
        n, slope=slope, intercept_std=0.0, shared_intercept=shared, rng=seed
    )
    assert (line.y == slope * line.x).all()
    assert ((line.x >= 0) & (line.x < 1)).all()


@pytest.mark.equation("init")
@given(st.integers(0, 2**32))
def test_every_start_leans_the_wrong_way(seed):
    w0, w1 = init_weights(rng=seed)
    assert 0 <= w0 < 2
    assert -3 <= w1 < -2
