r"""
Why do softmax and cross-entropy belong together?
=================================================

Because together they leave :math:`\hat y - y`, the very signed error that Linear and
SSE leave, :eq:`sse-grad`: the error cancels the derivative of the activation. Put
squares on softmax instead, and a factor stays behind that is near 0 whenever the
neuron is confident, even when it is wrong.

Softmax is the activation of a choice among classes. It turns one
:term:`net input` for each class into positive numbers that add up to 1; the largest
says which class is chosen, its size how confidently:

.. math::
   :label: softmax
   :class: definition

   \hat y_k = \frac{e^{Z_k}}{\sum_j e^{Z_j}} .

A net input beyond 709 would overflow. So the largest of them, :math:`c`, is subtracted
from all: both parts of the fraction shrink alike, and
:math:`\hat y_k = \frac{e^{Z_k - c}}{\sum_j e^{Z_j - c}}` has no power above 1.

Cross-entropy is the error that goes with it. The target :math:`y_k` is 1 for the
right class and 0 for all others, so only the right class counts:

.. math::
   :label: cross-entropy
   :class: definition

   E = -\sum_k y_k \log \hat y_k .
"""

import matplotlib.pyplot as plt
import numpy as np

from linreg import init_weights, make_line, numerical_gradient, predict, sse, sse_grad

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib


def softmax(z):
    powers = np.exp(z - np.max(z, axis=0))
    return powers / powers.sum(axis=0)


def cross_entropy(y, y_hat):
    return -(y * np.log(y_hat)).sum()


# %%
# Differentiate both pairs
# ------------------------
# The logarithm undoes the exponential, :math:`\log \hat y_k = Z_k - \log \sum_j
# e^{Z_j}`, and the targets add up to 1. So the error is :math:`\log \sum_j e^{Z_j} -
# \sum_k y_k Z_k`, and
#
# .. math::
#    :label: softmax-grad
#
#    \frac{\partial E}{\partial Z_k} = \frac{e^{Z_k}}{\sum_j e^{Z_j}} - y_k
#    = \hat y_k - y_k .
#
# Squares have no logarithm to offer. With two classes, :math:`\hat y_1` changes with
# :math:`Z_1` by :math:`\hat y_1 (1 - \hat y_1)` and :math:`\hat y_2` by as much the
# other way. Both signed errors are opposite too, so they add up:
#
# .. math::
#    :label: squared-softmax-grad
#
#    \frac{\partial}{\partial Z_1}\, \tfrac12 \sum_k (\hat y_k - y_k)^2
#    = 2\, (\hat y_1 - y_1)\, \hat y_1 (1 - \hat y_1) .
#
# In the figure class 1 is the right one, so confidence near 0 is a confident mistake.
# The circles come from values of the errors alone, :eq:`central-difference`.

assert np.log(np.finfo(float).max) // 1 == 709
assert np.isfinite(softmax(np.array([1000.0, 0.0]))).all()
y = np.array([1.0, 0.0])  # class 1 is right
pairs = [(k / 2, -k / 2) for k in range(-6, 7)]
confidence = np.array([softmax(np.array(pair))[0] for pair in pairs])


def witness(error):
    def f(z1, z2):
        return error(y, softmax(np.array([z1, z2])))

    return np.array([numerical_gradient(f, *pair)[0] for pair in pairs])


y_hat = np.linspace(0, 1, 101)
pair_push = y_hat - 1
square_push = 2 * (y_hat - 1) * y_hat * (1 - y_hat)

fig, ax = plt.subplots()
ax.plot(y_hat, pair_push, color="C1")
ax.plot(y_hat, square_push, color="C0", linewidth=1.5)
for error in (cross_entropy, sse):
    circles = witness(error)
    ax.plot(confidence, circles, "o", color="C4", markersize=9, fillstyle="none")
ax.text(0.22, -0.85, "cross-entropy,\nlike Linear with SSE", va="top")
ax.text(0.08, -0.08, "squares", ha="left")
ax.set(xlabel=r"$\hat y$ of the right class", ylabel=r"$\partial E / \partial Z_1$")
ax.set_title("A confident mistake: the square stops pushing")
fig.set_label(  # for readers who cannot see the figure
    "Gradient against the confidence in the right class. With cross-entropy it is a "
    "straight line from -1 to 0. With squares it is 0 at both ends, even where the "
    "right class has confidence 0."
)
plt.show()

