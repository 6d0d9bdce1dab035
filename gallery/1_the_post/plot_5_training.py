r"""
How does the neuron learn?
==========================

It corrects both weights a little, again and again, each time so that the error gets
smaller. After 300 passes over the points, called epochs, the error has come down from
350.6 to 1.08. The method is called gradient descent.
"""

import matplotlib.pyplot as plt
import numpy as np

from linreg import init_weights, make_line, predict, train

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, intercept = make_line(rng=0)
start = init_weights(rng=1)

# %%
# Gradient descent: a step down, many times
# -----------------------------------------
# The gradient has one number for each weight. It says how fast the error grows when
# that weight grows. If the number is positive, a smaller weight makes the error
# smaller. If it is negative, a larger weight does. So each weight moves against its
# number:
#
# .. math::
#
#    w_0 \leftarrow w_0 - \eta \frac{\partial E}{\partial w_0} , \qquad
#    w_1 \leftarrow w_1 - \eta \frac{\partial E}{\partial w_1} .
#
# The arrow means that the right side becomes the new weight. The Greek letter
# :math:`\eta`, eta, is the *learning rate*: it says how long the steps are. The post
# takes 0.001. This is gradient *descent*, because the error goes down if the steps are
# short. By about how much is said at the update :eq:`update`.
#
# An *epoch* is one pass over all 200 points. Here it ends with one update of both
# weights. In the loop, ``dE_dw0`` and ``dE_dw1`` are the two sums that came out of the
# :doc:`chain rule <plot_2_chain_rule>`. Both are known before either weight moves.

learning_rate, epochs = 0.001, 300
w0, w1 = start
for epoch in range(epochs):
    y_hat = w1 * x + w0
    dE_dw0 = np.sum(y_hat - y)
    dE_dw1 = np.sum((y_hat - y) * x)
    w0 = w0 - learning_rate * dE_dw0
    w1 = w1 - learning_rate * dE_dw1

# %%
# That is all. The learned slope is close to the slope of the true line:

print(f"start    w0 = {start[0]:7.4f}  w1 = {start[1]:7.4f}")
print(f"learned  w0 = {w0:7.4f}  w1 = {w1:7.4f}")
print(f"true     w0 = {intercept:7.4f}  w1 = {slope:7.4f}")

# %%
# Watch the line every 20 epochs
# ------------------------------
# In the figure at the top the palest line is the start, the strongest one the end. First
# the line rises and turns, both fast. Then it turns about one point, more and more
# slowly. The :doc:`second part </chapters/2_beyond/plot_1_bowl_and_hinge>` says why.
#
# :func:`linreg.train` is the same loop. It also writes down the weights and the error
# of each epoch, and the figures are drawn from this record.

run = train(x, y, w0=start[0], w1=start[1], learning_rate=learning_rate, epochs=epochs)

# %%

fig, ax = plt.subplots(figsize=(5.6, 4.4))
ax.plot(x, y, "o")
ends = np.array([0, 1])  # two points are enough to draw a line
for k in range(0, epochs + 1, 20):
    ax.plot(
        ends,
        predict(ends, run.w0[k], run.w1[k]),
        color="C1",
        alpha=0.5 + 0.5 * k / epochs,
        linewidth=2.5 if k == epochs else 1.5,
    )
ax.text(1.02, sum(start), "epoch 0", va="center")
ax.text(1.02, w0 + w1, f"epoch {epochs}", va="center")
ax.set(xlabel="$x_1$", ylabel="$y$")
ax.set_title(f"{epochs} epochs turn the line to fit the points")
fig.set_label(  # for readers who cannot see the figure
    "Sixteen lines over the points, one every 20 epochs, from the falling line of epoch "
    f"0 to the rising line of epoch {epochs}, which goes through the middle of the points."
)
plt.show()

# %%
# What if the learning rate doubles?
# ----------------------------------
# The first step is then twice as long, and the line needs about half as many epochs.
# Let us count them until the slope is within 0.1 of the best one. NumPy can solve for
# the best line directly, so there is something to compare with. Each comparison with
# 0.1 gives True or False for every epoch, and ``argmax`` finds the first True.

faster = train(x, y, w0=start[0], w1=start[1], learning_rate=0.002, epochs=epochs)
w1_exact, _ = np.polyfit(x, y, 1)
needed = np.argmax(abs(run.w1 - w1_exact) < 0.1)
needed_by_faster = np.argmax(abs(faster.w1 - w1_exact) < 0.1)

# %%

fig, ax = plt.subplots()
ax.axhline(w1_exact, color="C3", linestyle="--")
ax.plot(faster.w1, color="C1", linewidth=1.5)
ax.plot(run.w1, color="C1")
ax.text(2, 1.65, r"$\eta = 0.002$")
ax.text(72, 0.5, r"$\eta = 0.001$")
ax.text(0, w1_exact + 0.15, "best slope")
ax.set(xlabel="epoch", ylabel="$w_1$", ylim=(-2.3, 3))
ax.set_title(
    f"Near the best slope after {needed} epochs,\n"
    f"at twice the rate after {needed_by_faster}"
)
fig.set_label(
    "The slope w1 against the epoch, for two learning rates. Both curves climb to the "
    f"dashed best slope, {w1_exact:.2f}. The curve of the larger rate is within 0.1 after "
    f"{needed_by_faster} epochs, that of the smaller one after {needed}."
)
plt.show()

# %%
# But a rate can be too large. The steps then jump over the best line and land farther
# away than they began. :doc:`How large is too large
# </chapters/2_beyond/plot_3_learning_rate>` is a question for the second part.

# %%
# .. _playground:
#
# Train it yourself
# -----------------
# Press Play, and watch the line, the path of the weights and the error. Then double the
# learning rate, and see how much sooner the line arrives. At 0.0075 the line swings from
# side to side, ever less, and settles. At 0.0077 it swings ever more: run 300 epochs
# twice, and it is lost. (An arrow at the edge of a picture points to what has left it.)
# Then add a point far from the others and drag it: what does one of 201 points do to
# the best line, and to the error? The mark "lost above" moves, too.
#
# .. playground::

# %%
# **Try this:** make the learning rate ten times as large, 0.01, and run 10 epochs. What
# does the error do?

errors = train(x, y, w0=start[0], w1=start[1], learning_rate=0.01, epochs=10).sse
print(
    f"It grows in each epoch: from {errors[0]:.0f} to {errors[1]:.0f} in the first one,"
)
print(f"and after {errors.size - 1} of them it is {errors[-1]:,.0f}.")

# %%

assert (run.w0[-1], run.w1[-1]) == (w0, w1)
assert (np.diff(errors) > 0).all()

# %%
# Next: the error of every epoch in one curve, and :doc:`why it does not fall to 0
# <plot_6_error_curve>`.
