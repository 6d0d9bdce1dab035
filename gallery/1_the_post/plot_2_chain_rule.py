r"""
What does each point want from the weights?
===========================================

Every point contributes a product of three factors to the gradient, and
:func:`linreg.gradient` adds the products up. The factors are those of the chain
rule, :math:`\frac{\partial E}{\partial w} = \sum \frac{\partial E}{\partial \hat y}
\cdot \frac{\partial \hat y}{\partial Z} \cdot \frac{\partial Z}{\partial w}` by
:eq:`chain-rule`, and :eq:`gradient` is what becomes of them.
"""

import matplotlib.pyplot as plt
import numpy as np

from linreg import (
    gradient,
    init_weights,
    linear_grad,
    make_line,
    net_input,
    predict,
    sse_grad,
)

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, intercept = make_line(rng=0)
order = np.argsort(x)  # from left to right, so that a running sum can be drawn
x, y = x[order], y[order]
w0, w1 = init_weights(rng=1)
i = 150  # the point of the first figure

dE_dy_hat = sse_grad(y, predict(x, w0, w1))
dy_hat_dz = linear_grad(net_input(x, w0, w1))
share_w0 = dE_dy_hat * dy_hat_dz * 1
share_w1 = dE_dy_hat * dy_hat_dz * x

# %%
# Multiply three factors
# ----------------------
# Both weights have two factors in common: how wrong the point is, :eq:`sse-grad`, and
# the slope of the activation, :eq:`linear-grad`. The third is what the weight is
# multiplied by, :eq:`third-factor`. The product is the point's share of the gradient.
# Where it is negative, a larger weight would make the error smaller.

heads = [r"$\partial E/\partial\hat y$", r"$\partial\hat y/\partial Z$"]
heads += [r"$\partial Z/\partial w$", "share"]
rows = [
    [dE_dy_hat[i], dy_hat_dz[i], 1, share_w0[i]],
    [dE_dy_hat[i], dy_hat_dz[i], x[i], share_w1[i]],
]

fig, ax = plt.subplots(figsize=(6.4, 2.4))
for k, row in enumerate(rows):
    for left, (head, number) in enumerate(zip(heads, row, strict=True)):
        box = {
            "boxstyle": "round,pad=0.6",
            "facecolor": "none",
            "edgecolor": f"C{left // 3}",
        }
        sign = [f"$w_{k}$", r"$\times$", r"$\times$", "$=$"][left]
        ax.text(left, 0.9, head if k == 0 else "", ha="center", va="center")
        ax.text(left - 0.5, -k, sign, ha="center", va="center", size=13)
        ax.text(
            left, -k, f"${number:.3g}$", ha="center", va="center", size=13, bbox=box
        )
ax.set(xlim=(-0.6, 3.6), ylim=(-1.4, 1.1))
ax.axis("off")
ax.set_title(f"The point at $x_1 = {x[i]:.2f}$ finds both weights too small")
words = "{:.3g} times {:.3g} times {:.3g} makes {:.3g}"
fig.set_label(f"For w0, {words.format(*rows[0])}. For w1, {words.format(*rows[1])}.")
plt.show()

# %%
# Add up all points
# -----------------
# Each stick is the share of one point: below zero where the point asks for a larger
# weight. The running sum collects the shares from left to right and ends at the
# gradient.

slopes = gradient(x, y, w0, w1)

fig, axes = plt.subplots(2, 2, sharex=True, sharey="row", figsize=(6.4, 4.8))
for k, share in enumerate([share_w0, share_w1]):
    above, below = axes[:, k]
    above.vlines(x, 0, share, color="C0", linewidth=1)
    above.plot(x, share, "o", markersize=2.5)
    above.text(0.95, 0.88, f"for $w_{k}$", ha="right", transform=above.transAxes)
    below.plot(x, share.cumsum(), color="C1")
    below.plot(1, slopes[k], "*", color="C3", markersize=14)
    text = rf"$\partial E/\partial w_{k} = {slopes[k]:.0f}$"
    below.text(0.9, slopes[k], text, ha="right", va="center")
axes[0, 0].set(
    title=f"{x.size} shares add up to one gradient entry a weight", ylabel="share"
)
axes[1, 0].set(xlabel="$x_1$", ylabel="running sum", ylim=(1.15 * min(slopes), 40))
axes[1, 1].set(xlabel="$x_1$")
plt.show()

# %%
# See them cancel at the best line
# --------------------------------
# One line has the smallest error of all, the least-squares line, which NumPy finds
# directly. There the points still disagree, but their shares cancel, for both
# weights: the errors add up to 0, and so do the errors times the inputs.

w1_exact, w0_exact = np.polyfit(x, y, 1)
error = sse_grad(y, predict(x, w0_exact, w1_exact))

fig, axes = plt.subplots(2, 2, sharex=True, sharey="row", figsize=(6.4, 4.8))
for k, share in enumerate([error, error * x]):
    above, below = axes[:, k]
    above.vlines(x, 0, share, color="C0", linewidth=1)
    above.plot(x, share, "o", markersize=2.5)
    above.text(0.05, 0.88, f"for $w_{k}$", transform=above.transAxes)
    below.plot(x, share.cumsum(), color="C1")
    below.plot(1, 0, "*", color="C3", markersize=14)
axes[0, 0].set(title="At the best line all shares cancel", ylabel="share")
axes[1, 0].set(xlabel="$x_1$", ylabel="running sum")
axes[1, 1].set(xlabel="$x_1$")
fig.set_label(
    "At the best line the shares have both signs, and their running sum returns to 0."
)
plt.show()

# %%
# Put it in numbers
# -----------------
# At the best line both entries are 0 up to rounding. The error is a bowl, so its only
# flat spot is its bottom: no step can make the error smaller.

print(f"gradient at the start      {slopes[0]:12.4f} {slopes[1]:12.4f}")
print(f"gradient at the best line  {error.sum():12.1e} {(error * x).sum():12.1e}")

# The first title says that the point finds both weights too small.
assert max(share_w0[i], share_w1[i]) < 0
# Each of N additions may round by the machine epsilon times the sizes that are added.
rounding = x.size * np.finfo(float).eps * abs(y).sum()
assert np.allclose([share_w0.sum(), share_w1.sum()], slopes, rtol=0, atol=rounding)
assert np.allclose(gradient(x, y, w0_exact, w1_exact), 0, rtol=0, atol=rounding)

# %%
# **Try this:** leave one point out of the best line's sum. Which point unbalances
# :math:`w_1` most, and is it the one with the largest error?
