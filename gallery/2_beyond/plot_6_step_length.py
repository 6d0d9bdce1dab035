r"""
How long should the step of a gradient check be?
================================================

To check a gradient, you move a weight and look at the error. A central difference may
move it by 1 or by 10 here, since the error is a parabola. A forward difference, which
looks to one side only, is at its best near 1e-8, and even then half of the 16 digits
that a number has are lost.
"""

from fractions import Fraction

import matplotlib.pyplot as plt
import numpy as np

from linreg import gradient, init_weights, make_line, predict, sse

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, intercept = make_line(rng=0)
w0, w1 = init_weights(rng=1)

# %%
# Three ways to measure a slope
# -----------------------------
# Move the weight :math:`w_1` by a step :math:`h` and look at the error :math:`E`. A
# parabola rises by its slope times the step, and by half of its :term:`curvature` times
# the square of the step. The :term:`forward difference` moves the weight to one side
# only. It divides the rise of the error by the step:
#
# .. math::
#
#    \frac{E(w_1 + h) - E(w_1)}{h} = \frac{\partial E}{\partial w_1} + \frac{h}{2} \sum x^2 .
#
# The slope that we want is there, and half a step times the curvature too: the
# curvature along :math:`w_1` is the sum of the squared inputs. The
# :doc:`central difference </chapters/1_the_post/plot_8_check>` moves the weight to both
# sides. Then the curvature cancels, since the error is a parabola:
#
# .. math::
#
#    \frac{E(w_1 + h) - E(w_1 - h)}{2h} = \frac{\partial E}{\partial w_1} .
#
# The third way needs complex numbers; skip it if you do not know them. The
# :term:`complex step` moves the weight along the imaginary axis. The square of an
# imaginary step is a real number, so only the step times the slope is imaginary, and no
# two errors are subtracted:
#
# .. math::
#
#    \frac{1}{h} \operatorname{Im} E(w_1 + ih) = \frac{\partial E}{\partial w_1} .


def error(w):
    return sse(y, predict(x, w0, w))


steps = 10.0 ** np.arange(-15, 2)
forward = [(error(w1 + h) - error(w1)) / h for h in steps]
central = [(error(w1 + h) - error(w1 - h)) / (2 * h) for h in steps]
imaginary = [error(w1 + h * 1j).imag / h for h in steps]

# %%
# A judge that does not round
# ---------------------------
# To see the digits that rounding takes, we need the slope without any rounding.
# Fractions do not round. In fractions the central difference is the same for a short
# step and for a long one, and :func:`linreg.gradient` agrees with both.

X = np.array([Fraction(value) for value in x.tolist()])
Y = np.array([Fraction(value) for value in y.tolist()])
W0, W1 = Fraction(w0), Fraction(w1)


def exact_error(w):
    return sum((w * X + W0 - Y) ** 2) / 2


def exact_central(h):
    return (exact_error(W1 + h) - exact_error(W1 - h)) / (2 * h)


exact = gradient(X, Y, W0, W1)[1]
short, long = exact_central(Fraction(1, 1000)), exact_central(1000)
print(f"short, long and by formula, all equal: {short == long == exact}")

# %%
# What the figure shows
# ---------------------
# Its height is the error of a measured slope, divided by the slope itself. Read it from
# right to left. The forward difference gets better as the step gets
# shorter, as the formula says: the circles are half a step times the curvature, computed
# without any difference. Then rounding takes over. Two errors that are nearly equal are
# subtracted, few digits are left, and these are divided by a tiny :math:`h`. Both
# differences suffer from this.
#
# The central difference has no reason to be short, so it can keep away from rounding.
# The complex step subtracts no errors, so it is good at every length. (No mistake at
# all is drawn at 1.1e-16.)
#
# Both hold for a parabola. The curvature of other functions changes within a long
# step. So there the central difference has a best step, too, and the complex step has
# to be short. It fails where a function takes a maximum or a size, such as ``abs``.


def off(slopes):
    return abs(np.array(slopes) / float(exact) - 1)


predicted = steps[8:] / 2 * (x @ x) / abs(float(exact))
half_a_digit = 2.0**-53  # in place of no error, which has no logarithm

fig, ax = plt.subplots()
ax.loglog(steps, off(forward), "o-", linewidth=1.5)
ax.loglog(steps, np.maximum(off(central), half_a_digit), color="C1")
ax.loglog(steps, np.maximum(off(imaginary), half_a_digit), "--", color="C3")
ax.loglog(steps[8:], predicted, "o", color="C4", markersize=9, fillstyle="none")
ax.text(1e-4, 2e-7, "forward,\ncircles predicted", va="top")
ax.text(2e-6, 2e-12, "central", ha="right")
ax.text(2e-15, 3e-16, "complex step")
ax.set(xlabel="step $h$", ylabel="relative error of the slope")
ax.set(xticks=[1e-15, 1e-10, 1e-5, 1], yticks=[1e-15, 1e-10, 1e-5, 1])
ax.xaxis.set_major_formatter("{x:g}")
ax.yaxis.set_major_formatter("{x:g}")
ax.minorticks_off()
ax.set_title("A long step ruins forward and helps central")
fig.set_label(  # for readers who cannot see the figure
    "Relative error of three measured slopes against the step, on logarithmic axes. "
    "The forward difference falls, then rises: a V. The central one falls to rounding "
    "level, where the complex step stays throughout."
)
plt.show()

# %%
# **Try this:** give the central difference a step of 1000. Is a longer step always
# better?

far = (error(w1 + 1000) - error(w1 - 1000)) / 2000
mistake = abs(far / float(exact) - 1)
print(f"No: it is off by {mistake:.0e} now. The errors at both ends")
print(f"are {error(w1 - 1000) / error(w1):.0e} times the error here.")
print("So is their rounding.")

# %%

# A sum of N terms rounds N times, by a machine epsilon at most.
assert max(off([*imaginary, central[-1], central[-2]])) < x.size * 2.0**-52
assert 0 < off(forward).argmin() < len(steps) - 1
assert short == long == exact

# %%
# :func:`linreg.numerical_gradient` takes a step that also suits functions that are no
# parabola. The :doc:`museum of mistakes </chapters/3_further/plot_7_museum>` uses it to
# find what is wrong with a loop.
