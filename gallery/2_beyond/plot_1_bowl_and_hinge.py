r"""
Why do all late lines cross at one point?
=========================================

Late in a run the weights creep along a straight valley of the error, on which
intercept and slope change in a fixed ratio; lines whose weights do that turn about
one point, the :term:`hinge`. The valley is a property of the error :eq:`sse`, seen
here from above, and its direction follows from the inputs alone, by the matrix H of
:eq:`linear-gradient`.
"""

import matplotlib.pyplot as plt
import numpy as np

from linreg import Moments, init_weights, make_line, predict, sse, train

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, intercept = make_line(rng=0)
w0, w1 = init_weights(rng=1)
run = train(x, y, w0=w0, w1=w1, learning_rate=0.001, epochs=300)
w1_exact, w0_exact = np.polyfit(x, y, 1)
d = np.array([run.w0 - w0_exact, run.w1 - w1_exact])  # what is missing, every epoch

H = Moments.from_data(x, y).hessian
curvatures, directions = np.linalg.eigh(H)  # the flat direction first, then the steep
slow, fast = directions.T

# %%
# Look down into the bowl
# -----------------------
# Every pair of weights is a place on this map, and its error is the height there. A
# ring joins places of equal height; each ring lies four times as high above the
# lowest place as the next one inside. With :math:`d = w - w^*`, the distance from the
# best weights, the height is
#
# .. math::
#    :label: bowl
#
#    E = E_{\min} + \tfrac12\, d^T H d ,
#
# with :math:`d^T H d = N d_0^2 + 2 \sum x_i\, d_0 d_1 + \sum x_i^2\, d_1^2`, because
# both sides agree at :given:`d = 0` and have the same gradient: that of
# :eq:`linear-gradient` is 0 at :math:`w^*`, so elsewhere it is :math:`H d`. There are
# two directions that H only stretches, its eigenvectors, drawn as dashes. By
# :eq:`distance` an update multiplies what is missing along either one by :math:`1 -
# \eta \lambda`, where :math:`\lambda` is the :term:`curvature`. The steep direction
# is the fast one, so the path takes it first and then bends.

E_min = sse(y, predict(x, w0_exact, w1_exact))


def height(d0, d1):
    return E_min + 0.5 * (H[0, 0] * d0**2 + 2 * H[0, 1] * d0 * d1 + H[1, 1] * d1**2)


d0, d1 = np.meshgrid(np.linspace(-1.9, 3.1, 101), np.linspace(-5.6, 2.4, 101))

fig, ax = plt.subplots(figsize=(6.4, 4.4))
rings = E_min + 4.0 ** np.arange(6)
ax.contour(
    w1_exact + d1,
    w0_exact + d0,
    height(d0, d1),
    rings,
    colors="0.5",
    linewidths=1,
)
for (q0, q1), reach in [(slow, (-2.2, 5.9)), (fast, (-1.5, 1.5))]:
    along = np.array(reach)
    dashes = w1_exact + along * q1, w0_exact + along * q0
    ax.plot(*dashes, "--", color="C3", linewidth=1.5)
ax.plot(run.w1, run.w0, "o-", color="C1", markevery=20, markersize=6)
ax.plot(w1_exact, w0_exact, "*", color="C3", markersize=15)
ax.text(w1 - 0.1, w0, "start", ha="right", va="center")
ax.text(3.15, 1.05, "fast")
ax.text(-1.6, 2.4, "slow")
ax.set(xlabel="$w_1$", ylabel="$w_0$", aspect="equal")
ax.set_title("The path drops into a valley, then follows it")
fig.set_label(  # for readers who cannot see the figure
    "Long oval rings of equal error over both weights, with dashes along the fast and "
    "the slow direction. The path first crosses the rings, then bends and follows the "
    "slow direction to the star at the best weights."
)
plt.show()

# %%
# Turn the valley into lines
# --------------------------
# A place in the valley is :math:`w^* + c\,q`, where :math:`q` is the slow direction,
# and its line lies by :math:`c\,(q_0 + q_1 x_1)` above the best line. Whatever
# :math:`c` is, that is 0 at :math:`x^* = -q_0/q_1`: all these lines go through one
# point. Here the best line is subtracted from every line, so that it lies flat.

hinge = -slow[0] / slow[1]
ends = np.array([0, 1])  # two points are enough to draw a line

fig, ax = plt.subplots(figsize=(6.4, 4.4))
ax.plot(x, y - predict(x, w0_exact, w1_exact), "o", markersize=3)
for k in range(0, 301, 20):
    above = predict(ends, *d[:, k])
    ax.plot(ends, above, color="C1", alpha=0.6 + 0.4 * k / 300, linewidth=1.5)
ax.axhline(0, color="C3", linestyle="--", linewidth=1.5)
ax.axvline(x.mean(), color="0.5", linewidth=1, zorder=0)
ax.plot(hinge, 0, "o", color="C4", markersize=11, fillstyle="none", markeredgewidth=2)
ax.text(hinge + 0.03, 0.3, "hinge")
ax.text(x.mean() - 0.01, -2.9, "mean of $x_1$", ha="right")
ax.text(1.01, d[:, 0].sum(), "epoch 0", va="center")
ax.text(1.01, d[:, 20].sum(), "epoch 20", va="center")
ax.set(xlabel="$x_1$", ylabel="height above the best line")
ax.set_title("All late lines go through the hinge, not the mean")
fig.set_label(
    "Sixteen lines, drawn as heights above the best line. All but that of epoch 0 "
    f"cross the best line at x1 = {hinge:.2f}, to the right of the mean of the "
    f"inputs, {x.mean():.2f}."
)
plt.show()

