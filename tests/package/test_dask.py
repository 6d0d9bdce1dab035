"""Data in many chunks, on threads and on a cluster of two worker processes."""

import os
import signal
import subprocess
import sys

import dask
import dask.array as da
import dask.dataframe as dd
import numpy as np
import pandas as pd
import pytest
from dask.distributed import Client, LocalCluster

from linreg import Moments
from linreg._dask import BRANCHES
from tests.conftest import UNIT_ROUNDOFF


@pytest.fixture
def points(rng):
    x = 1e8 + rng.random(1000)
    return x, 3 * (x - 1e8) + rng.normal(0, 0.1, 1000)


def assert_equal_to_rounding(seen, whole):
    assert seen.n == whole.n
    # The rule of the whole data: one rounding a point and a few more, of the size of the spreads.
    allowed = (whole.n + 16) * UNIT_ROUNDOFF
    spread = np.sqrt(whole.s_xx * whole.s_yy)
    assert abs(seen.s_xx - whole.s_xx) <= allowed * whole.s_xx
    assert abs(seen.s_xy - whole.s_xy) <= allowed * spread
    assert abs(seen.s_yy - whole.s_yy) <= allowed * whole.s_yy
    for axis in ("x", "y"):
        apart = getattr(seen, f"mean_{axis}") - getattr(whole, f"mean_{axis}")
        tails = getattr(seen, f"mean_{axis}_tail") - getattr(whole, f"mean_{axis}_tail")
        assert abs(apart + tails) <= allowed * np.sqrt(getattr(whole, f"s_{axis * 2}"))


@pytest.mark.equation("merge")
@pytest.mark.parametrize(
    ("x_chunks", "y_chunks"), [(100, 100), (130, 77), (1000, 1), (3, 1000)]
)
def test_chunks_of_any_size_give_the_numbers_of_the_whole(x_chunks, y_chunks, points):
    x, y = points
    seen = Moments.from_data(
        da.from_array(x, chunks=x_chunks), da.from_array(y, chunks=y_chunks)
    )
    assert_equal_to_rounding(seen, Moments.from_data(x, y))


def test_one_side_may_be_an_ordinary_array(points):
    x, y = points
    whole = Moments.from_data(x, y)
    assert_equal_to_rounding(Moments.from_data(da.from_array(x, chunks=99), y), whole)
    assert_equal_to_rounding(
        Moments.from_data(list(x), da.from_array(y, chunks=99)), whole
    )


def test_a_column_of_dask_may_stand_beside_arrays_of_either_kind():
    column = dd.from_pandas(pd.Series([1.0, 2.0, 4.0]), npartitions=1)
    squares = np.array([1.0, 4.0, 16.0])
    # Means 7/3 and 7; s_xx = 21 - 49/3, s_xy = 73 - 49, s_yy = 273 - 147.
    for other in (squares, da.from_array(squares)):
        seen = Moments.from_data(column, other)
        turned = Moments.from_data(other, column)
        assert seen[:6] == pytest.approx((3, 7 / 3, 7, 14 / 3, 24, 126), rel=1e-15)
        assert turned[:6] == pytest.approx((3, 7, 7 / 3, 126, 24, 14 / 3), rel=1e-15)


@pytest.mark.parametrize("name", ["x", "y"])
def test_a_column_of_dask_is_not_paired_with_one_of_pandas(name):
    column = pd.Series([1.0, 2.0])
    data = {"x": column, "y": column, name: dd.from_pandas(column, npartitions=1)}
    with pytest.raises(TypeError) as refused:
        Moments.from_data(**data)
    assert str(refused.value) == (
        f"{name} is a column of Dask and the other one of pandas, so their labels cannot be "
        "compared. Make both columns of Dask, or both of pandas."
    )


def test_columns_of_a_dataframe_need_no_known_lengths(points):
    x, y = points
    frame = dd.from_pandas(pd.DataFrame({"x": x, "y": y}), npartitions=7)
    assert_equal_to_rounding(
        Moments.from_data(frame.x, frame.y), Moments.from_data(x, y)
    )
    right = frame[frame.x > 1e8 + 0.5]
    kept = x > 1e8 + 0.5
    assert_equal_to_rounding(
        Moments.from_data(right.x, right.y), Moments.from_data(x[kept], y[kept])
    )


def test_an_ordinary_array_goes_where_the_other_side_is():
    y = da.from_array(np.array([1.0, np.nan]), chunks=1)
    with pytest.raises(ValueError, match=r"^In chunk 0, which starts at row 0: y\[1\]"):
        Moments.from_data([1.0, 2.0], y)


def test_the_parts_of_a_dataframe_stay_where_they_are():
    frame = dd.from_pandas(pd.DataFrame({"x": [1.0, 2.0, 3.0, np.nan]}), npartitions=2)
    with pytest.raises(ValueError, match=r"^In chunk 1: x\[1\] is nan"):
        Moments.from_data(frame.x, frame.x)


def test_no_points_at_all_are_the_empty_set():
    assert Moments.from_data(da.zeros(0), da.zeros(0)) == Moments()


def test_results_merge_in_a_tree():
    x = da.ones(BRANCHES**2 * 2, chunks=1)
    tasks = []
    with dask.config.set(scheduler="synchronous"), _Recorder(tasks):
        Moments.from_data(x, x)
    merges = [key for key in tasks if key.startswith("_merged")]
    # 128 chunks, then 16 merges, then 2, then 1.
    assert len(merges) == BRANCHES * 2 + 2 + 1


