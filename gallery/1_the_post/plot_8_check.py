r"""
How do we know that the gradient is right?
==========================================

Three formulas find the gradient from values of the error alone, and all three
confirm :func:`linreg.gradient`: the forward difference :math:`\frac{E(w + h) -
E(w)}{h}`, the central one :eq:`central-difference` in
:func:`linreg.numerical_gradient`, and the complex step :math:`\frac{1}{h}
\operatorname{Im} E(w + ih)`. The central difference has a surprise in store: for
the error of this neuron it prefers a long step.
"""

from fractions import Fraction

import matplotlib.pyplot as plt
import numpy as np

from linreg import gradient, init_weights, make_line, numerical_gradient, predict, sse

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, intercept = make_line(rng=0)
w0, w1 = init_weights(rng=1)


def error(w0, w1):
    return sse(y, predict(x, w0, w1))


# %%
# Lay two chords beside the tangent
# ---------------------------------
# Along one weight the error :eq:`sse` is a parabola. A chord that reaches equally far
# to both sides of a point is parallel to the tangent there, however long it is. A
# chord that starts at the point is not.

h = 4
along = np.linspace(w1 - 4.5, w1 + 4.5, 101)
left, here, right = error(w0, w1 - h), error(w0, w1), error(w0, w1 + h)
tangent = here + gradient(x, y, w0, w1)[1] * (along - w1)

fig, ax = plt.subplots()
ax.plot(along, [error(w0, w) for w in along], color="C2", linewidth=1.5)
ax.plot(along, tangent, "--", color="C3")
ax.plot([w1 - h, w1 + h], [left, right], "o-", color="C1", markersize=7)
ax.plot([w1, w1 + h], [here, right], "o-", color="C0", markersize=7, linewidth=1.5)
ax.text(w1 - 1, (left + here) / 2 + 130, "central")
ax.text(w1 + 0.6, here + 10, "forward")
ax.text(along[12], tangent[12] - 60, "tangent ", ha="right", va="top")
ax.set(xlabel="$w_1$", ylabel="$E$")
ax.set_title("The central chord is parallel to the tangent")
fig.set_label(  # for readers who cannot see the figure
    "The error along w1 is a parabola. The chord from w1 - h to w1 + h is parallel "
    "to the tangent at w1; the chord from w1 to w1 + h is not."
)
plt.show()

# %%
# Leave rounding out
# ------------------
# Fractions do not round. In fractions the central difference has to hit the gradient
# exactly, with a short step and with a long one, and :func:`linreg.gradient` has to
# agree with it exactly.

X, Y = (np.array([Fraction(value) for value in values.tolist()]) for values in (x, y))
W0, W1 = Fraction(w0), Fraction(w1)


def exact_error(w0, w1):
    return ((Y - w1 * X - w0) ** 2).sum() / 2


exact = numerical_gradient(exact_error, W0, W1, h=Fraction(1, 3))
assert exact == numerical_gradient(exact_error, W0, W1, h=Fraction(1000))
assert exact == gradient(X, Y, W0, W1)
target = np.array(exact, dtype=float)

# %%
# Let rounding in
# ---------------
# With 16 digits the length of the step matters. The complex step goes along the
# imaginary axis, where no two values are subtracted: of a parabola at :math:`w + ih`,
# the imaginary part is exactly :math:`h` times the derivative at :math:`w`.


def off(slopes):
    distance = np.linalg.norm(np.subtract(slopes, target), axis=-1)
    return distance / np.linalg.norm(target)


steps = 10.0 ** np.arange(-15, 2)
forward = [
    ((error(w0 + h, w1) - here) / h, (error(w0, w1 + h) - here) / h) for h in steps
]
central = [numerical_gradient(error, w0, w1, h=h) for h in steps]
imaginary = [
    (error(w0 + h * 1j, w1).imag / h, error(w0, w1 + h * 1j).imag / h) for h in steps
]
predicted = target + steps[8:, None] * [x.size / 2, x @ x / 2]

fig, ax = plt.subplots()
ax.loglog(steps, off(forward), "o-", linewidth=1.5)
ax.loglog(steps, off(central), color="C1")
half_epsilon = 2.0**-53  # for slopes without any error, as 0 has no logarithm
ax.loglog(steps, np.maximum(off(imaginary), half_epsilon), "--", color="C3")
ax.loglog(steps[8:], off(predicted), "o", color="C4", markersize=9, fillstyle="none")
ax.text(3e-3, 2e-5, "forward,\ncircles predicted", va="top")
ax.text(2e-8, 5e-12, "central", ha="right")
ax.text(2e-15, 1e-15, "complex step")
ax.set(xlabel="step $h$", ylabel="relative error of the gradient")
ax.set_title("Forward makes a V; central falls to rounding level")
fig.set_label(
    "Relative error of three gradients against the step, on logarithmic axes. The "
    "forward difference falls, then rises: a V. The central one falls to rounding "
    "level, where the complex step stays throughout."
)
plt.show()

# %%
# Name the reasons
# ----------------
# On the left, both differences divide what rounding leaves of two nearly equal errors
# by a tiny :math:`h`. On the right, the forward difference is off by half a step
# times the curvature; the central one is off by nothing, as the fractions said. Its
# rounding shrinks as the step grows, until the errors at both ends are much larger
# than the error here. The last line shows the rise.

print(f"gradient                     {off(gradient(x, y, w0, w1)):.0e}")
print(f"complex step, at its worst   {max(off(imaginary)):.0e}")
print(f"forward, at its best         {min(off(forward)):.0e}")
print(f"central, h = {steps[-1]:.0f}              {off(central[-1]):.0e}")
far = numerical_gradient(error, w0, w1, h=1000)
print(f"central, h = 1000            {off(far):.0e}")

# A step a hundred thousand times as long makes a smaller error, unless it is a
# forward step.
assert (np.diff(off(central)[::5]) < 0).all()
assert 0 < off(forward).argmin() < len(steps) - 1
# A sum of N terms rounds N times, by a machine epsilon at most.
assert max(off([gradient(x, y, w0, w1), central[-1], *imaginary])) < x.size * 2.0**-52

# %%
# **Try this:** start from ``w0, w1 = 1000, -1000``. Which of the two long steps in
# the output is the better one now, and why?
