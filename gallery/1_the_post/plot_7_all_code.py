r"""
Can I see the entire code in one place?
=======================================

Yes: this page is the program of the post from end to end, written anew in fewer than
40 lines. They make the points, train the neuron and draw how it went. They need NumPy
and Matplotlib and nothing else. The script at the foot of the page has them in one file.
"""

import matplotlib.pyplot as plt
import numpy as np

rng = np.random.default_rng(0)
x = rng.random(200)
slope = rng.uniform(2, 3)
y = slope * x + rng.normal(0, 0.1, 200)

# %%
# The loop
# --------
# Both derivatives belong to the same pair of weights. So both are computed before
# either weight moves.

rng = np.random.default_rng(1)  # the weights have a generator of their own
w0, w1 = rng.uniform(0, 2), rng.uniform(-3, -2)
learning_rate, epochs, lines, errors = 0.001, 300, [], []

for epoch in range(epochs):
    if epoch % 20 == 0:
        lines.append([w0, w0 + w1])  # the ends of the line
    z = w1 * x + w0
    y_hat = z  # Linear
    errors.append(0.5 * np.sum((y - y_hat) ** 2))
    dE_dw0 = np.sum(y_hat - y)
    dE_dw1 = np.sum((y_hat - y) * x)
    w0 = w0 - learning_rate * dE_dw0
    w1 = w1 - learning_rate * dE_dw1
errors.append(0.5 * np.sum((y - (w1 * x + w0)) ** 2))  # after the last update

# %%
# Each epoch goes through the loop once. On this page an index of :math:`x` and :math:`y`
# counts the points: :math:`x_i` is the input of point :math:`i`, which other pages call
# :math:`x_1` for every point. First the neuron predicts
# :math:`\hat y_i` for each point, then the error :math:`E` adds up the squares of its
# misses:
#
# .. math::
#
#    \hat y_i = w_1 x_i + w_0 , \qquad
#    E = \frac12 \sum_{i=1}^{N} (y_i - \hat y_i)^2 .
#
# Then come both derivatives, which the chain rule has found:
#
# .. math::
#
#    \frac{\partial E}{\partial w_0} = \sum_{i=1}^{N} (\hat y_i - y_i) , \qquad
#    \frac{\partial E}{\partial w_1} = \sum_{i=1}^{N} (\hat y_i - y_i)\, x_i .
#
# At last each weight moves against its derivative. The learning rate :math:`\eta` says
# how far: this is the update :eq:`update`.
#
# The program of the post draws the line inside its loop. Here the loop only writes down
# the line, every 20 epochs, and these lines are drawn after it.

plt.rc("font", size=12)
plt.rc("axes", titlelocation="left", titlesize=12.5, titleweight="bold")
plt.rc("axes.spines", right=False, top=False)
fig, ax = plt.subplots(figsize=(5.6, 3.6), layout="constrained")
ax.plot(x, y, "o", color="#3a86c8", markersize=4)
ax.plot([0, 1], np.transpose(lines), color="#d9571e", alpha=0.6)
ax.plot([0, 1], [w0, w0 + w1], color="#d9571e", linewidth=3)
ax.set(xlabel="$x_1$", ylabel="$y$", title=f"{epochs} epochs give a slope of {w1:.2f}")
plt.show()

# %%
# The error
# ---------
# One error before each update, and one after the last. So the first one is that of the
# start.

fig, ax = plt.subplots(figsize=(5.6, 3.6), layout="constrained")
ax.plot(errors, color="#d9571e", linewidth=3)
ax.set(xlabel="epoch", ylabel="$E$")
ax.set_title(f"The error falls from {errors[0]:.0f} to {errors[-1]:.2f}")
plt.show()

# %%
# Compare with the exact line
# ---------------------------
# NumPy can solve for the best line, the one with the smallest error, in one step. It
# is a yardstick here, not a part of the neuron. And the package agrees: a test holds
# the learned weights against those of :func:`linreg.train`, and they are equal to the
# last bit.

w1_exact, w0_exact = np.polyfit(x, y, 1)
print(f"learned  w0 = {w0:7.4f}  w1 = {w1:7.4f}")
print(f"exact    w0 = {w0_exact:7.4f}  w1 = {w1_exact:7.4f}")

# %%
# **Try this:** train for 100 epochs only. How large is the error then?

print(f"It is {errors[100]:.2f} after 100 epochs, and {errors[-1]:.2f} after all.")

# %%

# This rate is small enough: the error falls in each epoch.
assert all(np.diff(errors) < 0)

# %%
# The loop stands or falls with its two derivatives. :doc:`The next chapter
# </chapters/1_the_post/plot_8_check>` checks them.
