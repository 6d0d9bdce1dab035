r"""
Why not solve it, and why squares at all?
=========================================

If the line is all you want, do solve it: :meth:`linreg.Moments.least_squares` goes in
one step to the weights that training only approaches, by :eq:`least-squares`. And if
the noise is Gaussian, squares are the error to ask for: the line with the smallest
error is then the line that makes the data most likely. What training has to offer is
that it asks for a :term:`gradient` and nothing else. That still works for a neuron
whose gradient is not linear in the weights, when there is no formula to solve.
"""

from statistics import NormalDist

import matplotlib.pyplot as plt
import numpy as np

from linreg import Moments, gradient, init_weights, make_line, predict, sse, train

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, intercept = make_line(rng=0)
w0, w1 = init_weights(rng=1)
run = train(x, y, w0=w0, w1=w1, learning_rate=0.001, epochs=3000)

moments = Moments.from_data(x, y)
w0_exact, w1_exact = moments.least_squares()

# %%
# Follow the path to its end
# --------------------------
# Each point of the plane is a line, and each contour joins lines with the same error.
# Training walks to the bottom, one dot every 20 :term:`epochs <epoch>`, ten times as
# many epochs as in the post. The star was not walked to: there both slopes of the
# error are 0, which makes two equations in two unknowns.

across, up = np.meshgrid(np.linspace(-0.9, 2.6, 99), np.linspace(-2.6, 3.6, 99))
bowl = moments.sse(across, up)
levels = moments.sse(w0_exact, w1_exact) + np.array([1, 5, 20, 60, 150, 300, 600])

fig, ax = plt.subplots(figsize=(6.4, 4.4))
ax.contour(across, up, bowl, levels=levels, colors="0.5", linewidths=1)
ax.plot(run.w0, run.w1, "o-", color="C1", markevery=20)
ax.plot(w0_exact, w1_exact, "*", color="C3", markersize=16, zorder=3)
ax.text(w0 + 0.08, w1, "start", va="center")
ax.text(w0_exact - 0.1, w1_exact, "solved", ha="right", va="center")
ax.set(xlabel="$w_0$", ylabel="$w_1$")
ax.set_title("The path ends at the weights that were solved for")
fig.set_label(  # for readers who cannot see the figure
    "Contours of the error over both weights are long, tilted ellipses. The path of "
    f"training starts at ({w0:.1f}, {w1:.1f}), drops into the valley, follows it and "
    f"ends in a star at ({w0_exact:.2f}, {w1_exact:.2f}), the solved weights."
)
plt.show()

# %%
# Let the points vote
# -------------------
# The solution can be read without algebra. The best line passes through the mean
# point. Every other point proposes a slope, that of the line which joins it to the
# mean point, and the best slope is the mean of all proposals, weighted by the squared
# distance of each input from the mean input:
#
# .. math::
#    :label: votes
#
#    w_1 = \frac{S_{xy}}{S_{xx}}
#    = \sum_{i=1}^{N} \frac{(x_i - \bar x)^2}{S_{xx}} \cdot
#    \frac{y_i - \bar y}{x_i - \bar x} .
#
# Divided by :math:`N`, the sum :math:`S_{xy}` is the covariance of inputs and
# targets, how much they vary together, and :math:`S_{xx}` is the variance of the
# inputs, how much they vary at all. So the slope is covariance over variance. The
# area of a dot is its weight; a few dots near the mean propose slopes far outside the
# figure.

dx, dy = x - x.mean(), y - y.mean()
proposal, weight = dy / dx, dx**2 / (dx @ dx)
far = abs(dx) > np.median(abs(dx))
share = weight[far].sum()

fig, ax = plt.subplots()
ax.scatter(x, proposal, s=60 * weight / weight.max(), color="C0")
ax.axhline(w1_exact, color="C3", linestyle="--")
ax.text(0, w1_exact + 0.7, "dashes: weighted mean")
ax.set(xlabel="$x_1$", ylabel="proposed slope", ylim=(w1_exact - 3, w1_exact + 3))
ax.set_title(f"The outer half of the points has {share:.0%} of the say")
fig.set_label(
    "The slope that each point proposes, against its input. Far from the mean the dots "
    f"are large and lie close to the dashed slope {w1_exact:.2f}; near the mean they "
    "are tiny and scatter widely."
)
plt.show()

# %%
# Ask which line makes the data likely
# ------------------------------------
# The noise of :eq:`data` is Gaussian, with standard deviation :math:`\sigma`: each
# target was drawn independently, from a bell around the line. So any line gives every
# target a density, and the product over all points is called its likelihood
# :math:`L`. Its logarithm turns the product into a sum and the bell into a square:
#
# .. math::
#    :label: likelihood
#
#    -\log L = -\sum_{i=1}^{N} \log \left( \frac{1}{\sqrt{2 \pi}\, \sigma}
#    e^{-(y_i - \hat y_i)^2 / 2 \sigma^2} \right)
#    = \frac{E}{\sigma^2} + N \log \bigl( \sqrt{2 \pi}\, \sigma \bigr) .
#
# The last term is the same for all lines. To the right, the circles add up the
# logarithms of the densities of all points, with a minus; the line divides the error
# :eq:`sse` by :math:`\sigma^2` and adds that term.

