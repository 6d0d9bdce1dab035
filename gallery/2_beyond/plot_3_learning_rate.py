r"""
How large may the learning rate be?
===================================

It must stay below :math:`2/\lambda_{\max}`, two divided by the largest
:term:`curvature`: there every run converges, and beyond it the error grows without
bound from almost every start. The reason is :eq:`stable-rate`, and
:attr:`linreg.Moments.max_learning_rate` finds the bound from the inputs alone, by
:eq:`largest-curvature`.
"""

from textwrap import fill

import matplotlib.pyplot as plt
import numpy as np

from linreg import (
    DivergenceError,
    Moments,
    diagnose,
    init_weights,
    make_line,
    predict,
    train,
)

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, intercept = make_line(rng=0)
w0, w1 = init_weights(rng=1)
sums = Moments.from_data(x, y)  # six numbers that stand for all points
bound = sums.max_learning_rate
print(f"rate of the post 0.001, largest stable rate {bound:.6f}")

# %%
# Try many rates
# --------------
# Each rate has a run of 300 epochs to itself. Training asks for six numbers of the
# data only, :eq:`gradient-from-moments`, so :meth:`linreg.Moments.trajectory` needs
# no points. A run whose error grows beyond all hope ends in a
# :class:`linreg.DivergenceError`, which keeps the record; a cross marks the error at
# which it was stopped. The circles were computed without any run: by :eq:`distance`
# each epoch multiplies what is missing along either direction by :math:`1 - \eta
# \lambda`.


def final_error(data, rate):
    try:
        run = data.trajectory(w0=w0, w1=w1, learning_rate=rate, epochs=300)
    except DivergenceError as error:
        return error.history.sse[-1], True
    return run.sse[-1], False


rates = bound * np.arange(1, 66) / 50  # the bound itself is one of them
finals, stopped = np.array([final_error(sums, rate) for rate in rates]).T
stopped = stopped.astype(bool)

w0_exact, w1_exact = sums.least_squares()
floor = sums.sse(w0_exact, w1_exact)
curvatures, directions = np.linalg.eigh(sums.hessian)
missing = np.array([w0 - w0_exact, w1 - w1_exact]) @ directions
stable = rates[~stopped]
left = missing * (1 - stable[:, None] * curvatures) ** 300
predicted = floor + 0.5 * left**2 @ curvatures

fig, ax = plt.subplots()
ax.axvline(bound, color="C3", linestyle="--", linewidth=1.5)
ax.semilogy(stable, finals[~stopped], color="C1")
ax.semilogy(
    stable[1::3], predicted[1::3], "o", color="C4", markersize=8, fillstyle="none"
)
ax.semilogy(rates[stopped], finals[stopped], "x", color="C1", markersize=6)
ax.text(bound * 0.98, 1e5, r"$2/\lambda_{\max}$", ha="right")
ax.text(bound * 1.1, 1e7, "stopped")
ax.text(bound / 2, floor * 3, "at the floor", ha="center")
ax.set(xlabel=r"learning rate $\eta$", ylabel="$E$ after 300 epochs")
ax.set_title("Every run above the bound is lost")
fig.set_label(  # for readers who cannot see the figure
    "The error after 300 epochs, on a logarithmic axis, against the learning rate, with "
    "predicted circles. It lies at its floor over most of the stable range and jumps up "
    f"at the bound, 2 divided by lambda_max, {bound:.5f}. All runs above the bound were "
    "stopped."
)
plt.show()

# %%
# Stand at the hinge
# ------------------
# At the :term:`hinge` only the fast part of what is missing moves a line. There its
# height above the best line is multiplied by :math:`1 - \eta \lambda_{\max}` in every
# epoch, as the circles say. Above half of the bound that factor is negative: the line
# jumps from side to side, closer and closer below the bound, farther and farther
# above it.

hinge = -directions[0, 0] / directions[1, 0]
k = np.arange(17)
off = []

