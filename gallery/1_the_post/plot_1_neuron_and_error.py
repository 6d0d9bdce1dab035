r"""
What does one neuron compute, and how wrong is it?
==================================================

One neuron computes a straight line, such as the one that gives the rent to expect for
each size of a flat. To say how wrong the line is, square the miss of each point, add
up the squares and take half. For the line in the figure that makes 31.5.
"""

import matplotlib.pyplot as plt
import numpy as np

from linreg import linear, make_line, net_input, sse

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, intercept = make_line(rng=0)
w0, w1 = 1.0, 0.5  # a guess: where the line starts, and its slope
i = 102  # the point that this page follows; any other would do

# %%
# Draw a line through points
# --------------------------
# Suppose you know the size and the rent of many flats. Draw each flat as a point. A
# line through the points then tells you what rent to expect for a size that is not
# among them. That is why people want a line: it also answers where there is no point.
#
# Our 200 points are made up, so they have no unit. Across goes :math:`x_1`, what we
# know: the *input*. Up goes :math:`y`, what we want to know: the *target*. The thick
# line is a guess, and not a good one. It is too high on the left and too low on the
# right.

# %%
# Measure one miss, then square it
# --------------------------------
# Look at the large dot. How far does it lie above the line? This is its *miss*. The
# miss of a point below the line is negative.

height = w1 * x[i] + w0
miss = y[i] - height
print(f"the line says {height:.2f}, the target is {y[i]:.2f}")
print(f"the miss is {miss:.2f}, its square {miss**2:.2f}")

# %%
# The square in the figure has this miss as its side. (It is drawn as wide as it is
# high: do not read its width on the axis of :math:`x_1`.) Why a square? The square of a
# negative miss is positive, too. So misses on both sides add up, and cannot cancel. And
# a large miss counts more: a side that is twice as long makes an area that is four
# times as large.

squeeze = 0.25  # the length of a unit up, as a part of that of a unit across

fig, ax = plt.subplots(figsize=(5.6, 3.9))
ax.plot(x, y, "o", alpha=0.45, markeredgewidth=0)
ax.plot([0, 1], [w0, w0 + w1], color="C1")
ax.bar(
    x[i],
    miss,
    width=-squeeze * miss,
    bottom=height,
    align="edge",
    alpha=0.35,
    color="C1",
)
ax.plot([x[i], x[i]], [height, y[i]], color="C1")
ax.plot(x[i], y[i], "o", color="C0", markersize=9)
ax.text(x[i] + 0.015, height + miss / 2.4, f"miss {miss:.2f}", va="center")
ax.text(
    x[i] - squeeze * miss - 0.015,
    y[i] - 0.1,
    f"its square {miss**2:.2f}",
    ha="right",
    va="center",
)
ax.set(xlabel="$x_1$", ylabel="$y$", aspect=squeeze)
ax.set_title(f"The line misses this point by {miss:.2f}")
fig.set_label(  # for readers who cannot see the figure
    f"{x.size} points rise from left to right, more steeply than the line of the guess: "
    "it is above the points on the left and below them on the right. One point lies "
    f"{miss:.2f} above the line. This miss is the side of a square with an area of "
    f"{miss**2:.2f}."
)
plt.show()

# %%
# Compute the line as a neuron does
# ---------------------------------
# A neuron multiplies each input by a number of its own, its *weight*, and adds up:
#
# .. math::
#
#    Z = w_1 x_1 + w_0 x_0 .
#
# :math:`Z` is the *net input*. The weight :math:`w_1` is the slope of the line.
# :math:`x_0` is the *bias unit*, an input that is always 1. So :math:`w_0` is simply
# added: it is the height at which the line starts. More about the net input is at
# :eq:`net-input`.
#
# Then the neuron applies a function to :math:`Z`, its *activation*. Many neurons bend
# their line here. Ours is a *linear* neuron: the activation :eq:`linear` hands
# :math:`Z` on as it is.
#
# .. math::
#
#    \hat y = \mathrm{Linear}(Z) = Z .
#
# :math:`\hat y`, read "y hat", is the *prediction*: what the neuron says about
# :math:`y`. In code each step is one line, for all points at once:

