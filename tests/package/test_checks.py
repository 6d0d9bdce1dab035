"""What `train` accepts and refuses, told apart by what a user would have passed in."""

import decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from linreg import diagnose, train
from linreg._columns import as_points

WHOLE = [0, 1, 2, 3, 4, 5, 6, 7]
READ_ONLY = np.array(WHOLE, dtype=float)
READ_ONLY.flags.writeable = False

SAME_NUMBERS = {
    "list": WHOLE,
    "tuple": tuple(WHOLE),
    "range": range(8),
    "fractions": [Fraction(v) for v in WHOLE],
    "decimals": [decimal.Decimal(v) for v in WHOLE],
    **{code: np.array(WHOLE, dtype=code) for code in "bBhHiIlLqQefdg"},
    "big-endian float": np.array(WHOLE, dtype=">f8"),
    "big-endian integer": np.array(WHOLE, dtype=">i4"),
    "strided": np.repeat(np.array(WHOLE, dtype=float), 3)[::3],
    "reversed": np.array(WHOLE[::-1], dtype=float)[::-1],
    "read-only": READ_ONLY,
    "pandas": pd.Series(WHOLE, index=list("hgfedcba")),
    "pandas nullable": pd.Series(WHOLE, dtype="Int64"),
    "masked without a mask": np.ma.array(WHOLE, mask=False),
}


def trained(x, y):
    return train(x, y, w0=0.5, w1=-1.0, learning_rate=0.003, epochs=20)


@pytest.mark.parametrize("kind", SAME_NUMBERS)
def test_numbers_of_any_kind_train_like_their_float64_copy(kind):
    copy, values = np.array(WHOLE, dtype=float), SAME_NUMBERS[kind]
    np.testing.assert_array_equal(trained(values, values), trained(copy, copy))


def test_truth_values_count_as_0_and_1():
    truth = np.array([True, False, True, True])
    np.testing.assert_array_equal(
        trained(truth, ~truth), trained([1, 0, 1, 1], [0, 1, 0, 0])
    )


@pytest.mark.parametrize("width", [np.float16, np.float32])
def test_narrow_floats_are_widened_before_anything_is_computed(width, rng):
    x, y = rng.random(50).astype(width), rng.random(50).astype(width)
    wide = trained(x.astype(float), y.astype(float))
    np.testing.assert_array_equal(trained(x, y), wide)


@pytest.mark.parametrize(
    ("x_shape", "y_shape"),
    [((200,), (200, 1)), ((60,), (1,)), ((1, 9), (9,))],
)
def test_different_shapes_are_both_named(x_shape, y_shape):
    with pytest.raises(
        ValueError,
        match=r"^x has shape .* but y has shape .*: NumPy would stretch one to match the other "
        r"and pair points that do not belong together\. Give both the same shape \(N,\), "
        r"for example with \.ravel\(\)\. See .*#flat-line\.$",
    ) as seen:
        trained(np.zeros(x_shape), np.zeros(y_shape))
    assert f"x has shape {x_shape} but y has shape {y_shape}" in str(seen.value)


@pytest.mark.parametrize("shape", [(5, 1), (1, 5), (2, 3, 4)])
def test_more_than_one_dimension_is_refused_even_where_shapes_agree(shape):
    with pytest.raises(
        ValueError,
        match=r"^x and y have shape .*; pass one dimension, .*\.ravel\(\)\. See .*#flat-line\.$",
    ):
        trained(np.zeros(shape), np.zeros(shape))


def test_no_points_are_refused():
    with pytest.raises(
        ValueError, match=r"^x and y are empty; pass at least one point\.$"
    ):
        trained([], [])


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_not_finite_are_counted_and_the_first_is_located(bad):
    y = np.zeros(200)
    y[[17, 90]] = bad, np.nan
    with pytest.raises(
        ValueError,
        match=r"^y\[17\] is .* Drop or fill them before training\. See .*#nan-at-epoch-0\.$",
    ) as seen:
        trained(np.zeros(200), y)
    assert f"y[17] is {bad} (2 of 200 values are not finite)" in str(seen.value)


def test_masked_entries_are_refused_instead_of_unmasked():
    x = np.ma.array([1.0, 2.0, 99.0], mask=[False, False, True])
    with pytest.raises(
        ValueError,
        match=r"^x has masked entries \(1 of 3\), which NumPy would quietly unmask\. Drop the same "
        r"points from x and y first\.$",
    ):
        trained(x, [1.0, 2.0, 3.0])


