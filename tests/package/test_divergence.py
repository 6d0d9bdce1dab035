import math
import pickle
import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest

from linreg import DivergenceError, History, Moments, train
from linreg.divergence import NARROW, divergence_threshold, epochs_needed

GROWING = History(np.zeros(4), (-2.0) ** np.arange(4), 4.0 ** np.arange(4))


def diverged(**changes):
    parts = {
        "history": GROWING,
        "learning_rate": 0.25,
        "max_learning_rate": 0.125,
        "condition": 2.0,
    }
    return DivergenceError(**(parts | changes))


def test_the_error_tells_epoch_rate_bound_a_rate_to_try_and_its_epochs():
    error = diverged()
    assert (error.epoch, error.history) == (3, GROWING)
    assert (error.learning_rate, error.max_learning_rate) == (0.25, 0.125)
    # Half of the bound halves the slow part each epoch, and 2**-7 is the first below 1 %.
    assert str(error) == (
        "Diverged at epoch 3: the learning rate 0.25 is too large for these data. It must "
        "stay below 0.125, which is 2 / lambda_max. Try 0.0625: after 7 epochs at most 1 % of the "
        "way to the best weights is left. See troubleshooting.html#alternating-growth."
    )


def test_a_narrow_valley_gets_the_advice_to_standardise():
    said = str(diverged(condition=12345.6))
    assert (
        ": after 5.685e+04 epochs at most 1 % of the way to the best weights is left. The "
        "valley is 1.235e+04 times as steep across as along: standardise x, and a handful of "
        "epochs is enough, see troubleshooting.html#intercept-crawls. See troubleshooting.html#"
    ) in said
    assert "standardise" in str(diverged(condition=NARROW))
    assert "standardise" not in str(diverged(condition=math.nextafter(NARROW, 0)))


def test_equal_inputs_have_no_slow_direction_to_wait_for():
    assert (
        "Try 0.0625: it takes an epoch or two, since all x are equal and leave the slope open. See"
    ) in str(diverged(condition=math.inf))


@pytest.mark.parametrize(
    ("bound", "said"),
    [
        (
            0.7639,
            "rate 0.76391 is too large for these data. It must stay below 0.7639,",
        ),
        (
            0.763909,
            "rate 0.76391 is too large for these data. It must stay below 0.763909,",
        ),
        (0.5, "rate 0.7639 is too large for these data. It must stay below 0.5,"),
    ],
)
def test_a_rate_and_a_bound_that_hardly_differ_are_written_so_that_they_do(bound, said):
    assert said in str(diverged(learning_rate=0.76391, max_learning_rate=bound))


def test_neighbouring_doubles_are_told_apart_and_the_bound_itself_is_no_stable_rate():
    # Each is written with the 17 digits that no other double shares.
    for rate, shown in [
        (math.nextafter(0.1, 1), "0.10000000000000002"),
        (0.1, "0.10000000000000001"),
    ]:
        said = str(diverged(learning_rate=rate, max_learning_rate=0.1))
        assert f"rate {shown} is too large for these data" in said
        assert "must stay below 0.10000000000000001," in said


@pytest.mark.parametrize(
    "changes",
    [
        {"history": History(np.zeros(1), np.zeros(1), np.array([np.inf]))},
        {"learning_rate": 0.1, "history": GROWING._replace(sse=np.full(4, np.inf))},
    ],
)
def test_squares_beyond_the_range_are_not_blamed_on_the_rate(changes):
    error = diverged(**changes)
    assert str(error) == (
        f"The error is inf at epoch {error.epoch}, and no learning rate can help: squares exceed "
        "the range of doubles, 1.8e308. Start from smaller weights, or rescale x and y. See "
        "troubleshooting.html#overflow."
    )


def test_the_error_holds_what_it_was_made_of_however_it_was_passed():
    assert diverged().args == (GROWING, 0.25, 0.125, 2.0)


def test_the_error_survives_a_trip_from_another_process():
    # A process of its own, since Dask changes for all of its process how errors are packed.
    code = """if True:
        import pickle, sys, linreg
        try:
            linreg.train([1, 2], [1, 2], w0=0, w1=0, learning_rate=1, epochs=300)
        except linreg.DivergenceError as error:
            sys.stdout.buffer.write(pickle.dumps(error))
    """
    sent = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    copy = pickle.loads(sent.stdout)
    with pytest.raises(DivergenceError) as caught:
        train([1, 2], [1, 2], w0=0, w1=0, learning_rate=1, epochs=300)
    assert str(copy) == str(caught.value)
    np.testing.assert_array_equal(copy.history, caught.value.history)


def test_the_error_is_an_arithmetic_error():
    assert issubclass(DivergenceError, ArithmeticError)


