r"""
Why do all late lines cross at one point?
=========================================

Because the error has the shape of a long valley. Late in the run the weights move
along it, and a line whose weights do that only turns, here about a point at the
input 0.58. We call this point the :term:`hinge`. The name is ours, not the post's.
"""

import matplotlib.pyplot as plt
import numpy as np

from linreg import init_weights, make_line, predict, sse, train

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, intercept = make_line(rng=0)
w0, w1 = init_weights(rng=1)
run = train(x, y, w0=w0, w1=w1, learning_rate=0.001, epochs=300)
w1_exact, w0_exact = np.polyfit(x, y, 1)

# %%
# See the crossing
# ----------------
# The figure shows the lines of the post, one every 20 epochs. In the first 20
# epochs the line rises and turns. From then on it only turns, and all lines go
# through one point. You might expect that point at the mean of the inputs. It lies to
# the right of it.

ends = np.array([0, 1])  # two points are enough to draw a line
seen = (run.w0[300] - run.w0[100]) / (run.w1[100] - run.w1[300])

fig, ax = plt.subplots(figsize=(5.6, 4.2))
for k in range(0, 301, 20):
    line = predict(ends, run.w0[k], run.w1[k])
    ax.plot(ends, line, color="C1", alpha=0.6 + 0.4 * k / 300, linewidth=1.5)
height_seen = predict(seen, run.w0[300], run.w1[300])
ring = {"markersize": 18, "fillstyle": "none", "markeredgewidth": 2.5, "zorder": 5}
ax.plot(seen, height_seen, "o", color="C3", **ring)
ax.axvline(x.mean(), color="0.5", linewidth=1, zorder=0)
ax.text(seen + 0.04, height_seen - 0.3, "hinge")
ax.text(x.mean() - 0.015, -0.9, "mean of $x_1$", ha="right")
for k in [0, 20, 300]:
    ax.text(1.02, run.w0[k] + run.w1[k], f"epoch {k}", va="center")
ax.set(xlabel="$x_1$", ylabel=r"$\hat y$")
ax.set_title("All late lines go through one point,\nand it is not at the mean")
fig.set_label(  # for readers who cannot see the figure
    "Sixteen lines of the run. The line of epoch 0 falls. All others go through one "
    f"point, the hinge, at x1 = {seen:.2f}, to the right of the mean of the inputs, "
    f"{x.mean():.2f}."
)
plt.show()

# %%
# Look down into the bowl
# -----------------------
# Now think of a map. Every pair of weights :math:`w` is a place on it, and the error of
# that pair is the height. The next figure shows this map. It is a bowl, and its lowest
# place is the best pair :math:`w^*`. Let :math:`d = w - w^*` say how far a pair is from
# it: :math:`d_0` along :math:`w_0` and :math:`d_1` along :math:`w_1`. The height of any
# place is
#
# .. math::
#    :label: bowl
#
#    E = E_{\min} + \tfrac12 \left( N d_0^2 + 2 d_0 d_1 \sum x_i
#        + d_1^2 \sum x_i^2 \right) ,
#
# where :math:`E_{\min}` is the height of the lowest place and :math:`x_i` the input of
# point i. Why? Let :math:`r_i = w^*_0 + w^*_1 x_i - y_i` be the signed error of the best
# line there. On another line it is :math:`\hat y_i - y_i = r_i + d_0 + d_1 x_i`, and its
# square is
#
# .. math::
#
#    (\hat y_i - y_i)^2 = r_i^2 + 2 r_i (d_0 + d_1 x_i) + (d_0 + d_1 x_i)^2 .
#
# Take half of that and add it up over all points. The first term gives
# :math:`E_{\min}`. The middle one gives :math:`d_0` and :math:`d_1` times the slopes of
# the error at the best pair, and there both are 0. Multiply out the last one, and you
# have :eq:`bowl`.
#
# So the inputs alone decide how the bowl curves. All that is needed of them is a table
# of four numbers, called the matrix H:
#
# .. math::
#
#    H = \begin{pmatrix} N & \sum x_i \\ \sum x_i & \sum x_i^2 \end{pmatrix} .
#
# H times a pair is again a pair. For :math:`d` it is the pair of both slopes of the
# error, as you see when you differentiate :eq:`bowl`:
#
# .. math::
#
#    H d = \begin{pmatrix} N d_0 + d_1 \sum x_i \\ d_0 \sum x_i + d_1 \sum x_i^2
#    \end{pmatrix} = \begin{pmatrix} \partial E/\partial w_0 \\ \partial E/\partial w_1
#    \end{pmatrix} .

H = np.array([[x.size, x.sum()], [x.sum(), x @ x]])  # x @ x: the sum of the squares
E_min = sse(y, predict(x, w0_exact, w1_exact))


def height(d0, d1):
    return E_min + 0.5 * (H[0, 0] * d0**2 + 2 * H[0, 1] * d0 * d1 + H[1, 1] * d1**2)


# %%
# The bowl is long. Two directions matter: the one in which it curves most, and the
# one in which it curves least. They are at right angles, and H only stretches them:
# each by the :term:`curvature` :math:`\lambda` of the bowl along it. A function of NumPy
# finds both. In algebra the directions are called eigenvectors of H, and the curvatures
# its eigenvalues.

curvatures, directions = np.linalg.eigh(H)  # the flat direction first, then the steep
flat, steep = directions.T
print(f"curvature: {curvatures[1]:.1f} in the steep direction,")
print(f"{curvatures[0]:.1f} in the flat one")

