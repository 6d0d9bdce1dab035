r"""
Does it work on real data?
==========================

The same neuron, without a change, finds the line through the 24 nebulae of which
Edwin Hubble reported in 1929 that the farther ones move away faster. Only the
learning rate and the number of epochs are new. Before :func:`linreg.train` runs,
the rate follows from the bound :eq:`stable-rate` of these data, and the number of
epochs from both curvatures and the start.

Source: E. Hubble, "A relation between distance and radial velocity among
extra-galactic nebulae", Proceedings of the National Academy of Sciences 15 (1929),
pages 168 to 173, table 1.
"""

import matplotlib.pyplot as plt
import numpy as np

from linreg import Moments, gradient, init_weights, predict, train

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

distances = """
0.032 0.034 0.214 0.263 0.275 0.275 0.45 0.5 0.5 0.63 0.8 0.9
0.9   0.9   0.9   1.0   1.1   1.1   1.4  1.7 2.0 2.0  2.0 2.0
"""
velocities = """
170 290 -130 -70 -185 -220 200 290 270 200 300  -30
650 150  500 920  450  500 500 960 500 850 800 1090
"""
x = np.array(distances.split(), dtype=float)  # millions of parsecs
y = np.array(velocities.split(), dtype=float)  # km/s, positive away from us
w0, w1 = init_weights(rng=1)

# %%
# Choose the rate and the epochs
# ------------------------------
# Half of the largest stable rate is a safe choice: it removes what is missing along
# the steepest direction at once, and every epoch shrinks the rest by a known factor.
# How much is missing at the start has a bound too, the length of the gradient divided
# by the smallest curvature. Together they give a number of epochs that is enough for
# six decimals.

curvatures = np.linalg.eigvalsh(Moments.from_data(x, y).hessian)
largest_rate = 2 / curvatures[1]
learning_rate = largest_rate / 2
factor = 1 - learning_rate * curvatures[0]
missing = np.hypot(*gradient(x, y, w0, w1)) / curvatures[0]
epochs = int(np.ceil(np.log(0.5e-6 / missing) / np.log(factor)))
print(f"largest stable rate {largest_rate:.4f}, chosen rate {learning_rate:.4f}")
print(f"factor per epoch {factor:.4f}, epochs {epochs}")

# %%
# Train the neuron
# ----------------
# The unit of the slope is km/s per million parsecs, that of the intercept km/s.

run = train(x, y, w0=w0, w1=w1, learning_rate=learning_rate, epochs=epochs)
w1_exact, w0_exact = np.polyfit(x, y, 1)

ends = np.array([0, 2.1])
fig, ax = plt.subplots()
ax.plot(x, y, "o", markersize=6)
ax.plot(ends, predict(ends, run.w0[-1], run.w1[-1]), color="C1", label="learned")
exact = predict(ends, w0_exact, w1_exact)
ax.plot(ends, exact, "--", color="C3", linewidth=1.5, label="least squares")
ax.legend(loc="upper left")
ax.set(xlabel="distance $x_1$ in Mpc", ylabel="velocity $y$ in km/s")
ax.set_title(f"Each million parsecs adds {run.w1[-1]:.0f} km/s")
fig.set_label(  # for readers who cannot see the figure
    f"Velocity against distance of {x.size} nebulae, widely scattered around a "
    "rising line. The learned line and the least-squares line are the same to the "
    "eye."
)
plt.show()

# %%
# Watch the decimals arrive
# -------------------------
# The circles were computed before the run: the distance to the exact weights, taken
# as plain numbers, must stay below them. The dashes are half a unit of the sixth
# decimal.

distance = np.hypot(run.w0 - w0_exact, run.w1 - w1_exact)
bound = missing * factor ** np.arange(epochs + 1)

fig, ax = plt.subplots()
ax.semilogy(distance, color="C1")
ax.semilogy(bound, "o", color="C4", markersize=9, fillstyle="none", markevery=20)
ax.axhline(0.5e-6, color="C3", linestyle="--", linewidth=1.5)
ax.text(65, 40, "bound")
ax.text(60, 1e-2, "learned")
ax.set(xlabel="epoch", ylabel="distance to the exact weights")
ax.set_title(f"{epochs} epochs are enough for six decimals")
fig.set_label(
    "The distance to the exact weights against the epoch, on a logarithmic axis: the "
    "distance stays below the predicted circles and ends below half a unit of the "
    "sixth decimal."
)
plt.show()

# %%
# Compare with the exact line
# ---------------------------
# Nobody knows the true line of real data, so the table has two rows. Distances count
# as plain numbers of Mpc; in another unit the same nebulae would need another
# learning rate.

print(f"{'':8}{'w0 in km/s':>14}{'w1 in km/s/Mpc':>18}")
print(f"{'learned':8}{run.w0[-1]:14.6f}{run.w1[-1]:18.6f}")
print(f"{'exact':8}{w0_exact:14.6f}{w1_exact:18.6f}")

assert (distance <= bound).all()
# Half a unit of the sixth decimal from the run, and half from writing the exact
# values down.
assert abs(run.w0[-1] - -40.783649) < 1e-6
assert abs(run.w1[-1] - 454.158441) < 1e-6

# %%
# **Try this:** train with ``learning_rate=0.001``, the rate of the post. How many
# epochs now?
