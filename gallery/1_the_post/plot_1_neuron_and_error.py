r"""
What does one neuron compute, and how wrong is it?
==================================================

A linear neuron multiplies its input by one weight and adds another, :math:`\hat y =
Z = w_1 x_1 + w_0 x_0` by :eq:`net-input` and the activation :eq:`linear`, and
:func:`linreg.sse` turns all its misses into a single number, :math:`E = \frac12 \sum
(y - \hat y)^2` by :eq:`sse`. Here they meet 200 points and a bad pair of weights.
"""

import matplotlib.pyplot as plt
import numpy as np

from linreg import init_weights, linear, make_line, net_input, sse

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, intercept = make_line(rng=0)
w0, w1 = init_weights(rng=1)
i = 4  # the point that the first figure follows

z = net_input(x, w0, w1)
y_hat = linear(z)
E = sse(y, y_hat)
print(f"Z = w1 * x1 + w0 * x0 = {w1:.2f} * {x[i]:.2f} + {w0:.2f} * 1 = {z[i]:.2f}")

# %%
# Follow one point through the neuron
# -----------------------------------
# The numbers belong to one point. The shapes say what the code holds: all points
# travel together in one array, while a weight and the error are single numbers. The
# input :math:`x_0` is the bias unit: it is always 1 and lets :math:`w_0` shift the
# line.

nodes = [
    (0, 2, "C2", "$x_0$", "1\nscalar"),
    (0, 0, "C0", "$x_1$", f"${x[i]:.2f}$\n{x.shape}"),
    (2.2, 1, "C1", "$Z$", f"${z[i]:.2f}$\n{z.shape}"),
    (4.4, 1, "C1", r"$\hat y$", f"${y_hat[i]:.2f}$\n{y_hat.shape}"),
    (4.4, -1, "C0", "$y$", f"${y[i]:.2f}$\n{y.shape}"),
    (6.6, 0, "C1", "$E$", f"{E:.1f}, all points\nscalar"),
]
edges = [(0, 2), (1, 2), (2, 3), (3, 5), (4, 5)]
labels = [
    (1.5, 1.7, f"$w_0 = {w0:.2f}$"),
    (0.92, 0.75, f"$w_1 = {w1:.2f}$"),
    (3.25, 1.12, "Linear"),
]

fig, ax = plt.subplots(figsize=(6.4, 3.7))
for left, up, colour, name, text in nodes:
    ax.plot(
        left,
        up,
        "o",
        color=colour,
        markersize=36,
        fillstyle="none",
        markeredgewidth=2,
    )
    ax.text(left, up, name, ha="center", va="center", size=15)
    ax.text(left, up - 0.52, text, ha="center", va="top", size=10)
arrow = {
    "arrowstyle": "-|>",
    "color": "0.5",
    "linewidth": 1.5,
    "shrinkA": 20,
    "shrinkB": 20,
}
for tail, head in edges:
    ax.annotate("", xy=nodes[head][:2], xytext=nodes[tail][:2], arrowprops=arrow)
for left, up, text in labels:
    ax.text(left, up, text, ha="center", size=10)
ax.set(xlim=(-0.6, 7.4), ylim=(-2.2, 2.6), aspect="equal")
ax.axis("off")
ax.set_title(f"For this point the neuron is {y[i] - y_hat[i]:.2f} too low")
fig.set_label(  # for readers who cannot see the figure
    f"Network diagram with numbers. The inputs x0 = 1 and x1 = {x[i]:.2f}, weighted "
    f"by w0 = {w0:.2f} and w1 = {w1:.2f}, make Z = {z[i]:.2f}; Linear hands it on as "
    f"y_hat, which meets the target y = {y[i]:.2f}. Over all {x.size} points the "
    f"error E is {E:.1f}."
)
plt.show()

# %%
# Fit it by hand
# --------------
#
# .. fit-by-hand::

# %%
# Square every miss
# -----------------
# Both axes of the next figure have the same scale, so that a squared miss is a real
# square. It opens to the left where the neuron is too high and to the right where it
# is too low; how far it reaches along the other axis means nothing. Five points are
# enough to see the rule.

few = np.argsort(x)[20::40]  # five points, evenly spread over the inputs
miss = y[few] - y_hat[few]

fig, ax = plt.subplots(figsize=(6.4, 4))
squares = ax.bar(
    x[few],
    miss,
    width=miss,
    bottom=y_hat[few],
    align="edge",
    alpha=0.3,
    facecolor="C1",
)
ax.bar(
    x[few],
    miss,
    width=miss,
    bottom=y_hat[few],
    align="edge",
    fill=False,
    edgecolor="C1",
)
ax.plot([0, 1], [w0, w0 + w1], color="C1")
ax.plot(x, y, "o", alpha=0.3, markeredgewidth=0)
ax.plot(x[few], y[few], "o", color="C0", markersize=7)
areas = [square.get_width() * square.get_height() for square in squares]
ax.set(xlabel="$x_1$", ylabel="$y$", aspect="equal")
ax.set_title(f"The areas add up to {sum(areas):.2f}, twice these points' error")
fig.set_label(
    "Rising points and a falling line. The vertical misses of five points are the "
    f"sides of five squares, whose areas add up to {sum(areas):.2f}: twice the error "
    "of these points."
)
plt.show()

# %%
# Compare with the formula
# ------------------------
# The areas are width times height of the squares as drawn. They make twice the error
# of their points, because of the half in :eq:`sse`.

print("five areas ", np.round(areas, 2))
print(f"their sum  {sum(areas):.6f}")
print(f"twice E    {2 * sse(y[few], y_hat[few]):.6f}, from linreg.sse")

assert y_hat[i] < y[i]  # too low, as the first title says
# Five squares pass through some twenty roundings of at most 1.2e-16 each.
assert np.isclose(sum(areas), 2 * sse(y[few], y_hat[few]), rtol=1e-14, atol=0)

# %%
# **Try this:** move ``w0`` up by 1 and say, before you run it, which squares will
# grow.
