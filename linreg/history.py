r"""What a run leaves behind.

Entry k holds the weights after k updates and the error of exactly those weights. Entry 0 is the
start, so a run of ``epochs`` updates leaves ``epochs + 1`` entries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from linreg.diagnosis import Diagnosis

__all__ = ["DivergenceError", "History"]


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

    def until(self, epoch: int) -> History:
        """Return the record up to and including an epoch."""
        return History(*(entries[: epoch + 1] for entries in self))


def highest_hopeful(start: float, flat_line: float) -> float:
    r"""Return the error above which a run is lost.

    Below the stable rate no error ever exceeds the first. A million times the first is beyond
    doubt, unless the run starts at the very optimum, where rounding alone can multiply an error
    near 0; so the error of the flat line :given:`\hat y = 0` counts as well.
    """
    return min(1e6 * max(start, flat_line), np.finfo(float).max)


class DivergenceError(ArithmeticError):
    r"""The error of a run grew without bound.

    The slopes :eq:`linear-gradient` are 0 at the best weights :math:`w^*`, so elsewhere they are
    :math:`H (w - w^*)`, and the update :eq:`update` multiplies the distance from the best weights:

    .. math::
       :label: distance

       w_{k+1} - w^* = (I - \eta H)(w_k - w^*) .

    H has two directions that it only stretches, by the curvatures :math:`\lambda_{\min}` and
    :math:`\lambda_{\max}`. Along each, an update multiplies the distance by
    :math:`1 - \eta \lambda`. The run converges only if both factors are below 1 in size, and the
    steeper direction decides:

    .. math::
       :label: stable-rate

       |1 - \eta \lambda_{\max}| < 1
       \quad\text{exactly if}\quad
       0 < \eta < \frac{2}{\lambda_{\max}} .

    Parameters
    ----------
    history : History
        The run up to and including the epoch at which it was stopped.
    learning_rate : float
        The rate that was used.
    max_learning_rate : float
        The bound :math:`2 / \lambda_{\max}` of these data.
    diagnosis : Diagnosis
        What `linreg.diagnose` reads from the history alone.

    Examples
    --------
    >>> import linreg
    >>> try:
    ...     linreg.train([1, 2], [1, 2], w0=0, w1=0, learning_rate=1, epochs=300)
    ... except linreg.DivergenceError as error:
    ...     print(error)
    Diverged at epoch 4: the error grows 34.27-fold per epoch and w1 jumps from side to side, so the
    step is too long. The learning rate 1 must stay below 2 / lambda_max = 0.2918 of these data; try
    0.1459. See troubleshooting.html#alternating-growth.
    """

    def __init__(
        self,
        history: History,
        learning_rate: float,
        max_learning_rate: float,
        diagnosis: Diagnosis,
    ) -> None:
        super().__init__(history, learning_rate, max_learning_rate, diagnosis)
        self.history = history
        self.learning_rate = learning_rate
        self.max_learning_rate = max_learning_rate
        self.diagnosis = diagnosis

    @property
    def epoch(self) -> int:
        """Epoch at which the run was stopped."""
        return len(self.history.sse) - 1

    @property
    def growth(self) -> float:
        """Ratio of the last two finite errors; nan where there are no two."""
        return self.diagnosis.growth

    def __str__(self) -> str:
        if self.epoch == 0:
            return f"{self.diagnosis.message} See troubleshooting.html#nan-at-epoch-0."
        return (
            f"Diverged at epoch {self.epoch}: {self.diagnosis.finding}. The learning rate "
            f"{self.learning_rate:.4g} must stay below 2 / lambda_max = "
            f"{self.max_learning_rate:.4g} of these data; try {self.max_learning_rate / 2:.4g}. "
            "See troubleshooting.html#alternating-growth."
        )
