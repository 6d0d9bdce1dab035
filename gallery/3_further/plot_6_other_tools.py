r"""
Do PyTorch, TensorFlow, Keras, JAX and scikit-learn agree?
==========================================================

Yes, if all of them are told the same. The weights of those that train on all points at
once agree with this book to 15 digits, :doc:`as measured </peers>`, from the same
points, start, error and learning rate. ``LinearRegression`` of scikit-learn solves
instead. By default many tools take the mean of the squared errors, not half their sum.
At the same learning rate they are then 100 times as slow, as the figure shows.
"""

import matplotlib.pyplot as plt
import numpy as np

from linreg import init_weights, make_line, predict, sse, train

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, _, _ = make_line(rng=0)
w0, w1 = init_weights(rng=1)
run = train(x, y, w0=w0, w1=w1, learning_rate=0.001, epochs=300)

# %%
# Mind the mean
# -------------
# ``MSELoss`` of PyTorch and ``"mse"`` of Keras are the mean of the squared errors, which
# is :math:`\frac2N E`. Its slopes are smaller by the same factor, and so is every step. A
# learning rate that is larger by :math:`\frac N2` makes the steps as long as before.


def train_on_mean(x, y, w, learning_rate):
    path = [w]
    for _ in range(300):
        signed_error = w[1] * x + w[0] - y
        slopes = 2 * np.array([signed_error.mean(), (signed_error * x).mean()])
        w = w - learning_rate * slopes
        path.append(w)
    return path


larger_rate = 0.001 * x.size / 2
slow = train_on_mean(x, y, np.array([w0, w1]), 0.001)
same = train_on_mean(x, y, np.array([w0, w1]), larger_rate)

# %%
# The line in the figure is the error :math:`E` of a run of this book. The circles are a
# run on the mean with the larger rate. They lie on the line.

errors_slow = [sse(y, predict(x, *w)) for w in slow]
errors_same = [sse(y, predict(x, *w)) for w in same]

fig, ax = plt.subplots()
ax.semilogy(run.sse, color="C1")
ax.semilogy(errors_slow, color="C0")
ax.semilogy(errors_same, "o", color="C4", fillstyle="none", markersize=9, markevery=20)
ax.text(120, 1.3 * errors_slow[120], "mean, rate 0.001")
labels = f"line: sum, rate 0.001\ncircles: mean, rate {larger_rate:g}"
ax.text(105, 1.25 * run.sse[105], labels)
ax.set(xlabel="epoch", ylabel="$E$")
ax.set_title(f"On the mean the same learning rate\nis {x.size / 2:.0f} times too small")
fig.set_label(  # for readers who cannot see the figure
    "Error against the epoch, on a logarithmic axis. With the mean and the rate 0.001 "
    f"it is still {errors_slow[-1]:.0f} at the end. With the mean and the larger rate it "
    f"falls along the line of the sum, to {errors_same[-1]:.1f}."
)
plt.show()

# %%
# Know their words
# ----------------
# The same things have other names elsewhere:
#
# * **Error**: loss, cost or objective.
# * **Signed error**: residual. For many a residual is target minus prediction.
# * **Weights**: parameters. :math:`w_1` is ``weight`` in PyTorch, ``kernel`` in Keras and
#   ``coef_`` in scikit-learn; :math:`w_0` is ``bias``, ``bias`` and ``intercept_``.
# * **Net input**: pre-activation. Net inputs of classes are called logits.
# * **Linear**, the activation: ``"linear"`` in Keras. ``Linear`` in PyTorch is a layer: it
#   has the weights and computes the net input.
# * **Slopes**: gradients. ``w1.grad`` in PyTorch, ``tape.gradient`` in TensorFlow,
#   ``jax.grad`` in JAX.
# * **Learning rate**: ``lr`` in PyTorch, ``learning_rate`` in Keras, ``eta0`` in
#   scikit-learn, if its ``learning_rate`` is ``"constant"``.
# * **Update**: step or iteration, ``optimizer.step()`` in PyTorch. The optimizer is called
#   ``SGD``, stochastic gradient descent, even if each update uses all points.
# * **Epoch**: ``epochs`` in Keras, ``max_iter`` in scikit-learn, at most.
# * **Softmax and cross-entropy**: ``CrossEntropyLoss`` in PyTorch does both. So it wants
#   net inputs, not probabilities.

