r"""
How large may the learning rate be?
===================================

It must stay below two divided by the largest :term:`curvature` of the error. For our
points that is 0.0076, so the post's 0.001 is safe. With a larger rate the error grows
sooner or later, and the run is lost.
"""

from textwrap import fill

import matplotlib.pyplot as plt
import numpy as np

from linreg import DivergenceError, init_weights, make_line, predict, sse, train

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, intercept = make_line(rng=0)
w0, w1 = init_weights(rng=1)
w1_exact, w0_exact = np.polyfit(x, y, 1)

# %%
# Try many rates
# --------------
# Each place on the curve of the first figure is a run of 300 epochs with a rate of its
# own. At a very small rate the run is too slow to get down. At most others below the
# bound it ends at the :term:`floor`, the smallest error there is. Above the bound the
# error grows. When it is a million times that of the start,
# :class:`linreg.DivergenceError` stops the run. The crosses show how large it was then.
#
# To set a rate yourself and watch the line, use :ref:`the playground <playground>`.
#
# The bound :math:`2 / \lambda_{\max}` is found from the inputs alone, by
# :eq:`largest-curvature`. The function ``matrix`` makes the table H of :doc:`the first
# chapter of this part </chapters/2_beyond/plot_1_bowl_and_hinge>`.


def matrix(x):
    return np.array([[x.size, x.sum()], [x.sum(), x @ x]])


curvatures, directions = np.linalg.eigh(matrix(x))  # flat first, then steep
bound = 2 / curvatures[1]
print(f"largest stable rate: {bound:.6f}")

# %%
# The bound itself is one of the rates. There the run neither arrives nor gets lost.


def run_at(rate):
    try:
        return train(x, y, w0=w0, w1=w1, learning_rate=rate, epochs=300)
    except DivergenceError as lost:
        return lost.history  # up to the epoch at which it was stopped


rates = bound * np.arange(1, 66) / 50  # the bound itself is one of them
runs = [run_at(rate) for rate in rates]
finals = np.array([run.sse[-1] for run in runs])
stopped = np.array([run.sse.size < 301 for run in runs])
floor = sse(y, predict(x, w0_exact, w1_exact))

fig, ax = plt.subplots()
ax.axvline(bound, color="C3", linestyle="--", linewidth=1.5)
ax.semilogy(rates[~stopped], finals[~stopped], color="C1")
ax.semilogy(rates[stopped], finals[stopped], "x", color="C1", markersize=6)
ax.text(bound * 0.98, 1e5, r"$2/\lambda_{\max}$", ha="right")
ax.text(bound * 1.1, 2e7, "stopped")
ax.text(bound / 2, floor * 3, "at the floor", ha="center")
ax.set(xlabel=r"learning rate $\eta$", ylabel="$E$ at the end")
ax.set_yticks([1, 1e3, 1e6])
ax.yaxis.set_major_formatter("{x:,.0f}")
ax.set_title("Every run above the bound is lost")
fig.set_label(  # for readers who cannot see the figure
    "The error at the end of a run, on a logarithmic axis, against the learning rate. It "
    "lies at its floor over most of the stable range and jumps up at the bound, 2 "
    f"divided by lambda_max, {bound:.5f}. All runs above the bound were stopped."
)
plt.show()

# %%
# Why there is a bound
# --------------------
# .. index:: ! learning rate
#
# An update multiplies the distance from the best weights along the steep direction
# by :math:`1 - \eta \lambda_{\max}`, where :math:`\eta` is the learning rate and
# :math:`\lambda_{\max}` the largest curvature. The distance shrinks only if the size
# of this factor is below 1:
#
# .. math::
#
#    |1 - \eta \lambda_{\max}| < 1
#    \quad\text{exactly if}\quad
#    0 < \eta < \frac{2}{\lambda_{\max}} .
#
# The flat direction has a smaller curvature, so it is safe wherever the steep one is.
# The reason is given in full at :eq:`stable-rate`. A run just above the bound may even
# begin well. At 1.02 of the bound the error falls twice, because the flat part shrinks.
# Then the steep part has grown so much that the error grows. Only a start without any
# steep part escapes.

shares = [0.3, 0.9, 1, 1.02]
for share in shares:
    print(f"{share} of the bound: factor {1 - share * bound * curvatures[1]:.2f}")

# %%
# You can watch this factor at work at the :term:`hinge`, the input at which only the
# steep part moves the line. The circles are the height at the start, multiplied by
# the factor again and again. Above half of the bound the factor is negative, and the
# line jumps from side to side.

hinge = -directions[0, 0] / directions[1, 0]
k = np.arange(17)

