import dask.array as da
import numpy as np
import pytest

from linreg import gradient
from linreg.backprop import backward


@pytest.mark.equation("gradient", "third-factor")
def test_one_point_pushes_both_weights_by_hand():
    # y_hat = 2 * 3 + 1 = 7, so the signed error is 7 - 5 = 2, and x carries it to w1 threefold.
    assert gradient(np.array([3.0]), np.array([5.0]), w0=1.0, w1=2.0) == (2.0, 6.0)


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
