r"""What a run leaves behind.

A run of ``epochs`` updates passes through ``epochs + 1`` states, the start included. Entry k holds
the weights *before* update k and the error of exactly those weights.
"""

from typing import NamedTuple

import numpy as np

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


class DivergenceError(ArithmeticError):
    r"""The error of a run grew without bound.

    Along the steepest direction of the error each update multiplies the distance to the best
    weights by :math:`1 - \eta \lambda_{\max}`, where :math:`\lambda_{\max}` is the largest
    curvature of :math:`E`. The run converges only if this factor is below 1 in size:

    .. math::
       :label: stable-rate

       |1 - \eta \lambda_{\max}| < 1 \iff 0 < \eta < \frac{2}{\lambda_{\max}} .

    Parameters
    ----------
    history : History
        The run up to and including the epoch at which it was stopped.
    learning_rate : float
        The rate that was used.
    max_learning_rate : float
        The bound :math:`2 / \lambda_{\max}` of these data.

    Examples
    --------
    >>> run = History(w0=np.zeros(3), w1=np.array([0.0, 2.0, -1.0]), sse=np.array([1.0, 4.0, 9.0]))
    >>> error = DivergenceError(run, learning_rate=0.5, max_learning_rate=0.4)
    >>> error.epoch, float(error.growth)
    (2, 2.25)
    >>> print(error)
    Diverged at epoch 2: the error grew 2.25-fold in the last epoch. The learning rate 0.5 is too
    long a step: these data allow less than 2 / lambda_max = 0.4. Try 0.2.
    """

    def __init__(
        self, history: History, learning_rate: float, max_learning_rate: float
    ) -> None:
        super().__init__(history, learning_rate, max_learning_rate)
        self.history = history
        self.learning_rate = learning_rate
        self.max_learning_rate = max_learning_rate

    @property
    def epoch(self) -> int:
        """Epoch at which the run was stopped."""
        return len(self.history.sse) - 1

    @property
    def growth(self) -> float:
        """Factor by which the error grew between the last two finite errors; nan without two."""
        finite = self.history.sse[np.isfinite(self.history.sse)]
        return float(finite[-1] / finite[-2]) if len(finite) > 1 else float("nan")

    def __str__(self) -> str:
        if self.epoch == 0 or self.max_learning_rate == 0:
            return (
                f"The error is {self.history.sse[-1]} at epoch {self.epoch}: the squares of these "
                "numbers overflow. Rescale x and y."
            )
        return (
            f"Diverged at epoch {self.epoch}: the error grew {self.growth:.4g}-fold in the last "
            f"epoch. The learning rate {self.learning_rate:.4g} is too long a step: these data "
            f"allow less than 2 / lambda_max = {self.max_learning_rate:.4g}. "
            f"Try {self.max_learning_rate / 2:.4g}."
        )
