import pickle

import numpy as np

from linreg import DivergenceError, History

GROWING = History(
    w0=np.zeros(3), w1=np.array([1.0, -2.0, 4.0]), sse=np.array([1.0, 4.0, 16.0])
)


def test_a_history_unpacks_in_the_order_of_its_names():
    w0, w1, sse = GROWING
    assert (w0 is GROWING.w0, w1 is GROWING.w1, sse is GROWING.sse) == (
        True,
        True,
        True,
    )


def test_the_error_tells_epoch_growth_rate_and_the_largest_stable_rate():
    error = DivergenceError(GROWING, learning_rate=0.25, max_learning_rate=0.125)
    assert (error.epoch, error.growth) == (2, 4.0)
    assert (error.learning_rate, error.max_learning_rate) == (0.25, 0.125)
    assert error.history is GROWING
    assert str(error) == (
        "Diverged at epoch 2: the error grew 4-fold in the last epoch. The learning rate 0.25 is "
        "too long a step: these data allow less than 2 / lambda_max = 0.125. Try 0.0625."
    )


def test_growth_is_read_from_the_last_two_finite_errors():
    history = History(np.zeros(4), np.zeros(4), np.array([1.0, 2.0, 6.0, np.inf]))
    assert DivergenceError(history, 1.0, 0.5).growth == 3.0


def test_growth_is_nan_where_fewer_than_two_errors_are_finite():
    history = History(np.zeros(2), np.zeros(2), np.array([1.0, np.inf]))
    assert np.isnan(DivergenceError(history, 1.0, 0.5).growth)


def test_an_error_that_starts_beyond_the_range_of_doubles_blames_the_data():
    history = History(np.zeros(1), np.zeros(1), np.array([np.inf]))
    error = DivergenceError(history, 1.0, 0.5)
    assert np.isnan(error.growth)
    assert str(error) == (
        "The error is inf at epoch 0: the squares of these numbers overflow. Rescale x and y."
    )


def test_the_error_survives_a_trip_to_another_process():
    error = DivergenceError(GROWING, learning_rate=0.25, max_learning_rate=0.125)
    copy = pickle.loads(pickle.dumps(error))
    assert str(copy) == str(error)
    np.testing.assert_array_equal(copy.history.sse, GROWING.sse)


def test_the_error_is_an_arithmetic_error():
    assert issubclass(DivergenceError, ArithmeticError)
