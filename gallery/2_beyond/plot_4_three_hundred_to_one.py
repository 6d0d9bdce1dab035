r"""
Can 300 epochs become 1?
========================

Yes, if :math:`x_1` is the only input besides the bias. Subtract the mean from the inputs
and divide by their spread, which is called standardising. Then one update lands on the
best line. Without that, the slope is still 0.06 away from the best one after the 300
epochs of the post.
"""

import matplotlib.pyplot as plt
import numpy as np

from linreg import init_weights, make_line, predict, train

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, intercept = make_line(rng=0)
w0, w1 = init_weights(rng=1)

# %%
# Take one step
# -------------
# .. index:: ! standardize, ! normalize, ! StandardScaler, ! feature scaling
#
# To standardise the inputs is to say how far each lies from the mean :math:`\bar x`,
# and to take the spread :math:`s` as the unit:
#
# .. math::
#
#    z = \frac{x_1 - \bar x}{s} .
#
# The spread is the root of the mean squared distance from the mean. NumPy calls it
# ``std``. This small :math:`z` is not the net input :math:`Z`. Put :math:`x_1 = \bar x
# + s z` in, and a line over :math:`x_1` is a line over :math:`z`: :math:`w_1 x_1 + w_0`
# is :math:`v_1 z + v_0` with :math:`v_1 = w_1 s` and :math:`v_0 = w_0 + w_1 \bar x`. So
# the run can start from the same line as before. Its rate is :math:`\eta = 1/N`; the
# bowl below shows why.

mean, spread = x.mean(), x.std()
z = (x - mean) / spread
v0, v1 = w0 + w1 * mean, w1 * spread
one = train(z, y, w0=v0, w1=v1, learning_rate=1 / x.size, epochs=1)
w1_one = one.w1[-1] / spread  # back to the old inputs
w0_one = one.w0[-1] - w1_one * mean

# %%
# For comparison, here are the best slope and the slope of the run of the post.

run = train(x, y, w0=w0, w1=w1, learning_rate=0.001, epochs=300)
w1_exact, w0_exact = np.polyfit(x, y, 1)
print(f"slope after 300 epochs {run.w1[-1]:.4f},")
print(f"after 1 epoch {w1_one:.4f},")
print(f"least squares {w1_exact:.4f}")

# %%
# The first figure shows the line before the one update and after it.

ends = np.array([0, 1])  # two points are enough to draw a line

fig, ax = plt.subplots(figsize=(5.6, 4.2))
ax.plot(x, y, "o", markersize=3)
ax.plot(ends, predict(ends, w0, w1), color="C1", alpha=0.6, linewidth=1.5)
ax.plot(ends, predict(ends, w0_one, w1_one), color="C1")
exact = predict(ends, w0_exact, w1_exact)
ax.plot(ends, exact, "--", color="C3", linewidth=1.5, label="least squares")
ax.text(1.02, w0 + w1, "start", va="center")
ax.text(1.02, w0_one + w1_one, "1 update", va="center")
ax.legend(loc="lower left")
ax.set(xlabel="$x_1$", ylabel="$y$")
ax.set_title("One update lands on the best line")
fig.set_label(  # for readers who cannot see the figure
    f"{x.size} rising points, the falling line of the start, and the line after one "
    "update, which covers the dashed least-squares line."
)
plt.show()

# %%
# Why one step is enough
# ----------------------
# In the bowl of the raw inputs one direction is steep and one is flat. A rate that is
# safe for the steep one is slow along the flat one. Standardised inputs have
# :math:`\sum z_i = 0` and :math:`\sum z_i^2 = N`. So the four numbers of the matrix H,
# from :eq:`linear-gradient`, become
#
# .. math::
#
#    H = \begin{pmatrix} N & 0 \\ 0 & N \end{pmatrix} .
#
# This bowl is round: it curves by N in every direction. An update multiplies what is
# missing by :math:`1 - \eta \lambda`, and at this rate that is 0. After one step
# nothing is missing.
#
# The mean, the spread and one step are as much work as to solve for the best line. And
# part of the 300 epochs is due to the small rate: at half of the bound, 78 epochs on
# the raw inputs come as close as those 300. Several inputs may be correlated: where one
# rises, another tends to rise, or to fall. Then standardising leaves a valley, and one
# step is not enough.

