r"""
Can a run be known before it starts?
====================================

Yes, every line and every error of it: after :math:`k` epochs the weights are
:math:`w_k = w^* + (I - \eta H)^k (w_{\text{start}} - w^*)`, which is :eq:`distance`
applied :math:`k` times. Here :math:`w` is the pair of both weights and :math:`w^*`
the best pair, from :eq:`least-squares`. Even the number of epochs that a run needs
can be counted in advance.
"""

import matplotlib.pyplot as plt
import numpy as np

from linreg import Moments, init_weights, make_line, predict, sse, train

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, intercept = make_line(rng=0)
w0, w1 = init_weights(rng=1)
learning_rate = 0.001
moments = Moments.from_data(x, y)
H = moments.hessian
best = np.array(moments.least_squares())
missing = np.array([w0, w1]) - best


def predicted(epoch):
    shrink = np.linalg.matrix_power(np.eye(2) - learning_rate * H, epoch)
    return best + shrink @ missing


# %%
# Predict first, train later
# --------------------------
# The circles are computed before :func:`linreg.train` is called. One matrix, raised
# to a power, jumps to any epoch at once.

epochs = np.arange(0, 301, 20)
weights = np.array([predicted(k) for k in epochs])
errors = [sse(y, predict(x, *pair)) for pair in weights]

run = train(x, y, w0=w0, w1=w1, learning_rate=learning_rate, epochs=300)

ends = np.array([0, 1])  # two points are enough to draw a line
circles = {"color": "C4", "markersize": 7, "fillstyle": "none"}

fig, (ax, curve) = plt.subplots(1, 2, figsize=(6.4, 3.8))
ax.plot(x, y, "o", markersize=2.5)
for k, pair in zip(epochs, weights, strict=True):
    line = predict(ends, run.w0[k], run.w1[k])
    ax.plot(ends, line, color="C1", alpha=0.6 + 0.4 * k / 300, linewidth=1.5)
    ax.plot(ends, predict(ends, *pair), "o", **circles)
curve.semilogy(run.sse, color="C1")
curve.semilogy(epochs, errors, "o", **circles)
ax.set(xlabel="$x_1$", ylabel="$y$")
ax.set_title("Every line and every error ends up in its circle")
curve.set(xlabel="epoch", ylabel="$E$")
fig.set_label(  # for readers who cannot see the figure
    "Left, sixteen lines of a run with predicted circles at both ends; right, the "
    "error of the run on a logarithmic axis with sixteen predicted circles. Every "
    "circle is where the run went."
)
plt.show()

# %%
# Split the error in two
# ----------------------
# The matrix H of :eq:`linear-gradient` has two directions that it only stretches,
# each by its :term:`curvature` :math:`\lambda`. Along them :math:`(I - \eta H)^k` is
# a plain power, :math:`(1 - \eta \lambda)^k`. So what is missing has a fast part and
# a slow part, and so has the error above its :term:`floor`: a part of length
# :math:`a` costs :math:`\frac12 \lambda a^2`. On this axis a cost that shrinks by a
# fixed factor is a straight line. The two costs add up, since the directions are
# perpendicular and neither changes the other.

curvatures, directions = np.linalg.eigh(H)  # the flat direction first, then the steep
floor = sse(y, predict(x, *best))


def costs(part):
    return 0.5 * curvatures * part**2


k = np.arange(301)
start = missing @ directions
parts = costs(start * (1 - learning_rate * curvatures) ** k[:, None])
seen = costs((np.array([run.w0, run.w1]).T - best) @ directions)

fig, ax = plt.subplots()
ax.semilogy(run.sse, color="C1")
ax.semilogy(seen, color="C1", linewidth=1)
ax.semilogy(k[::20], parts[::20, 0], "o", **circles)
ax.semilogy(k[:31:5], parts[:31:5, 1], "o", **circles)
ax.axhline(floor, color="C3", linestyle="--", linewidth=1.5)
ax.text(120, 12, "error")
ax.text(195, 0.15, "slow part", ha="right")
ax.text(26, 0.01, "fast part")
ax.text(300, floor * 0.85, "floor", ha="right", va="top")
ax.set(xlabel="epoch", ylabel="$E$ and its parts", ylim=(3e-4, 1e3))
ax.set_title("The fast part is gone after 20 epochs")
fig.set_label(
    "The error on a logarithmic axis with its two parts. The fast part falls steeply "
    "and leaves the figure near epoch 20; the slow part falls along a straight line "
    "and crosses the floor of the error. Predicted circles lie on both."
)
plt.show()

