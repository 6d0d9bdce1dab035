r"""
Why does the error not fall to 0?
=================================

Because the points scatter, and no line goes through all of them. In 300 epochs the
error falls from 350.6 to 1.08, and even the best line there is has an error of 1.05.
"""

import matplotlib.pyplot as plt
import numpy as np

from linreg import init_weights, make_line, train

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, intercept = make_line(rng=0)
w0, w1 = init_weights(rng=1)
run = train(x, y, w0=w0, w1=w1, learning_rate=0.001, epochs=300)

# %%
# Plot the error of each epoch
# ----------------------------
# The post draws this curve, too. It shows the error of all points,
#
# .. math::
#
#    E = \frac12 \sum (y - \hat y)^2 ,
#
# before the first update and after each one. :func:`linreg.train` has kept them in
# ``run.sse``: entry ``k`` belongs to the weights after ``k`` updates, so 300 epochs
# leave 301 errors.

fig, ax = plt.subplots()
ax.plot(run.sse, color="C1")
ax.set(xlabel="epoch", ylabel="$E$")
ax.set_title(f"300 epochs take the error from {run.sse[0]:.0f} to {run.sse[-1]:.2f}")
fig.set_label(  # for readers who cannot see the figure
    "The error against the epoch. It falls steeply at first, then more and more slowly, "
    f"from {run.sse[0]:.0f} to {run.sse[-1]:.2f}."
)
plt.show()

# %%
# Find the floor
# --------------
# For an error of 0 all points would have to lie on one line. But noise has moved each of
# them a little up or down. The line with the smallest error is called the
# *least-squares line*. NumPy can solve for it directly. Its error is the floor: no line
# gets below. Even the true line has a larger error, because the best line also fits a
# part of the noise.

w1_exact, w0_exact = np.polyfit(x, y, 1)
y_hat_exact = w1_exact * x + w0_exact
floor = 0.5 * np.sum((y - y_hat_exact) ** 2)
print(f"error after 300 epochs  {run.sse[-1]:.3f}")
print(f"error of the best line  {floor:.3f}")

# %%
# Look closer with a logarithmic axis
# -----------------------------------
# At its right end the curve at the top looks as if nothing happened any more. The next
# figure has the same errors on a *logarithmic* axis. There the same way down always
# means that the error was divided by the same number, so small errors can be seen as
# well as large ones. It shows two speeds: the error falls fast while the line swings
# up, and slowly while it turns about one point. Near the floor the curve bends once
# more, because only the part of the error above the floor still shrinks. The
# :doc:`second part </chapters/2_beyond/plot_2_predict_the_run>` computes both speeds
# before the run.

fig, ax = plt.subplots()
ax.semilogy(run.sse, color="C1")
ax.axhline(floor, color="C3", linestyle="--")
ax.text(0, floor * 1.15, "floor: the best line")
ax.set(xlabel="epoch", ylabel="$E$")
ax.set_title("The error falls at two speeds, down to a floor")
fig.set_label(
    "The error on a logarithmic axis falls at two speeds, first fast, then slowly along "
    "a straight line, and bends near the floor."
)
plt.show()

# %%
# Take the noise away
# -------------------
# If all points share one intercept, they lie exactly on a line. Does the error fall to
# 0 then? The next figure compares both kinds of points over 3000 epochs.

shared = make_line(shared_intercept=True, rng=0)
noisy = train(x, y, w0=w0, w1=w1, learning_rate=0.001, epochs=3000)
clean = train(shared.x, shared.y, w0=w0, w1=w1, learning_rate=0.001, epochs=3000)

# %%
# Almost. Soon each epoch divides the error by nearly the same number. That makes it
# ever smaller, but never 0. In the end the steps are smaller than the last digit that
# the computer keeps of a weight, and the weights stand still.

fig, ax = plt.subplots()
ax.semilogy(noisy.sse, color="C1")
ax.semilogy(clean.sse, color="C1", linewidth=1.5)
ax.text(3000, 10, "one intercept for each point", ha="right")
ax.text(1250, 1e-10, "one intercept for all")
ax.set(xlabel="epoch", ylabel="$E$", yticks=[1e0, 1e-10, 1e-20, 1e-30])
ax.set_title("Noise stops the error early,\nrounding stops it late")
fig.set_label(
    "Two errors on a logarithmic axis. With noise the error stops at the floor. Without "
    "noise it falls along a straight line until rounding stops it, at about "
    f"{clean.sse[-1]:.0e}."
)
plt.show()

# %%
# How high is the floor?
# ----------------------
# This is ours, not the post's. Noise of variance :math:`\sigma^2`, the square of its
# standard deviation, leaves an error of :math:`\frac12 (N - 2) \sigma^2` on average,
# where :math:`N` is the number of points. Why not :math:`N`? Two weights can fit any two
# points exactly, whatever the noise. This is a reason for the 2, not a proof. So draw
# the points 1000 times and look:

expected = 0.5 * (x.size - 2) * 0.1**2
draws = [make_line(rng=seed) for seed in range(1000)]
# With full=True the second answer is the sum of the squared misses of the best line.
squares = [np.polyfit(draw.x, draw.y, 1, full=True)[1] for draw in draws]
print(f"floor, expected of the noise  {expected:.3f}")
print(f"mean floor of 1000 draws      {0.5 * np.mean(squares):.3f}")
print(f"floor of these points         {floor:.3f}")

# %%
# **Try this:** how many epochs bring the error within 1 % of the floor?

close = np.argmax(noisy.sse < 1.01 * floor)
print(f"It takes {close} epochs, {close - 300} more than the post makes.")
assert noisy.sse[close] < 1.01 * floor < noisy.sse[close - 1]

# %%
# Next: :doc:`the entire code <plot_7_all_code>` of these chapters on one page.