fig, axes = plt.subplots(2, 2, sharex=True, sharey=True, figsize=(6.4, 4.6))
for share, ax in zip([0.3, 0.9, 1, 1.02], axes.flat, strict=True):
    run = sums.trajectory(w0=w0, w1=w1, learning_rate=share * bound, epochs=k[-1])
    above = predict(hinge, run.w0 - w0_exact, run.w1 - w1_exact)
    circles = above[0] * (1 - share * bound * curvatures[1]) ** k
    off.append(abs(above - circles).max())
    ax.axhline(0, color="C3", linestyle="--", linewidth=1.5)
    ax.plot(above, color="C1", linewidth=1.5)
    ax.plot(circles, "o", color="C4", markersize=6, fillstyle="none")
    name = f"{share} of the bound" if share != 1 else "the bound"
    ax.text(0.97, 0.88, name, ha="right", transform=ax.transAxes)
axes[0, 0].set(title="At the bound the line jumps for ever", ylim=(-3.3, 4.3))
for ax in axes[:, 0]:
    ax.set(ylabel="height at the hinge")
for ax in axes[1]:
    ax.set(xlabel="epoch")
fig.set_label(
    "Height above the best line at the hinge, against the epoch, for four learning "
    "rates. At 0.3 of the bound it shrinks on one side; at 0.9 it jumps from side to "
    "side and shrinks; at the bound it jumps and stays; at 1.02 it grows."
)
plt.show()

# %%
# Add points
# ----------
# The error is a sum, so every new point makes it steeper and the largest stable rate
# smaller, about as 1/N if the new points are spread like the old. A mean,
# :math:`E/N`, has a gradient N times as small and allows a rate N times as large: the
# same run under another name. Inputs spread evenly from 0 to 1 have the mean 1/2 and,
# per point, a squared distance of 1/12 from it; that is enough to say at how many
# points the rate of the post stops working. The blue dots are drawn inputs, which
# scatter a little.

per_point = Moments(n=1, mean_x=1 / 2, s_xx=1 / 12).max_learning_rate
breaks = int(np.ceil(per_point / 0.001))

counts = np.array([50, 100, 200, 500, 1000, 2000, 5000])
lines = [make_line(n, rng=0) for n in counts.tolist()]
drawn = [Moments.from_data(line.x, line.y).max_learning_rate for line in lines]

fig, ax = plt.subplots(figsize=(6.4, 4))
ax.loglog(counts, per_point / counts, "--", color="C3", linewidth=1.5)
ax.axhline(per_point, color="C3", linestyle="--", linewidth=1.5)
ax.loglog(counts, drawn, "o", color="C0", markersize=7)
ax.loglog(counts, drawn * counts, "o", color="C0", markersize=7)
ax.axhline(0.001, color="0.5", linewidth=1)
ax.loglog(breaks, 0.001, "*", color="C3", markersize=16)
ax.text(50, 0.0012, "0.001, the post's rate")
ax.text(700, 0.004, "for the sum")
ax.text(700, 0.8, "for the mean")
ax.set(xlabel="number of points $N$", ylabel="largest stable rate")
ax.set_title(f"If errors are summed, 0.001 breaks at {breaks:,} points")
fig.set_label(
    "The largest stable rate against the number of points, on logarithmic axes. For "
    f"the sum it falls as 1/N and meets 0.001 at {breaks:,} points; for the mean it "
    f"stays near {per_point:.2f}. Drawn data sets lie close to both dashed lines."
)
plt.show()

print(f"{x.size} points: 0.001 for the sum is {0.001 * x.size} for the mean")
copies = [sum([sums] * k, Moments()) for k in (7, 8)]
for data in copies:
    print(f"copied to {data.n} points: stable below {data.max_learning_rate:.6f}")

# %%
# Read the log of a lost run
# --------------------------
# The message of the exception gives the bound. A log gives it, too, without the data:
# by :eq:`growth-step`, :func:`linreg.diagnose` finds it from four errors and weights.

too_long = 1.05 * bound
try:
    train(x, y, w0=w0, w1=w1, learning_rate=too_long, epochs=300)
except DivergenceError as error:
    log = error.history
    print(fill(str(error), 80))

for e, w in zip(log.sse[-4:], log.w1[-4:], strict=True):
    print(f"E = {e:.6e}  w1 = {w:.6e}")
reading = diagnose(log.sse[-4:], learning_rate=too_long, w1=log.w1[-4:])
print(fill(reading.message, 80))

