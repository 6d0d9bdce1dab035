from fractions import Fraction

import dask.array as da
import numpy as np
import pytest

from linreg import numerical_gradient, sse, sse_grad
from tests.conftest import UNIT_ROUNDOFF


@pytest.mark.equation("sse")
def test_the_error_is_half_the_sum_of_squares_by_hand():
    assert sse(np.array([1.0, 2.0, 3.0]), np.array([1.0, 4.0, 0.0])) == 0.5 * (
        0 + 4 + 9
    )


def test_the_error_counts_both_sides_alike_and_a_hit_as_zero():
    y, miss = np.array([1.0, 2.0]), np.array([0.5, -1.0])
    assert sse(y, y + miss) == sse(y, y - miss) > sse(y, y) == 0


def test_the_error_of_two_batches_is_the_sum_of_their_errors():
    y, y_hat = np.arange(6.0), np.array([0.0, 3.0, 1.0, 5.0, 5.0, 2.0])
    assert sse(y, y_hat) == sse(y[:4], y_hat[:4]) + sse(y[4:], y_hat[4:])


@pytest.mark.equation("sse")
def test_the_error_agrees_with_exact_fractions(rng):
    y, y_hat = rng.normal(size=200), rng.normal(size=200)
    exact = (
        sum((Fraction(a) - Fraction(b)) ** 2 for a, b in zip(y, y_hat, strict=True)) / 2
    )
    # One rounding for each difference, twice in its square, then at most n more in the sum.
    assert abs(Fraction(sse(y, y_hat)) - exact) <= (200 + 3) * UNIT_ROUNDOFF * exact


@pytest.mark.equation("sse-grad")
def test_the_slope_is_the_signed_error_by_hand():
    np.testing.assert_array_equal(
        sse_grad(np.array([1.0, 2.0]), np.array([3.0, -1.0])), [2, -3]
    )


@pytest.mark.equation("sse-grad", "central-difference")
def test_the_slope_agrees_with_central_differences_bit_for_bit_on_whole_numbers():
    y = np.array([5.0, -3.0])

    def error(first, second):
        return sse(y, np.array([first, second]))

    assert numerical_gradient(error, 2.0, 7.0, h=1.0) == tuple(
        sse_grad(y, np.array([2.0, 7.0]))
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