# %%
# Each ring of the map joins places of equal height. It lies four times as high above
# the lowest place as the next ring inside. The path of the run takes the steep
# direction first. Then it is in the valley, and follows it.

d0, d1 = np.meshgrid(np.linspace(-1.9, 3.1, 101), np.linspace(-5.6, 2.4, 101))

fig, ax = plt.subplots(figsize=(5.6, 4.2))
rings = E_min + 4.0 ** np.arange(5)
ax.contour(
    w1_exact + d1, w0_exact + d0, height(d0, d1), rings, colors="0.5", linewidths=1
)
for (q0, q1), reach in [(flat, (-1.6, 5.2)), (steep, (-1.5, 1.5))]:
    along = np.array(reach)
    dashes = w1_exact + along * q1, w0_exact + along * q0
    ax.plot(*dashes, "--", color="C3", linewidth=1.5)
ax.plot(run.w1, run.w0, "o-", color="C1", markevery=20, markersize=6)
ax.plot(w1_exact, w0_exact, "*", color="C3", markersize=15)
ax.text(w1 - 0.2, w0, "start", ha="right", va="center")
ax.text(3.15, 1.05, "steep")
ax.text(-1.6, 2.4, "flat")
ax.set(xlabel="$w_1$", ylabel="$w_0$", aspect="equal")
ax.set_title("The path drops into a valley, then follows it")
fig.set_label(
    "Long oval rings of equal error over both weights, with dashes along the steep and "
    "the flat direction. The path starts outside, bends when it reaches the valley and "
    "follows the flat direction to the star at the best weights."
)
plt.show()

# %%
# So the distance :math:`d` has two parts, one along the steep direction and one along
# the flat one. H stretches each by its :math:`\lambda`. So along either, the slope of the
# error is :math:`\lambda` times the distance. An update takes away the learning rate
# :math:`\eta` times that slope, and so it multiplies the distance by :math:`1 - \eta
# \lambda`, see :eq:`distance`. That is 0.74 along the steep direction and 0.986 along
# the flat one. After 20 epochs only 0.2 % of the steep part is left, but 76 % of the
# flat part.
#
# From the valley to one point
# ----------------------------
# A place in the valley is :math:`w^* + c\,q`. Here :math:`q` is the flat direction,
# with the parts :math:`q_0` along :math:`w_0` and :math:`q_1` along :math:`w_1`. The
# number :math:`c` says how far along it. At each input its line lies by
# :math:`c\,(q_0 + q_1 x_1)` above the best line. At the input where the bracket is 0,
# it does not matter what :math:`c` is. All lines of the valley have the same height
# there, so this input is that of the hinge:
#
# .. math::
#    :label: hinge
#
#    x_{\text{hinge}} = -\frac{q_0}{q_1} = \frac{\bar x}{1 - \lambda_{\min} / N} .
#
# The second form says where the hinge lies: farther from zero than the mean
# :math:`\bar x`, because the valley is not quite flat. It follows from :math:`H q =
# \lambda_{\min} q`: H only stretches the flat direction. The first number of this pair
# says :math:`N q_0 + q_1 \sum x_i = \lambda_{\min}\, q_0`. The sum is N times the mean,
# so divide by N and solve for the fraction.

hinge = -flat[0] / flat[1]
print(f"hinge {hinge:.4f}, mean of the inputs {x.mean():.4f}")

# %%
# Watch it settle
# ---------------
# Each line of the run crosses the best line where :given:`d_0 + d_1 x_1 = 0`. At first
# that input depends on both parts of the distance. Then the steep part fades, and the
# flat part alone crosses at the :term:`hinge`.

crossing = -(run.w0 - w0_exact) / (run.w1 - w1_exact)

fig, ax = plt.subplots()
ax.axhline(x.mean(), color="0.5", linewidth=1)
ax.axhline(hinge, color="C3", linestyle="--", linewidth=1.5)
ax.plot(crossing[:41], color="C1")
ax.text(40, hinge + 0.01, "hinge", ha="right")
ax.text(40, x.mean() - 0.01, "mean of $x_1$", ha="right", va="top")
ax.set(xlabel="epoch", ylabel="$x_1$ of the crossing")
ax.set_title("The crossing moves to the hinge\nand stays there")
fig.set_label(
    "Where the line of each epoch crosses the best line. The crossing starts at "
    f"x1 = {crossing[0]:.2f}, passes the mean of the inputs and settles at the hinge, "
    f"{hinge:.2f}, within 20 epochs."
)
plt.show()

# %%
# **Try this:** subtract the mean from all inputs before training. Where is the hinge
# now, and which way does the valley run?

centred = x - x.mean()
H_centred = np.array([[x.size, centred.sum()], [centred.sum(), centred @ centred]])
q = np.linalg.eigh(H_centred)[1][:, 0]
print(f"The hinge is at the mean, {abs(q[0] / q[1]):.4f} away from it.")
print(f"The flat direction is ({abs(q[0]):.4f}, {abs(q[1]):.4f}): along w1 alone.")

# %%
# Next: if every part of the distance shrinks by a known factor,
# :doc:`the whole run can be known before it starts
# </chapters/2_beyond/plot_2_predict_the_run>`.

assert np.isclose(hinge, seen)
assert np.isclose(hinge, x.mean() / (1 - curvatures[0] / x.size))
assert abs(crossing[20:] - hinge).max() < abs(crossing[0] - hinge) / 50