# %%
# Count the epochs beforehand
# ---------------------------
# At half of the largest stable rate or less the slow part comes last, and its factor
# lies between 0 and 1. After :math:`k` epochs no more than a share tol of it is left,
#
# .. math::
#    :label: epochs-to-go
#
#    (1 - \eta \lambda_{\min})^k \le \mathrm{tol}
#    \quad\text{exactly if}\quad
#    k \ge \frac{\ln \mathrm{tol}}{\ln(1 - \eta \lambda_{\min})} .
#
# The logarithm of the factor is negative, so dividing by it turns the sign round. The
# count comes first, the run after it.

tolerances = np.array([0.5, 0.1, 0.01, 0.001])
exact_count = np.log(tolerances) / np.log(1 - learning_rate * curvatures[0])
needed = np.ceil(exact_count).astype(int)

longer = train(x, y, w0=w0, w1=w1, learning_rate=learning_rate, epochs=needed[-1])
d = np.array([longer.w0, longer.w1]).T - best
share = d @ directions[:, 0] / start[0]

fig, ax = plt.subplots()
ax.semilogy(share, color="C1")
ax.semilogy(exact_count, tolerances, "o", **(circles | {"markersize": 11}))
for count, tolerance in zip(needed[:3], tolerances, strict=False):
    ax.text(count + 12, tolerance, f"{tolerance:.0%} after {count}", va="center")
ax.text(needed[-1] - 14, tolerances[-1], f"0.1% after {needed[-1]}", ha="right")
ax.set(xlabel="epoch", ylabel="share of the slow part that is left")
ax.set_title(f"{needed[2]} epochs leave 1% of the slow part, as counted")
fig.set_label(
    "The share of the slow part against the epoch, a straight line on a logarithmic "
    f"axis. The predicted circles, 50% after {needed[0]} epochs, 10% after "
    f"{needed[1]}, 1% after {needed[2]} and 0.1% after {needed[3]}, lie on it."
)
plt.show()

# %%
# Compare prediction and run
# --------------------------
# The two differ by rounding only. The error is a square, so where a share of the slow
# part of the weights is left, only the square of that share is left of its cost.

everything = np.array([predicted(epoch) for epoch in k])
off = abs(everything - np.array([run.w0, run.w1]).T).max()
cost_left = (longer.sse[needed[2]] - floor) / parts[0, 0]

print(f"{'':10}{'w0':>10}{'w1':>10}")
print(f"{'predicted':10}{everything[-1, 0]:10.4f}{everything[-1, 1]:10.4f}")
print(f"{'learned':10}{run.w0[-1]:10.4f}{run.w1[-1]:10.4f}")
print(f"{'exact':10}{best[0]:10.4f}{best[1]:10.4f}")
print(f"{'true':10}{intercept:10.4f}{slope:10.4f}")
print(f"prediction and run differ by at most   {off:.0e}")
print(f"left after 20 epochs, fast part of E   {parts[20, 1]:.4f}")
print(f"left after 20 epochs, slow part of E   {parts[20, 0]:.4f}")
print(f"slow part left after 300 epochs        {share[300]:.1%}")
print(f"slow part left after {needed[2]} epochs        {share[needed[2]]:.1%}")
print(f"what that part still costs             {cost_left:.2%} of the start")

# A gradient rounds N times, by a machine epsilon of the sizes it adds. Later updates
# shrink what rounding did, so that all of them together leave no more than this.
sizes = (abs(y) + abs(w1 * x) + abs(w0)).sum()
rounding = x.size * 2.0**-52 * sizes / curvatures[0]
assert off < rounding
# An error changes by its gradient times what the weights are off, and the gradient is
# at most the root of 2 lambda_max E.
steepest = np.sqrt(2 * curvatures[1] * run.sse)
assert (abs(parts.sum(axis=1) + floor - run.sse) <= steepest * rounding).all()
assert (abs(errors - run.sse[epochs]) <= (steepest * rounding)[epochs]).all()
# The fast part is gone for the eye: less than the width of the error's line.
assert parts[20, 1] < 1e-4 * parts[20, 0]
# The counts hold to the epoch for the slow part, and they suffice for everything that
# is missing, because the fast part shrinks faster.
assert (share[needed] <= tolerances).all()
assert (share[needed - 1] > tolerances).all()
assert (np.hypot(*d[needed].T) <= tolerances * np.hypot(*missing)).all()
assert cost_left <= tolerances[2] ** 2

# %%
# **Try this:** print ``predicted(-20)`` and train for 20 epochs from there. Do you
# know the weights at which you arrive?
