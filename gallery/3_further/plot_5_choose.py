r"""
Can one neuron learn to say yes or no?
======================================

Yes. Asked which of the 200 targets lie above their mean, the neuron answers 193 times
right after 300 epochs. Its start, which leans the wrong way, is right 10 times. Only its
activation and its error are new. The gradient is still the sum of all signed errors, and
the sum of all signed errors times their inputs.
"""

import matplotlib.pyplot as plt
import numpy as np

from linreg import init_weights, make_line, net_input, numerical_gradient

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, _ = make_line(rng=0)
is_above = (y > y.mean()).astype(float)  # the new targets: 1 for yes, 0 for no
w0, w1 = init_weights(rng=1)

# %%
# Use one net input for two classes
# ---------------------------------
# :doc:`Softmax </chapters/3_further/plot_4_softmax>` has a net input for each class.
# Only their differences count. So the class "no" may have the net input 0, and the
# class "yes" keeps the net input :eq:`net-input` of the post. The probability of "yes"
# is
#
# .. math::
#    :label: yes
#    :class: definition
#
#    \hat y_i = \frac{e^{Z_i}}{e^{Z_i} + 1} .
#
# This is called the sigmoid or logistic function, and the neuron is called logistic
# regression.


def softmax(z):
    powers = np.exp(z - np.max(z, axis=0))
    return powers / powers.sum(axis=0)


def probability(x, w0, w1):
    z = net_input(x, w0, w1)
    return softmax(np.array([z, 0 * z]))[0]


# %%
# Train as before
# ---------------
# The error is cross-entropy, for all points together:
#
# .. math::
#    :label: choice-error
#    :class: definition
#
#    E = -\sum_{i=1}^{N} (y_i \ln \hat y_i + (1 - y_i) \ln (1 - \hat y_i)) .
#
# Of the two terms only one counts for each point, since the target is 1 or 0. By
# :eq:`softmax-grad` the slope of E along :math:`Z_i` is the signed error
# :math:`\hat y_i - y_i`. The net input changes with the weights as always. So the chain
# rule leads to the same two sums:
#
# .. math::
#    :label: choice-gradient
#
#    \frac{\partial E}{\partial w_0} = \sum_{i=1}^{N} (\hat y_i - y_i), \qquad
#    \frac{\partial E}{\partial w_1} = \sum_{i=1}^{N} (\hat y_i - y_i)\, x_i .


def choice_gradient(w0, w1):
    signed_error = probability(x, w0, w1) - is_above
    return signed_error.sum(), signed_error @ x


def learn(epochs, learning_rate=0.01):
    path = [(w0, w1)]
    for _ in range(epochs):
        dE_dw0, dE_dw1 = choice_gradient(*path[-1])
        now_w0, now_w1 = path[-1]
        path.append((now_w0 - learning_rate * dE_dw0, now_w1 - learning_rate * dE_dw1))
    return path


path = learn(epochs=300)

# %%
# The rate is larger than that of the post. It may be: the slope of the sigmoid is at most
# a quarter, so this error curves at most a quarter as much, and the largest stable rate
# is at least 4 times as large, 0.030.
#
# Count the right answers
# -----------------------
# The figure at the top of this page shows the probability of "yes" for every input. At
# the start it falls, so most answers are wrong. Training turns it round and makes it
# steeper. The answer is "yes" where it is above one half. Is it a good answer? Compare
# with a rule that needs no training, "yes where x is above its mean", and with points
# that the neuron has not seen.


def right_answers(w0, w1, x=x, y=y):
    return int(((probability(x, w0, w1) > 0.5) == (y > line_between)).sum())


line_between, new = y.mean(), make_line(slope=slope, rng=2)
at_start, at_end = right_answers(*path[0]), right_answers(*path[300])
by_rule = int(((x > x.mean()) == is_above).sum())
print(f"neuron {at_end}, rule {by_rule} of {x.size} points")
print(f"neuron {right_answers(*path[300], new.x, new.y)} of {new.x.size} new points")

