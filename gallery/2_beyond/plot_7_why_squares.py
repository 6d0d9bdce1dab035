r"""
Why square the misses?
======================

Because the noise of these points is Gaussian: we drew it so. For such noise the line
with the smallest error is the line that makes the points most likely. A slope that is
too large by 0.05 makes them 14,000 times less likely, if nothing else changes.
"""

from statistics import NormalDist

import matplotlib.pyplot as plt
import numpy as np

from linreg import Moments, make_line, predict, sse

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, intercept = make_line(rng=0)
w0_exact, w1_exact = Moments.from_data(x, y).least_squares()

# %%
# Look at the noise
# -----------------
# The points of this book lie about a true line. What moves a point off that line is
# its :term:`noise`. It was drawn from the bell of the normal distribution, also called
# Gaussian, whose width is the standard deviation :math:`\sigma`.

sigma = 0.1
bell = NormalDist(0, sigma)  # from Python's own library
noise = y - predict(x, intercept, slope)

# %%
# The bars of the first figure count how many points have which noise. Their areas add
# up to 1, as does the area under the bell. The height is called the density. It may
# exceed 1: in the middle of this bell it is 4.

misses = np.linspace(-0.35, 0.35, 71)

fig, ax = plt.subplots()
ax.hist(noise, bins=15, density=True, color="C0", alpha=0.5)
ax.plot(misses, [bell.pdf(miss) for miss in misses], color="C2", linewidth=1.5)
ax.text(0.1, bell.pdf(0.08), "the bell")
ax.set(xlabel="noise of a point", ylabel="density")
ax.set_title(f"The noise of {x.size} points follows the bell")
fig.set_label(  # for readers who cannot see the figure
    "Bars of the noise of all points, high in the middle and low at both ends. They "
    "follow the grey bell from which the noise was drawn."
)
plt.show()

# %%
# Ask which line makes the points likely
# --------------------------------------
# .. index:: ! maximum likelihood
#
# Take any line. Put the middle of the bell on it at each input, and each target gets a
# density: large if the target is near the line, small if it is far. The noise of
# one point does not depend on that of another, so the densities are multiplied. Their
# product is called the likelihood :math:`L` of the line. Its
# natural logarithm, ln, turns the product into a sum. It also undoes the power of e, so
# the squares are left, and they add up to twice the error:
#
# .. math::
#    :label: likelihood
#
#    -\ln L &= -\sum_{i=1}^{N} \ln \left( \frac{1}{\sigma \sqrt{2 \pi}}
#    e^{-(y_i - \hat y_i)^2 / 2 \sigma^2} \right) \\
#    &= \frac{E}{\sigma^2} + N \ln \bigl( \sigma \sqrt{2 \pi} \bigr) .
#
# The last term is the same for all lines. So where the error :eq:`sse` is smallest,
# the likelihood is largest.


def minus_log_likelihood(w0, w1):
    return -sum(np.log(bell.pdf(miss)) for miss in y - predict(x, w0, w1))


along = w1_exact + np.linspace(-0.5, 0.5, 21)
from_bells = np.array([minus_log_likelihood(w0_exact, w) for w in along])

# %%
# Compare both
# ------------
# The circles add up logarithms of densities, without computing E. The curve is the
# error, divided by :math:`\sigma^2`, with the last term added. Most densities exceed 1
# near the best line, so both go below 0 there.

constant = x.size * np.log(np.sqrt(2 * np.pi) * sigma)
errors = np.array([sse(y, predict(x, w0_exact, w)) for w in along])
from_error = errors / sigma**2 + constant

fig, ax = plt.subplots()
ax.plot(along, from_error, color="C1")
ax.plot(along, from_bells, "o", color="C4", markersize=9, fillstyle="none")
ax.plot(w1_exact, from_bells.min(), "*", color="C3", markersize=14)
ax.text(w1_exact, from_bells.max() * 0.8, "curve: the error, scaled", ha="center")
ax.text(w1_exact, from_bells.max() * 0.6, "circles: $-\\ln L$", ha="center")
ax.set(xlabel="$w_1$", ylabel=r"$-\ln L$")
ax.set_title("The smallest error is the largest likelihood")
fig.set_label(
    "The scaled error along w1 is a parabola, and the negative log-likelihood lies on "
    f"it point by point, with the minimum at w1 = {w1_exact:.2f}."
)
plt.show()

# %%
# **Try this:** take a slope that is too large by 0.05, then by 0.1. How many times
# less likely does it make these points? And if :math:`w_0` adjusts, so that the line
# still goes through the mean point?

best = minus_log_likelihood(w0_exact, w1_exact)
for off in (0.05, 0.1):
    times = np.exp(minus_log_likelihood(w0_exact, w1_exact + off) - best)
    print(f"off by {off}: {times:.1e} times less likely")
    turned = minus_log_likelihood(w0_exact - off * x.mean(), w1_exact + off)
    print(f"with a w0 that adjusts: {np.exp(turned - best):,.0f} times")
print("Twice as far means four times the logarithm, as with every square.")

# %%
# Where to next? Other noise asks for another error: if large misses are common, they
# should count less than their squares. In
# :doc:`/chapters/3_further/plot_1_why_not_solve` the misses are added up without their
# signs, but not squared.

assert np.allclose(from_bells, from_error, rtol=1e-12)
assert from_bells.argmin() == from_error.argmin() == along.size // 2
assert minus_log_likelihood(intercept, slope) > best
