r"""Where columns with labels enter: they are paired by their labels, or refused."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any


def is_labelled(values: Any) -> bool:
    """Tell a column of pandas or xarray from the rest without importing either."""
    return bool(_labels(values))


def require_same_labels(x_name: str, x: Any, y_name: str, y: Any) -> None:
    """Refuse two columns that carry different labels, or the same in another order."""
    x_labels, y_labels = _labels(x), _labels(y)
    if x_labels and y_labels and list(x_labels) != list(y_labels):
        raise ValueError(
            f"{x_name} runs along {', '.join(x_labels)} but {y_name} along {', '.join(y_labels)}. "
            "Give both the same dimensions in the same order, or pass plain arrays to pair by "
            "position."
        )
    for dimension in x_labels.keys() & y_labels.keys():
        index, other = x_labels[dimension], y_labels[dimension]
        if not index.equals(other):
            where = _first_difference(index.tolist(), other.tolist())
            raise ValueError(
                f"The {dimension} labels of {x_name} and {y_name} differ, {where}. Align "
                f"them, for example with {y_name}.reindex_like({x_name}), or pass plain arrays to "
                "pair by position."
            )


def _labels(values: Any) -> dict[str, Any]:
    """Return the labels along each dimension, none for a column without any."""
    if hasattr(type(values), "indexes"):  # xarray
        indexes = {name: values.indexes.get(name) for name in values.dims}
        return {name: index for name, index in indexes.items() if index is not None}
    index = getattr(values, "index", None)
    return {"index": index} if hasattr(type(index), "equals") else {}


def _first_difference(one: list, other: list) -> str:
    places = (
        f"first at position {k}: {a!r} and {b!r}"
        for k, (a, b) in enumerate(zip_longest(one, other))
        if a != b
    )
    return next(places, "in their kind")
