from decimal import Decimal, localcontext

import numpy as np
import pytest

from linreg import DivergenceError, Moments, init_weights, predict, sse, step, train
from tests.conftest import UNIT_ROUNDOFF


def exact_run(x, y, w0, w1, learning_rate, epochs):
    """Iterate w <- w - eta (H w - b) with 60 digits: other formulas, other arithmetic."""
    with localcontext(prec=60):
        x, y = [Decimal(v) for v in x], [Decimal(v) for v in y]
        n, s_x, s_xx = len(x), sum(x), sum(a * a for a in x)
        s_y, s_xy = sum(y), sum(a * b for a, b in zip(x, y, strict=True))
        w0, w1, eta = Decimal(w0), Decimal(w1), Decimal(learning_rate)
        states = [(w0, w1)]
        for _ in range(epochs):
            slope_0, slope_1 = n * w0 + s_x * w1 - s_y, s_x * w0 + s_xx * w1 - s_xy
            w0, w1 = w0 - eta * slope_0, w1 - eta * slope_1
            states.append((w0, w1))
    return np.array(states, dtype=float).T


@pytest.mark.equation("init")
def test_starting_weights_are_uniform_between_their_bounds():
    generator = np.random.default_rng(1)
    weights = np.array([init_weights(rng=generator) for _ in range(10_000)])
    shares = np.sort((weights - [0, -3]) / [2, 1], axis=0)
    # The largest gap between the sorted draws and an even spread is below 1.95 / sqrt(n) in 999 of
    # 1000 samples (Kolmogorov); this is one fixed sample.
    even = (np.arange(10_000) + 0.5) / 10_000
    assert np.abs(shares - even[:, None]).max() < 1.95 / 100


def test_a_seed_repeats_the_start_and_an_unknown_source_is_refused():
    assert (
        init_weights(rng=5)
        == init_weights(rng=np.random.default_rng(5))
        != init_weights(rng=6)
    )
    with pytest.raises(
        TypeError, match=r"^rng is RandomState.*, a RandomState; pass None"
    ):
        init_weights(rng=np.random.RandomState(0))


@pytest.mark.equation("update")
def test_a_step_goes_against_the_slope_by_hand():
    # The prediction 7 is too high by 2, so the slopes are 2 and 2 * 3.
    moved = step(np.array([3.0]), np.array([5.0]), w0=1.0, w1=2.0, learning_rate=0.25)
    assert moved == (1.0 - 0.25 * 2, 2.0 - 0.25 * 6)


@pytest.mark.equation("update")
def test_both_slopes_are_known_before_either_weight_moves():
    # Moving w0 first would change the error from 2 to 1.5 and with it the slope along w1.
    x, y = np.array([1.0]), np.array([0.0])
    assert step(x, y, w0=1.0, w1=1.0, learning_rate=0.25) == (0.5, 0.5)


@pytest.mark.equation("training")
def test_a_run_is_the_step_and_the_error_repeated_bit_for_bit(line, start):
    # `train` writes the formulas out once more, so it is these that it is held to.
    run = train(line.x, line.y, **start, learning_rate=0.001, epochs=50)
    w0, w1 = start["w0"], start["w1"]
    for k in range(51):
        assert (run.w0[k], run.w1[k]) == (w0, w1)
        assert run.sse[k] == sse(line.y, predict(line.x, w0, w1))
        w0, w1 = step(line.x, line.y, w0, w1, learning_rate=0.001)


def test_entry_k_holds_the_error_of_the_weights_before_update_k(line, start):
    run = train(line.x, line.y, **start, learning_rate=0.001, epochs=300)
    assert [part.shape for part in run] == [(301,)] * 3
    assert [part.dtype for part in run] == [np.float64] * 3
    assert run.sse[0] == sse(line.y, predict(line.x, **start))
    assert run.sse[-1] == sse(line.y, predict(line.x, run.w0[-1], run.w1[-1]))


@pytest.mark.equation("training")
def test_every_epoch_of_the_post_agrees_with_60_digit_arithmetic(line, start):
    run = train(line.x, line.y, **start, learning_rate=0.001, epochs=300)
    exact = exact_run(line.x, line.y, **start, learning_rate=0.001, epochs=300)
    # One step rounds the sum of n pushes, each no larger than its terms; below the stable rate no
    # later step enlarges that, so 300 steps add up to at most 300 times as much.
    pushes = np.abs(line.y).sum() + 200 * (abs(start["w0"]) + abs(start["w1"]))
    allowed = 300 * 0.001 * (200 + 8) * UNIT_ROUNDOFF * pushes
    np.testing.assert_allclose([run.w0, run.w1], exact, rtol=0, atol=allowed)


def test_a_long_run_ends_at_the_least_squares_line(line, start):
    rate = 1 / np.linalg.eigvalsh(Moments.from_data(*line[:2]).hessian)[-1]
    run = train(line.x, line.y, **start, learning_rate=rate, epochs=1000)
    residuals = line.y - predict(line.x, run.w0[-1], run.w1[-1])
    # There the residuals are orthogonal to 1 and to x, up to the rounding of 200 terms near 1.
    assert abs(residuals.sum()) < 200 * 208 * UNIT_ROUNDOFF
    assert abs(residuals @ line.x) < 200 * 208 * UNIT_ROUNDOFF


@pytest.mark.equation("stable-rate", "largest-curvature")
def test_just_above_the_stable_rate_the_error_grows_by_the_predicted_factor(
    line, start
):
    bound = Moments.from_data(line.x, line.y).max_learning_rate
    errors = train(line.x, line.y, **start, learning_rate=1.01 * bound, epochs=300).sse
    # The bound takes 2 from 1 along the steep direction.
    assert errors[-1] / errors[-2] == pytest.approx((1 - 1.01 * 2) ** 2, rel=1e-3)


