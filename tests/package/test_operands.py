"""What formula functions take: nothing wraps, nothing pairs by accident, the rest passes."""

from decimal import Decimal
from fractions import Fraction

import dask
import dask.array as da
import dask.dataframe as dd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg import (
    Moments,
    gradient,
    linear_grad,
    net_input,
    predict,
    sse,
    sse_grad,
    step,
    train,
)
from linreg._operands import operands
from linreg.backprop import backward

INTEGERS = [np.int8, np.uint8, np.int16, np.uint16, np.int32, np.uint32]
SETTINGS = {"w0": 0.5, "w1": -1.0, "learning_rate": 0.01, "epochs": 3}


def everything(x, y, w0, w1):
    """Return what each formula makes of the data, as one flat list of exact numbers."""
    y_hat = predict(x, w0, w1)
    results = [
        net_input(x, w0, w1),
        y_hat,
        linear_grad(x),
        sse(y, y_hat),
        sse(y, x),
        sse_grad(y, x),
        *gradient(x, y, w0, w1),
        *backward(y, x, x),
        *step(x, y, w0, w1, learning_rate=0.25),
    ]
    return np.hstack([np.ravel(result) for result in results])


def test_bytes_have_the_error_and_the_slopes_of_their_numbers_by_hand():
    y, y_hat = np.array([100, 50], np.int8), np.array([-100, 0], np.int8)
    assert sse(y, y_hat) == (200**2 + 50**2) / 2
    assert sse(np.array([70000], np.int32), np.array([0], np.int32)) == 70000**2 / 2
    assert sse_grad(np.array([2], np.uint8), np.array([1], np.uint8)).tolist() == [-1]


@pytest.mark.parametrize("kind", INTEGERS)
@given(data=st.data())
def test_no_integer_wraps_in_any_formula(kind, data):
    limits = np.iinfo(kind)
    numbers = st.integers(int(limits.min), int(limits.max))
    pairs = data.draw(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=9))
    x, y = (np.array(column, dtype=kind) for column in zip(*pairs, strict=True))
    w0, w1 = kind(data.draw(numbers)), kind(data.draw(numbers))
    exact = everything(x.astype(float), y.astype(float), float(w0), float(w1))
    np.testing.assert_array_equal(everything(x, y, w0, w1), exact)


@pytest.mark.parametrize(
    "kind", [np.bool_, np.float16, np.float32, np.int64, np.uint64]
)
def test_what_is_narrower_or_no_float_is_computed_in_float64(kind):
    x, y = np.array([1, 0, 1], dtype=kind), np.array([0, 0, 1], dtype=kind)
    seen = everything(x, y, 0.1, 0.7)
    assert seen.dtype == np.float64
    np.testing.assert_array_equal(seen, everything(x + 0.0, y + 0.0, 0.1, 0.7))
    assert predict(x, 0.1, 0.7).dtype == sse_grad(x, y).dtype == np.float64


def test_single_numbers_do_not_wrap_either():
    assert predict(2, np.int8(0), np.int8(100)) == 200
    assert (
        Moments.from_data([0, 1], [0, 0]).sse(np.float16(0), np.float16(60000)) == 1.8e9
    )


def test_lists_tuples_and_ranges_are_columns():
    expected = everything(np.arange(3.0), np.array([1.0, 0.0, 2.0]), 1.0, 2.0)
    for x in ([0, 1, 2], (0, 1, 2), range(3)):
        np.testing.assert_array_equal(everything(x, [1, 0, 2], 1.0, 2.0), expected)


def test_fractions_and_long_doubles_stay_what_they_are():
    x = np.array([Fraction(1, 3), Fraction(2, 3)])
    assert list(predict(x, Fraction(1), Fraction(3))) == [Fraction(2), Fraction(3)]
    assert gradient(x, x, Fraction(1), Fraction(0)) == (Fraction(1), Fraction(1, 9) * 4)
    assert net_input(np.ones(1, np.longdouble), 0.0, 1.0).dtype == np.longdouble


