r"""
What if the data do not fit in memory?
======================================

Read them in parts, keep six numbers of each part, and add these up. A million points,
read in 100 parts, give the same line as all points at once, up to rounding.
"""

from itertools import accumulate

import matplotlib.pyplot as plt
import numpy as np

from linreg import Moments, make_line

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib


def parts_of_a_file(parts=100, size=10_000):
    rng = np.random.default_rng(3)
    for _ in range(parts):
        yield make_line(size, slope=2.5, rng=rng)[:2]


# %%
# Training asks for sums only
# ---------------------------
# The function above stands for a file that is too large. ``yield`` hands out one part
# and waits until the next one is wanted; none is kept. What does training need from them? Put
# :math:`\hat y_i = w_1 x_i + w_0` into both slopes of the error, :eq:`gradient`:
#
# .. math::
#
#    \frac{\partial E}{\partial w_1} &=
#    w_1 \sum x_i^2 + w_0 \sum x_i - \sum x_i y_i , \\
#    \frac{\partial E}{\partial w_0} &= w_1 \sum x_i + N w_0 - \sum y_i .
#
# On the right the weights stand outside the sums, the points only inside. So the sums
# can be collected once, before training, and the points are not needed again.
# These are five numbers: the count :math:`N` and four sums, of inputs, targets, squared
# inputs and products. With :math:`\sum y_i^2` for the error itself there are six.
# Statisticians call them sufficient statistics: no other number of the data can tell
# training more.
#
# Add up the parts
# ----------------
# A sum over all points is the sum of the sums over their parts.
# :class:`linreg.Moments` holds the six numbers of a part, and parts can be added,
# :eq:`merge`. Where large sums are subtracted, digits are lost. So it holds another form
# of them: the count, two means and the three sums about them, :eq:`centred-sums`.

total = sum((Moments.from_data(x, y) for x, y in parts_of_a_file()), Moments())
w0_exact, w1_exact = total.least_squares()

# %%
# Predict how far the slope is off
# --------------------------------
# By :eq:`votes` noise that lifts one target moves the slope by its size, times the
# distance of the input from the mean, divided by :math:`S_{xx}`. Some targets are lifted,
# others lowered, so these moves partly cancel. If the noise is 0 on average and no
# target knows of another, the product of different moves is 0 on average. The mean square
# of their sum is then the sum of their mean squares. For noise of the spread
# :math:`\sigma` that is
#
# .. math::
#
#    \sum_{i=1}^{N} \frac{(x_i - \bar x)^2}{S_{xx}^2}\, \sigma^2
#    = \frac{\sigma^2}{S_{xx}} .
#
# The root of this is the spread of the slope. We know that :math:`\sigma` is 0.1, since
# we drew the noise. For measured points it must be estimated, from the
# :doc:`error that remains </chapters/1_the_post/plot_6_error_curve>`.
#
# Look at the line after every part
# ---------------------------------
# With ``accumulate`` in place of ``sum`` we also get the line of all points so far.
# The circles in the first figure were predicted before reading. They lie three spreads
# of the slope away from the truth; Gaussian noise puts a slope farther off only once in
# 370 times. The inputs are uniform from 0 to 1, where the square of the distance from the
# middle is 1/12 on average. So the :math:`S_{xx}` of N such inputs is near
# :math:`N / 12`. With a hundred times as many points the slope is ten times as certain.

so_far = list(accumulate(Moments.from_data(x, y) for x, y in parts_of_a_file()))
read = np.array([moments.n for moments in so_far])
slopes = np.array([moments.least_squares()[1] for moments in so_far])
sigma = 0.1
spread = sigma / np.sqrt(read / 12)

# %%
# The points that were read are forgotten at once. Still, each line is the best one for
# all of them.

few = [0, 1, 3, 9, 29, 99]

fig, ax = plt.subplots()
ax.hlines(2.5, read[0], read[-1], color="C2", linewidth=1.5)
ax.semilogx(read, slopes, color="C1")
for side in (-1, 1):
    edge = 2.5 + side * 3 * spread[few]
    ax.plot(read[few], edge, "o", color="C4", markersize=9, fillstyle="none")
ax.text(read[0], 2.5003, "truth")
ax.text(1.15 * read[1], 2.5 + 3 * spread[1], "predicted range")
ax.set(xlabel="points read", ylabel="$w_1$")
ax.xaxis.set_major_formatter("{x:,.0f}")
ax.minorticks_off()
ax.set_title("The slope of all points so far is known\nafter every part")
fig.set_label(  # for readers who cannot see the figure
    f"Slope against the points read, from {read[0]:,} to {read[-1]:,}, on a logarithmic "
    f"axis. It closes in on the true slope 2.5, inside a range that was predicted and "
    "narrows with every part."
)
plt.show()

# %%
# Compare with all points at once
# -------------------------------
# This time there is room for all points, so we can check.

x, y = (np.concatenate(parts) for parts in zip(*parts_of_a_file(), strict=True))
at_once = Moments.from_data(x, y).least_squares()

print(f"part by part: w0 = {w0_exact:.16f}, w1 = {w1_exact:.16f}")
print(f"all at once:  w0 = {at_once[0]:.16f}, w1 = {at_once[1]:.16f}")

# %%
# Use many machines
# -----------------
# On a cluster the call is the same. Dask is a package that cuts a table into parts and
# sends them to many machines. :meth:`linreg.Moments.from_data` takes its columns as
# they are, and only six numbers of each part come back:
#
# .. code-block:: python
#
#    import dask.dataframe as dd
#
#    table = dd.read_parquet("points/")
#    Moments.from_data(table["x"], table["y"]).least_squares()

# %%
# **Try this:** sort the points by their inputs, so that each part is a narrow strip.
# Fit a line to each part and take the mean of their slopes. Is it as good as the
# slope of the six numbers, added up?

order = np.split(np.argsort(x), 100)
strips = [Moments.from_data(x[strip], y[strip]) for strip in order]
mean = np.mean([strip.least_squares()[1] for strip in strips])
added = sum(strips, Moments()).least_squares()[1]

print(f"mean of the slopes:  {mean:.5f}")
print(f"numbers added up:    {added:.5f}")
print(f"slope of all points: {w1_exact:.5f}")
print("A strip is too narrow to tell the slope. The six numbers also keep how far")
print("the strips lie apart, and that tells it.")

# %%
# Where to next? Six numbers also make training cheap:
# :doc:`/chapters/3_further/plot_3_counting` counts how cheap.

assert np.allclose((w0_exact, w1_exact), at_once, rtol=0, atol=1e-12)
assert np.isclose(added, w1_exact, rtol=1e-12)
assert abs(mean - w1_exact) > 0.01
assert (abs(slopes - 2.5) < 3 * spread).all()
