r"""
Which way should each weight move?
==================================

The way that makes the error fall. Each point adds a share: how far the line is too
high there (too low counts negative), times how fast it rises there with the weight.
For the slope of this line the shares add up to -30.3, so a larger slope makes the
error smaller.
"""

import matplotlib.pyplot as plt
import numpy as np

from linreg import gradient, make_line, predict, sse

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, intercept = make_line(rng=0)
w0, w1 = 1.0, 0.5  # the guess of the page before
y_hat = predict(x, w0, w1)

# %%
# See what pulls at the line
# --------------------------
# Think of each point as a hand that pulls the line towards itself. On the left the
# line is too high, and the points pull it down. On the right it is too low, and they
# pull it up. Both together turn the line. (The figure shows the pull of every tenth
# point only.)

some = np.argsort(x)[4::10]  # every tenth point, from left to right
arrow = {"arrowstyle": "-|>", "color": "C0", "shrinkA": 0, "shrinkB": 0}

fig, ax = plt.subplots(figsize=(5.6, 3.9))
ax.plot(x, y, "o", alpha=0.35, markeredgewidth=0)
ax.plot([0, 1], [w0, w0 + w1], color="C1")
for k in some:
    ax.annotate("", (x[k], y[k]), (x[k], y_hat[k]), arrowprops=arrow)
ax.set(xlabel="$x_1$", ylabel="$y$")
ax.set_title("Points on the left pull the line down,\npoints on the right pull it up")
fig.set_label(
    f"{x.size} points and the line of the guess. Arrows run from the line to every tenth "
    "point: on the left they point down, on the right they point up."
)
plt.show()

# %%
# Try it with two points, by hand
# -------------------------------
# Take the line with :math:`w_1 = 2` and :math:`w_0 = 1`, and two points. Point A has
# the input 1 and the target 5. Point B has the input 3 and the target 6.

x_two, y_two = np.array([1, 3]), np.array([5, 6])  # A and B
y_hat_two = 2 * x_two + 1

# %%
# The line predicts
#
# .. math::
#
#    \hat y_A &= 2 \cdot 1 + 1 = 3 , \\
#    \hat y_B &= 2 \cdot 3 + 1 = 7 .
#
# How wrong is it? Count from the target up to the line, so that too high is positive.
# This is the signed error, the miss with its sign turned:
#
# .. math::
#
#    \hat y_A - y_A &= 3 - 5 = -2 , \\
#    \hat y_B - y_B &= 7 - 6 = 1 .

low, high = y_hat_two - y_two

fig, ax = plt.subplots(figsize=(5.6, 3.9))
ax.plot([0, 4], [1, 9], color="C1")
ax.plot(x_two, y_two, "o", markersize=8)
for k in range(2):
    ax.annotate("", (x_two[k], y_two[k]), (x_two[k], y_hat_two[k]), arrowprops=arrow)
ax.text(0.9, 4.2, f"line {-low} too low", ha="right", va="center")
ax.text(3.1, 6.4, f"line {high} too high", va="center")
ax.set(xlabel="$x_1$", ylabel="$y$", xticks=range(5), yticks=range(0, 10, 2))
ax.set_title("A pulls the line up, B pulls it down")
fig.set_label(
    f"A rising line and two points. An arrow goes up from the line to A, {-low} higher, "
    f"at the input {x_two[0]}. Another goes down to B, {high} lower, at the input "
    f"{x_two[1]}."
)
plt.show()

