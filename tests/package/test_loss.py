import dask.array as da
import numpy as np
import pytest

from linreg import sse, sse_grad


@pytest.mark.equation("sse")
def test_the_error_is_half_the_sum_of_squares_by_hand():
    assert sse(np.array([1.0, 2.0, 3.0]), np.array([1.0, 4.0, 0.0])) == 0.5 * (
        0 + 4 + 9
    )


@pytest.mark.equation("sse-grad")
def test_the_slope_is_the_signed_error_by_hand():
    np.testing.assert_array_equal(
        sse_grad(np.array([1.0, 2.0]), np.array([3.0, -1.0])), [2, -3]
    )


def test_dask_arrays_stay_lazy_through_the_error():
    y, y_hat = da.arange(6, chunks=2), da.zeros(6, chunks=3)
    assert isinstance(sse(y, y_hat), da.Array)
    assert sse(y, y_hat).compute() == 27.5
    np.testing.assert_array_equal(sse_grad(y, y_hat).compute(), -np.arange(6))


@pytest.mark.parametrize("function", [sse, sse_grad])
@pytest.mark.parametrize(
    ("y_shape", "y_hat_shape"),
    [((200,), (200, 1)), ((200, 1), (200,)), ((60,), (1,)), ((3,), ())],
)
def test_different_shapes_are_refused_before_they_broadcast(
    function, y_shape, y_hat_shape
):
    with pytest.raises(
        ValueError,
        match=r"^y has shape .* but y_hat has shape .*: NumPy would stretch one to match "
        r"the other and pair points that do not belong together\. Give both the same shape "
        r"\(N,\), for example with \.ravel\(\)\. See .*#flat-line\.$",
    ) as caught:
        function(np.zeros(y_shape), np.zeros(y_hat_shape))
    assert str(y_shape) in str(caught.value)
    assert str(y_hat_shape) in str(caught.value)
