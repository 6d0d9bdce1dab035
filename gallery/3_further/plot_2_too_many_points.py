r"""
What if the data do not fit in memory?
======================================

Then read them in parts: either let every update look at a few points only, which
leads to the same line and goes on trembling about it, or keep six numbers,
:class:`linreg.Moments`, which add up over the parts and lose nothing that training
asks for, rounding aside. Training asks for sums over the points,
:eq:`linear-gradient`, and sums can be collected anywhere and in any order,
:eq:`merge`.
"""

from itertools import accumulate

import matplotlib.pyplot as plt
import numpy as np

from linreg import Moments, init_weights, make_line, predict, step

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, intercept = make_line(rng=0)
w0, w1 = init_weights(rng=1)
whole = Moments.from_data(x, y)
w0_exact, w1_exact = whole.least_squares()

# %%
# Look at a few points at a time
# ------------------------------
# So far the :term:`batch`, the points that one update looks at, was all of them. A
# mini-batch is a random few, and in stochastic gradient descent it is a single point.
# The error is a sum, so the gradient of few points is short; dividing the rate by the
# size of the batch makes up for it. All runs take the same number of updates. The
# circles are predicted: averaged over all draws, the way is that of the whole batch,
# which :meth:`linreg.Moments.trajectory` knows without any point.

updates, sizes = 300, [1, 10, x.size]


def walk(size, rng):
    path = [(w0, w1)]
    for _ in range(updates):
        part = rng.choice(x.size, size, replace=False)
        path.append(step(x[part], y[part], *path[-1], learning_rate=0.2 / size))
    return np.array(path)


paths = [walk(size, np.random.default_rng(2)) for size in sizes]
rate = 0.2 / x.size
average = whole.trajectory(w0=w0, w1=w1, learning_rate=rate, epochs=updates)

across, up = np.meshgrid(np.linspace(-0.4, 2.4, 71), np.linspace(-2.4, 2.9, 71))
bowl = whole.sse(across, up)
levels = whole.sse(w0_exact, w1_exact) + np.array([5, 20, 60, 150, 300])

fig, axes = plt.subplots(1, 3, sharex=True, sharey=True, figsize=(6.4, 4.2))
for ax, size, path in zip(axes, sizes, paths, strict=True):
    ax.contour(across, up, bowl, levels=levels, colors="0.5", linewidths=1, alpha=0.6)
    ax.plot(*path.T, color="C1", linewidth=1.5)
    circles = {"color": "C4", "markersize": 8, "fillstyle": "none"}
    ax.plot(average.w0[::30], average.w1[::30], "o", **circles)
    ax.plot(w0_exact, w1_exact, "*", color="C3", markersize=14, zorder=3)
    ax.text(2.4, -2.3, f"{size} point" + "s" * (size > 1), ha="right")
    ax.set(xlabel="$w_0$")
axes[0].set(ylabel="$w_1$")
title = "Fewer points an update: the same way, trembling"
fig.suptitle(title, x=0.01, ha="left", size=12, weight="bold")
fig.set_label(  # for readers who cannot see the figure
    "Three paths on the contours of the error, from the same start down to the exact "
    "weights. The path of the whole batch runs through the predicted circles; that of "
    "ten points jitters about them, that of single points jumps from side to side."
)
plt.show()

# %%
# Add up chunks
# -------------
# Trembling comes from looking at a random few at a time. Six numbers of each part,
# added up, forget nothing that training can use. The generator below stands for a
# file that is too large: its chunks come one by one, and none is kept. One line sums
# the stream,
#
# .. code-block:: python
#
#    sum((Moments.from_data(x, y) for x, y in chunks), Moments())
#
# and ``accumulate`` in place of ``sum`` shows the line of all points so far, after
# every chunk. The circles are three standard deviations of the slope, predicted
# before reading: :math:`\sigma` divided by the root of :math:`S_{xx}`, which for N
# uniform inputs is near :math:`N / 12`.