# %%
# Now make :math:`w_1` larger by a little :math:`h`. At A, where the input is 1, the line
# rises by :math:`h`. At B, where the input is 3, it rises by three times :math:`h`. Half
# the square of each becomes
#
# .. math::
#
#    \tfrac12 (-2 + h)^2 &= 2 - 2 h + \tfrac12 h^2 , \\
#    \tfrac12 (1 + 3 h)^2 &= \tfrac12 + 3 h + \tfrac92 h^2 .
#
# If :math:`h` is small, its square is far smaller and need not count. So A changes the
# error by -2 times :math:`h`, and B by 3 times :math:`h`. The share of a point is how
# wrong the line is there, times the input:
#
# .. math::
#
#    \frac{\partial E}{\partial w_1} = -2 \cdot 1 + 1 \cdot 3 = 1 .
#
# When :math:`w_0` becomes larger, the line rises by the same everywhere. So the share
# of a point is how wrong the line is there, times 1:
#
# .. math::
#
#    \frac{\partial E}{\partial w_0} = -2 \cdot 1 + 1 \cdot 1 = -1 .
#
# Read :math:`\partial E / \partial w_1` as: how fast the error changes when
# :math:`w_1` alone changes. It is a derivative, the slope of :math:`E`. Here it is
# positive. A larger :math:`w_1` makes the error larger, so this weight should become
# smaller. B decides: the line is less wrong there, but B is farther out. The other
# slope is negative, so :math:`w_0` should become larger. Move each by 0.1 and see. The
# error falls, but by less than 0.1 each time, because its slope changes on the way:

for w0_two, w1_two in [(1, 2), (1, 1.9), (1.1, 2)]:
    E_two = sse(y_two, predict(x_two, w0_two, w1_two))
    print(f"line {w1_two:.1f} * x1 + {w0_two:.1f}: error {E_two:.2f}")

# %%
# See the slope
# -------------
# Back to the 200 points and the guess. Keep :math:`w_0` and try many values of
# :math:`w_1`. The error makes a bowl. Its lowest place, near 0.9, is not yet the best
# slope of all, because :math:`w_0` stays at 1. At the guess the error falls towards the
# right: its slope is negative, and so :math:`w_1` should grow. The rest of this page
# finds a formula for this slope.

tries = np.linspace(-0.2, 2, 200)
errors = [sse(y, predict(x, w0, one)) for one in tries]
E = sse(y, y_hat)
steep = gradient(x, y, w0, w1)[1]
ends = np.array([w1 - 0.45, w1 + 0.45])

fig, ax = plt.subplots()
ax.plot(tries, errors, color="C2", linewidth=1.5)
ax.plot(ends, E + steep * (ends - w1), color="C1")
ax.plot(w1, E, "o", color="C1", markersize=8)
ax.text(w1 + 0.1, E + 2, f"slope ${steep:.1f}$")
ax.set(xlabel="$w_1$", ylabel="$E$")
ax.set_title("At the guess the error falls\nwhen $w_1$ grows")
fig.set_label(
    f"The error against w1, with w0 = {w0:g}, is a bowl. At w1 = {w1:g} a straight piece "
    f"touches it, which falls to the right with a slope of {steep:.1f}."
)
plt.show()

# %%
# Take three derivatives
# ----------------------
# Now the same as a formula, for any number of points. A weight does not touch the
# error directly. The weight changes :math:`Z`, then :math:`Z` changes
# :math:`\hat y`, and :math:`\hat y` changes :math:`E`. Each of these steps has an easy
# derivative. For one point they are:
#
# .. math::
#
#    \frac{\partial E}{\partial \hat y} &= \hat y - y , \\
#    \frac{\partial \hat y}{\partial Z} &= 1 , \\
#    \frac{\partial Z}{\partial w_1} &= x_1 , \qquad
#    \frac{\partial Z}{\partial w_0} = x_0 = 1 .
#
# The first comes from half the square. It stays the same if the difference is turned
# round: :math:`\frac12 (y - \hat y)^2 = \frac12 (\hat y - y)^2`. Its exponent comes down
# and cancels the half, see :eq:`sse-grad`. The second says that
# :math:`\mathrm{Linear}(Z) = Z` rises as fast as :math:`Z`, see :eq:`linear-grad`. The
# third is what the weight is multiplied by in :math:`Z = w_1 x_1 + w_0 x_0`, see
# :eq:`third-factor`.

