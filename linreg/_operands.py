r"""Where numbers enter a formula: nothing overflows unseen or is paired by accident.

A formula takes whatever its arithmetic takes: arrays, columns with labels, Dask arrays, symbols,
fractions. Only what would come out wrong without a word is changed or refused here.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np

from linreg._columns import as_array, is_dask, refuse_type, require_same_shape
from linreg._labels import is_labelled, require_same_labels
from linreg._settings import describe, is_decimal

# Codes of the types with the digits of a double or more: these are computed in as they are.
WIDE = frozenset("dgDG")


def paired(**columns: Any) -> list[Any]:
    """Return columns of one shape and one set of labels, made plain so that no sum skips a nan."""
    if _need_nothing(columns.values()):
        return list(columns.values())
    seen = operands(**columns)
    plain = [*map(_plain, columns, seen)]
    (first, *names), (labels, *others), (one, *rest) = list(columns), seen, plain
    for name, other, values in zip(names, others, rest, strict=True):
        require_same_shape(first, np.shape(one), name, np.shape(values))
        require_same_labels(first, labels, name, other)
    return plain


def _need_nothing(columns: Collection[Any]) -> bool:
    """Tell plain doubles of one shape, the usual case, which all other checks would slow down."""
    if any(type(values) is not np.ndarray for values in columns):
        return False
    kinds = {(values.dtype.char, values.shape) for values in columns}
    return len(kinds) == 1 and kinds.pop()[0] == "d"


def operands(**values: Any) -> list[Any]:
    """Return each value ready for arithmetic in float64 or wider, as an array if it is a list."""
    return [_operand(name, value) for name, value in values.items()]


def _operand(name: str, value: Any) -> Any:
    if type(value) is np.ndarray and value.dtype.char in WIDE:
        return value
    if isinstance(value, (float, int)):
        return value
    if is_dask(value) or is_labelled(value):
        return _widened(name, value)
    if hasattr(value, "__array__") or isinstance(value, (list, tuple, range)):
        return _widened(name, as_array(name, value))[()]
    if value is None or hasattr(value, "__iter__"):
        raise TypeError(f"{name} is {describe(value)}; pass numbers.")
    return float(value) if is_decimal(value) else value


def _widened(name: str, value: Any) -> Any:
    """Return a value of any library in float64, unless its type holds as much or more."""
    if not hasattr(value, "dtype"):
        raise TypeError(
            f"{name} is a {type(value).__name__}, a table; pass one of its columns."
        )
    dtype = value.dtype
    if not isinstance(
        dtype, np.dtype
    ):  # a type of pandas; what is missing shows in NumPy
        dtype = np.asarray(value).dtype
    elif dtype.kind == "O":
        return value.astype(float) if _holds_decimals(name, value) else value
    elif dtype.char in WIDE:
        return value
    if dtype.kind not in "biufc":
        refuse_type(name, dtype)
    return value.astype(np.result_type(dtype, np.float64))


def _holds_decimals(name: str, objects: Any) -> bool:
    """Tell decimals, with which no float goes, from symbols and fractions; refuse what is none."""
    if is_dask(objects):
        return False
    seen = np.asarray(objects).ravel().tolist()
    for index, value in enumerate(seen):
        if value is None or isinstance(value, (str, bytes)):
            raise TypeError(
                f"{name}[{index}] is {describe(value)}, not a number; drop or convert it first."
            )
    return any(map(is_decimal, seen))


def _plain(name: str, values: Any) -> Any:
    if is_labelled(values):
        return np.asarray(values)
    if hasattr(type(values), "to_dask_array"):
        values = values.to_dask_array()
    if is_dask(values) and np.isnan(values.shape).any():
        raise ValueError(
            f"{name} has a length that Dask does not know yet. Make it known first: "
            ".compute_chunk_sizes() for an array, .to_dask_array(lengths=True) for a column."
        )
    return values
