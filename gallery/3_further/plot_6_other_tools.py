r"""
Do PyTorch, TensorFlow, Keras, JAX and scikit-learn agree?
==========================================================

Yes, once all are told the same: with the same points, start, error and
:term:`learning rate` the first four make the updates :eq:`training` of this book,
and scikit-learn solves for the weights at which they end, :eq:`least-squares`. Told
nothing, they choose for themselves: often the mean of the squared errors instead of
half their sum :eq:`sse`, and mostly numbers of 7 digits instead of 16.
"""

import json
from decimal import Decimal, localcontext
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from linreg import (
    Moments,
    init_weights,
    make_line,
    numerical_gradient,
    predict,
    sse,
    train,
)

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, intercept = make_line(rng=0)
w0, w1 = init_weights(rng=1)
start = {"w0": w0, "w1": w1}
run = train(x, y, **start, learning_rate=0.001, epochs=300)

# %%
# Write it in every tool
# ----------------------
# The code above is ours. Each block below continues from ``x``, ``y``, ``w0`` and
# ``w1`` and does the same. It is shown, not run: this page needs none of the tools.
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
#        optimizer.zero_grad()
#        loss = 0.5 * ((w1 * x + w0 - y) ** 2).sum()
#        loss.backward()
#        optimizer.step()
#
# PyTorch records the :term:`forward pass` and finds the gradient from the record.
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
# Keras wants a layer of one neuron, and all points in one batch:
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
#    model.fit(x[:, None], y[:, None], batch_size=x.size, epochs=300, verbose=0)
#
# JAX turns a function into the function of its slopes:
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
# Scikit-learn does not walk:
#
# .. code-block:: python
#
#    from sklearn.linear_model import LinearRegression
#
#    model = LinearRegression().fit(x[:, None], y)
#    w0, w1 = model.intercept_, model.coef_[0]

# %%
# Compare all of them with 60 digits
# ----------------------------------
# The judge is the same training with 60 digits, by :eq:`linear-gradient`. Our own
# runs are compared here and now. The others were compared by the benchmark of this
# project, which left its findings in ``benchmarks/results.json``; a script that was
# downloaded without that file goes on with our own runs. The dashes are half a last
# digit, the most that one rounding can do.


def exact_weights(epochs):
    with localcontext(prec=60):
        X, Y = ([Decimal(value) for value in values.tolist()] for values in (x, y))
        n, s_x, s_y = len(X), sum(X), sum(Y)
        s_xx = sum(a * a for a in X)
        s_xy = sum(a * b for a, b in zip(X, Y, strict=True))
        path, rate = [(Decimal(w0), Decimal(w1))], Decimal.from_float(0.001)
        for _ in range(epochs):
            a, b = path[-1]
            dE_dw0, dE_dw1 = n * a + s_x * b - s_y, s_x * a + s_xx * b - s_xy
            path.append((a - rate * dE_dw0, b - rate * dE_dw1))
        determinant = n * s_xx - s_x * s_x
        best = (s_xx * s_y - s_x * s_xy, n * s_xy - s_x * s_y)
        return path, [(best[0] / determinant, best[1] / determinant)]


def largest_difference(w0s, w1s, exact):
    apart = []
    with localcontext(prec=60):
        for a, b, (exact_a, exact_b) in zip(w0s, w1s, exact, strict=True):
            miss = abs(Decimal(float(a)) - exact_a), abs(Decimal(float(b)) - exact_b)
            apart.append(max(miss) / max(abs(exact_a), abs(exact_b)))
    return float(max(apart))


def with_7_digits(epochs):
    short_x, short_y = x.astype(np.float32), y.astype(np.float32)
    weights = np.array([[w0, w1]] * (epochs + 1), dtype=np.float32)
    for k in range(epochs):
        error = weights[k, 1] * short_x + weights[k, 0] - short_y
        slopes = np.array([error.sum(), error @ short_x])
        weights[k + 1] = weights[k] - np.float32(0.001) * slopes
    return weights.T


