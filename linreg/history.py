r"""The record of a run.

Entry k holds the weights after k updates and the error of exactly those weights. Entry 0 is the
start, so a run of ``epochs`` updates has ``epochs + 1`` entries.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np

__all__ = ["History"]

#: Both weights at one epoch, and their error.
State: TypeAlias = "tuple[float, float, float]"


class History(NamedTuple):
    r"""The weights and the error at every epoch of a run.

    Examples
    --------
    >>> run = History(w0=np.array([0.0, 1.0]), w1=np.array([0.0, 2.0]), sse=np.array([8.0, 0.5]))
    >>> float(run.sse[-1] / run.sse[0])
    0.0625
    """

    #: Weight of the bias unit, shape (epochs + 1,), in the unit of y.
    w0: np.ndarray
    #: Weight of the input, shape (epochs + 1,), in units of y per unit of x.
    w1: np.ndarray
    #: Error of the batch, shape (epochs + 1,), in the squared unit of y.
    sse: np.ndarray


def as_history(states: list[State]) -> History:
    """Return the states of a run, epoch by epoch, as three columns."""
    return History(*np.array(states).T.copy())
