r"""
What changes when a neuron has to choose between classes?
=========================================================

Two things: its activation and its error. The activation, softmax, turns net inputs
into probabilities. The error, cross-entropy, asks how probable the right class was.
All else stays, even the slope along the net input, which is the signed error
:math:`\hat y - y`. Squares would work badly here: the figure starts with a confident
mistake, and with squares it takes 167 times as long to correct it.
"""

import matplotlib.pyplot as plt
import numpy as np

from linreg import numerical_gradient, sse

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

# %%
# Turn net inputs into probabilities
# ----------------------------------
# To choose between classes, say cat, dog and bird, we take one neuron for each class k.
# It has a :term:`net input` :math:`Z_k` of its own. The class with the largest one is
# chosen. Softmax joins the neurons and says how sure the choice is:
#
# .. math::
#    :label: softmax
#    :class: definition
#
#    \hat y_k = \frac{e^{Z_k}}{\sum_j e^{Z_j}} .
#
# In words: take e to the power of each net input, which makes all of them positive, and
# divide by their sum. So the results add up to 1, as probabilities do.
#
# NumPy cannot hold e to the power of 710. So the largest net input, :math:`c`, is
# subtracted from all of them first. Both parts of the fraction shrink by the same
# factor, and :math:`\hat y_k = \frac{e^{Z_k - c}}{\sum_j e^{Z_j - c}}` is the same
# number.


def softmax(z):
    powers = np.exp(z - np.max(z, axis=0))
    return powers / powers.sum(axis=0)


for z in ([2.0, 1.0, 0.0], [2000.0, 1000.0, 0.0]):
    print("net inputs", z, "probabilities", softmax(np.array(z)).round(2).tolist())

# %%
# Ask for the right class
# -----------------------
# The target :math:`y_k` is 1 for the right class and 0 for all others. Cross-entropy is
# minus the natural logarithm of the probability that the right class was given:
#
# .. math::
#    :label: cross-entropy
#    :class: definition
#
#    E = -\sum_k y_k \ln \hat y_k .
#
# The targets 0 switch all other classes off. If the right class was given the
# probability 1, the error is 0. The closer the probability is to 0, the larger is the
# error, without a limit.


def cross_entropy(y, y_hat):
    return -(y * np.log(y_hat)).sum()


right = np.array([1.0, 0.0])  # of two classes, the first one is right
for given in (0.99, 0.5, 0.01):
    E = cross_entropy(right, np.array([given, 1 - given]))
    print(f"probability {given}: error {E:.2f}")

# %%
# Find the slopes
# ---------------
# Training needs the slope of the error along each net input. The logarithm undoes the
# power of e: :math:`\ln \hat y_k = Z_k - \ln \sum_j e^{Z_j}`. The targets add up
# to 1. So the error is :math:`\ln \sum_j e^{Z_j} - \sum_k y_k Z_k`. The derivative of
# a logarithm is 1 divided by what is in it, times the inner derivative. In the sum only
# one power of e changes with :math:`Z_k`, and it is its own derivative. So the slope is
#
# .. math::
#    :label: softmax-grad
#
#    \frac{\partial E}{\partial Z_k} = \frac{e^{Z_k}}{\sum_j e^{Z_j}} - y_k
#    = \hat y_k - y_k .
#
# This is prediction minus target, the signed error :eq:`sse-grad` that the neuron of
# the post gets from squares.
#
# Softmax with squares does not get it. The squares have no logarithm, so the slope of
# softmax itself remains as a factor. The quotient rule gives it:
#
# .. math::
#
#    \frac{\partial \hat y_1}{\partial Z_1} =
#    \frac{e^{Z_1} \sum_j e^{Z_j} - e^{Z_1} e^{Z_1}}{(\sum_j e^{Z_j})^2}
#    = \hat y_1 (1 - \hat y_1) .
#
# With two classes the other probability changes by as much the other way. Both signed
# errors are opposite too, and minus times minus is plus, so the two terms add up:
#
# .. math::
#    :label: squared-softmax-grad
#
#    \frac{\partial}{\partial Z_1}\, \tfrac12 \sum_k (\hat y_k - y_k)^2
#    = 2\, (\hat y_1 - y_1)\, \hat y_1 (1 - \hat y_1) .


def cross_entropy_slopes(y, y_hat):
    return y_hat - y


def squares_slopes(y, y_hat):
    return 2 * (y_hat - y) * y_hat[0] * y_hat[1]


# %%
# Start from a confident mistake
# ------------------------------
# Two neurons without inputs are enough to be wrong with confidence: one bias weight for
# each of two classes. So the weights are the net inputs. The right class starts 8 behind
# the other one, with a probability of 0.0003. Each update takes a step against the
# slopes, as :eq:`update` does, at the rate 0.1:


