r"""
What does an epoch cost?
========================

An epoch that walks over the data reads two numbers for each point. With a million
points, 300 epochs read 600 million numbers. Six numbers are collected in one pass,
and after it no epoch reads a point any more. With 300 epochs that is about 300 times less
to read.
"""

import matplotlib.pyplot as plt
import numpy as np

from linreg import Moments, init_weights, make_line, step

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, *_ = make_line(20_000, rng=0)
start, epochs = init_weights(rng=1), 300

# %%
# Say what is counted
# -------------------
# Six numbers also give the best line :doc:`at once
# </chapters/3_further/plot_1_why_not_solve>`, without any epoch. This page is for those
# who want to watch the training, at many rates or from many starts.
#
# Seconds depend on the machine, counts do not. Many points are costly to read: each
# number has to come from the disk or the memory to the processor. So count the
# numbers that are read. In :math:`k` epochs with :math:`N` points these are
#
# .. math::
#
#    R_{\text{points}} = 2 N k , \qquad R_{\text{six}} = 2 N + 8 k .
#
# On the left every epoch reads :math:`x_1` and :math:`y` of all points: that makes
# :math:`k` passes over the data. On the right there is one pass. Then each epoch
# reads the six numbers. Each of the two means is kept in two numbers, the second one for
# the digits that do not fit into the first, :eq:`head-and-tail`: eight numbers in all.
#
# Count it
# --------
# Formulas can be wrong, so let us count as well. Each number that training reads goes
# through ``look``, which notes how many there are and hands them on;
# a star passes them one by one.

reads = []


def look(*values):
    reads.append(sum(np.size(value) for value in values))
    return values


# %%
# This is the loop of the post, with the first :math:`N` points. The rate is 0.2 divided
# by :math:`N`; for the 200 points of the post that is its 0.001.


def over_points(n):
    w = start
    for _ in range(epochs):
        w = step(*look(x[:n], y[:n]), *w, learning_rate=0.2 / n)
    return w


# %%
# And this is the same with six numbers:


def with_six(n):
    w, moments = start, Moments.from_data(*look(x[:n], y[:n]))
    for _ in range(epochs):
        seen = Moments(*look(*moments))  # the same numbers, counted
        w = w - 0.2 / n * np.array(seen.gradient(*w))
    return w


# %%
# Each call leaves one entry in ``reads`` for each time that it looked.


def reads_of(way, n):
    reads.clear()
    way(n)
    return list(reads)


# %%
# Compare many points
# -------------------
# In the first figure the dots are counted, and the lines are the formulas. With few
# points the eight numbers of each epoch count most, with many points the pass does.

counted_n = np.array([2, 20, 200, 2000, 20_000])
counted_points = [sum(reads_of(over_points, n)) for n in counted_n]
counted_six = [sum(reads_of(with_six, n)) for n in counted_n]
n = 10.0 ** np.arange(0.3, 6.1, 0.1)

fig, ax = plt.subplots()
ax.loglog(n, 2 * n * epochs, color="C0", linewidth=1.5)
ax.loglog(counted_n, counted_points, "o", color="C0", markersize=7)
ax.loglog(n, 2 * n + 8 * epochs, color="C1")
ax.loglog(counted_n, counted_six, "o", color="C1", markersize=7)
ax.text(1e4, 3e7, "over the points", ha="right")
ax.text(2e4, 1.5e4, "with six numbers")
ax.set(xlabel="points", ylabel="numbers read")
ax.set_xticks([10, 1000, 100_000], ["10", "1,000", "100,000"])
ax.set_yticks([1e3, 1e6, 1e9], ["thousand", "million", "billion"])
ax.minorticks_off()
times = 2 * n[-1] * epochs / (2 * n[-1] + 8 * epochs)
ax.set_title(
    f"With six numbers and many points\nthere is {times:.0f} times less to read"
)
fig.set_label(  # for readers who cannot see the figure
    f"Numbers read in {epochs} epochs against the number of points, on logarithmic "
    "axes. Over the points they rise along a straight line. With six numbers they stay "
    f"flat at first and then rise along a parallel line, {times:.0f} times lower. For "
    "two points the six numbers read more."
)
plt.show()

# %%
# Ask when it pays
# ----------------
# The pass comes first, and it costs as much as one epoch over the points. So even with
# the 200 points of the post it pays from the second epoch on.

read_points = np.cumsum(reads_of(over_points, 200))[:5]
read_six = np.cumsum(reads_of(with_six, 200))[1:6]  # the first one with the pass

fig, ax = plt.subplots()
ax.plot(range(1, 6), read_points, "o-", color="C0", markersize=8)
ax.plot(range(1, 6), read_six, "o-", color="C1", markersize=8)
ax.text(2.9, 1300, "over the points", ha="right")
ax.text(4, 500, "with six numbers", ha="center")
ax.set(xlabel="epoch", ylabel="numbers read so far", xticks=range(1, 6))
ax.yaxis.set_major_formatter("{x:,.0f}")
ax.set_title("The pass pays from the second epoch on")
fig.set_label(
    f"Numbers read so far against the epoch, for 200 points. After the first epoch "
    f"these are {read_points[0]} over the points and {read_six[0]} with six numbers, "
    f"after the fifth {read_points[-1]:,} and {read_six[-1]}."
)
plt.show()

# %%
# How many seconds this saves is measured on another page, :doc:`/peers`.

# %%
# **Try this:** let each update see ten points only, as in
# :doc:`/chapters/2_beyond/plot_5_mini_batches`. How many numbers do 300 updates read
# then? Compare with the six numbers, for 200 points and for a million.

size, few, many = 10, 200, 1_000_000
batches = 2 * size * epochs
six = {n: 2 * n + 8 * epochs for n in (few, many)}

print(f"{epochs} updates of {size} points read {batches:,} numbers.")
print(f"Six numbers of {few} points: {six[few]:,}")
print(f"Six numbers of {many:,} points: {six[many]:,}")
print("So with very many points mini-batches read least.")
print("But their path trembles.")

# %%
# Where to next? The neuron so far predicts a number. In
# :doc:`/chapters/3_further/plot_4_softmax` it chooses between classes.

assert counted_points == [2 * n * epochs for n in counted_n]
assert counted_six == [2 * n + 8 * epochs for n in counted_n]
assert read_six[0] > read_points[0]
assert read_six[1] < read_points[1]
assert np.allclose(over_points(200), with_six(200), rtol=0, atol=1e-12)
assert six[few] < batches < six[many]
