from statistics import NormalDist

import numpy as np
import pytest

from linreg import make_line


def test_the_post_has_200_points_with_inputs_between_0_and_1():
    line = make_line(rng=0)
    assert line.x.shape == line.y.shape == (200,)
    assert line.x.dtype == line.y.dtype == np.float64
    assert line.x.min() >= 0
    assert line.x.max() < 1


@pytest.mark.equation("data")
def test_inputs_are_uniform():
    # The largest gap between the sorted draws and an even spread is below 1.95 / sqrt(n) in 999 of
    # 1000 samples (Kolmogorov); this is one fixed sample.
    x = np.sort(make_line(10_000, rng=1).x)
    assert np.abs(x - (np.arange(10_000) + 0.5) / 10_000).max() < 1.95 / 100


@pytest.mark.equation("data")
def test_each_point_draws_its_own_intercept_by_default():
    line = make_line(10_000, rng=2)
    intercepts = line.y - line.slope * line.x
    # The mean of n draws strays by sigma / sqrt(n), their spread by sigma / sqrt(2 n): four times.
    assert abs(intercepts.mean()) < 4 * 0.1 / 100
    assert abs(intercepts.std() - 0.1) < 4 * 0.1 / np.sqrt(20_000)
    assert line.intercept == 0.0


@pytest.mark.equation("data")
def test_intercepts_are_normal():
    # The same bound as for the inputs, on what the bell makes of the draws: a uniform spread.
    line = make_line(10_000, slope=0.0, intercept_std=0.5, rng=6)
    shares = np.vectorize(NormalDist(0, 0.5).cdf)(np.sort(line.y))
    assert np.abs(shares - (np.arange(10_000) + 0.5) / 10_000).max() < 1.95 / 100


def test_a_shared_intercept_puts_all_points_exactly_on_the_line():
    line = make_line(shared_intercept=True, rng=3)
    assert line.intercept != 0
    np.testing.assert_array_equal(line.y, line.slope * line.x + line.intercept)


def test_shared_intercepts_have_the_spread_asked_for():
    draws = [
        make_line(1, intercept_std=2.0, shared_intercept=True, rng=i)
        for i in range(1000)
    ]
    spread = np.std([line.intercept for line in draws])
    assert abs(spread - 2.0) < 4 * 2.0 / np.sqrt(2000)


@pytest.mark.equation("data")
@pytest.mark.parametrize("shared", [False, True])
def test_a_line_is_its_inputs_then_its_slope_then_its_intercepts(shared):
    line = make_line(7, intercept_std=0.3, shared_intercept=shared, rng=8)
    bits = np.random.default_rng(8)
    x, slope = bits.random(7), 2 + bits.random()
    intercepts = 0.3 * bits.standard_normal(1 if shared else 7)
    np.testing.assert_array_equal(line.x, x)
    assert line.slope == slope
    np.testing.assert_array_equal(line.y, slope * x + intercepts)


def test_a_slope_not_given_is_drawn_between_2_and_3():
    slopes = np.array([make_line(1, rng=i).slope for i in range(300)])
    assert slopes.min() >= 2
    assert slopes.max() < 3
    assert np.ptp(slopes) > 0.9


def test_a_seed_repeats_the_draw_and_a_generator_goes_on():
    np.testing.assert_array_equal(make_line(rng=7).y, make_line(rng=7).y)
    np.testing.assert_array_equal(
        make_line(rng=7).y, make_line(rng=np.random.default_rng(7)).y
    )
    generator = np.random.default_rng(7)
    assert make_line(rng=generator).slope != make_line(rng=generator).slope


def test_without_a_seed_every_call_draws_afresh_and_leaves_the_global_state_alone():
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    assert make_line().slope != make_line().slope
    np.testing.assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"n": 0}, ValueError, r"^n is 0; pass a whole number, 1 or more\.$"),
        ({"n": -3}, ValueError, r"^n is -3; pass a whole number, 1 or more\.$"),
        (
            {"n": 2.0},
            TypeError,
            r"^n is 2\.0, a float; pass a whole number, 1 or more\.$",
        ),
        (
            {"n": True},
            TypeError,
            r"^n is True, a bool; pass a whole number, 1 or more\.$",
        ),
        (
            {"n": "5"},
            TypeError,
            r"^n is '5', a str; pass a whole number, 1 or more\.$",
        ),
        ({"slope": np.inf}, ValueError, r"^slope is inf; pass a finite number\.$"),
        ({"slope": "2"}, TypeError, r"^slope is '2', a str; pass one real number\.$"),
        (
            {"slope": 1j},
            TypeError,
            r"^slope is 1j, a complex; pass one real number\.$",
        ),
        (
            {"intercept_std": -0.1},
            ValueError,
            r"^intercept_std is -0\.1, but a spread .* 0 or more",
        ),
        (
            {"intercept_std": np.nan},
            ValueError,
            r"^intercept_std is nan; pass a finite number\.$",
        ),
        (
            {"rng": "seed"},
            TypeError,
            r"^rng is 'seed', a str; pass None, .*\.Generator\.$",
        ),
        (
            {"rng": 1.5},
            TypeError,
            r"^rng is 1\.5, a float; pass None, .*\.Generator\.$",
        ),
        ({"rng": -1}, ValueError, r"^rng is -1; pass a whole number, 0 or more\.$"),
    ],
)
def test_bad_arguments_are_named_with_what_is_allowed(arguments, error, message):
    with pytest.raises(error, match=message):
        make_line(**arguments)


def test_numpy_integers_count_as_whole_numbers():
    assert make_line(np.int8(5), rng=np.uint64(1)).x.shape == (5,)