def recover(slopes, z=(-4.0, 4.0)):
    record = []
    for _ in range(10_000):
        y_hat = softmax(np.array(z))
        record.append(y_hat[0])
        z = z - 0.1 * slopes(right, y_hat)
    return np.array(record)


records = {
    "cross-entropy": recover(cross_entropy_slopes),
    "squares": recover(squares_slopes),
}

# %%
# The figure at the top of this page shows both runs, until :math:`\hat y` of the right
# class passes one half and after it. With cross-entropy the first steps are the longest.
# With squares they are the shortest. How much longer that takes depends on the start:
# from 4 behind it is 7 times, from 6 behind 30 times.

turned = {name: (record >= 0.5).argmax() for name, record in records.items()}

fig, ax = plt.subplots()
for (name, record), look in zip(records.items(), ["C1", "C0"], strict=True):
    ax.semilogx(np.arange(1, record.size), record[1:], color=look)
    ax.text(turned[name] / 1.3, 0.55, name, ha="right")
ax.set(xlabel="update", ylabel=r"$\hat y$ of the right class")
times = turned["squares"] / turned["cross-entropy"]
ax.set_title(f"Squares take {times:.0f} times as long\nto correct a confident mistake")
fig.set_label(  # for readers who cannot see the figure
    "Probability of the right class against the update, on a logarithmic axis. With "
    f"cross-entropy it passes one half after {turned['cross-entropy']} updates, with "
    f"squares after {turned['squares']}."
)
plt.show()

# %%
# See why the squares hardly move
# -------------------------------
# A step is as long as the slope is steep. So the next figure shows both slopes for
# every probability that the right class can have. Cross-entropy pushes hardest where
# the neuron is most wrong, at the left end. The slope of the squares is 0 at both ends:
# where the neuron is right, as it should be, and where it is wrong. The open circles
# were found from the values of the errors alone, as a :term:`central difference`.

p = np.linspace(0, 1, 101)  # probability of the right class
y_hat = np.array([p, 1 - p])
cross_entropy_curve = cross_entropy_slopes(right[:, None], y_hat)[0]
squares_curve = squares_slopes(right[:, None], y_hat)[0]

# %%


def seen_from_values(error, z):
    def f(z1, z2):
        return error(right, softmax(np.array([z1, z2])))

    return numerical_gradient(f, z, -z)[0]


half_gaps = np.linspace(-3, 3, 13)
seen_at = np.array([softmax(np.array([z, -z]))[0] for z in half_gaps])
circles = {
    error: np.array([seen_from_values(error, z) for z in half_gaps])
    for error in (cross_entropy, sse)
}

fig, ax = plt.subplots()
ax.plot(p, cross_entropy_curve, color="C1")
ax.plot(p, squares_curve, color="C0")
for slopes in circles.values():
    ax.plot(seen_at, slopes, "o", color="C4", markersize=9, fillstyle="none")
ax.text(0.28, -0.85, "cross-entropy")
ax.text(0.08, -0.09, "squares")
ax.set(xlabel=r"$\hat y$ of the right class", ylabel=r"$\partial E / \partial Z_1$")
ax.set_title("Where the mistake is worst,\nthe squares do not push at all")
fig.set_label(
    "Slope of the error against the probability of the right class. With cross-entropy "
    "it is a straight line from -1 to 0. With squares it is 0 at both ends, even where "
    "the right class has probability 0. Circles from values of the errors lie on both."
)
plt.show()

# %%
# **Try this:** let the right class start 8 ahead instead of 8 behind. Which of the two
# errors still pushes the weights, and should it?

sure = softmax(np.array([4.0, -4.0]))
print(f"The right class has the probability {sure[0]:.4f} now.")
print(f"Cross-entropy pushes with {cross_entropy_slopes(right, sure)[0]:.0e},")
print(f"squares with {squares_slopes(right, sure)[0]:.0e}.")
print("Neither pushes much, and neither should: the neuron is right.")

# %%
# The checks of this page: the safe softmax has no overflow, and the slopes agree with
# what the values of the errors say.

assert np.isfinite(softmax(np.array([2000.0, 1000.0]))).all()
assert np.allclose(circles[cross_entropy], seen_at - 1, atol=1e-6)
assert np.allclose(circles[sse], 2 * (seen_at - 1) * seen_at * (1 - seen_at), atol=1e-6)
assert turned["squares"] > 100 * turned["cross-entropy"], (
    "from another start it is less"
)

# %%
# Next, :doc:`a whole neuron learns to choose </chapters/3_further/plot_5_choose>`, with
# inputs and 200 points.