def test_zero_epochs_record_the_start_alone(line, start):
    run = train(line.x, line.y, **start, learning_rate=0.001, epochs=0)
    assert (run.w0.tolist(), run.w1.tolist()) == ([1.25], [-2.5])


def test_a_start_next_to_the_best_line_is_lost_only_when_it_is_bad_beside_the_flat_line():
    # Each step multiplies the distance by 1 - 1.5 * 2 = -2 and the error, 5e-17 at first, by 4.
    run = train([1.0], [1.0], w0=0.0, w1=1 + 1e-8, learning_rate=1.5, epochs=20)
    assert run.sse[-1] == pytest.approx(0.5e-16 * 4.0**20, rel=1e-6)


@pytest.mark.equation("largest-curvature")
def test_too_long_a_step_raises_with_everything_needed_to_mend_it(line, start):
    bound = 2 / np.linalg.eigvalsh(Moments.from_data(*line[:2]).hessian)[-1]
    with pytest.raises(
        DivergenceError, match=r"^Diverged at epoch \d+: the learning rate"
    ) as caught:
        train(line.x, line.y, **start, learning_rate=2 * bound, epochs=300)
    error = caught.value
    assert error.learning_rate == 2 * bound
    # Both sides round the same few sums of 200 terms.
    assert error.max_learning_rate == pytest.approx(bound, rel=208 * UNIT_ROUNDOFF)
    errors = error.history.sse
    assert errors[-1] / errors[-2] == pytest.approx((1 - 4) ** 2, rel=1e-3)
    assert error.epoch == len(error.history.sse) - 1 > 0
    assert error.history.sse[-1] > 1e6 * error.history.sse[0] > error.history.sse[-2]
    half = error.max_learning_rate / 2
    assert train(line.x, line.y, **start, learning_rate=half, epochs=300).sse[-1] < 2


def test_an_explosion_within_one_step_is_reported_and_not_returned_as_nan():
    with pytest.raises(DivergenceError) as caught:
        train(
            [1e100, -1e100], [0.0, 1.0], w0=0.0, w1=0.0, learning_rate=1.0, epochs=300
        )
    assert caught.value.epoch == 1
    assert caught.value.history.sse[-1] == np.inf


def test_weights_whose_squares_overflow_are_named_before_the_first_update():
    with pytest.raises(
        DivergenceError, match=r"^The error is inf at epoch 0, and no learning rate"
    ):
        train([1.0, 2.0], [1.0, 3.0], w0=1e200, w1=0.0, learning_rate=0.1, epochs=3)


@pytest.mark.parametrize("name", ["x", "y"])
def test_data_whose_squares_overflow_are_named(name):
    data = {"x": [1.0, 2.0], "y": [1.0, 3.0], name: [1e200, -1e200]}
    with pytest.raises(
        OverflowError, match=rf"^The squares of {name} exceed .* Rescale {name}"
    ):
        train(**data, w0=0.0, w1=0.1, learning_rate=0.1, epochs=3)


def test_a_run_lost_to_nan_is_caught_as_well():
    # The pushes on w1 are inf and -inf, whose sum is nan; so are the weight and the next error.
    with pytest.raises(OverflowError, match=r"^The squares of x exceed"):
        train(
            [1e300, -1e300], [1e10, 1e10], w0=0.0, w1=0.0, learning_rate=0.1, epochs=3
        )


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (
            {"epochs": -1},
            ValueError,
            r"^epochs is -1; pass a whole number, 0 or more\.$",
        ),
        (
            {"epochs": 3.0},
            TypeError,
            r"^epochs is 3\.0, a float; pass a whole number, 0 or more\.$",
        ),
        (
            {"epochs": None},
            TypeError,
            r"^epochs is None, a NoneType; pass a whole number",
        ),
        (
            {"learning_rate": 0},
            ValueError,
            r"^learning_rate is 0; pass a number greater than 0\.$",
        ),
        (
            {"learning_rate": -0.1},
            ValueError,
            r"^learning_rate is -0\.1; pass a number greater",
        ),
        (
            {"learning_rate": np.inf},
            ValueError,
            r"^learning_rate is inf; pass a finite number\.$",
        ),
        (
            {"learning_rate": np.nan},
            ValueError,
            r"^learning_rate is nan; pass a finite number\.$",
        ),
        (
            {"learning_rate": "1"},
            TypeError,
            r"^learning_rate is '1', a str; pass one real number",
        ),
        ({"w0": np.nan}, ValueError, r"^w0 is nan; pass a finite number\.$"),
        ({"w1": -np.inf}, ValueError, r"^w1 is -inf; pass a finite number\.$"),
        ({"w1": 10**400}, ValueError, r"^w1 is 1000.*; pass a finite number\.$"),
        (
            {"w1": None},
            TypeError,
            r"^w1 is None, a NoneType; pass one real number\.$",
        ),
        (
            {"x": [0.0, 1.0, 2.0]},
            ValueError,
            r"^x has shape \(3,\) but y has shape \(2,\)",
        ),
    ],
)
def test_bad_arguments_are_named_with_what_is_allowed(arguments, error, message):
    good = {
        "x": [0, 1],
        "y": [1, 3],
        "w0": 0,
        "w1": 0,
        "learning_rate": 0.1,
        "epochs": 2,
    }
    with pytest.raises(error, match=message):
        train(**(good | arguments))


def test_rate_and_epochs_have_no_default():
    for name in ("learning_rate", "epochs"):
        rest = {"w0": 0.0, "w1": 0.0, "learning_rate": 0.1, "epochs": 1}
        del rest[name]
        with pytest.raises(TypeError, match=name):
            train([0.0], [1.0], **rest)