# %%
# No single limit for x gives more than 193, since the noise moves some targets across
# the mean. So with one input the neuron has little to find. With many inputs there is no
# such simple rule, and the same training still works.

fig, ax = plt.subplots()
ax.plot(x, is_above, "o", color="C0")
inputs = np.linspace(0, 1, 101)
for epoch, opacity in [(0, 0.4), (20, 0.7), (300, 1)]:
    curve = probability(inputs, *path[epoch])
    ax.plot(inputs, curve, color="C1", alpha=opacity)
for epoch, place in [(0, (0.02, 0.78)), (20, (0.81, 0.6)), (300, (0.7, 0.83))]:
    ax.text(*place, f"epoch {epoch}")
ax.set(xlabel="$x_1$", ylabel="probability of yes")
title = f"{at_end} of {x.size} answers are right after 300 epochs,"
ax.set_title(f"{title}\n{at_start} at the start")
fig.set_label(  # for readers who cannot see the figure
    f"{x.size} points at the heights 0 and 1, for no and yes, and the probability of yes "
    "against the input. At epoch 0 it falls, at epoch 20 it rises, and at epoch 300 "
    "it rises steeply, from no for small inputs to yes for large ones."
)
plt.show()

# %%
# Check the gradient
# ------------------
# The formula can be wrong, and so can its code. The :term:`central difference` takes
# nothing from either: it walks a short step and sees how much the error changes.


def choice_error(w0, w1):
    y_hat = probability(x, w0, w1)
    return -(is_above * np.log(y_hat) + (1 - is_above) * np.log(1 - y_hat)).sum()


derived, measured = choice_gradient(w0, w1), numerical_gradient(choice_error, w0, w1)
print(f"slopes derived   {derived[0]:.4f}  {derived[1]:.4f}")
print(f"slopes measured  {measured[0]:.4f}  {measured[1]:.4f}")

# %%
# How long should the step be? For the error of the post a step of 1 is good, since
# that error is a parabola along each weight. This one is not. A long step is off because
# the error bends, a short one because of rounding. The best step is between the two.
# :doc:`Step lengths </chapters/2_beyond/plot_6_step_length>` have a chapter of their
# own.

steps = 10.0 ** np.arange(-14, 1)
checks = [numerical_gradient(choice_error, w0, w1, h=h) for h in steps]
off = np.linalg.norm(np.subtract(checks, derived), axis=1) / np.hypot(*derived)
best = steps[off.argmin()]

fig, ax = plt.subplots()
ax.loglog(steps, off, "o-", color="C1")
ax.set(xlabel="step $h$", ylabel="relative error of the slopes")
ax.set(xticks=[1e-12, 1e-8, 1e-4, 1], yticks=[1e-10, 1e-6, 1e-2])
ax.set_title(f"The best step of this check is near {best:.5f}")
fig.set_label(
    "Relative error of the measured slopes against the length of the step, on logarithmic "
    f"axes. It falls until the step is near {best:.5f} and rises after that: a V."
)
plt.show()

# %%
# **Try this:** train a hundred times as long. Is the run of 300 epochs at its end? Are
# more answers right?

late = learn(epochs=30_000)[-1]
print(f"{'epochs':>6}{'w0':>8}{'w1':>7}{'error':>8}{'right':>7}")
for epochs, w in [(300, path[300]), (30_000, late)]:
    found = f"{w[0]:8.1f}{w[1]:7.1f}{choice_error(*w):8.1f}{right_answers(*w):7}"
    print(f"{epochs:6}{found}")
print("No: the curve got much steeper. It does so ever more slowly, since")
print("near the middle yes and no are mixed, and too steep a curve fits neither.")
print("But what is answered depends on where it crosses one half.")

# %%
# The checks of this page: the derived slopes agree with the measured ones, training makes
# the error smaller, and no limit for x answers better.

assert np.allclose(derived, measured, rtol=1e-6)
assert choice_error(*late) < choice_error(*path[300]) < choice_error(w0, w1)
assert at_end == max(((x > limit) == is_above).sum() for limit in x)

# %%
# Next: :doc:`do other programs find the same weights?
# </chapters/3_further/plot_6_other_tools>`