exact_path, exact_end = exact_weights(300)
moments = Moments.from_data(x, y)
walk = moments.trajectory(**start, learning_rate=0.001, epochs=300)
w0_exact, w1_exact = moments.least_squares()
short = "linreg's formulas, 7 digits"
ours = {
    "linreg.train": largest_difference(run.w0, run.w1, exact_path),
    "linreg.Moments, all steps": largest_difference(walk.w0, walk.w1, exact_path),
    "linreg.Moments, solved": largest_difference([w0_exact], [w1_exact], exact_end),
    short: largest_difference(*with_7_digits(300), exact_path),
}

here = Path.cwd()
files = [folder / "benchmarks" / "results.json" for folder in (here, *here.parents)]
found = next((file for file in files if file.is_file()), None)
record = json.loads(found.read_text("utf-8")) if found else {}
walkers, solvers = record.get("descents", {}), record.get("end_points", {})
for tools, name in [
    (walkers, "train"),
    (walkers, "six_numbers"),
    (solvers, "moments_least_squares"),
]:
    tools.pop(name, None)  # ours, compared here and now
theirs = {
    tool["title"].replace("`", ""): tool["agreement"].get(
        "largest", tool["agreement"]["at_the_end"]["200"]
    )
    for tool in [*walkers.values(), *solvers.values()]
}
rows = dict(sorted((ours | theirs).items(), key=lambda row: -row[1]))
digits = x.size * np.finfo(float).eps  # what N roundings can do
same = [name for name, difference in rows.items() if difference < digits]

fig, ax = plt.subplots(figsize=(7.2, 1.4 + 0.27 * len(rows)))
for k, (name, difference) in enumerate(rows.items()):
    look = {"color": "C1", "markersize": 9} if name in ours else {"color": "C0"}
    ax.semilogx(difference, k, "o", **({"markersize": 7} | look))
ax.axvline(2.0**-53, color="C3", linestyle="--", linewidth=1.5, zorder=0)
ax.set_yticks(range(len(rows)), rows)
ax.tick_params(axis="y", length=0)
ax.set(xlim=(3e-17, 10), ylim=(-0.6, len(rows) - 0.4))
ax.set(xlabel="largest relative difference from the exact weights")
title = f"{len(same)} of {len(rows)} runs agree to the last digits"
fig.suptitle(title, x=0.01, ha="left", size=12, weight="bold")
others = ", ".join(name for name in rows if name not in same)
fig.set_label(  # for readers who cannot see the figure
    "One row for each run, with its largest difference from the exact weights, on a "
    f"logarithmic axis. {len(same)} runs differ by {max(map(rows.get, same)):.0e} at "
    f"most. The rest, by far more: {others}."
)
plt.show()

# %%
# Mind the mean
# -------------
# ``MSELoss`` of PyTorch, ``"mse"`` of Keras and many a formula take the mean of the
# squared errors, which is :math:`\frac2N E`. Its slopes are smaller by that factor,
# and so is every step. A rate that is larger by :math:`\frac N2` makes the same
# updates as before.


def mean_error(w0, w1):
    return ((predict(x, w0, w1) - y) ** 2).mean()


def train_on_mean(learning_rate):
    a, b = w0, w1
    errors = [sse(y, predict(x, a, b))]
    for _ in range(300):
        error = predict(x, a, b) - y
        dE_dw0, dE_dw1 = 2 * error.mean(), 2 * (error * x).mean()
        a, b = a - learning_rate * dE_dw0, b - learning_rate * dE_dw1
        errors.append(sse(y, predict(x, a, b)))
    return np.array(errors)


unchanged, scaled = train_on_mean(0.001), train_on_mean(0.001 * x.size / 2)