# %%
# Start from a confident mistake
# ------------------------------
# Two neurons with nothing but bias weights, so that their net inputs are the weights.
# Both updates :eq:`update` start where the right class is behind by 8. The circles
# were predicted: where steps are short, the gap :math:`d = Z_1 - Z_2` changes like a
# moving point whose speed is twice the rate times the slope of cross-entropy
# :eq:`softmax-grad`, or that of the squares :eq:`squared-softmax-grad`, and the time it
# takes to close is an integral over the gap: of :math:`(1 + e^d) / 2 \eta` for
# cross-entropy, and of :math:`e^{-d} (1 + e^d)^3 / 4 \eta` for squares, both from -8
# to 0.

rate, behind = 0.1, 8.0


def pair_slopes(y_hat):
    return y_hat - y


def squares_slopes(y_hat):
    return 2 * (y_hat - y) * y_hat[0] * y_hat[1]


def recover(slopes):
    z, record = np.array([-behind / 2, behind / 2]), []
    for _ in range(10_000):
        y_hat = softmax(z)
        record.append(y_hat[0])
        z = z - rate * slopes(y_hat)
    return np.array(record)


records = [recover(pair_slopes), recover(squares_slopes)]
closed = [(record >= 0.5).argmax() for record in records]  # updates until then
u = np.exp(-behind)
predicted = [
    (behind + 1 - u) / (2 * rate),
    (1 / u - 1 + 3 * behind + 3 * (1 - u) + (1 - u**2) / 2) / (4 * rate),
]

fig, ax = plt.subplots()
for record, look, width in zip(records, ["C1", "C0"], [2.5, 1.5], strict=True):
    ax.semilogx(np.arange(1, record.size), record[1:], color=look, linewidth=width)
ax.plot(predicted, [0.5, 0.5], "o", color="C4", markersize=11, fillstyle="none")
ax.text(predicted[0] / 1.2, 0.55, "cross-entropy", ha="right")
ax.text(predicted[1] / 1.2, 0.55, "squares", ha="right")
ax.set(xlabel="update", ylabel=r"$\hat y$ of the right class")
ax.set_title(f"Squares take {closed[1] / closed[0]:.0f} times as long to turn round")
fig.set_label(
    "Confidence in the right class against the update, on a logarithmic axis. With "
    f"cross-entropy it passes one half after {closed[0]} updates, with squares after "
    f"{closed[1]}, both where predicted."
)
plt.show()

# %%
# Check the gradient, and meet the V
# ----------------------------------
# Here is a whole neuron that chooses: is the target of a point above the mean target,
# given its input? Class 1 has the net input :eq:`net-input`, class 2 the constant 0,
# and :eq:`gradient` collects :math:`\hat y - y` from all points. For SSE the
# :term:`central difference` was at its best with a long step, since a parabola's
# third derivative is 0. That of cross-entropy is not: a long step is off by
# :math:`\frac{h^2}{6} f'''`, the circles, a short one by rounding, and the best step
# lies between.

x, targets, _, _ = make_line(rng=0)
w0, w1 = init_weights(rng=1)
above = (targets > targets.mean()).astype(float)


def choice_error(w0, w1):
    z = predict(x, w0, w1)
    return (np.log(np.exp(z) + 1) - above * z).sum()


def line_error(w0, w1):
    return sse(targets, predict(x, w0, w1))


def collect(dE_dz):
    return np.array([dE_dz.sum(), dE_dz @ x])


def off(slopes, target):
    return np.linalg.norm(slopes - target, axis=-1) / np.linalg.norm(target)


z = predict(x, w0, w1)
p = softmax(np.array([z, np.zeros_like(z)]))[0]
choice_slopes = collect(p - above)
line_slopes = collect(sse_grad(targets, z))
third = p * (1 - p) * (1 - 2 * p)  # third derivative along Z, of each point
third = np.array([third.sum(), third @ x**3])