def stream(chunks=100, size=10_000):
    rng = np.random.default_rng(3)
    for _ in range(chunks):
        yield make_line(size, slope=slope, rng=rng)[:2]


so_far = list(accumulate(Moments.from_data(x, y) for x, y in stream()))
total = sum((Moments.from_data(x, y) for x, y in stream()), Moments())
read = np.array([moments.n for moments in so_far])
slopes = np.array([moments.least_squares()[1] for moments in so_far])
spread = 3 * 0.1 / np.sqrt(read / 12)
few = [0, 1, 3, 9, 29, 99]

fig, ax = plt.subplots(figsize=(6.4, 4))
ax.hlines(slope, read[0], read[-1], color="C2", linewidth=1.5)
ax.semilogx(read, slopes, color="C1")
for side in (-1, 1):
    edge = slope + side * spread[few]
    ax.plot(read[few], edge, "o", color="C4", markersize=9, fillstyle="none")
ax.text(1.05 * read[-1], slope, "truth", va="center")
ax.text(read[1], slope + 1.15 * spread[1], "predicted range")
ax.set(xlabel="points read", ylabel="$w_1$")
ax.set_title("After every chunk the line of all points so far is known")
fig.set_label(
    f"Slope against the points read, from {read[0]:,} to {read[-1]:,}, on a logarithmic "
    f"axis. It closes in on the true slope {slope:.4f}, inside a range that was "
    "predicted and narrows with every chunk."
)
plt.show()

# %%
# Count what it costs
# -------------------
# Seconds depend on the machine, counts do not. Walking over the data keeps two
# numbers for each point and multiplies for every point again in every epoch. The six
# numbers, and for each mean a second double that keeps what rounding took from it,
# :eq:`head-and-tail`, are all that is kept of any number of points, and an epoch of
# :meth:`linreg.Moments.trajectory` never sees the points. The class below is a float
# that counts its products; the dots are its counts, the lines go on from them.


class Counted(float):
    products = 0

    def __mul__(self, other):
        Counted.products += 1
        return Counted(float(self) * float(other))

    __rmul__ = __mul__

    def __add__(self, other):
        return Counted(float(self) + float(other))

    __radd__ = __add__

    def __sub__(self, other):
        return Counted(float(self) - float(other))


def count(work, *data):
    Counted.products = 0
    work(*data)
    return Counted.products


def counting(values):
    return np.array([Counted(value) for value in values], dtype=object)


def one_epoch_of_points(x, y):
    step(x, y, w0, w1, learning_rate=Counted(0.001))


def collect(x, y):
    dx, dy = x - x.mean(), y - y.mean()
    return dx @ dx, dx @ dy, dy @ dy


def one_epoch_of_six(*numbers):
    for dE_dw in Moments(*numbers).gradient(w0, w1):
        Counted(0.001) * dE_dw


epochs, counted_n = 300, np.array([2, 20, 200])
some = [(counting(x[:n]), counting(y[:n])) for n in counted_n]
counted_points = epochs * np.array([count(one_epoch_of_points, *data) for data in some])
per_epoch = count(one_epoch_of_six, *counting(whole))
counted_six = np.array([count(collect, *data) for data in some]) + epochs * per_epoch

n = 10.0 ** np.arange(0.3, 9.1, 0.1)
points = epochs * (3 * n + 2)
six = 3 * n + epochs * 7