# %%
# Multiply them
# -------------
# If :math:`\hat y` changes twice as fast as :math:`Z`, and :math:`Z` changes three
# times as fast as a weight, then :math:`\hat y` changes six times as fast as the
# weight. This is the *chain rule*: along a chain, derivatives are multiplied. Do so for
# each point :math:`i`, then add up all :math:`N` points. Here :math:`w` is either
# weight, :math:`w_0` or :math:`w_1`:
#
# .. math::
#
#    \frac{\partial E}{\partial w} = \sum_{i=1}^{N}
#    \frac{\partial E}{\partial \hat y_i} \cdot
#    \frac{\partial \hat y_i}{\partial Z_i} \cdot
#    \frac{\partial Z_i}{\partial w} .
#
# .. index:: ! backpropagation
#
# It starts at the error and goes back to the weight, step by step. That is why this
# way of computing is called *backpropagation*. In a network with many layers of
# neurons it goes back through all of them in the same way.

# %%
# Write both sums out
# -------------------
# Put the three derivatives in. The one in the middle is 1 and drops out:
#
# .. math::
#
#    \frac{\partial E}{\partial w_1} &= \sum (\hat y - y) \cdot 1 \cdot x_1
#    = \sum (\hat y - y)\, x_1 , \\
#    \frac{\partial E}{\partial w_0} &= \sum (\hat y - y) \cdot 1 \cdot x_0
#    = \sum (\hat y - y) .
#
# The two numbers together are the *gradient* of :math:`E`. In code:

error = y_hat - y
dE_dw1 = np.sum(error * 1 * x)
dE_dw0 = np.sum(error * 1 * 1)
print(f"dE/dw1 is {dE_dw1:.1f}, dE/dw0 is {dE_dw0:.1f}")

# %%
# Where is the minus sign?
# ------------------------
# The post writes these products with a minus sign in front. It is the same number,
# because turning a difference round changes its sign. For one point:
#
# .. math::
#
#    -(y - \hat y) \cdot 1 \cdot x_1 = (\hat y - y)\, x_1 .
#
# The derivation of both sums is at :eq:`slopes`.

# %%
# See what each point adds
# ------------------------
# Each stick is the share of one point, which has the opposite sign of its pull: a
# positive share pulls the weight down, a negative one pulls it up. For :math:`w_0` the
# left and the right nearly cancel. For :math:`w_1` they do not: points on the right
# have a larger :math:`x_1`, so their shares are larger.

fig, axes = plt.subplots(2, 1, sharex=True, sharey=True, figsize=(5.6, 5.2))
for k, share in enumerate([error, error * x]):
    total = [dE_dw0, dE_dw1][k]
    axes[k].vlines(x, 0, share, color="C0", linewidth=1)
    axes[k].plot(x, share, "o", markersize=2.5)
    axes[k].text(1, 0.9, f"for $w_{k}$: sum ${total:.1f}$", ha="right", va="top")
    axes[k].set(ylabel="share")
axes[0].set_title("For $w_0$ left and right nearly cancel,\nfor $w_1$ the right wins")
axes[1].set(xlabel="$x_1$")
fig.set_label(
    "Two rows of sticks, one stick a point. In both the left is positive, the right is "
    "negative, and in the middle are both. For w0 they nearly cancel, and add up to "
    f"{dE_dw0:.1f}. For w1 the left is short and the right is long, and they add up to "
    f"{dE_dw1:.1f}."
)
plt.show()

# %%
# **Try this:** take the line with the smallest error of all, which NumPy finds by
# ``np.polyfit(x, y, 1)``. What do the two sums make there?

w1_best, w0_best = np.polyfit(x, y, 1)
sums = gradient(x, y, w0_best, w1_best)
print(f"The sums are {abs(sums[1]):.6f} and {abs(sums[0]):.6f}: the pulls cancel.")
print("The error is a bowl, so this is its lowest point.")

# %%

assert np.allclose((dE_dw0, dE_dw1), gradient(x, y, w0, w1))
assert np.allclose(sums, 0)

# %%
# Next: where do the points come from?