fig, axes = plt.subplots(2, 2, sharex=True, sharey=True, figsize=(5.6, 4.6))
for share, ax in zip(shares, axes.flat, strict=True):
    run = run_at(share * bound)
    above = predict(hinge, run.w0 - w0_exact, run.w1 - w1_exact)[k]
    circles = above[0] * (1 - share * bound * curvatures[1]) ** k
    ax.axhline(0, color="C3", linestyle="--", linewidth=1.5)
    ax.plot(above, color="C1", linewidth=1.5)
    ax.plot(circles, "o", color="C4", markersize=6, fillstyle="none")
    name = f"{share} of the bound" if share != 1 else "the bound"
    ax.text(0.97, 0.88, name, ha="right", transform=ax.transAxes)
    ax.set(ylim=(-3.3, 4.6))
axes[0, 0].set_title("At the bound the line jumps for ever")
fig.supxlabel("epoch", fontsize=12)
fig.supylabel("height above the best line", fontsize=12)
fig.set_label(
    "Height above the best line at the hinge, against the epoch, for four learning "
    "rates. At 0.3 of the bound it shrinks on one side; at 0.9 it jumps from side to "
    "side and shrinks; at the bound it jumps and stays; at 1.02 it grows."
)
plt.show()

# %%
# Read the message of a lost run
# ------------------------------
# The message names the bound of these data and proposes half of it. At half of the
# bound the factor of the steep part is 0, so one update removes that part. And there
# is room: the curvature may double before a run is lost.
#
# The bound can also be had without the data: :func:`linreg.diagnose` computes it from a
# few errors and weights of a lost run, by :eq:`growth-step`.

try:
    train(x, y, w0=w0, w1=w1, learning_rate=1.05 * bound, epochs=300)
except DivergenceError as lost:
    print(fill(str(lost), 40))
    proposed = lost.max_learning_rate / 2

# %%
# Add points
# ----------
# The error is a sum, so every new point makes it curve more. Twice as many points of
# the same kind have half the bound. So a rate that is good for a few points breaks when
# more arrive. How many may that be? For inputs spread evenly from 0 to 1 it can be
# computed beforehand. Divide H by N, and it is a table of means, the same for any N. So
# the bound is that of this table, divided by N. The mean of the squared inputs is the
# area under the parabola from 0 to 1, a third.
#
# Some take the mean instead, :math:`E/N`. Its slopes are divided by N, and it allows a
# rate N times as large: the same run under another name. Most programs leave out the
# half as well, and allow N/2 times as much.

means = [[1, 1 / 2], [1 / 2, 1 / 3]]  # of inputs spread evenly
per_point = 2 / np.linalg.eigvalsh(means)[1]
breaks = int(np.ceil(per_point / 0.001))
print(f"0.001 is too large from {breaks:,} points on")

# %%
# The dots are inputs drawn at random, which scatter a little.

counts = np.array([50, 100, 200, 500, 1000, 2000, 5000])
lines = [make_line(n, rng=0) for n in counts.tolist()]
drawn = np.array([2 / np.linalg.eigvalsh(matrix(line.x))[1] for line in lines])

fig, ax = plt.subplots(figsize=(5.6, 4))
ax.loglog(counts, per_point / counts, "--", color="C3", linewidth=1.5)
ax.axhline(per_point, color="C3", linestyle="--", linewidth=1.5)
ax.loglog(counts, drawn, "o", color="C0", markersize=7)
ax.loglog(counts, drawn * counts, "o", color="C0", markersize=7)
ax.axhline(0.001, color="0.5", linewidth=1)
ax.loglog(breaks, 0.001, "*", color="C3", markersize=16)
ax.text(50, 0.0012, "0.001, the post's rate")
ax.text(700, 0.004, "for the sum")
ax.text(700, 0.8, "for the mean")
ax.set(xlabel="number of points $N$", ylabel="largest stable rate")
ax.xaxis.set_major_formatter("{x:,.0f}")
ax.yaxis.set_major_formatter("{x:g}")
ax.set_title(f"If errors are summed, 0.001\nbreaks at {breaks:,} points")
fig.set_label(
    "The largest stable rate against the number of points, on logarithmic axes. For "
    f"the sum it falls as N grows and meets 0.001 at {breaks:,} points; for the mean it "
    f"stays near {per_point:.2f}. Drawn data sets lie close to both dashed lines."
)
plt.show()

# %%
# **Try this:** measure the inputs in percent, ``100 * x``. What becomes of the bound,
# and what does the post's rate do then?

percent = 100 * x
smaller = 2 / np.linalg.eigvalsh(matrix(percent))[1]
print(f"The bound is {smaller:.2e} now, {bound / smaller:,.0f} times smaller.")
print(f"In H the squares grow {100**2:,} times, but N stays.")
try:
    train(percent, y, w0=w0, w1=w1, learning_rate=0.001, epochs=300)
except DivergenceError:
    print("With the post's rate the run is lost.")

# %%
# Next: the bound is set by the steep direction, the waiting by the flat one. If both
# curve alike, :doc:`300 epochs can become one
# </chapters/2_beyond/plot_4_three_hundred_to_one>`.

assert (stopped == (rates > bound)).all()
assert np.isclose(proposed, bound / 2)
assert breaks == 1578
