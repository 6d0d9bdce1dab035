import pickle
import subprocess
import sys

import numpy as np
import pytest

from linreg import DivergenceError, History, diagnose, train
from linreg.history import highest_hopeful

GROWING = History(
    w0=np.zeros(4),
    w1=np.array([1.0, -2.0, 4.0, -8.0]),
    sse=np.array([1.0, 4.0, 16.0, 64.0]),
)


def diverged(history, learning_rate=0.25, max_learning_rate=0.125):
    diagnosis = diagnose(history.sse, learning_rate=learning_rate, w1=history.w1)
    return DivergenceError(history, learning_rate, max_learning_rate, diagnosis)


def test_a_history_unpacks_in_the_order_of_its_names():
    w0, w1, sse = GROWING
    assert (w0 is GROWING.w0, w1 is GROWING.w1, sse is GROWING.sse) == (
        True,
        True,
        True,
    )


def test_a_history_can_be_cut_after_an_epoch():
    assert [part.tolist() for part in GROWING.until(1)] == [[0, 0], [1, -2], [1, 4]]


def test_the_error_tells_epoch_growth_rate_and_the_largest_stable_rate():
    error = diverged(GROWING)
    assert (error.epoch, error.growth) == (3, 4.0)
    assert (error.learning_rate, error.max_learning_rate) == (0.25, 0.125)
    assert error.history is GROWING
    assert str(error) == (
        "Diverged at epoch 3: the error grows 4-fold per epoch and w1 jumps from side to side, so "
        "the step is too long. The learning rate 0.25 must stay below 2 / lambda_max = 0.125 of "
        "these data; try 0.0625. See troubleshooting.html#alternating-growth."
    )


def test_growth_is_read_from_the_last_two_finite_errors():
    history = History(np.zeros(4), np.zeros(4), np.array([1.0, 2.0, 6.0, np.inf]))
    assert diverged(history).growth == 3.0


def test_growth_is_nan_where_fewer_than_two_errors_are_finite():
    history = History(np.zeros(2), np.zeros(2), np.array([1.0, np.inf]))
    assert np.isnan(diverged(history).growth)


def test_an_error_that_starts_beyond_the_range_of_doubles_blames_data_and_start():
    history = History(np.zeros(1), np.zeros(1), np.array([np.inf]))
    assert str(diverged(history)) == (
        "The error is inf at epoch 0, before the first update, so no learning rate can help. The "
        "data or the first weights hold nan or inf, or numbers whose squares overflow: drop, fill "
        "or rescale them. See troubleshooting.html#nan-at-epoch-0."
    )


def test_the_error_holds_what_it_was_made_of_however_it_was_passed():
    diagnosis = diagnose(GROWING.sse, learning_rate=0.25, w1=GROWING.w1)
    parts = {
        "history": GROWING,
        "learning_rate": 0.25,
        "max_learning_rate": 0.125,
        "diagnosis": diagnosis,
    }
    assert DivergenceError(**parts).args == tuple(parts.values())


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
def test_a_run_is_hopeful_up_to_a_million_times_the_larger_of_start_and_flat_line(
    start, flat_line, limit
):
    assert highest_hopeful(start, flat_line) == limit
