r"""One linear neuron, derived, trained and checked.

A neuron computes :math:`\hat y = w_1 x_1 + w_0 x_0`. It learns the line through a cloud of points:
it changes its weights so that its error becomes smaller, again and again. Each docstring derives
the formula that the code under it computes. Tests compute the formulas and the numbers of these
docstrings and compare them with the code. The words between them are checked by people.

Notation
--------
N is the number of points. The shape (N,) means an array that holds a number for each point; a
scalar is a single number. The unit of ``x`` is written [x], the unit of ``y`` is written [y].

==================================  =================  ==============================  ======  ==========  ==================
Symbol                              Name in code       Meaning                         Shape   Unit        Name in the post
==================================  =================  ==============================  ======  ==========  ==================
:math:`x_1`                         ``x``              inputs                          (N,)    [x]         input
:math:`x_0`                         none, always 1     input of the bias               scalar  1           bias unit
:math:`y`                           ``y``              targets                         (N,)    [y]         ground truth
:math:`w_1`                         ``w1``             weight of x, the slope          scalar  [y]/[x]     weight
:math:`w_0`                         ``w0``             weight of 1, the intercept      scalar  [y]         bias weight
:math:`Z`                           ``z``              net input                       (N,)    [y]         net input
:math:`\hat y`                      ``y_hat``          prediction, Linear(Z)           (N,)    [y]         output
:math:`E`                           ``sse``            half the sum of squared errors  scalar  [y]²        SSE
:math:`\partial E/\partial \hat y`  ``dE_dy_hat``      signed errors                   (N,)    [y]         first factor
:math:`\partial \hat y/\partial Z`  ``dy_hat_dz``      slope of Linear, always 1       (N,)    1           second factor
:math:`\partial Z/\partial w_1`     ``x``              what w1 is multiplied by        (N,)    [x]         third factor
:math:`\partial E/\partial w_0`     ``dE_dw0``         slope of E along w0             scalar  [y]         gradient
:math:`\partial E/\partial w_1`     ``dE_dw1``         slope of E along w1             scalar  [x][y]      gradient
:math:`\eta`                        ``learning_rate``  factor from slope to step       scalar  see `step`  learning rate
:math:`N`                           ``n``              number of points                scalar  1           200 samples
:math:`\sigma`                      ``intercept_std``  spread of the intercepts        scalar  [y]         standard deviation
none                                ``epochs``         number of updates               scalar  1           epochs
==================================  =================  ==============================  ======  ==========  ==================

Integers, truth values and floats narrower than float64 are computed in float64. Symbols,
fractions and Dask arrays keep their type. Columns with labels are paired only if their
labels are equal.

Reading order
-------------
`data` makes the points. `neuron` computes predictions, and `loss` measures how wrong they are.
`backprop` computes the slopes of the error, `descent` makes steps against them, and `history` holds
the record of a run. `divergence` explains why a run failed. `moments` replaces the data by six
numbers. `diagnosis` reads the logs of other programs. `verify` computes the gradient another way.

References
----------
"Linear Regression from Scratch using Numpy", MLDawn: the blog post whose system this is.

Examples
--------
>>> line = make_line(rng=0)
>>> w0, w1 = init_weights(rng=1)
>>> run = train(line.x, line.y, w0=w0, w1=w1, learning_rate=0.001, epochs=300)
>>> bool(run.sse[-1] < 0.01 * run.sse[0])
True
"""

from linreg.backprop import gradient
from linreg.data import Line, make_line
from linreg.descent import init_weights, step, train
from linreg.diagnosis import Diagnosis, diagnose
from linreg.divergence import DivergenceError
from linreg.history import History
from linreg.loss import sse, sse_grad
from linreg.moments import Moments
from linreg.neuron import linear, linear_grad, net_input, predict
from linreg.verify import numerical_gradient

__version__ = "0.1.0"

__all__ = [
    "Diagnosis",
    "DivergenceError",
    "History",
    "Line",
    "Moments",
    "diagnose",
    "gradient",
    "init_weights",
    "linear",
    "linear_grad",
    "make_line",
    "net_input",
    "numerical_gradient",
    "predict",
    "sse",
    "sse_grad",
    "step",
    "train",
]
