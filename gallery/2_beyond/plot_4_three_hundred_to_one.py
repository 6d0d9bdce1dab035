r"""
Can 300 epochs become 1?
========================

Yes: standardise the inputs, :math:`z = (x_1 - \bar x)/s`, and one update with
:math:`\eta = 1/N` lands on the least-squares line. Here :math:`\bar x` is the mean
and :math:`s` the spread, the root of the mean squared distance from it. So
:math:`\sum z_i = 0` and :math:`\sum z_i^2 = N`, which makes H of
:eq:`linear-gradient` N times the identity matrix and :math:`I - \eta H` in
:eq:`distance` 0: nothing is missing after one update.
"""

import matplotlib.pyplot as plt
import numpy as np

from linreg import init_weights, make_line, predict, train

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, intercept = make_line(rng=0)
w0, w1 = init_weights(rng=1)
run = train(x, y, w0=w0, w1=w1, learning_rate=0.001, epochs=300)
w1_exact, w0_exact = np.polyfit(x, y, 1)

# %%
# Make the valley round
# ---------------------
# Before, two directions of the error have different curvatures, and a rate that is
# safe for the steep one is slow along the flat one. After, all directions are alike.
# Both runs start from the same line: :math:`w_1 x_1 + w_0` is :math:`v_1 z + v_0`
# with :math:`v_1 = w_1 s` and :math:`v_0 = w_0 + w_1 \bar x`.

mean, spread = x.mean(), x.std()
z = (x - mean) / spread
v0, v1 = w0 + w1 * mean, w1 * spread

one = train(z, y, w0=v0, w1=v1, learning_rate=1 / x.size, epochs=1)

v1_exact, v0_exact = np.polyfit(z, y, 1)
panels = [
    (x, run, w0_exact, w1_exact, 4.6, "w"),
    (z, one, v0_exact, v1_exact, 1.9, "v"),
]

fig, axes = plt.subplots(1, 2, figsize=(6.4, 3.4))
for ax, (inputs, path, best0, best1, reach, name) in zip(axes, panels, strict=True):
    near = np.linspace(-reach, reach, 101)
    d1, d0 = np.meshgrid(near, near)
    curvature = inputs.size, inputs.sum(), inputs @ inputs
    rise = 0.5 * (curvature[0] * d0**2 + curvature[2] * d1**2) + curvature[1] * d0 * d1
    rings = 4.0 ** np.arange(-1, 7)
    ax.contour(best1 + d1, best0 + d0, rise, rings, colors="0.5", linewidths=1)
    ax.plot(path.w1, path.w0, "o-", color="C1", markevery=20, markersize=6)
    ax.plot(best1, best0, "*", color="C3", markersize=15)
    ax.set(xlabel=f"${name}_1$", ylabel=f"${name}_0$", aspect="equal")
axes[0].set_title("300 updates down a valley, or 1 into a round bowl")
fig.set_label(  # for readers who cannot see the figure
    "Rings of equal error over both weights, with the path of a run. Left, for the raw "
    "inputs, the rings are long ellipses and the path bends and creeps. Right, for the "
    "standardised inputs, they are circles and one straight step ends at the centre."
)
plt.show()

# %%
# Take one step
# -------------
# Back in the old units the new line is :math:`w_1 = v_1/s` and :math:`w_0 = v_0 - w_1
# \bar x`.

w1_one = one.w1[-1] / spread
w0_one = one.w0[-1] - w1_one * mean

ends = np.array([0, 1])  # two points are enough to draw a line
fig, ax = plt.subplots()
ax.plot(x, y, "o")
ax.plot(ends, predict(ends, w0, w1), color="C1", alpha=0.6, linewidth=1.5)
ax.plot(ends, predict(ends, w0_one, w1_one), color="C1")
exact = predict(ends, w0_exact, w1_exact)
ax.plot(ends, exact, "--", color="C3", linewidth=1.5, label="least squares")
ax.text(1.02, w0 + w1, "start", va="center")
ax.text(1.02, w0_one + w1_one, "1 update", va="center")
ax.legend(loc="lower left")
ax.set(xlabel="$x_1$", ylabel="$y$")
ax.set_title("One update lands on the exact line")
fig.set_label(
    f"{x.size} rising points, the falling line of the start, and the line after one "
    "update, which covers the dashed least-squares line."
)
plt.show()

