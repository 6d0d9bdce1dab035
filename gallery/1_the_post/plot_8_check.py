r"""
How do we know that the gradient is right?
==========================================

We measure it without any derivative: make a weight smaller, make it larger, and see how
much the error changes. What the formula says and what we measure agree in their first
12 digits.
"""

import matplotlib.pyplot as plt
import numpy as np

from linreg import gradient, init_weights, make_line, numerical_gradient, predict, sse

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, intercept = make_line(rng=0)
w0, w1 = init_weights(rng=1)

# %%
# Measure a slope
# ---------------
# The figure shows how the error :math:`E` depends on :math:`w_1` while :math:`w_0`
# stays where it starts. The dashed line is the tangent: it touches the curve at
# :math:`w_1`, and its slope is what the derivative should be.
#
# To measure that slope, go a step :math:`h` to the left and a step :math:`h` to the
# right. The line through these two points of the curve is a chord. Its slope is the
# rise of the error, divided by the distance from left to right:
#
# .. math::
#
#    \frac{\partial E}{\partial w_1} = \frac{E(w_1 + h) - E(w_1 - h)}{2h} .
#
# This is the central difference :eq:`central-difference`. Here it is exact for every
# step, apart from rounding, because this curve is a parabola. Try it with a square:
#
# .. math::
#
#    \frac{(w_1 + h)^2 - (w_1 - h)^2}{2h} = \frac{4 w_1 h}{2h} = 2 w_1 .
#
# The step is gone. So here it may be so long that you see it. For other curves the
# central difference is nearly exact if the step is short, but not too short.

h = 3
right = sse(y, predict(x, w0, w1 + h))
left = sse(y, predict(x, w0, w1 - h))
measured = (right - left) / (2 * h)
by_formula = gradient(x, y, w0, w1)[1]
print(f"measured    {measured:.9f}")
print(f"by formula  {by_formula:.9f}")

# %%
# Along :math:`w_0` it is done in the same way. The package measures both slopes with
# :func:`linreg.numerical_gradient`. It wants a function of both weights. ``lambda``
# makes one without a name: here it returns the error.

both = numerical_gradient(lambda w0, w1: sse(y, predict(x, w0, w1)), w0, w1)
formula = gradient(x, y, w0, w1)
print(f"measured    {both[0]:.6f}  {both[1]:.6f}")
print(f"by formula  {formula[0]:.6f}  {formula[1]:.6f}")

# %%

along = np.linspace(w1 - 1.2 * h, w1 + 1.2 * h, 101)
tangent = sse(y, predict(x, w0, w1)) + by_formula * (along - w1)

fig, ax = plt.subplots()
ax.plot(along, [sse(y, predict(x, w0, w)) for w in along], color="C2", linewidth=1.5)
ax.plot(along, tangent, "--", color="C3")
ax.plot([w1 - h, w1 + h], [left, right], "o-", color="C0", markersize=7)
ax.text(w1 + 0.4, (left + right) / 2, "chord, measured")
ax.text(along[35], tangent[35] - 60, "tangent ", ha="right", va="top")
ax.set(xlabel="value of the weight", ylabel="$E$")
ax.set_xticks([w1 - h, w1, w1 + h], ["$w_1 - h$", "$w_1$", "$w_1 + h$"])
ax.set_title("The chord is parallel to the tangent")
fig.set_label(  # for readers who cannot see the figure
    "The error along w1 is a parabola that falls to the right. The dashed tangent at "
    "w1 and the chord from w1 - h to w1 + h are parallel, with a slope of "
    f"{measured:.1f}."
)
plt.show()

# %%
# **Try this:** make a mistake on purpose. Leave the factor :math:`x` out of the
# derivative, as if it were the one along :math:`w_0`. Does the check notice?

wrong = np.sum(predict(x, w0, w1) - y)
print(f"Yes: the wrong formula says {wrong:.1f}, and we measure {measured:.1f}.")

# %%

assert f"{measured:.9f}" == f"{by_formula:.9f}", "the formula is not the slope"

# %%
# A step of 3 is not short. :doc:`How long should it be?
# </chapters/2_beyond/plot_6_step_length>` is a question for later; first comes
# :doc:`real data </chapters/1_the_post/plot_9_hubble>`.