def test_the_same_data_have_tasks_of_the_same_names_so_that_results_can_be_reused():
    x = da.ones(BRANCHES * 2, chunks=1)
    first, second = [], []
    for tasks in (first, second):
        with dask.config.set(scheduler="synchronous"), _Recorder(tasks):
            Moments.from_data(x, x)
    assert set(first) == set(second)
    # All chunks hold the same numbers, but they say in their errors where they are.
    assert (
        len([key for key in set(first) if key.startswith("_of_chunk")]) == x.npartitions
    )


class _Recorder(dask.callbacks.Callback):
    def __init__(self, tasks):
        super().__init__(pretask=lambda key, *_: tasks.append(str(key)))


def test_dask_is_not_imported_before_a_dask_object_comes_in():
    code = (
        "import sys; from linreg import Moments; Moments.from_data([1], [1]);"
        "print('dask' in sys.modules)"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert out.stdout == "False\n"


def test_different_lengths_are_both_named():
    with pytest.raises(
        ValueError, match=r"^x has shape \(10,\) but y has shape \(9,\)"
    ):
        Moments.from_data(da.zeros(10, chunks=3), da.zeros(9, chunks=3))


@pytest.mark.parametrize("kind", ["array", "column"])
def test_unknown_chunks_that_cannot_be_paired_are_named_and_not_gathered(kind):
    x = da.arange(10, chunks=5)
    x = x[x > 2] if kind == "array" else dd.from_dask_array(x[:7].rechunk(4))
    with pytest.raises(
        ValueError,
        match=r"^x has 2 chunks but y has 1, of unknown sizes, so their points cannot be paired\. "
        r"Make the sizes known first: \.compute_chunk_sizes\(\) for an array, "
        r"\.to_dask_array\(lengths=True\) for a column\.$",
    ):
        Moments.from_data(x, np.zeros(7))


def test_unknown_chunks_whose_lengths_differ_are_named_with_their_chunk():
    x = da.arange(10, chunks=5)
    with pytest.raises(
        ValueError, match=r"^In chunk 0: x has shape \(2,\) but y has shape \(4,\)"
    ):
        Moments.from_data(x[x > 2], x[x > 0])


def test_masked_entries_beside_a_dask_array_are_refused():
    y = np.ma.array([1.0, 2.0, 99.0], mask=[False, False, True])
    with pytest.raises(ValueError, match=r"^y has masked entries \(1 of 3\)"):
        Moments.from_data(da.arange(3, chunks=1), y)


def test_more_dimensions_are_refused():
    with pytest.raises(
        ValueError,
        match=r"^x has 2 dimensions; pass one dimension, shape \(N,\), for example with "
        r"\.ravel\(\)\. See troubleshooting\.html#flat-line\.$",
    ):
        Moments.from_data(da.zeros((3, 3)), da.zeros(3))


@pytest.mark.parametrize(
    ("bad", "error", "message"),
    [
        (
            np.nan,
            ValueError,
            r"^In chunk 2, which starts at row 20: x\[5\] is nan \(1 of 10",
        ),
        (
            1e300,
            OverflowError,
            r"^In chunk 2, which starts at row 20: The squares of x exceed",
        ),
    ],
)
def test_a_bad_number_is_named_with_its_place(bad, error, message):
    x = np.arange(40.0)
    x[25] = bad
    with pytest.raises(error, match=message):
        Moments.from_data(da.from_array(x, chunks=10), da.zeros(40, chunks=10))


def test_text_in_a_chunk_is_named_with_its_place():
    x = da.from_array(np.array(["1", "2"]), chunks=1)
    with pytest.raises(
        TypeError, match=r"^In chunk [01], which starts at row [01]: x holds"
    ):
        Moments.from_data(x, da.zeros(2, chunks=1))


@pytest.fixture
def cluster():
    # It computes for everybody while it lives, so it lives no longer than its test.
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=":0"
        ) as cluster,
        Client(cluster),
    ):
        yield
        # Dask may wait for ever when it closes a worker that is on its way back.
        cluster.wait_for_workers(2, timeout=60)


@pytest.mark.usefixtures("cluster")
def test_a_cluster_gives_the_numbers_of_the_whole(points):
    x, y = points
    here = []
    with _Recorder(here):
        seen = Moments.from_data(
            da.from_array(x, chunks=61), da.from_array(y, chunks=61)
        )
    assert_equal_to_rounding(seen, Moments.from_data(x, y))
    assert not here


def _kill_the_worker_once(block, marker):
    """Kill the process that computes the first block to come, in the middle of its work."""
    try:
        os.close(os.open(marker, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return block
    os.kill(os.getpid(), signal.SIGKILL)
    return block


@pytest.mark.usefixtures("cluster")
def test_a_worker_killed_in_mid_computation_changes_nothing(points, tmp_path):
    marker = tmp_path / "killed"
    x, y = points
    # Without a meta, Dask would call the function here first, in this very process.
    chunks = da.from_array(x, chunks=61).map_blocks(
        _kill_the_worker_once, str(marker), meta=np.array([])
    )
    seen = Moments.from_data(chunks, da.from_array(y, chunks=61))
    assert marker.exists()
    assert_equal_to_rounding(seen, Moments.from_data(x, y))