sigma = 0.1
bell = NormalDist(0, sigma)  # from Python's own library


def minus_log_likelihood(w0, w1):
    return -sum(np.log(bell.pdf(miss)) for miss in y - predict(x, w0, w1))


constant = x.size * np.log(np.sqrt(2 * np.pi) * sigma)
along = w1_exact + np.linspace(-0.5, 0.5, 21)
from_bells = np.array([minus_log_likelihood(w0_exact, w) for w in along])
from_error = np.array([sse(y, predict(x, w0_exact, w)) for w in along])
from_error = from_error / sigma**2 + constant

fig, (left, right) = plt.subplots(1, 2, figsize=(6.4, 3.7))
noise = y - predict(x, intercept, slope)
misses = np.linspace(-0.35, 0.35, 71)
left.hist(noise, bins=15, density=True, color="C0", alpha=0.5)
left.plot(misses, [bell.pdf(miss) for miss in misses], color="C2", linewidth=1.5)
left.set(xlabel="noise of a point", ylabel="density")
left.set_title("The smallest error is the largest likelihood")
right.plot(along, from_error, color="C1")
right.plot(along, from_bells, "o", color="C4", markersize=9, fillstyle="none")
right.plot(w1_exact, from_bells.min(), "*", color="C3", markersize=14)
right.text(w1_exact, 430, "line: error, scaled\ncircles: $-\\log L$", ha="center")
right.set(xlabel="$w_1$", ylabel=r"$-\log L$")
fig.set_label(
    "Left, the noise of all points fills the bell that it was drawn from. Right, the "
    "scaled error along w1 is a parabola, and the negative log-likelihood lies on it "
    f"point by point, with the minimum at w1 = {w1_exact:.2f}."
)
plt.show()

# %%
# Compare walking with solving
# ----------------------------
# The post's 300 epochs have not quite arrived; 3000 have. The last line of the table
# is the line behind the data, which solving does not know either: it finds the best
# line for these points, noise included.

covariance = np.cov(x, y, ddof=0)
print(f"{'':20}{'w0':>10}{'w1':>10}")
print(f"{'learned, 300 epochs':20}{run.w0[300]:10.4f}{run.w1[300]:10.4f}")
print(f"{'learned, 3000 epochs':20}{run.w0[-1]:10.4f}{run.w1[-1]:10.4f}")
print(f"{'exact, solved':20}{w0_exact:10.4f}{w1_exact:10.4f}")
print(f"{'true':20}{intercept:10.4f}{slope:10.4f}")
print(f"covariance {covariance[0, 1]:.6f} / variance {covariance[0, 0]:.6f}")
print(f"-log L at the exact line {from_bells.min():.3f}")
print(f"-log L at the true line  {minus_log_likelihood(intercept, slope):.3f}")

# Updates stop when 0.001 times the slope is below the last digit of the larger
# weight.
curvatures = np.linalg.eigvalsh(moments.hessian)
digit = 2.0**-52 * w1_exact
missing = np.hypot(run.w0 - w0_exact, run.w1 - w1_exact)
assert missing[-1] < digit / (0.001 * curvatures[0])
assert missing[300] > 0.001  # visible in the table, so not quite arrived
# Each sum rounds N times, by a machine epsilon at most; a ratio has two of them.
epsilons = x.size * np.finfo(float).eps
slopes = gradient(x, y, w0_exact, w1_exact)
assert np.allclose(slopes, 0, rtol=0, atol=epsilons * abs(y).sum())
ratio = covariance[0, 1] / covariance[0, 0]
assert np.isclose(ratio, w1_exact, rtol=2 * epsilons, atol=0)
assert np.isclose(weight @ proposal, w1_exact, rtol=2 * epsilons, atol=0)
height = predict(x.mean(), w0_exact, w1_exact)
assert np.isclose(height, y.mean(), rtol=2 * epsilons, atol=0)
outside = abs(proposal - w1_exact) > 3
assert outside.any()
assert weight[outside].max() < 1 / x.size
# For uniform inputs the outer half has 1 - (1/2)^3 of the squares. A share found from
# N points strays by 1 / (2 sqrt(N)) at most; allow three times that.
assert abs(share - 7 / 8) < 1.5 / np.sqrt(x.size)
# Both curves are sums of N terms below their largest value, rounded as above.
rounding = 2 * epsilons * from_error.max()
assert np.allclose(from_bells, from_error, rtol=0, atol=rounding)
assert from_bells.argmin() == from_error.argmin() == along.size // 2
assert minus_log_likelihood(intercept, slope) > from_bells.min()

# %%
# **Try this:** count every miss by its absolute value instead of half its square.
# Which shape of the bell does that error belong to?
