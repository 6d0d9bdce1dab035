r"""The six numbers of data that are spread over many chunks, files or machines.

Every chunk becomes six numbers where it lies; only those travel. They merge in a tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dask
import dask.array as da
import numpy as np

from linreg._columns import as_numbers, require_same_shape
from linreg.moments import Moments

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

# How many results one task of the tree merges.
BRANCHES = 8


def from_dask(x: Any, y: Any) -> Moments:
    """Reduce both columns on the scheduler that is active."""
    x, y = _as_dask_array("x", x), _as_dask_array("y", y)
    x, y = _chunked_alike(x, y)
    parts = [
        dask.delayed(_of_chunk, pure=True)(x_chunk, y_chunk, place)
        for x_chunk, y_chunk, place in zip(
            x.to_delayed(), y.to_delayed(), _places(x), strict=True
        )
    ]
    while len(parts) > 1:
        groups = (parts[k : k + BRANCHES] for k in range(0, len(parts), BRANCHES))
        parts = [dask.delayed(_merged, pure=True)(group) for group in groups]
    (result,) = dask.compute(*parts)
    return result


def _as_dask_array(name: str, values: Any) -> da.Array:
    """Return a column of any kind as a one-dimensional Dask array."""
    if hasattr(values, "to_dask_array"):
        values = values.to_dask_array()
    elif not isinstance(values, da.Array):
        values = da.from_array(as_numbers(name, values))
    if values.ndim != 1:
        raise ValueError(
            f"{name} has {values.ndim} dimensions; pass one dimension, shape (N,), for example "
            "with .ravel(). See troubleshooting.html#flat-line."
        )
    return values


def _chunked_alike(x: da.Array, y: da.Array) -> tuple[da.Array, da.Array]:
    """Return both with the same cuts, as far as their lengths are known."""
    if _is_known(x) and _is_known(y):
        require_same_shape(x.shape, y.shape)
        return x, y.rechunk(x.chunks)
    if x.numblocks != y.numblocks:
        raise ValueError(
            f"x has {x.npartitions} chunks but y has {y.npartitions}, of unknown sizes, so their "
            "points cannot be paired. Make the sizes known first: .compute_chunk_sizes() for an "
            "array, .to_dask_array(lengths=True) for a column."
        )
    return x, y


def _is_known(values: da.Array) -> bool:
    return not np.isnan(values.shape[0])


def _places(x: da.Array) -> list[str]:
    """Say for each chunk where it is, as far as that is known."""
    if not _is_known(x):
        return [f"chunk {k}" for k in range(x.npartitions)]
    starts = np.cumsum((0, *x.chunks[0][:-1]))
    return [f"chunk {k}, which starts at row {start}" for k, start in enumerate(starts)]


def _of_chunk(x: ArrayLike, y: ArrayLike, place: str) -> Moments:
    try:
        return Moments.from_data(x, y)
    except (TypeError, ValueError, ArithmeticError) as error:
        raise type(error)(f"In {place}: {error}") from None


def _merged(parts: list[Moments]) -> Moments:
    return sum(parts, Moments())