def test_decimals_become_floats_since_no_float_goes_with_them():
    x, y = ([Decimal(v) / 4 for v in column] for column in ([1, 2], [3, 8]))
    floats = everything(np.array([0.25, 0.5]), np.array([0.75, 2.0]), 0.5, 1.5)
    for column in (list, pd.Series):
        np.testing.assert_array_equal(
            everything(column(x), column(y), 0.5, 1.5), floats
        )
    assert predict(Decimal(2), 0.5, Decimal("0.25")) == 1.0


@pytest.mark.parametrize("column", [list, pd.Series])
@pytest.mark.parametrize("hole", ["None, a NoneType", "'7', a str"])
def test_a_hole_among_objects_is_named_with_its_place(column, hole):
    value = {"None, a NoneType": None, "'7', a str": "7"}[hole]
    with pytest.raises(
        TypeError,
        match=rf"^x\[1\] is {hole}, not a number; drop or convert it first\.$",
    ):
        predict(column([Fraction(1, 3), value]), 1.0, 2.0)


def test_single_precision_keeps_its_imaginary_part_and_gets_the_digits_of_doubles():
    seen = net_input(np.array([1 + 2j], np.complex64), 0.0, 0.1)
    assert seen.dtype == np.complex128
    assert seen.tolist() == [0.1 * (1 + 2j)]


def test_fractions_in_a_dask_array_are_neither_computed_early_nor_rounded():
    computed = []

    def third():
        computed.append("now")
        return np.array([Fraction(1, 3)], dtype=object)

    lazy = da.from_delayed(dask.delayed(third)(), shape=(1,), dtype=object)
    same = net_input(lazy, 0, 1)
    assert computed == []
    assert same.compute().tolist() == [Fraction(1, 3)]


def test_dask_arrays_of_bytes_stay_lazy_and_do_not_wrap():
    y, y_hat = (da.from_array(np.array(v, np.int8)) for v in ([100, 50], [-100, 0]))
    assert isinstance(sse(y, y_hat), da.Array)
    assert sse(y, y_hat).compute() == 21250


# Labels

LABELS = [["a", "b", "c"], ["c", "b", "a"], ["a", "b", "d"]]
FUNCTIONS = {
    "sse": sse,
    "sse_grad": sse_grad,
    "gradient": lambda x, y: gradient(x, y, 1.0, 2.0),
    "step": lambda x, y: step(x, y, 1.0, 2.0, learning_rate=0.1),
    "predict, then sse": lambda x, y: sse(y, predict(x, 1.0, 2.0)),
    "backward": lambda x, y: backward(y, linear_grad(y), x),
    "train": lambda x, y: train(x, y, **SETTINGS),
    "Moments": Moments.from_data,
}


class Grid:
    """A column along a named dimension with coordinates, as xarray has it."""

    def __init__(self, values, labels, dims="t"):
        self.values, self.dims = np.asarray(values), tuple(dims)
        self._index = pd.Index(labels)

    @property
    def indexes(self):
        return dict.fromkeys(self.dims, self._index)

    @property
    def dtype(self):
        return self.values.dtype

    def __array__(self, dtype=None, copy=None):
        return np.array(self.values, dtype=dtype, copy=copy)

    def astype(self, dtype):
        return self._with(self.values.astype(dtype))

    def _with(self, values):
        return Grid(values, self._index, self.dims)

    def __rmul__(self, factor):
        return self._with(factor * self.values)

    def __add__(self, term):
        return self._with(self.values + term)


def series(values, labels):
    return pd.Series(values, index=labels)


@pytest.mark.parametrize("column", [series, Grid])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_columns_with_other_labels_are_refused_everywhere(column, name):
    x = column([1.0, 2.0, 3.0], LABELS[0])
    for labels in LABELS[1:]:
        y = column([2.0, 4.0, 7.0], labels)
        with pytest.raises(
            ValueError, match=r"^The (t|index) labels of \w+ and \w+ differ, "
        ):
            FUNCTIONS[name](x, y)


