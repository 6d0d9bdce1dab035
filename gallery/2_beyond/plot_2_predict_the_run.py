r"""
Can a run be known before it starts?
====================================

Yes, every line and every error of it, if the best line is known already. Each epoch
shrinks the distance from the best weights in the same way. Whoever knows the best line
needs no run, so this only explains it. But the inputs and the learning rate alone tell
how fast the distance shrinks.
"""

import matplotlib.pyplot as plt
import numpy as np

from linreg import init_weights, make_line, predict, sse, train

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, intercept = make_line(rng=0)
w0, w1 = init_weights(rng=1)
learning_rate = 0.001

# %%
# Predict first, train later
# --------------------------
# Write :math:`w` for the pair of both weights and :math:`w^*` for the best pair, from
# :eq:`least-squares`. The slopes of the error are H times the distance between them.
# Here H is the table of four numbers from :doc:`the chapter before this one
# </chapters/2_beyond/plot_1_bowl_and_hinge>`. An update takes the learning rate
# :math:`\eta` times these slopes away. So the distance is multiplied by the matrix
# :math:`I - \eta H`, see :eq:`distance`, where I is the matrix that changes nothing.
# After :math:`k` epochs the distance has been multiplied :math:`k` times:
#
# .. math::
#
#    w_k = w^* + (I - \eta H)^k (w_{\text{start}} - w^*) .
#
# So one matrix, raised to a power, jumps to any epoch at once.

H = np.array([[x.size, x.sum()], [x.sum(), x @ x]])
best = np.polyfit(x, y, 1)[::-1]  # NumPy gives the slope first, we the height
missing = np.array([w0, w1]) - best


def predicted(epoch):
    shrink = np.linalg.matrix_power(np.eye(2) - learning_rate * H, epoch)
    return best + shrink @ missing


# %%
# In the first figure, the circles are the ends of the predicted lines. They were
# computed before :func:`linreg.train` was called.

epochs = np.arange(0, 301, 20)
weights = np.array([predicted(epoch) for epoch in epochs])

run = train(x, y, w0=w0, w1=w1, learning_rate=learning_rate, epochs=300)

ends = np.array([0, 1])  # two points are enough to draw a line
circles = {"color": "C4", "markersize": 8, "fillstyle": "none"}

fig, ax = plt.subplots(figsize=(5.6, 4.2))
ax.plot(x, y, "o", markersize=2.5)
for k, pair in zip(epochs, weights, strict=True):
    line = predict(ends, run.w0[k], run.w1[k])
    ax.plot(ends, line, color="C1", alpha=0.6 + 0.4 * k / 300, linewidth=1.5)
    ax.plot(ends, predict(ends, *pair), "o", **circles)
ax.set(xlabel="$x_1$", ylabel="$y$")
ax.set_title("Every line of the run ends in its circles")
fig.set_label(  # for readers who cannot see the figure
    "Sixteen lines of a run over the points, with predicted circles at both ends of "
    "each line. Every circle is where the run went."
)
plt.show()

# %%
# Split the error in two
# ----------------------
# The bowl of the error curves most in one direction and least in another. H only
# stretches these two, each by its :term:`curvature` :math:`\lambda`. Along them
# :math:`(I - \eta H)^k` is a plain power, :math:`(1 - \eta \lambda)^k`. So write the
# distance as so much along the steep direction, its fast part, plus so much along the
# flat one, its slow part. The error above its :term:`floor`, the smallest error there
# is, then has two parts as well, the fast error and the slow error. A parabola that
# curves by :math:`\lambda` has risen by :math:`\frac12 \lambda a^2` at the distance
# :math:`a`, so that is what a part of length :math:`a` costs.

curvatures, directions = np.linalg.eigh(H)  # the flat direction first, then the steep
k = np.arange(301)
parts = missing @ directions  # so much along each direction
lengths = parts * (1 - learning_rate * curvatures) ** k[:, None]  # a row for each k
costs = 0.5 * curvatures * lengths**2
floor = sse(y, predict(x, *best))
print(f"epoch 20: fast error {costs[20, 1]:.4f}, slow error {costs[20, 0]:.4f}")

# %%
# On a logarithmic axis, what shrinks by the same factor in each epoch is a straight
# line. The circles are predicted here, too.

