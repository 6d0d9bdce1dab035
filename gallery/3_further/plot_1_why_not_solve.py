r"""
Why walk downhill when one step solves it?
==========================================

If this line is all you want, do not walk. One division gives its slope at once, where
300 epochs of training are still off by 0.06. But that needs a formula for the best
weights, and most neurons have none: not even the one that
:doc:`says yes or no </chapters/3_further/plot_5_choose>`. Walking asks for a
:term:`gradient` and nothing else, so it works for them, too.
"""

import matplotlib.pyplot as plt
import numpy as np

from linreg import Moments, init_weights, make_line, predict, train

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, intercept = make_line(rng=0)
w0, w1 = init_weights(rng=1)
run = train(x, y, w0=w0, w1=w1, learning_rate=0.001, epochs=3000)

# %%
# Solve it
# --------
# At the bottom both slopes of the error are 0. These are two equations for two
# weights, and they can be solved by hand, :eq:`least-squares`:
#
# .. math::
#
#    w_1 = \frac{\sum (x_i - \bar x)(y_i - \bar y)}{\sum (x_i - \bar x)^2} , \qquad
#    w_0 = \bar y - w_1 \bar x .
#
# Here :math:`\bar x` is the mean of all inputs and :math:`\bar y` the mean of all
# targets. In code that is:

dx, dy = x - x.mean(), y - y.mean()
w1_exact = (dx @ dy) / (dx @ dx)
w0_exact = y.mean() - w1_exact * x.mean()

# %%
# Walk there
# ----------
# In the first figure each ring joins lines with the same error. The path of training
# has one dot every 20 :term:`epochs <epoch>`, and ten times as many epochs as in the
# post. The place of the star was computed, not found by walking.

moments = Moments.from_data(x, y)
across, up = np.meshgrid(np.linspace(-2.9, 3.6, 99), np.linspace(-0.9, 2.6, 99))
levels = moments.sse(w0_exact, w1_exact) + np.array([5, 90, 250])

fig, ax = plt.subplots(figsize=(5.6, 4.2))
ax.contour(across, up, moments.sse(up, across), levels, colors="0.5", linewidths=1)
ax.plot(run.w1, run.w0, "o-", color="C1", markevery=20)
ax.plot(w1_exact, w0_exact, "*", color="C3", markersize=16, zorder=3)
ax.text(w1 - 0.1, w0, "start", ha="right", va="center")
ax.text(w1_exact + 0.1, w0_exact + 0.12, "solved")
ax.set(xlabel="$w_1$", ylabel="$w_0$")
ax.set_title(f"After {run.sse.size - 1} epochs the path ends\nat the solved weights")
fig.set_label(  # for readers who cannot see the figure
    "Rings of equal error over both weights are long, tilted ellipses. The path of "
    f"training starts at w1 = {w1:.1f}, w0 = {w0:.1f}, rises into the valley, follows it "
    f"and ends in a star at w1 = {w1_exact:.2f}, w0 = {w0_exact:.2f}, the solved weights."
)
plt.show()

# %%
# The 300 epochs of the post have not quite arrived; 3000 have. The last row is the
# line behind the data. Solving does not find that one either: it finds the best line
# for these points, noise included.

print(f"{'':20}{'w0':>10}{'w1':>10}")
print(f"{'learned, 300 epochs':20}{run.w0[300]:10.4f}{run.w1[300]:10.4f}")
print(f"{'learned, 3000 epochs':20}{run.w0[-1]:10.4f}{run.w1[-1]:10.4f}")
print(f"{'exact, solved':20}{w0_exact:10.4f}{w1_exact:10.4f}")
print(f"{'true':20}{intercept:10.4f}{slope:10.4f}")

# %%
# Let the points vote
# -------------------
# What does the formula for :math:`w_1` say? The best line passes through the mean
# point. Join any point with another input to the mean point: the slope of that line is the vote of
# the point. The best slope is a weighted mean of all votes. A point far from the mean
# counts more, because there noise turns its line less:
#
# .. math::
#    :label: votes
#
#    w_1 = \frac{S_{xy}}{S_{xx}}
#    = \sum_{i=1}^{N} \frac{(x_i - \bar x)^2}{S_{xx}} \cdot
#    \frac{y_i - \bar y}{x_i - \bar x} .
#
# :math:`S_{xy}` and :math:`S_{xx}` are the two sums above. Divided by :math:`N` they
# are the covariance of inputs and targets and the variance of the inputs, so the
# slope is covariance over variance. The last fraction is the vote, the one before it
# is its weight: how much the vote counts.

vote, weight = dy / dx, dx**2 / (dx @ dx)

# %%
# The area of a dot is its weight. The half of the points that lies farther from the mean
# has most of the weight. A few votes near the mean lie far outside the
# figure, but they hardly count.

far = abs(dx) > np.median(abs(dx))
share = weight[far].sum()

fig, ax = plt.subplots()
ax.scatter(x, vote, s=60 * weight / weight.max(), color="C0")
ax.axhline(w1_exact, color="C3", linestyle="--")
ax.text(0, w1_exact + 0.8, "dashes: weighted mean")
ax.set(xlabel="$x_1$", ylabel="vote", ylim=(w1_exact - 3, w1_exact + 3))
ax.set_title(f"The outer half of the points\nhas {share:.0%} of the weight")
fig.set_label(
    "The slope for which each point votes, against its input. Far from the mean the "
    f"dots are large and lie close to the dashed slope {w1_exact:.2f}; near the mean "
    "they are tiny and scatter widely."
)
plt.show()

# %%
# **Try this:** add up the misses themselves, without their signs, instead of half
# their squares. For this error there is no such formula. Does walking find a line with
# smaller misses?


def misses(a, b):
    return predict(x, a, b) - y


a, b = w0, w1
for _ in range(20_000):
    signs = np.sign(misses(a, b))  # the slope of a miss without its sign
    a, b = a - 1e-5 * signs.sum(), b - 1e-5 * (signs @ x)

solved, walked = abs(misses(w0_exact, w1_exact)).sum(), abs(misses(a, b)).sum()
print(f"The solved line misses all points by {solved:.3f} together.")
print(f"Walking ends at the weights {a:.3f} and {b:.3f}.")
print(f"This line misses by {walked:.3f}. But its error E is")
print(
    f"{moments.sse(a, b):.4f}, and {moments.sse(w0_exact, w1_exact):.4f} for the solved line:"
)
print("each line is better by its own measure.")

# %%
# Where to next? Both ways, walking and solving, need sums over all points. What if
# there are too many? See :doc:`/chapters/3_further/plot_2_too_many_points`.

covariance = np.cov(x, y, ddof=0)
assert np.isclose(covariance[0, 1] / covariance[0, 0], w1_exact, rtol=1e-12)
assert np.isclose(weight @ vote, w1_exact, rtol=1e-12)
assert np.allclose((run.w0[-1], run.w1[-1]), (w0_exact, w1_exact), atol=1e-12)
assert abs(run.w1[300] - w1_exact) > 0.001  # so 300 epochs have not quite arrived
assert weight[abs(vote - w1_exact) > 3].max() < 1 / x.size
assert walked < solved
assert moments.sse(a, b) > moments.sse(w0_exact, w1_exact)