# %%
# Pay the price
# -------------
# The mean and the spread now belong to the neuron, like its weights: they were
# learned from these points, and new points have to be scaled with them, not with
# their own. A single point is its own mean, so scaled by itself it becomes 0,
# wherever it lies. Five points have a mean and a spread, but other ones. Either keep
# both numbers, or fold them into the weights as above; then predicting one point and
# predicting many give the same answers.

new = np.array([0.5, 0.6, 0.7, 0.8, 0.9])


def scaled_by_itself(batch):
    return (batch - batch.mean()) / (batch.std() or 1)  # one point has no spread


def answer(z):
    return predict(z, one.w0[-1], one.w1[-1])


kept = answer((new - mean) / spread)
together = answer(scaled_by_itself(new))
alone = np.array([answer(scaled_by_itself(new[[i]]))[0] for i in range(new.size)])

fig, ax = plt.subplots()
ax.plot(x, y, "o", alpha=0.3, markeredgewidth=0)
large = {"color": "C1", "markersize": 8, "markeredgewidth": 2}
ax.plot(new, kept, "o-", **large, label="scaled as in training")
ax.plot(new, together, "s", **large, fillstyle="none", label="scaled as a batch of 5")
ax.plot(new, alone, "x", **large, label="each scaled by itself")
ax.legend(loc="upper left")
ax.set(xlabel="$x_1$", ylabel="prediction")
ax.set_title("Scaled by itself, every point gets the same answer")
fig.set_label(
    "Predictions for five new points. Scaled as in training they rise along the line "
    "through the data; scaled as a batch of five they rise too steeply; each scaled by "
    "itself, all are the same."
)
plt.show()

# %%
# Compare with the exact line
# ---------------------------
# The last line of the output is the mean of the targets: what the neuron answers at
# :given:`z = 0`.

print(f"{'':22}{'w0':>10}{'w1':>10}")
print(f"{'learned, 300 epochs':22}{run.w0[-1]:10.4f}{run.w1[-1]:10.4f}")
print(f"{'learned, 1 epoch':22}{w0_one:10.4f}{w1_one:10.4f}")
print(f"{'exact':22}{w0_exact:10.4f}{w1_exact:10.4f}")
print(f"{'true':22}{intercept:10.4f}{slope:10.4f}")
print(f"scaled as in training   {kept.round(4)}")
print(f"scaled as a batch of 5  {together.round(4)}")
print(f"each scaled by itself   {alone.round(4)}")
print(f"mean of the targets      {y.mean():.4f}")

# H is N times the identity, and what rounding leaves of that is sums of N terms.
assert abs(z.sum()) < x.size * 2.0**-52 * (abs(x).sum() + x.size * mean) / spread
assert abs(z @ z - x.size) < x.size * 2.0**-52 * (z @ z)
# The update is a mean of N terms, each as large as this at most, times z at most; the
# way back divides by the spread.
largest = abs(y).max() + abs(v0) + abs(v1) * abs(z).max()
rounding = x.size * 2.0**-52 * largest * abs(z).max() / spread
assert abs(w0_one - w0_exact) < rounding
assert abs(w1_one - w1_exact) < rounding
assert abs(run.w1[-1] - w1_exact) > 0.01  # where 300 epochs still are
# Kept numbers, folded or not: one = many. Own numbers: one is not many.
one_by_one = [answer((point - mean) / spread) for point in new]
assert (kept == one_by_one).all()
assert np.allclose(kept, predict(new, w0_one, w1_one), rtol=0, atol=rounding)
assert np.allclose(alone, y.mean(), rtol=0, atol=rounding)
assert abs(together - alone).max() > 0.5
assert np.ptp(together) > np.ptp(kept)  # too steep

# %%
# **Try this:** subtract the mean, but do not divide by the spread. Which of the two
# weights still arrives with the first update?
