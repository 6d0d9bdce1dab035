r"""Results of data that are spread over many chunks, files or machines.

Every chunk is collected where it lies; only its part of the result travels. They merge in a tree.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import dask
import dask.array as da
import numpy as np

from linreg._columns import as_numbers, require_same_shape
from linreg._labels import is_labelled

Part = TypeVar("Part")

# How many results one task of the tree merges.
BRANCHES = 8


def from_dask(
    x: Any,
    y: Any,
    collect: Callable[[Any, Any], Part],
    merge: Callable[[list[Part]], Part],
) -> Part:
    """Collect a part from each pair of chunks and merge the parts, on the active scheduler."""
    x, y = _chunked_alike(x, y)
    of_chunk = partial(dask.delayed(_of_chunk, pure=True), collect)
    parts = list(map(of_chunk, x.to_delayed(), y.to_delayed(), _places(x)))
    while len(parts) > 1:
        groups = (parts[k : k + BRANCHES] for k in range(0, len(parts), BRANCHES))
        parts = [dask.delayed(merge, pure=True)(group) for group in groups]
    (result,) = dask.compute(*parts)
    return result


def _chunked_alike(x: Any, y: Any) -> tuple[Any, Any]:
    """Return both with the same cuts, as far as their lengths are known."""
    if not (_is_column(x) and _is_column(y)):  # chunks of two columns keep their labels
        _require_comparable_labels(x, y)
        x, y = _as_dask_array("x", x), _as_dask_array("y", y)
        if _is_known(x) and _is_known(y):
            require_same_shape("x", x.shape, "y", y.shape)
            return x, y.rechunk(x.chunks)
    if x.npartitions != y.npartitions:
        raise ValueError(
            f"x has {x.npartitions} chunks but y has {y.npartitions}, of unknown sizes, so their "
            "points cannot be paired. Make the sizes known first: .compute_chunk_sizes() for an "
            "array, .to_dask_array(lengths=True) for a column."
        )
    return x, y


def _is_column(values: Any) -> bool:
    return hasattr(values, "to_dask_array") and values.ndim == 1


def _require_comparable_labels(x: Any, y: Any) -> None:
    for name, one, other in (("x", x, y), ("y", y, x)):
        if _is_column(one) and is_labelled(other):
            raise TypeError(
                f"{name} is a column of Dask and the other one of pandas, so their labels cannot "
                "be compared. Make both columns of Dask, or both of pandas."
            )


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


def _is_known(values: Any) -> bool:
    return isinstance(values, da.Array) and not np.isnan(values.shape[0])


def _places(x: Any) -> list[str]:
    """Say for each chunk where it is, as far as that is known."""
    if not _is_known(x):
        return [f"chunk {k}" for k in range(x.npartitions)]
    starts = np.cumsum((0, *x.chunks[0][:-1]))
    return [f"chunk {k}, which starts at row {start}" for k, start in enumerate(starts)]


def _of_chunk(collect: Callable[[Any, Any], Part], x: Any, y: Any, place: str) -> Part:
    try:
        return collect(x, y)
    except (TypeError, ValueError, ArithmeticError) as error:
        raise type(error)(f"In {place}: {error}") from error.__cause__