@pytest.mark.parametrize("column", [series, Grid])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_equal_labels_and_none_pair_by_position(column, name):
    x, y = [1.0, 2.0, 3.0], [2.0, 4.0, 7.0]
    plain = FUNCTIONS[name](np.array(x), np.array(y))
    for labels in LABELS[:2]:
        both = FUNCTIONS[name](column(x, labels), column(y, labels))
        np.testing.assert_array_equal(both, plain)
        one = FUNCTIONS[name](column(x, labels), np.array(y))
        np.testing.assert_array_equal(one, plain)


def test_the_first_labels_that_differ_are_named_with_a_remedy():
    with pytest.raises(
        ValueError,
        match=r"^The index labels of y and y_hat differ, first at position 1: 7 and 8\. Align "
        r"them, for example with y_hat\.reindex_like\(y\), or pass plain arrays to pair by "
        r"position\.$",
    ):
        sse(series([1.0, 2.0], [3, 7]), series([1.0, 2.0], [3, 8]))


def test_labels_of_another_kind_are_refused_even_where_each_equals_its_partner():
    times = pd.date_range("2026-11-25", periods=2, tz="UTC")
    elsewhere = times.tz_convert("Asia/Tokyo")
    with pytest.raises(
        ValueError, match=r"y and y_hat differ, in their kind\. Align them"
    ):
        sse(series([1.0, 2.0], times), series([1.0, 2.0], elsewhere))


def test_two_dimensions_of_other_names_are_refused():
    with pytest.raises(
        ValueError, match=r"^y runs along s but y_hat along t\. Give both"
    ):
        sse(Grid([1.0], [0], "s"), Grid([1.0], [0], "t"))


def test_two_dimensions_in_another_order_are_refused():
    # Without names the sum would pair row with column: only the diagonal would be right.
    square = np.arange(4.0).reshape(2, 2)
    with pytest.raises(
        ValueError,
        match=r"^y runs along t, s but y_hat along s, t\. Give both the same dimensions in the "
        r"same order, or pass plain arrays to pair by position\.$",
    ):
        sse(Grid(square, [0, 1], "ts"), Grid(square.T, [0, 1], "st"))


def test_a_gap_in_a_column_is_not_skipped():
    gap = series([1.0, np.nan], [0, 1])
    assert np.isnan(sse(gap, series([1.0, 1.0], [0, 1])))
    assert np.isnan(gradient(gap, gap, 1.0, 1.0)).all()
    assert np.isnan(backward(gap, np.ones(2), np.ones(2))).all()
    assert np.isnan(sse(pd.Series([1, None], dtype="Int64"), [1, 1]))


def test_masked_entries_are_not_skipped_but_refused():
    with pytest.raises(ValueError, match=r"^y has masked entries \(1 of 2\)"):
        sse(np.ma.array([1.0, 2.0], mask=[False, True]), [1.0, 2.0])


def test_columns_of_dask_keep_their_labels_chunk_by_chunk():
    def column(values, labels):
        return dd.from_pandas(pd.Series(values, index=labels), npartitions=2)

    x, y = [1.0, 2.0, 3.0, 4.0], [2.0, 4.0, 7.0, 8.0]
    whole = Moments.from_data(x, y)
    assert Moments.from_data(column(x, range(4)), column(y, range(4))) == whole
    with pytest.raises(
        ValueError, match=r"^In chunk 1: The index labels of x and y diff"
    ):
        Moments.from_data(column(x, range(4)), column(y, [0, 1, 2, 9]))
    with pytest.raises(
        TypeError, match=r"^x is a column of Dask and the other one of pan"
    ):
        Moments.from_data(column(x, range(4)), pd.Series(y))
    lazy = predict(column(x, range(4)), 1.0, 2.0)
    assert lazy.compute().tolist() == [3, 5, 7, 9]
    with pytest.raises(
        ValueError,
        match=r"^y has a length that Dask does not know yet\. Make it known first: "
        r"\.compute_chunk_sizes\(\) for an array, \.to_dask_array\(lengths=True\) for a column\.$",
    ):
        sse(column(y, range(4)), lazy)