steps = 10.0 ** np.arange(-14, 1)
choice = np.array([numerical_gradient(choice_error, w0, w1, h=h) for h in steps])
line = np.array([numerical_gradient(line_error, w0, w1, h=h) for h in steps])
choice_off, line_off = off(choice, choice_slopes), off(line, line_slopes)
predicted_off = steps**2 / 6 * np.linalg.norm(third) / np.linalg.norm(choice_slopes)
best = steps[choice_off.argmin()]

fig, ax = plt.subplots()
ax.loglog(steps, line_off, color="C0", linewidth=1.5)
ax.loglog(steps, choice_off, color="C1")
ax.loglog(
    steps[-5:], predicted_off[-5:], "o", color="C4", markersize=9, fillstyle="none"
)
ax.text(1.5e-3, 3e-6, "cross-entropy,\ncircles predicted", ha="right")
ax.text(2e-3, 5e-15, "SSE", ha="right")
ax.set(xlabel="step $h$", ylabel="relative error of the gradient")
ax.set_title("Cross-entropy makes a V of the central difference")
fig.set_label(
    "Relative error of the central difference against the step, on logarithmic axes. "
    f"For SSE it falls to rounding level. For cross-entropy it falls, turns near a "
    f"step of {best:.0e} and rises again, as predicted."
)
plt.show()

# %%
# Put it in numbers
# -----------------
# The last check has no step to choose: the :term:`complex step` takes no difference
# of two errors, so its step can be so short that nothing but rounding is left.

tiny = 1e-30
imaginary = [
    choice_error(w0 + tiny * 1j, w1).imag / tiny,
    choice_error(w0, w1 + tiny * 1j).imag / tiny,
]
print(f"{'updates until the gap closes':30}{'counted':>9}{'predicted':>11}")
print(f"{'  cross-entropy':30}{closed[0]:9}{predicted[0]:11.1f}")
print(f"{'  squares':30}{closed[1]:9}{predicted[1]:11.1f}")
start, even = softmax(-behind * y), np.array([0.5, 0.5])
print(f"push of cross-entropy at the start  {pair_slopes(start)[0]:.1e}")
print(f"push of the squares at the start    {squares_slopes(start)[0]:.1e}")
print(f"best step of the V                  {best:.0e}")
print(f"error of the gradient there         {choice_off.min():.0e}")
print(f"difference from the complex step    {off(imaginary, choice_slopes):.0e}")

# The witness is off by at most a sixth of the squared step, as no third derivative
# here exceeds 1, and by a few roundings of errors below 10, divided by the step.
h = 2.0**-10
truncation, rounding = h**2 / 6, 10 * np.finfo(float).eps / h
close = {"rtol": 0, "atol": truncation + rounding}
p1 = confidence
assert np.allclose(witness(cross_entropy), p1 - 1, **close)
assert np.allclose(witness(sse), 2 * (p1 - 1) * p1 * (1 - p1), **close)
assert (pair_push == sse_grad(np.ones_like(y_hat), y_hat)).all()
assert square_push[0] == 0 > pair_push[0] == -1
# Taken in steps, a motion whose speed changes is off by half the logarithm of the
# ratio of its last speed to its first; and updates are whole numbers.
for k, slopes in enumerate([pair_slopes, squares_slopes]):
    first, last = slopes(start)[0], slopes(even)[0]
    assert abs(closed[k] - predicted[k]) < abs(np.log(last / first)) / 2 + 1
# A sum of N terms rounds N times, by a machine epsilon at most.
assert off(imaginary, choice_slopes) < x.size * np.finfo(float).eps
# The best step is where both parts of the error are alike, to within a decade.
rounding = np.finfo(float).eps * choice_error(w0, w1)
assert abs(np.log10(best / np.cbrt(3 * rounding / np.linalg.norm(third)))) < 1
assert 1e-7 < best < 1e-4
# The next term of the expansion is h^2 / 20 times as large, times the ratio of the
# fifth derivative to the third.
assert np.allclose(choice_off[-4:-1], predicted_off[-4:-1], rtol=0.01, atol=0)
# For SSE a step a hundred thousand times as long makes a smaller error.
assert (np.diff(line_off[-1::-5]) > 0).all()

# %%
# **Try this:** give the right class a lead of 8 in place of the arrears. Which of the
# two errors still moves the weights, and should it?
