r"""
What if each update sees only a few points?
===========================================

The line gets near the best one much cheaper, and then it trembles. 300 updates with a single
point each look at 300 points, where the whole batch looks at 60,000. They lead to
nearly the same line, but the weights go on jumping about the best ones.
"""

import matplotlib.pyplot as plt
import numpy as np

from linreg import Moments, init_weights, make_line, step

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, intercept = make_line(rng=0)
w0, w1 = init_weights(rng=1)
moments = Moments.from_data(x, y)
w0_exact, w1_exact = moments.least_squares()

# %%
# Draw a few points anew for each update
# --------------------------------------
# .. index:: ! stochastic, ! SGD, ! mini-batch
#
# So far the :term:`batch`, the points that one update looks at, was all of them. Now
# each update draws :math:`n` of the :math:`N` points at random. Such a part is called
# a mini-batch. With a single point the method is called stochastic gradient descent;
# stochastic means random. The sums of the update run over the points of the batch:
#
# .. math::
#
#    w_1 &\leftarrow w_1 - \eta \frac{N}{n} \sum_{i=1}^{n} (\hat y_i - y_i)\, x_i , \\
#    w_0 &\leftarrow w_0 - \eta \frac{N}{n} \sum_{i=1}^{n} (\hat y_i - y_i) .
#
# A sum over few points is small. The fraction in front makes it as large as a sum over
# all points, so the learning rate :math:`\eta` can stay as it was. If a batch holds
# all points, the fraction disappears, and this is the update :eq:`update` of the post.
# Most libraries shuffle the points instead and go through all of them in each epoch.


def walk(n, rng, updates=300, learning_rate=0.001):
    path, rate = [(w0, w1)], learning_rate * x.size / n
    for _ in range(updates):
        batch = rng.choice(x.size, n, replace=False)
        a, b = path[-1]
        path.append(step(x[batch], y[batch], a, b, learning_rate=rate))
    return np.transpose(path)


paths = {n: walk(n, np.random.default_rng(2)) for n in (1, 10, x.size)}

# %%
# Follow the path
# ---------------
# In the first figure each ring joins lines with the same error, and the star is the
# line with the smallest one. A single point pulls too hard or not enough, or to the
# side. On average that cancels: each point is drawn equally often. And the slopes are
# linear in the weights: their mean over several lines is the slope of the mean line. So
# averaged over all draws, the path is that of the whole batch. The open circles are
# that path, at every 20th update. They were predicted by
# :meth:`linreg.Moments.trajectory` from a few sums over the points, which
# :doc:`/chapters/3_further/plot_2_too_many_points` explains.

average = moments.trajectory(w0=w0, w1=w1, learning_rate=0.001, epochs=300)
across, up = np.meshgrid(np.linspace(-2.7, 3.2, 99), np.linspace(-0.6, 2.6, 99))
levels = moments.sse(w0_exact, w1_exact) + np.array([10, 60, 200])

fig, ax = plt.subplots(figsize=(5.6, 4.2))
ax.contour(across, up, moments.sse(up, across), levels, colors="0.5", linewidths=1)
ax.plot(paths[1][1], paths[1][0], color="C1", linewidth=1.2)
circles = {"color": "C4", "markersize": 8, "fillstyle": "none", "zorder": 3}
ax.plot(average.w1[::20], average.w0[::20], "o", **circles)
ax.plot(w1_exact, w0_exact, "*", color="C3", markersize=16, zorder=4)
ax.text(w1 - 0.1, w0, "start", ha="right", va="center")
ax.text(-2.6, -0.45, "circles: whole batch")
ax.set(xlabel="$w_1$", ylabel="$w_0$")
ax.set_title("One point an update:\nthe same way, but trembling")
fig.set_label(  # for readers who cannot see the figure
    "Rings of equal error over both weights, and the path of single points. It starts "
    "with the predicted circles, which are the path of the whole batch, jumps from side "
    "to side of them, and ends near the star of the exact weights."
)
plt.show()

# %%
# Count the points that were looked at
# ------------------------------------
# What an update costs grows with the points that it looks at. So compare the runs by
# the points they looked at, not by their updates. The error below is always that of
# all points, and the floor is the error of the best line. How many points does a run
# look at until its error is below twice the floor for the first time?

floor = moments.sse(w0_exact, w1_exact)
errors = {n: moments.sse(*path) for n, path in paths.items()}  # *path: w0 and w1
looked_at = {n: n * np.arange(errors[n].size) for n in paths}
close = {n: looked_at[n][np.argmax(errors[n] < 2 * floor)] for n in paths}

# %%
# The three curves fall alike, but a small batch takes fewer points. This is not by
# chance: in 40 draws, single points got there after 152 to 206 of them. The post's rate is small
# for the whole batch, but even at half of its bound it looks at 9,000 points. Near the
# floor the whole batch is better: the smaller the batch, the wider the trembling.

fig, ax = plt.subplots()
ax.axhline(floor, color="C3", linestyle="--", linewidth=1.5)
for n in paths:
    ax.loglog(looked_at[n][1:], errors[n][1:], color="C1", linewidth=1.5)
    ax.text(n, 1.2 * errors[n][1], f"{n} point" + "s" * (n > 1))
ax.text(1, 1.1 * floor, "floor")
ax.set(xlabel="points looked at", ylabel="$E$", ylim=(0.8, 500))
ax.xaxis.set_major_formatter("{x:,.0f}")
ax.yaxis.set_major_formatter("{x:,.0f}")
ax.minorticks_off()
title = "First below twice the floor: {:,} points\none by one, {:,} in whole batches"
ax.set_title(title.format(close[1], close[x.size]))
fig.set_label(
    "Error against the points looked at, on logarithmic axes, for three sizes of a "
    f"batch. Single points come close to the floor after {close[1]} points, batches of "
    f"ten after {close[10]:,} and the whole batch after {close[x.size]:,}. The smaller "
    "the batch, the more its curve jumps up and down."
)
plt.show()

# %%
# **Try this:** take a tenth of the learning rate and ten times as many updates, with
# single points. How much of the trembling is left?

rates, updates = (0.001, 0.0001), (3000, 30_000)
left = []
for rate, count in zip(rates, updates, strict=True):
    path = walk(1, np.random.default_rng(2), count, rate)
    late = moments.sse(*path)[count // 4 :]  # when it has arrived
    left.append(late.mean() - floor)
    print(f"rate {rate}: E is {left[-1]:.3f} above its floor on average")
print(f"The error of the trembling is {left[0] / left[1]:.0f} times as small,")
print("so it shrinks with the rate, and a little faster.")

# %%
# Where to next? A smaller rate trembles less and takes longer, so many programs begin
# with a large rate and lower it. If you would rather have all points and no trembling,
# but they do not fit in memory, read on in
# :doc:`/chapters/3_further/plot_2_too_many_points`.

draws = [walk(1, np.random.default_rng(seed)) for seed in range(40)]
touched = [np.argmax(moments.sse(*draw) < 2 * floor) for draw in draws]
half = moments.max_learning_rate / 2
tuned = moments.trajectory(w0=w0, w1=w1, learning_rate=half, epochs=300)
jumps = {n: abs(np.diff(errors[n][-100:])).mean() for n in paths}
assert max(touched) < x.size * np.argmax(tuned.sse < 2 * floor) < close[x.size]
assert close[1] < close[10] < close[x.size]
assert jumps[1] > jumps[10] > jumps[x.size]
assert left[0] > 3 * left[1]