fig, ax = plt.subplots(figsize=(5.6, 4.2))
thin = circles | {"linewidth": 1}
ax.semilogy(run.sse, color="C1")
ax.semilogy(k[::20], (costs.sum(axis=1) + floor)[::20], "o", **circles)
ax.semilogy(k[::20], costs[::20, 0], "o-", **thin)
ax.semilogy(k[:31:5], costs[:31:5, 1], "o-", **thin)
ax.axhline(floor, color="C3", linestyle="--", linewidth=1.5)
ax.text(120, 14, "error")
ax.text(190, 0.15, "slow error", ha="right")
ax.text(28, 0.01, "fast error")
ax.text(300, floor * 0.75, "floor", ha="right", va="top")
ax.set(xlabel="epoch", ylabel="$E$ and its parts", ylim=(3e-4, 1e3))
ax.yaxis.set_major_formatter("{x:g}")
ax.set_title("The fast error is gone after 20 epochs")
fig.set_label(
    "The error on a logarithmic axis, with predicted circles on it and on its two "
    "parts. The fast error falls steeply and leaves the figure near epoch 20; the slow "
    "error falls along a straight line and crosses the floor of the error."
)
plt.show()

# %%
# Count the epochs beforehand
# ---------------------------
# At rates below :math:`2 / (\lambda_{\min} + \lambda_{\max})`, which is 0.0072 here,
# :math:`1 - \eta \lambda_{\min}` is the larger factor in size, so the slow part of the
# distance is the last to go. How many epochs does it take until only a share tol of it
# is left? Each epoch multiplies it by its factor
# :math:`1 - \eta \lambda_{\min}`, which is 0.986 here. So
#
# .. math::
#    :label: epochs-to-go
#
#    (1 - \eta \lambda_{\min})^k &\le \mathrm{tol} \\
#    \text{exactly if}\quad
#    k &\ge \frac{\ln \mathrm{tol}}{\ln(1 - \eta \lambda_{\min})} .
#
# The logarithm of the factor is negative, so dividing by it turns "at most" into "at
# least".

tolerances = np.array([0.5, 0.1, 0.01, 0.001])
exact_count = np.log(tolerances) / np.log(1 - learning_rate * curvatures[0])
needed = np.ceil(exact_count).astype(int)
for tolerance, count in zip(tolerances, needed, strict=True):
    print(f"{100 * tolerance:g}% are left after {count} epochs")

# %%
# The counts come first, the run after them.

longer = train(x, y, w0=w0, w1=w1, learning_rate=learning_rate, epochs=needed[-1])
distances = np.array([longer.w0, longer.w1]).T - best
share = distances @ directions[:, 0] / lengths[0, 0]

fig, ax = plt.subplots()
ax.semilogy(share, color="C1")
ax.semilogy(exact_count, tolerances, "o", **(circles | {"markersize": 11}))
for count, tolerance in zip(needed[:3], tolerances, strict=False):
    ax.text(count + 12, tolerance, f"{tolerance:.0%} after {count}", va="center")
ax.text(needed[3] - 14, tolerances[3], f"0.1% after {needed[3]}", ha="right", va="top")
ax.set(xlabel="epoch", ylabel="share that is left", ylim=(3e-4, 1.5))
ax.yaxis.set_major_formatter("{x:.4g}")
ax.set_title(f"{needed[2]} epochs leave 1% of the slow part,\nas counted")
fig.set_label(
    "The share of the slow part that is left against the epoch, a straight line on a "
    f"logarithmic axis. The predicted circles, 50% after {needed[0]} epochs, 10% after "
    f"{needed[1]}, 1% after {needed[2]} and 0.1% after {needed[3]}, lie on it."
)
plt.show()

# %%
# **Try this:** where must a run start to reach our start after 20 epochs? Call
# ``predicted(-20)`` and train from there. A negative power undoes epochs.

earlier = predicted(-20)
arrived = train(
    x, y, w0=earlier[0], w1=earlier[1], learning_rate=learning_rate, epochs=20
)
print(f"It must start at the weights {earlier[0]:.4f} and {earlier[1]:.4f}.")
print(f"Then it arrives at {arrived.w0[-1]:.4f} and {arrived.w1[-1]:.4f}.")
print(f"Our start is {w0:.4f} and {w1:.4f}.")
factor = 1 - learning_rate * curvatures[1]
print(f"Backwards, each epoch divides the fast part by {factor:.3f}.")
print(f"So 20 of them make it {factor**-20:.0f} times as long.")

# %%
# Next: the factor of the fast part is :math:`1 - \eta \lambda_{\max}`. When its size
# exceeds 1, the run is lost: :doc:`how large may the learning rate be
# </chapters/2_beyond/plot_3_learning_rate>`?

assert np.allclose(weights, np.array([run.w0, run.w1]).T[epochs])
assert np.allclose(costs.sum(axis=1) + floor, run.sse)
assert (share[needed] <= tolerances).all()
assert (share[needed - 1] > tolerances).all()
assert np.allclose([arrived.w0[-1], arrived.w1[-1]], [w0, w1])