# %%
# Take half of the bound
# ----------------------
# Half of the bound is the rate that both messages propose. Its factor for the fast
# part is 0, so one update removes that part. And it leaves room: it stays stable
# until new points make the error twice as steep.

post = sums.trajectory(w0=w0, w1=w1, learning_rate=0.001, epochs=300)
half = sums.trajectory(w0=w0, w1=w1, learning_rate=bound / 2, epochs=300)
print(f"{'':18}{'w0':>12}{'w1':>12}")
print(f"{'learned, 0.001':18}{post.w0[-1]:12.7f}{post.w1[-1]:12.7f}")
print(f"{f'learned, {bound / 2:.6f}':18}{half.w0[-1]:12.7f}{half.w1[-1]:12.7f}")
print(f"{'exact':18}{w0_exact:12.7f}{w1_exact:12.7f}")
print(f"{'true':18}{intercept:12.7f}{slope:12.7f}")

# An update rounds N times, by a machine epsilon of the sizes it adds and the rate. Up
# to the bound no later update makes that larger; 16 updates at 1.02 of the bound less
# than double it.
sizes = (abs(y) + abs(w1 * x) + abs(w0)).sum()
rounding = 300 * bound * x.size * 2.0**-52 * sizes
assert np.isclose(bound, 2 / curvatures[1], rtol=64 * 2.0**-52, atol=0)
assert (stopped == (rates > bound)).all()
# Weights off by `rounding` change E by at most its gradient times that.
steepest = np.sqrt(2 * curvatures[1] * finals[~stopped])
assert (abs(finals[~stopped] - predicted) <= steepest * rounding).all()
calm = (stable > 0.2 * bound) & (stable < 0.99 * bound)
assert (finals[~stopped][calm] < 1.01 * floor).all()
assert max(off) < 2 * rounding * np.hypot(1, hinge)
# The point at which the post's rate breaks, and the copies on both sides of it.
below, at = (Moments(n, mean_x=1 / 2, s_xx=n / 12) for n in (breaks - 1, breaks))
assert at.max_learning_rate < 0.001 < below.max_learning_rate
assert breaks == 1578
assert [final_error(data, 0.001)[1] for data in copies] == [False, True]
# The curvature per point is a mean, of (q0 + q1 x)^2: allow four standard errors.
terms = (directions[0, 1] + directions[1, 1] * x) ** 2
scatter = terms.std() / terms.mean() / np.sqrt(counts)
assert (abs(drawn * counts / per_point - 1) < 4 * scatter).all()
# A mean with N times the rate makes the same run.
per_mean = (sums.s_xx / sums.n, sums.s_xy / sums.n, sums.s_yy / sums.n)
mean = Moments(1, sums.mean_x, sums.mean_y, *per_mean)
same = mean.trajectory(w0=w0, w1=w1, learning_rate=0.001 * sums.n, epochs=300)
assert np.allclose(same.w0, post.w0, rtol=0, atol=rounding)
assert np.allclose(same.w1, post.w1, rtol=0, atol=rounding)
steepest = np.sqrt(2 * curvatures[1] * post.sse)
assert (abs(same.sse * sums.n - post.sse) <= steepest * rounding).all()
# The log starts out with a slow part and a floor, which are never more than its first
# error; they hide the bound by less than their share.
assert reading.verdict == "rate too large"
assert abs(reading.max_learning_rate / bound - 1) < log.sse[0] / log.sse[-2]
# Half of the bound: the fast part goes at once, the slow part by a known factor.
at_hinge = predict(hinge, half.w0 - w0_exact, half.w1 - w1_exact)
assert abs(at_hinge[1:]).max() < rounding * np.hypot(1, hinge)
to_go, to_go_post = (
    np.hypot(run.w0[-1] - w0_exact, run.w1[-1] - w1_exact) for run in (half, post)
)
assert np.isclose((sums + sums).max_learning_rate, bound / 2, rtol=1e-14, atol=0)
factor = 1 - bound / 2 * curvatures[0]
assert to_go <= factor**300 * np.hypot(*missing) + rounding
assert to_go < 1e-4 * to_go_post

# %%
# **Try this:** measure the inputs in percent, ``100 * x``. What becomes of the bound,
# and what does the post's rate do then?