# %%
# Watch the crossing settle
# -------------------------
# Each line of the run crosses the best line where :given:`d_0 + d_1 x_1 = 0`. At first
# the fast part of what is missing has a say in where that is. It fades, and the slow
# part crosses at the hinge. That needs a rate below :math:`2 / (\lambda_{\min} +
# \lambda_{\max})`, at which both factors have the same size; above it the steep part
# is the one that lasts, and the lines jump from side to side. The circles were computed
# from what is missing at the start, both directions and their curvatures, without
# training.
#
# That the hinge is not the mean is the first row of :math:`H q = \lambda_{\min} q`,
# which is :math:`N q_0 + \sum x_i\, q_1 = \lambda_{\min}\, q_0`, so that
#
# .. math::
#    :label: hinge
#
#    x^* = -\frac{q_0}{q_1} = \frac{\bar x}{1 - \lambda_{\min} / N} .

assert curvatures.sum() < 2 / 0.001
crossing = -d[0] / d[1]
k = np.arange(41)
left = (d[:, 0] @ directions) * (1 - 0.001 * curvatures) ** k[:, None]
d_predicted = left @ directions.T
predicted = -d_predicted[:, 0] / d_predicted[:, 1]

fig, ax = plt.subplots()
ax.axhline(x.mean(), color="0.5", linewidth=1)
ax.axhline(hinge, color="C3", linestyle="--", linewidth=1.5)
ax.plot(crossing[k], color="C1")
ax.plot(k[::2], predicted[::2], "o", color="C4", markersize=9, fillstyle="none")
ax.text(40, hinge + 0.01, "hinge", ha="right")
ax.text(40, x.mean() - 0.01, "mean of $x_1$", ha="right", va="top")
ax.set(xlabel="epoch", ylabel="$x_1$ of the crossing")
ax.set_title("The crossing moves to the hinge and stays there")
fig.set_label(
    "Where the line of each epoch crosses the best line. The crossing starts at "
    f"x1 = {crossing[0]:.2f}, passes the mean of the inputs and settles at the hinge, "
    f"{hinge:.2f}, within 20 epochs. Predicted circles lie on the curve."
)
plt.show()

# %%
# Put it in numbers
# -----------------
# At epoch 20 the crossing is close to the hinge, and from epoch 40 on nothing of the
# difference is left in four decimals.

print(f"{'':8}{'w0':>10}{'w1':>10}")
print(f"{'learned':8}{run.w0[-1]:10.4f}{run.w1[-1]:10.4f}")
print(f"{'exact':8}{w0_exact:10.4f}{w1_exact:10.4f}")
print(f"{'true':8}{intercept:10.4f}{slope:10.4f}")
print(f"curvatures: slow {curvatures[0]:.2f}, fast {curvatures[1]:.2f}")
print(f"mean of x1            {x.mean():.4f}")
print(f"hinge                 {hinge:.4f}")
for epoch in [0, 20, 40, 300]:
    print(f"crossing, epoch {epoch:3}   {crossing[epoch]:.4f}")

# The height at each place of the path is its error: both add up N rounded terms.
assert np.allclose(height(*d), run.sse, rtol=x.size * 2.0**-52, atol=0)
# A gradient rounds N times, by a machine epsilon of the sizes it adds. Later updates
# shrink what rounding did, so that all of them together leave no more than this.
sizes = (abs(y) + abs(w1 * x) + abs(w0)).sum()
rounding = x.size * 2.0**-52 * sizes / curvatures[0]
# Each part of what is missing shrinks by its own factor. From epoch 20 on the fast
# one is out of sight, so the path follows the valley.
shrink = (1 - 0.001 * curvatures) ** np.arange(301)[:, None]
slow_part, fast_part = directions.T @ d
assert np.allclose(slow_part, slow_part[0] * shrink[:, 0], rtol=0, atol=rounding)
assert np.allclose(fast_part, fast_part[0] * shrink[:, 1], rtol=0, atol=rounding)
assert (abs(fast_part[20:]) < 0.001 * abs(slow_part[20:])).all()
# The crossing is off by what rounding does to the height there, divided by d1.
off = abs(crossing[k] - predicted) * abs(d[1, k])
assert off.max() < rounding * np.hypot(1, hinge)
assert np.isclose(hinge, x.mean() / (1 - curvatures[0] / x.size), rtol=1e-13, atol=0)
# The difference to the mean is no accident: lines from epoch 20 on are ten times
# nearer to the hinge than to the mean, and those from epoch 40 on go through it.
assert abs(crossing[20:] - hinge).max() < 0.1 * (hinge - x.mean())
assert abs(crossing[40:] - hinge).max() < 0.5e-4
assert crossing[0] < x.mean() < hinge

# %%
# **Try this:** subtract the mean from ``x`` before training. Where is the hinge now,
# and which way does the valley run?
