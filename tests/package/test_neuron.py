import dask.array as da
import numpy as np
import pytest

from linreg import linear, linear_grad, net_input, predict


@pytest.mark.equation("net-input")
def test_the_net_input_weighs_x_and_adds_the_bias_by_hand():
    np.testing.assert_array_equal(
        net_input(np.array([0.0, 2.0]), w0=3.0, w1=-5.0), [3.0, -7.0]
    )


@pytest.mark.equation("linear")
def test_the_activation_hands_its_input_on():
    z = np.array([-1.5, 0.0, 2.0])
    assert linear(z) is z


@pytest.mark.equation("linear-grad")
def test_the_slope_of_the_activation_is_one_for_each_point():
    np.testing.assert_array_equal(
        linear_grad(np.array([-1e300, 0.0, np.inf])), [1.0, 1.0, 1.0]
    )


@pytest.mark.equation("predict")
def test_the_prediction_is_the_activation_of_the_net_input():
    np.testing.assert_array_equal(
        predict(np.array([0.0, 2.0]), w0=3.0, w1=-5.0), [3.0, -7.0]
    )


def test_dask_arrays_stay_lazy_through_the_forward_pass():
    x = da.arange(6, chunks=2)
    y_hat, slope = predict(x, w0=1.0, w1=2.0), linear_grad(x)
    assert isinstance(y_hat, da.Array)
    assert isinstance(slope, da.Array)
    np.testing.assert_array_equal(y_hat.compute(), [1, 3, 5, 7, 9, 11])
    np.testing.assert_array_equal(slope.compute(), np.ones(6))