# Objects of other libraries


class Foreign:
    """A column whose library refuses to hand it to NumPy, as some tensors do."""

    def __init__(self, complaint="This one requires grad. Use detach().\nMore.\nMost."):
        self._complaint = complaint

    def __array__(self, dtype=None, copy=None):
        raise RuntimeError(self._complaint)

    def __repr__(self):
        return "tensor"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_an_error_of_another_library_names_the_argument_and_is_kept(name):
    with pytest.raises(
        TypeError,
        match=r"^\w+ is tensor, a Foreign, which NumPy cannot read as numbers: This one requires "
        r"grad\. Use detach\(\)\. Pass a NumPy array or a list of numbers\.$",
    ) as caught:
        FUNCTIONS[name](Foreign(), [1.0, 2.0])
    assert isinstance(caught.value.__cause__, RuntimeError)


@pytest.mark.parametrize(
    ("complaint", "said"),
    [("", "RuntimeError"), ("No DMatrix of X...", "No DMatrix of X")],
)
def test_an_error_of_another_library_is_quoted_without_its_dots_or_named(
    complaint, said
):
    with pytest.raises(
        TypeError, match=rf"read as numbers: {said}\. Pass a NumPy array or a list"
    ):
        sse(Foreign(complaint), [1.0, 2.0])


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "x is None, a NoneType; pass numbers."),
        ({1}, "x is {1}, a set; pass numbers."),
        (
            pd.DataFrame({"x": [1.0]}),
            "x is a DataFrame, a table; pass one of its columns.",
        ),
        (
            pd.Series(["a", "b"], dtype="category"),
            "x holds values of type object; pass real numbers, as floats or integers.",
        ),
        (
            np.array(["2026"], "datetime64[Y]"),
            "x holds values of type datetime64[Y]; pass real numbers, as floats or integers.",
        ),
    ],
)
def test_what_a_formula_cannot_take_is_named_with_what_to_do(value, said):
    with pytest.raises(TypeError) as refused:
        predict(value, 1.0, 2.0)
    assert str(refused.value) == said


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize(
    "value", ["12", {1.0: 2.0}, iter([1.0]), ["1", "2"], dask.delayed([1.0, 2.0])]
)
def test_what_holds_no_numbers_is_named(name, value):
    with pytest.raises(TypeError, match=r"^(x|y|y_hat|dE_dy_hat|z) (is|holds) "):
        FUNCTIONS[name](value, [1.0, 2.0])


def test_dates_and_text_in_columns_are_named():
    for column in (pd.Series(["1", "2"]), pd.Series(pd.to_datetime(["2026", "2027"]))):
        with pytest.raises(
            TypeError, match=r"^x(\[0\] is '1', a str| holds values of type)"
        ):
            predict(column, 1.0, 2.0)


def test_lengths_that_differ_are_not_taken_for_broadcasting():
    with pytest.raises(
        ValueError,
        match=r"^y has shape \(3,\) but y_hat has shape \(2,\): the lengths differ, so some "
        r"points lack a value\. That often comes from filtering, slicing or dropping gaps in one "
        r"of them alone; do the same to both\.$",
    ):
        sse(np.zeros(3), np.zeros(2))


@pytest.mark.parametrize("function", [sse, sse_grad])
def test_data_that_pass_unchanged_are_used_without_a_copy(function):
    x = np.zeros(3)
    assert operands(x=x, w=1.0)[0] is x
    assert net_input(x, 0.0, 1.0) is not x
    function(x, x)
    assert (x == 0).all()
