r"""
Why does my error not reach 0?
==============================

The error of :func:`linreg.train` falls until only the noise is left, which no line
can explain; data without noise let it fall until the computer runs out of digits.
The error is that of :eq:`sse`, and the two kinds of data are the two
readings of :eq:`data`.
"""

import matplotlib.pyplot as plt
import numpy as np

from linreg import Moments, init_weights, make_line, predict, sse, train

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, intercept = make_line(rng=0)
w0, w1 = init_weights(rng=1)
run = train(x, y, w0=w0, w1=w1, learning_rate=0.001, epochs=300)

# %%
# Plot the error as the post does
# -------------------------------
# Entry ``k`` of the record is the error after ``k`` updates. Entry 0 is the start, so
# 300 epochs leave 301 errors.

fig, ax = plt.subplots()
ax.plot(run.sse, color="C1")
ax.set(xlabel="epoch", ylabel="$E$")
ax.set_title(f"300 epochs take the error from {run.sse[0]:.0f} to {run.sse[-1]:.2f}")
plt.show()

# %%
# Plot its logarithm
# ------------------
# That curve looks finished halfway. The logarithm shows two speeds, fast while the
# line moves as a whole and slow while it turns about the hinge, and a floor: the
# error of the least-squares line. The circles were computed without training: by
# :eq:`distance` each epoch multiplies what is missing along either direction by
# :math:`1 - \eta \lambda`.

w1_exact, w0_exact = np.polyfit(x, y, 1)
floor = sse(y, predict(x, w0_exact, w1_exact))
curvatures, directions = np.linalg.eigh(Moments.from_data(x, y).hessian)
missing = np.array([w0 - w0_exact, w1 - w1_exact]) @ directions
epoch = np.arange(0, 301, 20)
left = missing * (1 - 0.001 * curvatures) ** epoch[:, None]
predicted = floor + 0.5 * left**2 @ curvatures

fig, ax = plt.subplots()
ax.semilogy(run.sse, color="C1")
ax.semilogy(epoch, predicted, "o", color="C4", markersize=9, fillstyle="none")
ax.axhline(floor, color="C3", linestyle="--")
ax.text(0, floor * 1.1, "least squares")
ax.text(epoch[4] + 8, predicted[4], "learned, circles predicted")
ax.set(xlabel="epoch", ylabel="$E$")
ax.set_title("The error falls at two speeds, down to a floor")
fig.set_label(  # for readers who cannot see the figure
    "The error on a logarithmic axis falls at two speeds, first fast, then slow, down "
    "to a floor. Predicted circles lie on the curve."
)
plt.show()

# %%
# Take the noise away
# -------------------
# Ten times as many epochs, on both kinds of data. Along the slow direction every
# epoch shrinks the error by the same factor, a straight line on this axis, until an
# update is too small to change the last digit of the weights. The dashes are the
# floor that the noise leads us to expect.

shared = make_line(shared_intercept=True, rng=0)
noisy = train(x, y, w0=w0, w1=w1, learning_rate=0.001, epochs=3000)
clean = train(shared.x, shared.y, w0=w0, w1=w1, learning_rate=0.001, epochs=3000)
expected = 0.5 * (x.size - 2) * 0.1**2  # the next cell says why

fig, ax = plt.subplots()
ax.semilogy(noisy.sse, color="C1")
ax.semilogy(clean.sse, color="C1", linewidth=1.5)
ax.axhline(expected, color="C3", linestyle="--", linewidth=1.5)
ax.text(3000, 10, "one intercept per point, dashes expected", ha="right")
ax.text(1300, 1e-10, "one intercept for all")
ax.set(xlabel="epoch", ylabel="$E$")
ax.set_title("Noise stops the error early, rounding stops it late")
fig.set_label(
    "Two errors on a logarithmic axis. With noise the error stops near the floor that "
    "is expected; without noise it falls along a straight line until rounding stops it."
)
plt.show()

# %%
# Name the floor
# --------------
# Noise of variance :math:`\sigma^2` leaves an error of :math:`\frac12 (N - 2)
# \sigma^2` on average: two weights can fit any two points exactly, so two points'
# worth of noise disappears.

print(f"floor, expected                  {expected:.3f}")
print(f"floor of these points            {floor:.3f}")
print(f"error after 300 epochs           {run.sse[-1]:.3f}")
print(f"slow part left after 300 epochs  {(1 - 0.001 * curvatures[0]) ** 300:.1%}")
print(f"error without noise, at last     {clean.sse[-1]:.0e}")

# Both sides are sums of 200 rounded terms, over up to 300 rounded updates.
assert np.allclose(predicted, run.sse[epoch], rtol=1e-10, atol=0)
# Half a chi-squared with N - 2 degrees of freedom has this standard deviation; allow
# three.
assert abs(floor - expected) < 3 * 0.1**2 * np.sqrt((x.size - 2) / 2)
# Updates stop when 0.001 times the slope is below the last digit of the larger
# weight.
digit = 2.0**-52 * shared.slope
assert clean.sse[-1] < (digit / 0.001) ** 2 / (2 * curvatures[0])

# %%
# **Try this:** draw the points with ``rng=1``, ``rng=2`` and so on. How far does the
# floor stray from the expected one?
