r"""
Where do the points come from?
==============================

We make them ourselves: 200 points around a rising line of slope 2.32. So we know the
true line. The neuron will look for the line that fits these points best, which is close
to the true one but not equal to it.
"""

import matplotlib.pyplot as plt
import numpy as np

from linreg import make_line

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

# %%
# Make the points
# ---------------
# The post makes its data in this way. One slope is drawn at random for all points, and
# for each point an input :math:`x_1` between 0 and 1. The target of a point is slope
# times input, and a number is added, the *intercept*:
#
# .. math::
#
#    y &= \text{slope} \cdot x_1 + \text{intercept} , \\
#    \text{intercept} &\sim \mathcal N(0, \sigma^2) .
#
# The wave means "is drawn from". The N stands for the bell curve around 0, the
# Gaussian. Its standard deviation :math:`\sigma`, the typical distance from 0, is 0.1
# in the post. The formula has its square; NumPy asks for :math:`\sigma` itself. Here
# each point draws an intercept of its own. That moves the points off their line, a
# little up or down, and is called noise. The line itself has only one intercept, its
# height at the start: for the neuron that is :math:`w_0`. Among the derivations this
# formula of the points is :eq:`data`.

rng = np.random.default_rng(0)  # with the same seed the points are the same
x = rng.random(200)
slope = rng.uniform(2, 3)
intercepts = rng.normal(0, 0.1, 200)  # one for each point
y = slope * x + intercepts

# %%

fig, ax = plt.subplots()
ends = np.array([0, 1])  # two points are enough to draw a line
ax.plot(ends, slope * ends, color="C2", linewidth=1.5)
ax.plot(x, y, "o")
ax.text(1.02, slope, "truth", va="center")
ax.set(xlabel="$x_1$", ylabel="$y$")
ax.set_title(f"{x.size} points scatter around a line of slope {slope:.2f}")
fig.set_label(  # for readers who cannot see the figure
    f"{x.size} points rise from the origin to about {slope:.1f} at the right. They "
    "scatter around the thin line of the truth, to both sides."
)
plt.show()

# %%
# One intercept for each point, or one for all?
# ---------------------------------------------
# The post says that the intercept is drawn from a Gaussian. It does not say how often.
# If all points share one draw, they lie exactly on a line. Measured data never do, so
# this book gives each point its own draw. You get the other kind like this:

shared = make_line(shared_intercept=True, rng=0)

# %%
# The next figure shows the intercepts alone: slope times input is taken away from each
# :math:`y`.

fig, axes = plt.subplots(2, sharex=True, sharey=True, figsize=(5.6, 4.6))
for ax, data, name in zip(
    axes,
    [(x, y), (shared.x, shared.y)],
    ["one intercept for each point", "one intercept for all"],
    strict=True,
):
    ax.axhline(0, color="C2", linewidth=1.5)
    ax.plot(data[0], data[1] - slope * data[0], "o")
    ax.text(0, 0.4, name)
    ax.set(ylim=(-0.4, 0.55), yticks=[-0.4, 0, 0.4])
axes[1].set(xlabel="$x_1$")
fig.supylabel(r"$y - \mathrm{slope} \cdot x_1$")
axes[0].set_title("One draw for each point is noise,\none draw for all is a shift")
fig.set_label(
    "What is left of y without slope times x1, in two panels with a thin line at 0. "
    "Above, with one intercept for each point, a cloud around that line. Below, with one "
    f"intercept for all, a straight row of points, all at {shared.intercept:.3f}."
)
plt.show()

# %%
# **Try this:** let ``make_line`` draw intercepts with a standard deviation of 0.5
# instead of 0.1, by ``intercept_std=0.5``. Say before you run it: what becomes of the
# points, and what of the slope?

wide = make_line(intercept_std=0.5, rng=0)
before, after = np.std(intercepts), np.std(wide.y - wide.slope * wide.x)
print(f"The typical distance from the line grows from {before:.2f} to {after:.2f}.")
print(f"The true slope is {wide.slope:.2f}, as before. It is harder to find now.")

# %%
# From now on :func:`linreg.make_line` draws the points, in one line. They are the same
# points.

line = make_line(rng=0)
assert np.array_equal(line.x, x)
assert np.array_equal(line.y, y)
assert line.slope == wide.slope == slope
assert after > before

# %%
# Next: a line for the neuron to start from, and :doc:`it is terrible on purpose
# <plot_4_start>`.