# %%
# Write it in every tool
# ----------------------
# Each block below starts anew from the ``x``, ``y``, ``w0`` and ``w1`` of the first cell,
# and makes the same updates as :func:`linreg.train`. The blocks are shown, not run, since
# this page needs none of the tools; :doc:`the benchmark </peers>` runs the same updates in
# each. PyTorch records the :term:`forward pass` and finds the gradient from the record:
#
# .. code-block:: python
#
#    import torch
#
#    x, y = torch.from_numpy(x), torch.from_numpy(y)
#    w0 = torch.tensor(w0, dtype=torch.float64, requires_grad=True)
#    w1 = torch.tensor(w1, dtype=torch.float64, requires_grad=True)
#    optimizer = torch.optim.SGD([w0, w1], lr=0.001)
#    for _ in range(300):
#        optimizer.zero_grad()  # forget the gradient of the last epoch
#        loss = 0.5 * ((w1 * x + w0 - y) ** 2).sum()
#        loss.backward()
#        optimizer.step()
#
# TensorFlow calls such a record a tape:
#
# .. code-block:: python
#
#    import tensorflow as tf
#
#    w0, w1 = tf.Variable(w0, dtype=tf.float64), tf.Variable(w1, dtype=tf.float64)
#    for _ in range(300):
#        with tf.GradientTape() as tape:
#            loss = 0.5 * tf.reduce_sum((w1 * x + w0 - y) ** 2)
#        dE_dw0, dE_dw1 = tape.gradient(loss, [w0, w1])
#        w0.assign_sub(0.001 * dE_dw0)
#        w1.assign_sub(0.001 * dE_dw1)
#
# Keras wants a layer of one neuron, and all points in one batch. If it runs on JAX, first
# write the line with ``config`` from the block of JAX:
#
# .. code-block:: python
#
#    import keras
#
#    def half_the_sum(y, y_hat):
#        return 0.5 * keras.ops.sum((y_hat - y) ** 2)
#
#    keras.config.set_floatx("float64")
#    model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1)])
#    model.compile(optimizer=keras.optimizers.SGD(0.001), loss=half_the_sum)
#    model.set_weights([np.array([[w1]]), np.array([w0])])
#    model.fit(x[:, None], y[:, None], batch_size=x.size, epochs=300, verbose=False)
#
# JAX turns a function into another one, which returns its slopes:
#
# .. code-block:: python
#
#    import jax
#
#    jax.config.update("jax_enable_x64", True)
#
#    def error(weights):
#        w0, w1 = weights
#        return 0.5 * jax.numpy.sum((w1 * x + w0 - y) ** 2)
#
#    slopes_at = jax.jit(jax.grad(error))
#    for _ in range(300):
#        dE_dw0, dE_dw1 = slopes_at((w0, w1))
#        w0, w1 = w0 - 0.001 * dE_dw0, w1 - 0.001 * dE_dw1
#
# In scikit-learn ``SGDRegressor`` trains, one point at a time, so it ends at another line.
# ``LinearRegression`` does not train: it solves for the weights :eq:`least-squares` at once:
#
# .. code-block:: python
#
#    from sklearn.linear_model import LinearRegression
#
#    model = LinearRegression().fit(x[:, None], y)
#    w0, (w1,) = model.intercept_, model.coef_

# %%
# :doc:`Other tools </peers>` has what was measured: how closely each agrees with the exact
# weights, and how long it takes.

# %%
# **Try this:** most tools use numbers of 7 digits by default, this book uses 16. Train
# with 7 digits. How far off is the slope?

short_x, short_y = x.astype(np.float32), y.astype(np.float32)
short = train_on_mean(
    short_x, short_y, np.array([w0, w1], dtype=np.float32), np.float32(larger_rate)
)
off = abs(short[-1][1] - same[-1][1])
print(f"With 16 digits the slope is {same[-1][1]:.9f}.")
print(f"With 7 digits it is {short[-1][1]:.9f}.")
print(f"They differ by {off:.0e}, no more than a few roundings.")

# %%
# The checks of this page: the larger rate makes the same updates up to rounding, and the
# small one is far behind.

assert off < 10 * np.spacing(short[-1][1])  # a spacing is the last digit of short
assert np.allclose(errors_same, run.sse, rtol=1e-10, atol=0)
assert errors_slow[-1] > 100 * run.sse[-1]

# %%
# Next: :doc:`which mistakes would you notice? </chapters/3_further/plot_7_museum>`
