r"""
Why start with a terrible line?
===============================

So that you can see the neuron learn. The first line falls while the points rise. Its
error is 350.6, which is 331 times the error of the true line.
"""

import matplotlib.pyplot as plt
import numpy as np

from linreg import init_weights, make_line, predict, sse

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, intercept = make_line(rng=0)

# %%
# Draw the first weights
# ----------------------
# The neuron needs some weights to start from. The post draws them at random:
#
# .. math::
#
#    w_0 \sim \mathcal U(0, 2) , \qquad w_1 \sim \mathcal U(-3, -2) .
#
# The U stands for uniform: each number between the two in brackets is as likely as any
# other. So the first slope :math:`w_1` is always negative, and the line falls. The
# slope of the points is drawn between 2 and 3, so they always rise.

rng = np.random.default_rng(1)  # the weights have a seed of their own
w0 = rng.uniform(0, 2)
w1 = rng.uniform(-3, -2)
y_hat = w1 * x + w0
E = 0.5 * np.sum((y - y_hat) ** 2)
print(f"start  w0 = {w0:.2f}  w1 = {w1:.2f}  E = {E:.1f}")

# %%
# How far is it off?
# ------------------
# In the figure each thin vertical line is the miss of one point. Half the sum of their
# squares is the error :math:`E` of :eq:`sse`. The true line misses the points too,
# because they scatter, but only a little.

off = np.mean(abs(y - y_hat))
E_true = sse(y, predict(x, intercept, slope))
print(f"On average the first line misses a point by {off:.2f}.")
print(f"The true line has an error of {E_true:.2f}.")

# %%

fig, ax = plt.subplots(figsize=(5.6, 4))
ends = np.array([0, 1])  # two points are enough to draw a line
ax.vlines(x, y_hat, y, colors="C1", linewidths=1, alpha=0.25)
ax.plot(ends, predict(ends, intercept, slope), color="C2", linewidth=1.5)
ax.plot(x, y, "o")
ax.plot(ends, predict(ends, w0, w1), color="C1")
ax.text(1.02, slope, "truth", va="center")
ax.text(1.02, w0 + w1, "start", va="center")
ax.set(xlabel="$x_1$", ylabel="$y$")
ax.set_title(f"The first line is off by {off:.2f} on average")
fig.set_label(  # for readers who cannot see the figure
    f"{x.size} points rise to the right around the thin line of the truth. The first "
    f"line of the neuron falls from {w0:.1f} to {w0 + w1:.1f}. A vertical line joins "
    "each point to it, and these misses are long at the right."
)
plt.show()

# %%
# Why not start with a good line?
# -------------------------------
# You could. Usually both weights start near 0, and from there the training of the next
# page ends with an error of 1.06. From the terrible line it ends with 1.08, nearly the
# same. The error is a bowl with one lowest point, at 1.05. With short steps the training
# goes down towards it from every start. But from a terrible start the way is long: the
# line has to turn round, and that is easy to see.

# %%
# **Try this:** draw 1000 such starts. Is a good line among them?

starts = [init_weights(rng=seed) for seed in range(1000)]
errors = [sse(y, predict(x, *start)) for start in starts]
print(
    f"No. The smallest error is {min(errors):.0f}, and the true line has {E_true:.2f}."
)

# %%
# The other chapters get the pair of this page from :func:`linreg.init_weights`, which
# draws the first weights by :eq:`init`.

assert (w0, w1) == init_weights(rng=1)
assert sse(y, y_hat) == E
assert min(errors) > 100 * E_true

# %%
# Next: :doc:`how the neuron learns <plot_5_training>`, step by step, from this start.