raw = np.array([[x.size, x.sum()], [x.sum(), x @ x]])
round_one = np.array([[z.size, z.sum()], [z.sum(), z @ z]])
panels = [
    (raw, run, (w0_exact, w1_exact), 4.8, "w", "raw inputs"),
    (round_one, one, np.polyfit(z, y, 1)[::-1], 1.9, "v", "standardised"),
]

fig, axes = plt.subplots(1, 2, figsize=(5.6, 3.6))
for ax, (H, path, best, reach, name, inputs) in zip(axes, panels, strict=True):
    near = np.linspace(-reach, reach, 101)
    d1, d0 = np.meshgrid(near, near)
    rise = 0.5 * (H[0, 0] * d0**2 + 2 * H[0, 1] * d0 * d1 + H[1, 1] * d1**2)
    rings = 4.0 ** np.arange(-1, 7)
    ax.contour(best[1] + d1, best[0] + d0, rise, rings, colors="0.5", linewidths=1)
    ax.plot(path.w1, path.w0, "o-", color="C1", markevery=20, markersize=6)
    ax.plot(best[1], best[0], "*", color="C3", markersize=15)
    ax.set(xlabel=f"${name}_1$\n{inputs}", ylabel=f"${name}_0$", aspect="equal")
axes[0].set_title("300 updates down a valley,\nor 1 into a round bowl")
fig.set_label(
    "Rings of equal error over both weights, with the path of a run. Left, for the raw "
    "inputs, the rings are long ellipses and the path bends and creeps. Right, for the "
    "standardised inputs, they are circles and one straight step ends at the centre."
)
plt.show()

# %%
# What it costs
# -------------
# The mean and the spread now belong to the neuron, like its weights. They were
# computed from these points, and every new point has to be scaled with the same two
# numbers. A common mistake is to scale new points by their own mean and spread. A
# single point is its own mean. So scaled by itself it becomes :given:`z = 0`, wherever it
# lies. There the neuron answers the mean of the targets, since the best line goes
# through both means.

new = np.array([0.5, 0.6, 0.7, 0.8, 0.9])


def scaled_by_itself(batch):
    return (batch - batch.mean()) / (batch.std() or 1)  # one point has no spread


def answer(z):
    return predict(z, one.w0[-1], one.w1[-1])


# %%
# Five points together, a batch, have a mean and a spread of their own. Their spread is
# smaller than that of the training, and dividing by it makes z too large. So their line
# is too steep.

kept = answer((new - mean) / spread)
together = answer(scaled_by_itself(new))
alone = np.array([answer(scaled_by_itself(new[[i]]))[0] for i in range(new.size)])

fig, ax = plt.subplots(figsize=(5.6, 4.2))
ax.plot(x, y, "o", alpha=0.3, markeredgewidth=0)
large = {"color": "C1", "markersize": 8, "markeredgewidth": 2}
ax.plot(new, kept, "o-", **large, label="scaled as in training")
ax.plot(new, together, "s", **large, fillstyle="none", label="scaled as a batch of 5")
ax.plot(new, alone, "x", **large, label="each scaled by itself")
ax.legend(loc="upper left")
ax.set(xlabel="$x_1$", ylabel="prediction")
ax.set_title("Scaled by itself, every point\ngets the same answer")
fig.set_label(
    "Predictions for five new points. Scaled as in training they rise along the line "
    "through the data; scaled as a batch of five they rise too steeply; each scaled by "
    "itself, all are the same."
)
plt.show()

# %%
# To be safe, keep both numbers with the weights, or put them into the weights as
# above, where ``w0_one`` and ``w1_one`` take the old inputs.

# %%
# **Try this:** subtract the mean, but do not divide by the spread. Which of the two
# weights still arrives with the first update?

half = train(x - mean, y, w0=v0, w1=w1, learning_rate=1 / x.size, epochs=1)
print(f"w0 arrives: it is {half.w0[-1]:.4f}, the mean of the targets.")
print(f"w1 moved from {w1:.4f} to {half.w1[-1]:.4f}. It has to reach {w1_exact:.4f}.")
print(f"Along w1 the bowl curves by {spread**2:.2f} N now: a step of 1/N is short.")

# %%
# So far each update saw all points. Next: :doc:`what changes when it sees only a few of
# them </chapters/2_beyond/plot_5_mini_batches>`?

assert np.allclose(round_one, x.size * np.eye(2)), "z is not standardised"
assert np.allclose([w0_one, w1_one], [w0_exact, w1_exact])
assert np.allclose(kept, predict(new, w0_one, w1_one))
assert np.allclose(alone, y.mean())
assert np.ptp(together) > np.ptp(kept)
