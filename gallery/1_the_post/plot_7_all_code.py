r"""
Can I see the entire code in one place?
=======================================

Yes: this page is the program of the post from end to end, written anew. It needs
NumPy and Matplotlib only, and a test holds its weights against those of
:func:`linreg.train`, equal to the last bit. Its lines draw the points :eq:`data` and
the weights :eq:`init`, and compute the net input :eq:`net-input`, the activation
:eq:`linear`, the error :eq:`sse`, the gradient :eq:`gradient` and the update
:eq:`update`.
"""

import matplotlib.pyplot as plt
import numpy as np

rng = np.random.default_rng(0)
x = rng.random(200)
slope = rng.uniform(2, 3)
y = slope * x + rng.normal(0, 0.1, 200)

# %%
# Train, and draw the line every 20 epochs
# ----------------------------------------
# Both derivatives are taken at the same pair of weights, so both are known before
# either moves.

rng = np.random.default_rng(1)  # the weights have a generator of their own
w0, w1 = rng.uniform(0, 2), rng.uniform(-3, -2)
learning_rate, epochs, errors = 0.001, 300, []

fig, ax = plt.subplots(layout="constrained")
ax.plot(x, y, "o", color="#3a86c8", markersize=4)
for epoch in range(epochs):
    if epoch % 20 == 0:
        ax.plot([0, 1], [w0, w0 + w1], color="#d9571e", alpha=0.6)
    z = w1 * x + w0
    y_hat = z  # Linear
    errors.append(0.5 * np.sum((y - y_hat) ** 2))
    dE_dw0 = np.sum(y_hat - y)
    dE_dw1 = np.sum((y_hat - y) * x)
    w0 = w0 - learning_rate * dE_dw0
    w1 = w1 - learning_rate * dE_dw1
ax.plot([0, 1], [w0, w0 + w1], color="#d9571e", linewidth=3)
ax.set(xlabel="$x_1$", ylabel="$y$")
ax.set_title(f"{epochs} epochs turn the line to a slope of {w1:.2f}", loc="left")
plt.show()

# %%
# Plot the error
# --------------
# Each error was computed before the update of its epoch.

fig, ax = plt.subplots(layout="constrained")
ax.plot(errors, color="#d9571e", linewidth=3)
ax.set(xlabel="epoch", ylabel="$E$")
ax.set_title(f"The error falls from {errors[0]:.0f} to {errors[-1]:.2f}", loc="left")
plt.show()

# %%
# Compare with the exact line
# ---------------------------
# NumPy can solve for the least-squares line directly. It is a yardstick here, not a
# part of the neuron. The true intercept is 0, the mean of the distribution that the
# intercepts come from.

w1_exact, w0_exact = np.polyfit(x, y, 1)
print(f"learned  w0 = {w0:7.4f}  w1 = {w1:7.4f}")
print(f"exact    w0 = {w0_exact:7.4f}  w1 = {w1_exact:7.4f}")
print(f"true     w0 = {0:7.4f}  w1 = {slope:7.4f}")

# Rounding aside, a rate below the stable bound never lets the error rise.
assert all(np.diff(errors) < 0)

# %%
# **Try this:** raise ``learning_rate`` to 0.01. Which line of the program notices?
