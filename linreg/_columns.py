r"""Where data enter the package: they are converted and checked once, here.

Every error says what was seen, what is allowed and what to do about it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from linreg._labels import require_same_labels
from linreg._settings import describe, is_number

if TYPE_CHECKING:  # at run time this import would make `import linreg` a fifth slower
    from numpy.typing import ArrayLike


# Where the type of a delayed call lives, which may return anything at all.
DELAYED = "dask.delayed"


def as_points(x: ArrayLike, y: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return ``x`` and ``y`` as contiguous float64 arrays of one shape ``(N,)``, all finite."""
    x, y = as_columns(x, y)
    if x.size == 0:
        raise ValueError("x and y are empty; pass at least one point.")
    return _as_finite_float64("x", x), _as_finite_float64("y", y)


def as_columns(x: ArrayLike, y: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return ``x`` and ``y`` as arrays of real numbers of one shape ``(N,)``, all digits kept."""
    seen_x, seen_y = as_numbers("x", x), as_numbers("y", y)
    require_same_shape("x", seen_x.shape, "y", seen_y.shape)
    require_same_labels("x", x, "y", y)
    if seen_x.ndim != 1:
        raise ValueError(
            f"x and y have shape {seen_x.shape}; pass one dimension, shape (N,), for example with "
            ".ravel(). See troubleshooting.html#flat-line."
        )
    return seen_x, seen_y


def as_log(name: str, values: ArrayLike) -> np.ndarray:
    """Return ``values`` as a float64 array of shape ``(N,)``, in which nan and inf may stand."""
    seen = as_numbers(name, values)
    if seen.ndim != 1 or seen.size == 0:
        raise ValueError(
            f"{name} has shape {seen.shape}; pass one number for each epoch."
        )
    return _as_float64(name, seen)


def is_dask(values: object) -> bool:
    """Tell a Dask array or column from the rest without importing Dask."""
    if type(values).__module__ == DELAYED:
        return False
    return type(values).__module__.partition(".")[0] in {"dask", "dask_expr"}


def require_same_shape(
    x_name: str, x_shape: tuple[int, ...], y_name: str, y_shape: tuple[int, ...]
) -> None:
    """Refuse what cannot be paired, and what NumPy would broadcast."""
    if x_shape == y_shape:
        return
    seen = f"{x_name} has shape {x_shape} but {y_name} has shape {y_shape}"
    if len(x_shape) == len(y_shape) == 1 and 1 not in x_shape + y_shape:
        raise ValueError(
            f"{seen}: the lengths differ, so some points lack a value. That often comes from "
            "filtering, slicing or dropping gaps in one of them alone; do the same to both."
        )
    raise ValueError(
        f"{seen}: NumPy would stretch one to match the other and pair points that do not belong "
        "together. Give both the same shape (N,), for example with .ravel(). "
        "See troubleshooting.html#flat-line."
    )


def require_finite(name: str, vector: np.ndarray) -> None:
    """Refuse nan and inf, with their number and the place of the first."""
    (bad,) = np.nonzero(~np.isfinite(vector))
    if bad.size:
        raise ValueError(
            f"{name}[{bad[0]}] is {vector[bad[0]]} ({bad.size} of {vector.size} values are not "
            "finite). Drop or fill them before training. "
            "See troubleshooting.html#nan-at-epoch-0."
        )


def as_numbers(name: str, values: ArrayLike) -> np.ndarray:
    """Return ``values`` as a plain array of real numbers, of whatever shape and type."""
    seen = as_array(name, values)
    if seen.ndim == 0:
        raise TypeError(
            f"{name} is {describe(values)}; pass a flat sequence of numbers."
        )
    if seen.dtype.kind == "O":
        _require_number_objects(name, seen)
        floats = _as_float64(name, seen)
        # Objects that hold more digits than a double are left to whoever can use them.
        has_gap = not np.isfinite(floats).all()
        return floats if has_gap or (floats == seen).all() else seen
    if seen.dtype.kind not in "biuf":
        refuse_type(name, seen.dtype)
    return seen


def as_array(name: str, values: Any) -> np.ndarray:
    """Return ``values`` as a plain array of whatever type, or say why they are none."""
    _require_unmasked(name, values)
    try:
        return np.asarray(values)
    except Exception as error:  # of the library whose object it is, of whatever kind
        if "inhomogeneous" in str(error):
            raise ValueError(
                f"{name} is nested with rows of different lengths; pass a flat sequence of numbers."
            ) from error
        raise TypeError(
            f"{name} is {describe(values)}, which NumPy cannot read as numbers: "
            f"{_first_sentence(error)}. Pass a NumPy array or a list of numbers."
        ) from error


def _require_unmasked(name: str, values: Any) -> None:
    if isinstance(values, np.ma.MaskedArray) and values.mask.any():
        raise ValueError(
            f"{name} has masked entries ({values.mask.sum()} of {values.size}), which NumPy would "
            "quietly unmask. Drop the same points from x and y first."
        )


def _first_sentence(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".") or type(error).__name__


def refuse_type(name: str, dtype: object) -> NoReturn:
    """Say that a column holds no real numbers."""
    raise TypeError(
        f"{name} holds values of type {dtype}; pass real numbers, as floats or integers."
    )


def _require_number_objects(name: str, seen: np.ndarray) -> None:
    for index, value in enumerate(seen.flat):
        if not is_number(value):
            raise TypeError(
                f"{name}[{index}] is {describe(value)}, not a number; drop or convert it first."
            )


def _as_finite_float64(name: str, seen: np.ndarray) -> np.ndarray:
    vector = _as_float64(name, seen)
    require_finite(name, vector)
    return vector


def _as_float64(name: str, seen: np.ndarray) -> np.ndarray:
    """Return the nearest doubles; refuse a number that is finite and has none."""
    try:
        with np.errstate(all="ignore"):
            vector = np.ascontiguousarray(seen, dtype=np.float64)
    except OverflowError:
        raise _beyond(name) from None
    if seen.dtype.char in "Og" and (np.isinf(vector) & (abs(seen) != np.inf)).any():
        raise _beyond(name)
    return vector


def _beyond(name: str) -> ValueError:
    return ValueError(
        f"{name} holds a number beyond the range of float64; rescale it to stay below 1.8e308. "
        "See troubleshooting.html#overflow."
    )