fig, (left, right) = plt.subplots(1, 2, figsize=(6.4, 3.9))
left.loglog(n, 2 * n, color="C0", linewidth=1.5)
left.loglog(n, np.full_like(n, len(whole)), color="C1")
left.text(3e4, 2e7, "the points", ha="right")
left.text(1e5, 1.8 * len(whole), "six numbers")
left.set(xlabel="points $n$", ylabel="numbers kept")
left.minorticks_off()
left.set_title("Six numbers need one pass, whatever the epochs")
right.loglog(n, points, color="C0", linewidth=1.5)
right.loglog(counted_n, counted_points, "o", color="C0", markersize=7)
right.loglog(n, six, color="C1")
right.loglog(counted_n, counted_six, "o", color="C1", markersize=7)
right.text(1e5, 3e9, "the points", ha="right")
right.text(1e5, 2e3, "six numbers")
right.set(xlabel="points $n$", ylabel=f"products in {epochs} epochs")
fig.set_label(
    "Two panels against the number of points, on logarithmic axes. Left, numbers kept: "
    f"two for every point, against {len(whole)} in all. Right, products in {epochs} "
    f"epochs: for many points the six numbers need {epochs} times fewer."
)
plt.show()

# %%
# Compare the parts with the whole
# --------------------------------
# The chunks are read a second time, all together, as if they did fit. On a cluster it
# is the same call: columns of Dask, a package that cuts an array into chunks and
# sends them to many machines, go into :meth:`linreg.Moments.from_data` unchanged, and
# only the six numbers of each chunk come back.
#
# .. code-block:: python
#
#    import dask.dataframe as dd
#
#    table = dd.read_parquet("points/")
#    Moments.from_data(table["x"], table["y"]).least_squares()

columns = [np.concatenate(parts) for parts in zip(*stream(), strict=True)]
together = Moments.from_data(*columns)
print(f"{'':22}{'w0':>20}{'w1':>20}")
print("{:22}{:20.16f}{:20.16f}".format("exact, chunk by chunk", *total.least_squares()))
print(
    "{:22}{:20.16f}{:20.16f}".format("exact, in one piece", *together.least_squares())
)
print(f"{'true':22}{intercept:20.16f}{slope:20.16f}")
print(f"products with {read[-1]:,} points, {epochs} epochs")
print(f"  over the points   {epochs * (3 * read[-1] + 2):>15,}")
print(f"  from six numbers  {3 * read[-1] + epochs * 7:>15,}")

# Around the best line single points pull at random, and a mean of 10 pulls is shorter
# by sqrt(10). A hundred steps show that to about a tenth each; allow three of them.
steps = [np.hypot(*np.diff(path[-101:], axis=0).T).mean() for path in paths]
assert abs(steps[0] / steps[1] / np.sqrt(10) - 1) < 0.3
assert steps[1] > steps[2]
# The mean of 1000 walks of single points may be off the predicted end by 4 standard
# errors.
predicted = np.transpose([average.w0, average.w1])
assert np.allclose(predicted, paths[-1], rtol=0, atol=updates * x.size * 2.0**-52)
rng, many = np.random.default_rng(4), np.array([[w0], [w1]]) * np.ones(1000)
for _ in range(updates):
    i = rng.integers(x.size, size=1000)
    error = predict(x[i], *many) - y[i]
    many = many - 0.2 * np.array([error, error * x[i]])
standard_error = many.std(axis=1) / np.sqrt(1000)
assert (abs(many.mean(axis=1) - paths[-1][-1]) < 4 * standard_error).all()
# N roundings of half an epsilon, in the unit of the slope.
rounding = total.n * 2.0**-53 * np.sqrt(total.s_yy / total.s_xx)
difference = np.subtract(total.least_squares(), together.least_squares())
assert total == so_far[-1]
for k in few:  # NumPy agrees about all points so far
    w1_so_far = np.polyfit(columns[0][: read[k]], columns[1][: read[k]], 1)[0]
    assert abs(w1_so_far - slopes[k]) < rounding
assert total.n == together.n
assert abs(difference).max() < rounding
assert (abs(slopes - slope) < spread).all()
# The lines of the last figure pass through what was counted.
assert (counted_points == epochs * (3 * counted_n + 2)).all()
assert (counted_six == 3 * counted_n + epochs * 7).all()
assert np.isclose(points[-1] / six[-1], epochs, rtol=1e-5)

# %%
# **Try this:** divide the rate of single points by 10 and take 10 times as many
# updates. How much of the trembling is left?
