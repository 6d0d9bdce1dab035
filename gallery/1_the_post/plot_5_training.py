r"""
What do 300 epochs do to the line?
==================================

In 300 epochs :func:`linreg.train` turns a terrible line into one that is hard to
tell from the least-squares line. An epoch is one update :eq:`update` of both
weights, with slopes to which all 200 points contribute, as :eq:`training`
says.
"""

import matplotlib.pyplot as plt
import numpy as np

from linreg import Moments, init_weights, make_line, predict, train

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, intercept = make_line(rng=0)
w0, w1 = init_weights(rng=1)
run = train(x, y, w0=w0, w1=w1, learning_rate=0.001, epochs=300)
w1_exact, w0_exact = np.polyfit(x, y, 1)

# H, the second derivatives of E, only stretches two directions, the flat one less.
curvatures, directions = np.linalg.eigh(Moments.from_data(x, y).hessian)
hinge = -directions[0, 0] / directions[1, 0]

# %%
# Draw the line every 20 epochs
# -----------------------------
# The palest line is the start, the strongest one the end. The open circle is the
# hinge, the one point in which all late lines cross. A line can be wrong in two
# directions: as a whole, too high or too low, which training mends fast, and tilted
# about the hinge, which it mends slowly. Where the hinge is follows from the inputs
# alone, by the matrix H of :eq:`linear-gradient`.

ends = np.array([0, 1])  # two points are enough to draw a line

fig, ax = plt.subplots(figsize=(6.4, 4.6))
ax.plot(x, y, "o", markersize=3)
for k in range(0, 301, 20):
    line = predict(ends, run.w0[k], run.w1[k])
    ax.plot(
        ends, line, color="C1", alpha=0.6 + 0.4 * k / 300, linewidth=1.5 + (k == 300)
    )
exact = predict(ends, w0_exact, w1_exact)
ax.plot(ends, exact, "--", color="C3", linewidth=1.5, label="least squares")
height = predict(hinge, w0_exact, w1_exact)
ax.plot(
    hinge,
    height,
    "o",
    color="C4",
    markersize=11,
    fillstyle="none",
    label="hinge, predicted",
)
ax.text(1.02, w0 + w1, "epoch 0", va="center")
ax.text(1.02, run.w0[-1] + run.w1[-1], "epoch 300", va="center")
ax.legend(loc="lower left")
ax.set(xlabel="$x_1$", ylabel="$y$")
ax.set_title("The line swings up, then turns about a hinge")
fig.set_label(  # for readers who cannot see the figure
    "Sixteen lines over the points, from the falling line of epoch 0 to the rising "
    "line of epoch 300, close to the dashed least-squares line. All but the first "
    f"cross near x1 = {hinge:.2f}."
)
plt.show()

# %%
# Follow both weights
# -------------------
# The same run, seen from the weights: first the line as a whole comes nearer, which
# moves the intercept away from its goal; then slope and intercept trade against each
# other, slowly.

fig, ax = plt.subplots()
ax.hlines([w0_exact, w1_exact], 0, 300, colors="C3", linestyles="--", linewidths=1.5)
ax.plot(run.w0, color="C1", linewidth=1.5)
ax.plot(run.w1, color="C1")
ax.text(305, run.w0[-1], "$w_0$", va="center")
ax.text(305, run.w1[-1], "$w_1$", va="center")
ax.set(xlabel="epoch", ylabel="weights")
ax.set_title(f"$w_0$ climbs to {run.w0.max():.1f} before it falls")
fig.set_label(
    f"Both weights against the epoch. w1 climbs from {w1:.1f} to {run.w1[-1]:.2f}; "
    f"w0 climbs from {w0:.1f} to {run.w0.max():.1f} first, then falls to "
    f"{run.w0[-1]:.2f}, near its exact value."
)
plt.show()

# %%
# Compare with the exact line
# ---------------------------
# The last row is the line behind the data, which the neuron never sees. Training
# leads to the second row, where 300 epochs have not quite arrived.

print(f"{'':8}{'w0':>10}{'w1':>10}")
print(f"{'learned':8}{run.w0[-1]:10.4f}{run.w1[-1]:10.4f}")
print(f"{'exact':8}{w0_exact:10.4f}{w1_exact:10.4f}")
print(f"{'true':8}{intercept:10.4f}{slope:10.4f}")
print(f"hinge at x1 = {hinge:.4f}; the mean of x1 is {x.mean():.4f}")

# An epoch shrinks what is missing by 1 - 0.001 * curvature, in the flat and the steep
# direction.
flat, steep = 1 - 0.001 * curvatures
missing = np.hypot(w0 - w0_exact, w1 - w1_exact)
assert np.hypot(run.w0[-1] - w0_exact, run.w1[-1] - w1_exact) <= flat**300 * missing
assert run.w0.max() > w0  # up before down, as the second title says
# At the hinge only the steep direction moves a line, so from epoch 40 on all lines
# cross there.
late = predict(hinge, run.w0[40:], run.w1[40:])
assert abs(late - height).max() <= steep**40 * missing * np.hypot(1, hinge)

# %%
# **Try this:** how many epochs bring the slope within 0.001 of the exact one?