NOT_NUMBERS = {
    "0-d": (
        np.array(1.0),
        r"^x is array\(1\.\), a ndarray; pass a flat sequence of numbers\.$",
    ),
    "scalar": (1.0, r"^x is 1\.0, a float; pass a flat sequence of numbers\.$"),
    "None": (None, r"^x is None, a NoneType; pass a flat sequence of numbers\.$"),
    "generator": (
        (v for v in [1.0]),
        r"^x is <generator .*\.\.\., a generator; pass a flat",
    ),
    "one string": ("12", r"^x is '12', a str; pass a flat sequence of numbers\.$"),
    "strings": (
        ["1", "2"],
        r"^x holds values of type <U1; pass real numbers, as floats or int",
    ),
    "bytes": (
        [b"1", b"2"],
        r"^x holds values of type \|S1; pass real numbers, as floats or int",
    ),
    "complex": (
        [1j, 2.0],
        r"^x holds values of type complex128; pass real numbers, as floats",
    ),
    "dates": (
        np.array(["2026-01-01", "2026-01-02"], dtype="datetime64[D]"),
        r"^x holds values of type datetime64\[D\]; pass real numbers, as floats or integers\.$",
    ),
    "durations": (
        np.array([1, 2], dtype="m8[s]"),
        r"^x holds values of type timedelta64\[s\];",
    ),
    "records": (
        np.zeros(2, dtype=[("a", float)]),
        r"^x holds values of type \[\('a', '<f8'\)\];",
    ),
    "a hole": (
        [1.0, None],
        r"^x\[1\] is None, a NoneType, not a number; drop or convert it first",
    ),
    "a pandas hole": (
        pd.Series([1, pd.NA], dtype=object),
        r"^x\[1\] is <NA>, a NAType, not a",
    ),
    "40 letters": ("x" * 38, rf"^x is '{'x' * 38}', a str; pass a flat"),
    "41 letters": ("x" * 39, rf"^x is '{'x' * 36}\.\.\., a str; pass a flat"),
    "objects": (
        [object(), 1.0],
        r"^x\[0\] is <object object at .*, a object, not a number",
    ),
    "narrow complex": (
        np.array([1, np.complex64(1)], dtype=object),
        r"^x\[1\] is .*complex64, not",
    ),
}


@pytest.mark.parametrize("kind", NOT_NUMBERS)
def test_what_is_not_a_sequence_of_numbers_is_described(kind):
    values, message = NOT_NUMBERS[kind]
    with pytest.raises(TypeError, match=message):
        trained(values, [0.0, 0.0])


def test_the_column_that_holds_no_numbers_is_the_one_that_is_named():
    with pytest.raises(TypeError, match=r"^y holds values of type <U1"):
        trained([0.0, 0.0], ["1", "2"])


def test_rows_of_different_lengths_are_refused():
    with pytest.raises(
        ValueError, match=r"^x is nested with rows of different lengths; pass a flat"
    ):
        trained([[1.0, 2.0], [3.0]], [0.0, 0.0])


def test_integers_beyond_the_range_of_floats_are_refused():
    with pytest.raises(
        ValueError,
        match=r"^x holds a number beyond the range of float64; rescale it to stay below 1.8e308\. "
        r"See .*#overflow\.$",
    ):
        trained([10**400, 1], [0.0, 0.0])


def test_long_doubles_beyond_the_range_of_floats_are_refused():
    beyond = np.array([1.0, np.finfo(np.longdouble).max])
    if np.finfo(np.longdouble).max == np.finfo(float).max:
        pytest.skip("long double is double on this platform")
    with pytest.raises(
        ValueError, match=r"^x holds a number beyond the range of float64; rescale it"
    ):
        trained(beyond, [0.0, 0.0])
    for log in ("sse", "w1"):
        logs = {"sse": [4, 2], "w1": [1, 2]} | {log: beyond}
        with pytest.raises(
            ValueError, match=rf"^{log} holds a number beyond the range"
        ):
            diagnose(**logs, learning_rate=1)


def test_contiguous_doubles_are_used_without_a_copy():
    x, y = np.zeros(3), np.ones(3)
    seen_x, seen_y = as_points(x, y)
    assert np.shares_memory(seen_x, x)
    assert np.shares_memory(seen_y, y)
