r"""
What are the data, and how bad is the start?
============================================

The data are 200 points around a rising line, and the start is a falling line that
no one would choose. :func:`linreg.make_line` draws the points by equation
:eq:`data`, and :func:`linreg.init_weights` draws the first weights by :eq:`init`.
"""

import matplotlib.pyplot as plt
import numpy as np

from linreg import init_weights, make_line, predict, sse

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, intercept = make_line(rng=0)
w0, w1 = init_weights(rng=1)

# %%
# Look at the points and the first line
# -------------------------------------
# Whatever is drawn, the first line falls and the points rise. A good line at the end
# cannot be a gift of the start.

E_start = sse(y, predict(x, w0, w1))
E_true = sse(y, predict(x, intercept, slope))

fig, ax = plt.subplots()
ends = np.array([0, 1])  # two points are enough to draw a line
ax.plot(ends, predict(ends, intercept, slope), color="C2", linewidth=1.5)
ax.plot(x, y, "o")
ax.plot(ends, predict(ends, w0, w1), color="C1")
ax.text(1.02, slope, "truth", va="center")
ax.text(1.02, w0 + w1, "start", va="center")
ax.set(xlabel="$x_1$", ylabel="$y$")
ax.set_title(f"The start has {E_start / E_true:.0f} times the error of the truth")
fig.set_label(  # for readers who cannot see the figure
    f"{x.size} points rise from the origin to {slope:.1f} at the right, along the "
    f"thin line of the truth. The first line of the neuron falls from {w0:.1f} to "
    f"{w0 + w1:.1f}."
)
plt.show()

# %%
# Read the intercept in two ways
# ------------------------------
# The post draws "the intercept" from a Gaussian. If every point draws its own, the
# intercepts are noise and the points form a cloud. If all points share one draw, they
# lie exactly on a line that misses the origin. The cloud is the default here, because
# the post speaks of a trend.

shared = make_line(shared_intercept=True, rng=0)

fig, axes = plt.subplots(2, 2, sharex=True, sharey="row", figsize=(6.4, 4.8))
for k, data in enumerate([(x, y), (shared.x, shared.y)]):
    above, below = axes[:, k]
    above.plot(*data, "o")
    below.plot(data[0], data[1] - slope * data[0], "o")
    below.axhline([intercept, shared.intercept][k], color="C2", linewidth=1.5, zorder=0)
    below.set(xlabel="$x_1$")
axes[0, 0].set(title="One word of the post allows two kinds of data", ylabel="$y$")
axes[0, 0].text(0, 2.2, "one draw per point")
axes[0, 1].text(0, 2.2, "one draw for all")
axes[1, 0].set(ylabel=r"$y - \mathrm{slope} \cdot x_1$")
fig.set_label(
    "Two data sets. Left, one intercept per point: a rising cloud, whose intercepts "
    "scatter around 0. Right, one intercept for all: points exactly on a line, all "
    f"at {shared.intercept:.3f}."
)
plt.show()

# %%
# Sum up before training
# ----------------------
# No line has a smaller error than the least-squares line, not even the true one. In
# the table it is called exact. Training will move the first row towards the second.

w1_exact, w0_exact = np.polyfit(x, y, 1)
E_exact = sse(y, predict(x, w0_exact, w1_exact))
print(f"{'':8}{'w0':>10}{'w1':>10}{'E':>10}")
print(f"{'start':8}{w0:10.4f}{w1:10.4f}{E_start:10.4f}")
print(f"{'exact':8}{w0_exact:10.4f}{w1_exact:10.4f}{E_exact:10.4f}")
print(f"{'true':8}{intercept:10.4f}{slope:10.4f}{E_true:10.4f}")

assert E_exact < E_true < E_start
assert w0 > 0 > w1
# Shared intercepts differ only by the rounding of values below 4, one per operation.
assert np.ptp(shared.y - shared.slope * shared.x) < 4 * 2.0**-52
# The spread of N draws misses its standard deviation by 1/sqrt(2N) of it; allow three
# times that.
assert abs(np.std(y - slope * x) / 0.1 - 1) < 3 / np.sqrt(2 * x.size)

# %%
# **Try this:** draw other data with ``rng=1``, ``rng=2`` and so on. Does the true
# line ever have a smaller error than the exact one?