fig, ax = plt.subplots()
ax.semilogy(run.sse, color="C1")
ax.semilogy(unchanged, color="C0", linewidth=1.5)
ax.semilogy(scaled, "o", color="C4", markersize=9, fillstyle="none", markevery=20)
ax.text(150, 1.25 * unchanged[150], "mean, rate 0.001")
labels = f"line: sum, rate 0.001\ncircles: mean, rate {0.001 * x.size / 2:g}"
ax.text(120, 1.3 * run.sse[120], labels)
ax.set(xlabel="epoch", ylabel="$E$")
ax.set_title(f"On the mean the same rate is {x.size / 2:.0f} times too small")
fig.set_label(
    "Error against the epoch, on a logarithmic axis. With the mean and the rate 0.001 "
    f"it is still {unchanged[-1]:.0f} at the end; with the mean and the larger rate it "
    f"falls along the line of the sum, to {scaled[-1]:.1f}."
)
plt.show()

# %%
# Read the record
# ---------------
# The ratios say how many times as long a tool takes as the six numbers of
# :class:`linreg.Moments` on the same machine, once with the 200 points of the post
# and once with a million. They are a record of one day and one machine, while this
# page was built on another day; :doc:`how long the tools take </peers>` says how they
# were measured, and what the time is spent on. Tools that solve are compared with
# :meth:`linreg.Moments.least_squares`.

print(f"{'':32}{'differs by':>12}")
for name, difference in ours.items():
    print(f"{name:32}{difference:12.1e}")
if record:
    about = record["about"]
    print(
        f"\nrecorded on {about['date']}, {about['processor']}, {about['cores']} cores"
    )
    print(f"{'':32}{'differs by':>12}{'200 points':>14}{'1,000,000':>14}")
else:
    print("\nbenchmarks/results.json is not here, so no other tool is compared.")
for tools, ratio in [
    (walkers, "times_six_numbers"),
    (solvers, "times_moments_least_squares"),
]:
    for tool in tools.values():
        name = tool["title"].replace("`", "")
        times = (tool["timing"][size][ratio] for size in ("200", "1000000"))
        few, many = (
            float(f"{value:.2g}") for value in times
        )  # two digits mean something
        print(f"{name:32}{theirs[name]:12.1e}{few:14,g}{many:14,g}")

print(f"\n{'':8}{'w0':>10}{'w1':>10}")
print(f"{'learned':8}{run.w0[-1]:10.4f}{run.w1[-1]:10.4f}")
print(f"{'exact':8}{w0_exact:10.4f}{w1_exact:10.4f}")
print(f"{'true':8}{intercept:10.4f}{slope:10.4f}")

# A sum of N terms rounds N times, by a machine epsilon at most.
assert all(ours[name] < digits for name in ours if name != short)
assert digits < ours[short] < x.size * np.finfo(np.float32).eps
# The same slopes, from values of both errors: one is N / 2 times the other.
on_mean = numerical_gradient(mean_error, w0, w1, h=1)
on_sum = numerical_gradient(lambda *w: sse(y, predict(x, *w)), w0, w1, h=1)
assert np.allclose(np.multiply(on_mean, x.size / 2), on_sum, rtol=digits, atol=0)
assert np.allclose(scaled, run.sse, rtol=digits, atol=0)
assert unchanged[-1] > 100 * run.sse[-1]  # far behind
# A walk reads two columns of 8 bytes a number in every epoch, and no core reads 200
# GB in a second: a record that claims more was not measured.
for tool in walkers.values():
    seconds = tool["timing"]["1000000"]["seconds"]
    assert seconds > 300 * 2 * 8 * 1e6 / (200e9 * about["cores"])
# Every recorded tool agrees, except those that say why they do not.
stray = [tool for tool in solvers.values() if "inexact" in tool["agreement"]]
stray = [tool["title"].replace("`", "") for tool in stray]
assert set(same) == set(rows) - {short, *stray}

# %%
# **Try this:** draw ten times as many points. Which of the two rates still works,
# that of the sum or that of the mean?