z = net_input(x, w0, w1)  # w1 * x + w0
y_hat = linear(z)  # z
print(f"point {i}: Z = {w1} * {x[i]:.2f} + {w0} * 1 = {z[i]:.2f}")

# %%
# Add up all squares
# ------------------
# The miss of a point is :math:`y - \hat y`. Square all misses, add them up, take half:
#
# .. math::
#
#    E = \frac12 \sum (y - \hat y)^2 .
#
# The Greek letter sigma says: add up over all points. :math:`E` is the *error*; other
# books call it the loss or the cost. The half does not change which line is best. It
# makes the next page simpler. The package computes the error with :func:`linreg.sse`,
# and more about it is at :eq:`sse`.

E = 0.5 * np.sum((y - y_hat) ** 2)
print(f"E = {E:.2f}, by linreg.sse {sse(y, y_hat):.2f}")

# %%
# See the whole neuron
# --------------------
# This is the neuron as people draw it. The numbers are those of the large dot. Read
# from left to right: two inputs, two weights, one sum, then the comparison with the
# target.

nodes = [
    (0, 2, "C2", "$x_0$", "1"),
    (0, 0, "C0", "$x_1$", f"{x[i]:.2f}"),
    (2.2, 1, "C1", "$Z$", f"{z[i]:.2f}"),
    (4.2, 1, "C1", r"$\hat y$", f"{y_hat[i]:.2f}"),
    (4.2, -1, "C0", "$y$", f"{y[i]:.2f}"),
    (6.2, 0, "C1", "$E$", f"+ {miss**2 / 2:.2f}"),
]
edges = [(0, 2), (1, 2), (2, 3), (3, 5), (4, 5)]
labels = [
    (1.35, 1.8, f"$w_0 = {w0:g}$"),
    (1.35, 0.05, f"$w_1 = {w1:g}$"),
    (3.2, 1.15, "Linear"),
]

fig, ax = plt.subplots(figsize=(5.6, 3.8))
for left, up, colour, name, number in nodes:
    ax.plot(left, up, "o", color=colour, markersize=34, fillstyle="none")
    ax.text(left, up, name, ha="center", va="center", size=15)
    ax.text(left, up - 0.52, number, ha="center", va="top")
arrow = {"arrowstyle": "-|>", "color": "0.5", "shrinkA": 19, "shrinkB": 19}
for tail, head in edges:
    ax.annotate("", xy=nodes[head][:2], xytext=nodes[tail][:2], arrowprops=arrow)
for left, up, text in labels:
    ax.text(left, up, text, ha="center")
ax.set(xlim=(-0.6, 6.8), ylim=(-2.1, 2.6), aspect="equal")
ax.axis("off")
ax.set_title(f"This point adds {miss**2 / 2:.2f} to the error")
fig.set_label(
    f"Network diagram with numbers. The inputs x0 = 1 and x1 = {x[i]:.2f}, weighted "
    f"by w0 = {w0:g} and w1 = {w1:g}, make Z = {z[i]:.2f}. Linear hands it on as "
    f"y_hat, which meets the target y = {y[i]:.2f}. Half the squared difference, "
    f"{miss**2 / 2:.2f}, goes into the error E."
)
plt.show()

# %%
# Fit it by hand
# --------------
# Now find a better line yourself. Change the two weights until the sum of the squares
# is as small as you can get it. The neuron itself starts from a :doc:`far worse line
# <plot_4_start>`, and gets to an error of 1.08. You also see how the points pull at
# both weights. The next page says why they do.
#
# .. fit-by-hand::

# %%
# **Try this:** let every miss be twice as long. How large is the error then? Think of
# the squares before you compute.

doubled = 0.5 * np.sum((2 * (y - y_hat)) ** 2)
print(f"The error is {doubled:.1f} in place of {E:.1f}: {doubled / E:.0f} times.")

# %%

# One weight and one input at a time, and all at once, make the same.
assert y_hat[i] == height
assert np.isclose(E, sse(y, y_hat), rtol=1e-14)

# %%
# Next: which way should each weight move, so that the error becomes smaller?
