r"""The border for labels: columns that carry them are paired by them, or not at all."""

from __future__ import annotations

from typing import Any

import numpy as np


def is_labelled(values: Any) -> bool:
    """Tell a column of pandas or xarray from the rest without importing either."""
    return bool(_labels(values))


def require_same_labels(x_name: str, x: Any, y_name: str, y: Any) -> None:
    """Refuse two columns that carry different labels, or the same in another order."""
    x_labels, y_labels = _labels(x), _labels(y)
    if not (x_labels and y_labels):
        return
    if list(x_labels) != list(y_labels):
        raise ValueError(
            f"{x_name} runs along {list(x_labels)} but {y_name} along {list(y_labels)}, so their "
            "values cannot be paired. Give both the same dimension, or pass plain arrays."
        )
    for dimension, index in x_labels.items():
        if not index.equals(y_labels[dimension]):
            where = _first_difference(index, y_labels[dimension])
            raise ValueError(
                f"The labels in the {dimension} of {x_name} and {y_name} differ, {where}, so "
                "pairing by position would pair values that do not belong together. Align them, "
                f"for example with {y_name}.reindex_like({x_name}), or pass plain arrays to pair "
                "by position."
            )


def _labels(values: Any) -> dict[str, Any]:
    """Return the labels along each dimension, none for a column without any."""
    if hasattr(values, "indexes") and hasattr(values, "dims"):  # xarray
        indexes = {name: values.indexes.get(name) for name in values.dims}
        return {name: index for name, index in indexes.items() if index is not None}
    index = getattr(values, "index", None)
    return {"index": index} if hasattr(index, "equals") else {}


def _first_difference(one: Any, other: Any) -> str:
    pairs = zip(one, other, strict=False)
    places = (
        f"first at position {k}: {a!r} and {b!r}"
        for k, (a, b) in enumerate(pairs)
        if a != b
    )
    return next(places, "in their kind")