@pytest.mark.parametrize(
    ("start", "flat_line", "limit"),
    [
        (2.0, 1.0, 2e6),
        (1e-30, 3.0, 3e6),
        (1e308, 1.0, np.finfo(float).max),
        (0.0, 0.0, 0.0),
    ],
)
def test_a_run_is_lost_above_a_million_times_the_larger_of_start_and_flat_line(
    start, flat_line, limit
):
    assert divergence_threshold(start, flat_line) == limit


@pytest.mark.equation("slow-epochs")
@pytest.mark.parametrize("condition", [1, 1.001, 1.5, 2, 17.3, 100, 4321])
def test_so_many_epochs_and_no_fewer_leave_a_hundredth_of_the_slow_part(condition):
    k = epochs_needed(condition)
    left = 1 - 1 / Fraction(condition)
    assert left**k <= Fraction(1, 100)
    assert k == 1 or left ** (k - 1) > Fraction(1, 100)


@pytest.mark.equation("slow-epochs")
@pytest.mark.parametrize("side", [-1, 0, 1])
def test_a_run_at_the_rate_to_try_takes_the_epochs_that_were_said(line, side):
    moments = Moments.from_data(line.x, line.y)
    with pytest.raises(DivergenceError) as lost:
        train(line.x, line.y, w0=1, w1=-2, learning_rate=0.02, epochs=99)
    needed = epochs_needed(lost.value.condition)
    assert f": after {needed} epochs" in str(lost.value)
    _, directions = np.linalg.eigh(moments.hessian)
    slow, steep = directions.T
    best = np.array(moments.least_squares())
    start = best + slow + side * steep
    run = train(
        line.x,
        line.y,
        w0=start[0],
        w1=start[1],
        learning_rate=lost.value.max_learning_rate / 2,
        epochs=needed,
    )
    way = np.array(run[:2]).T - best
    assert (way @ slow)[-1] < 0.01 < (way @ slow)[-2]
    assert math.hypot(*way[-1]) <= 0.01 * math.hypot(*way[0])


FAR_FROM_0 = {
    "years": lambda u: 1900 + 100 * u,
    "mileage in km": lambda u: 2e5 * u,
    "a mean of a hundred spreads": lambda u: 100 + u,
    "near 1e8": lambda u: 1e8 + u,
    "small and far": lambda u: 1 + 1e-6 * u,
}


@pytest.mark.parametrize("kind", FAR_FROM_0)
def test_standardising_x_makes_a_narrow_valley_a_matter_of_a_handful_of_epochs(
    kind, rng
):
    u = rng.random(200)
    x, y = FAR_FROM_0[kind](u), 3 * u + rng.normal(0, 0.1, 200)
    bound = Moments.from_data(x, y).max_learning_rate
    with pytest.raises(DivergenceError, match="standardise x, and a handful") as lost:
        train(x, y, w0=0, w1=1, learning_rate=3 * bound, epochs=999)
    assert lost.value.condition > NARROW
    z = (x - x.mean()) / x.std()
    moments = Moments.from_data(z, y)
    rate = moments.max_learning_rate / 2
    run = train(z, y, w0=0, w1=1, learning_rate=rate, epochs=5)
    distances = np.array(run[:2]).T - moments.least_squares()
    assert (abs(distances[-1]) <= 0.01 * abs(distances[0])).all()


def test_one_point_and_equal_inputs_converge_at_the_rate_to_try():
    for x, y in [([2.0], [3.0]), ([0.1] * 6, range(6))]:
        with pytest.raises(DivergenceError, match="since all x are equal") as lost:
            train(x, y, w0=0, w1=0, learning_rate=9, epochs=99)
        rate = lost.value.max_learning_rate / 2
        errors = train(x, y, w0=0, w1=0, learning_rate=rate, epochs=2).sse
        mean_y = sum(y) / len(y)
        floor = 0.5 * sum((b - mean_y) ** 2 for b in y)
        assert errors[-1] == pytest.approx(floor, abs=1e-13)


def test_the_rate_is_blamed_and_not_y_whose_squares_vanish():
    # Only x decides which rate is too large.
    with pytest.raises(DivergenceError, match=r"rate 5 is too large"):
        train([0.0, 1, 2], [0, 0, 1e-200], w0=1, w1=0, learning_rate=5, epochs=500)


def test_the_rate_is_blamed_and_not_x_whose_spread_vanishes():
    with pytest.raises(
        DivergenceError, match=r"must stay below 1, which is 2 / lambda_max"
    ):
        train([0.0, 1e-200], [0, 1], w0=1, w1=0, learning_rate=5, epochs=500)
