"""One small function for each tool, written the way a user of that tool would write it.

Each function imports its tool, sets it up and returns what a run needs: a loader that turns a
NumPy array into what the tool works on, which is not timed, and the run itself, which is. What a
tool compiles it keeps, so a second run of the same function is a warm one.

All take steps of the same size against the same slopes: full batch, the error half the SUM of
squares, float64.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

import linreg


class Tool(NamedTuple):
    """How a tool is shown, where it runs and what it is asked to do."""

    #: Name on the page.
    title: str
    #: Import name; tools of one package share a process.
    package: str
    #: Function that sets the tool up and returns its loader and its run.
    start: Callable
    #: Largest number of points it is timed with; larger ones would take too long.
    largest: int
    #: What the time is spent on.
    pays_for: str
    #: Why it does not end where the others do; empty if it does.
    inexact: str


DESCENTS: dict[str, Tool] = {}
END_POINTS: dict[str, Tool] = {}


def descent(title, package, *, largest=1_000_000, pays_for):
    """Enter a function among the tools that take every step."""

    def enter(start):
        DESCENTS[start.__name__] = Tool(title, package, start, largest, pays_for, "")
        return start

    return enter


def end_point(title, package, *, largest=10_000_000, pays_for, inexact=""):
    """Enter a function among the tools that look for the best line itself."""

    def enter(start):
        tool = Tool(title, package, start, largest, pays_for, inexact)
        END_POINTS[start.__name__] = tool
        return start

    return enter


# Descents: run(x, y, w0, w1, learning_rate, epochs) returns the last w0 and w1.


@descent(
    "six numbers: `Moments`",
    "numpy",
    largest=10_000_000,
    pays_for="one pass over the data in all, then arithmetic on six numbers",
)
def six_numbers():
    """Collect the six numbers, then train without the data."""

    def run(x, y, w0, w1, learning_rate, epochs):
        moments = linreg.Moments.from_data(x, y)
        history = moments.trajectory(
            w0=w0, w1=w1, learning_rate=learning_rate, epochs=epochs
        )
        return history.w0[-1], history.w1[-1]

    return np.asarray, run


@descent(
    "the post's loop in NumPy",
    "numpy",
    largest=10_000_000,
    pays_for="a new array for every operation in the formulas, and the error of every epoch",
)
def post_loop():
    """Write the formulas of the post as NumPy expressions."""

    def run(x, y, w0, w1, learning_rate, epochs):
        curve = []
        for _ in range(epochs):
            y_hat = w1 * x + w0
            curve.append(0.5 * np.sum((y - y_hat) ** 2))
            error = y_hat - y
            dE_dw0 = np.sum(error)
            dE_dw1 = np.sum(error * x)
            w0 = w0 - learning_rate * dE_dw0
            w1 = w1 - learning_rate * dE_dw1
        return w0, w1

    return np.asarray, run


@descent(
    "`linreg.train`",
    "numpy",
    pays_for="the same, checked data, and a record of weights and errors",
)
def train():
    """Train as the book does."""

    def run(x, y, w0, w1, learning_rate, epochs):
        history = linreg.train(
            x, y, w0=w0, w1=w1, learning_rate=learning_rate, epochs=epochs
        )
        return history.w0[-1], history.w1[-1]

    return np.asarray, run


@descent(
    "PyTorch",
    "torch",
    pays_for="recording each forward pass, and a new array for every operation both ways",
)
def pytorch():
    """Let autograd find the slopes and SGD take the step."""
    import torch

    def run(x, y, w0, w1, learning_rate, epochs):
        w0, w1 = (
            torch.tensor(w, dtype=torch.float64, requires_grad=True) for w in (w0, w1)
        )
        optimizer = torch.optim.SGD([w0, w1], lr=learning_rate)
        for _ in range(epochs):
            optimizer.zero_grad()
            loss = 0.5 * ((w1 * x + w0 - y) ** 2).sum()
            loss.backward()
            optimizer.step()
        return w0.item(), w1.item()

    return torch.from_numpy, run


def _tensorflow_step(tf):
    """Return one step of TensorFlow, eager unless it is handed to tf.function."""

    def step(x, y, w0, w1, learning_rate):
        with tf.GradientTape() as tape:
            loss = 0.5 * tf.reduce_sum((w1 * x + w0 - y) ** 2)
        dE_dw0, dE_dw1 = tape.gradient(loss, [w0, w1])
        w0.assign_sub(learning_rate * dE_dw0)
        w1.assign_sub(learning_rate * dE_dw1)

    return step


def _tensorflow_run(tf, step):
    """Return a run that calls a step of TensorFlow once an epoch."""
    # A compiled step is tied to its variables, so that they are made once.
    weights = tf.Variable(0.0, dtype=tf.float64), tf.Variable(0.0, dtype=tf.float64)

    def run(x, y, w0, w1, learning_rate, epochs):
        for variable, start in zip(weights, (w0, w1), strict=True):
            variable.assign(start)
        learning_rate = tf.constant(learning_rate, dtype=tf.float64)
        for _ in range(epochs):
            step(x, y, *weights, learning_rate)
        return tuple(float(variable) for variable in weights)

    return tf.constant, run


@descent(
    "TensorFlow, eager",
    "tensorflow",
    pays_for="the same, and sending out each operation by itself",
)
def tensorflow_eager():
    """Record each forward pass on a tape and read the slopes off it."""
    import tensorflow as tf

    return _tensorflow_run(tf, _tensorflow_step(tf))


@descent(
    "TensorFlow, `tf.function`",
    "tensorflow",
    pays_for="one call of a graph an epoch, and an array for every operation in it",
)
def tensorflow_function():
    """Trace the same step into a graph once, then call the graph."""
    import tensorflow as tf

    return _tensorflow_run(tf, tf.function(_tensorflow_step(tf)))


@descent(
    "Keras, `fit`",
    "tensorflow",
    pays_for="batches, metrics and callbacks for any model, set up again every epoch",
)
def keras_fit():
    """Fit a Dense layer of one unit, with all points in one batch."""
    import keras

    keras.config.set_floatx("float64")

    def sse(y, y_hat):
        return 0.5 * keras.ops.sum((y_hat - y) ** 2)

    model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1)])
    model.compile(optimizer=keras.optimizers.SGD(), loss=sse)

    def run(x, y, w0, w1, learning_rate, epochs):
        model.set_weights([np.array([[w1]]), np.array([w0])])
        model.optimizer.learning_rate = learning_rate
        model.fit(
            x.reshape(-1, 1),
            y.reshape(-1, 1),
            batch_size=x.size,
            epochs=epochs,
            shuffle=False,
            verbose=0,
        )
        kernel, bias = model.get_weights()
        return bias[0], kernel[0, 0]

    return np.asarray, run


def _jax_step(jax):
    """Return one step of JAX as a pure function of the weights."""

    def sse(weights, x, y):
        w0, w1 = weights
        return 0.5 * jax.numpy.sum((w1 * x + w0 - y) ** 2)

    def step(weights, x, y, learning_rate):
        slopes = jax.grad(sse)(weights, x, y)
        return tuple(
            w - learning_rate * slope for w, slope in zip(weights, slopes, strict=True)
        )

    return step


def _jax():
    """Import JAX, which computes in float32 unless told otherwise."""
    import jax

    jax.config.update("jax_enable_x64", True)
    return jax


@descent(
    "JAX, jitted step",
    "jax",
    pays_for="one call of compiled code an epoch",
)
def jax_step():
    """Compile the step and call it once an epoch."""
    jax = _jax()
    step = jax.jit(_jax_step(jax))

    def run(x, y, w0, w1, learning_rate, epochs):
        weights = (w0, w1)
        for _ in range(epochs):
            weights = step(weights, x, y, learning_rate)
        return tuple(float(w) for w in weights)

    return jax.numpy.asarray, run


@descent(
    "JAX, `lax.scan`",
    "jax",
    largest=10_000_000,
    pays_for="compiled passes over the data, every epoch",
)
def jax_scan():
    """Compile all epochs into one call."""
    jax = _jax()
    step = _jax_step(jax)

    @partial(jax.jit, static_argnames="epochs")
    def scan(x, y, w0, w1, learning_rate, epochs):
        def epoch(weights, _):
            return step(weights, x, y, learning_rate), None

        weights, _ = jax.lax.scan(epoch, (w0, w1), length=epochs)
        return weights

    def run(x, y, w0, w1, learning_rate, epochs):
        weights = scan(x, y, w0, w1, learning_rate, epochs)
        return tuple(float(w) for w in weights)

    return jax.numpy.asarray, run


@descent(
    "numba, parallel",
    "numba",
    largest=10_000_000,
    pays_for="one pass over the data an epoch, on all cores, and nothing else",
)
def numba_fused():
    """Compile a loop over the points that adds up both slopes in one pass."""
    import numba

    # The sums may be taken in any order, else the processor could not add several at once.
    @numba.njit(parallel=True, fastmath={"reassoc", "contract", "nsz"})
    def descend(x, y, w0, w1, learning_rate, epochs):
        for _ in range(epochs):
            dE_dw0, dE_dw1 = 0.0, 0.0
            for i in numba.prange(x.size):
                error = w1 * x[i] + w0 - y[i]
                dE_dw0 += error
                dE_dw1 += error * x[i]
            w0 -= learning_rate * dE_dw0
            w1 -= learning_rate * dE_dw1
        return w0, w1

    return np.asarray, descend


# End points: run(x, y) returns w0 and w1 of the line with the smallest error.


@end_point(
    "six numbers: `Moments`",
    "numpy",
    pays_for="one pass over the data",
)
def moments_least_squares():
    """Collect the six numbers and solve."""

    def run(x, y):
        return linreg.Moments.from_data(x, y).least_squares()

    return np.asarray, run


@end_point(
    "NumPy, `polyfit`",
    "numpy",
    pays_for="a matrix of powers of x, and its singular values",
)
def numpy_polyfit():
    """Fit a polynomial of degree 1."""

    def run(x, y):
        w1, w0 = np.polyfit(x, y, 1)
        return w0, w1

    return np.asarray, run


@end_point(
    "SciPy, `linregress`",
    "scipy",
    pays_for="a covariance matrix, and a test of the slope against 0",
)
def scipy_linregress():
    """Fit a line and its statistics."""
    from scipy import stats

    def run(x, y):
        fit = stats.linregress(x, y)
        return fit.intercept, fit.slope

    return np.asarray, run


@end_point(
    "scikit-learn, `LinearRegression`",
    "sklearn",
    pays_for="checks and a solver for any number of features",
)
def sklearn_least_squares():
    """Solve the least-squares problem of one feature."""
    from sklearn.linear_model import LinearRegression

    def run(x, y):
        model = LinearRegression().fit(x.reshape(-1, 1), y)
        return model.intercept_, model.coef_[0]

    return np.asarray, run


@end_point(
    "scikit-learn, `SGDRegressor`",
    "sklearn",
    largest=1_000_000,
    pays_for="a step for each point, in random order, until the error hardly falls",
    inexact="stops near the best line, where the error hardly falls any more",
)
def sklearn_sgd():
    """Descend point by point, which ends near the best line but not on it."""
    from sklearn.linear_model import SGDRegressor

    def run(x, y):
        model = SGDRegressor(penalty=None, random_state=0)
        model.fit(x.reshape(-1, 1), y)
        return model.intercept_[0], model.coef_[0]

    return np.asarray, run
