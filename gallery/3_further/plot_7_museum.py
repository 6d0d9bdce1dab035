r"""
Which mistakes would you notice?
================================

This is a museum of thirteen mistakes. Each is one changed line in a training loop that
is right, and none of them stops the program. In 11 of them the error ends lower all the
same, so that proves little. Two checks together notice all thirteen, and neither does
alone: the :doc:`gradient check </chapters/1_the_post/plot_8_check>` and a comparison of
the weights of each epoch with those that a formula gives, the exact trajectory. In the
figure a full disc means that the check notices the mistake.
"""

import matplotlib.pyplot as plt
import numpy as np

from linreg import Moments, init_weights, make_line, numerical_gradient

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, intercept = make_line(rng=0)
points = np.column_stack([x, y])  # a table, as if read from a file
start = init_weights(rng=1)
learning_rate, epochs = 0.001, 3000

# %%
# Change one line
# ---------------
# The loop that is right is that of :doc:`the entire code
# </chapters/1_the_post/plot_7_all_code>`, with both weights in one array ``w``. Below each
# right line are the wrong ones that can take its place. Some need a word:
#
# * *targets in a column*: the slice ``1:`` gives the targets the shape (N, 1). NumPy then
#   compares every target with every prediction.
# * *integer weights*: such an array cuts off all digits behind the point.
# * *brackets missing*: ``1 / 2 * y.size`` was meant to be ``1 / (2 * y.size)``, half the
#   mean.
# * *factor of 2 kept* and *mean for sum*: these are right slopes, but of another error than
#   the loop reports. If it also reported twice the error or the mean, the loop would be
#   right, at another learning rate.
# * *bias never moves*: a line was switched off for a moment, and never switched on again.
# * *bias moves twice*: the last line moves both weights at once, and the line above it was
#   forgotten.

mistakes = {
    "x, y = points[:, 0], points[:, 1]": {
        "targets in a column": "x, y = points[:, 0], points[:, 1:]",
    },
    "w = np.array(start)": {
        "integer weights": "w = np.array(start, dtype=int)",
    },
    "E = 0.5 * ((y - y_hat) ** 2).sum()": {
        "half missing": "E = ((y - y_hat) ** 2).sum()",
        "brackets missing": "E = 1 / 2 * y.size * ((y - y_hat) ** 2).sum()",
        "square of the sum": "E = 0.5 * (y - y_hat).sum() ** 2",
    },
    "dE_dy_hat = y_hat - y": {
        "sign flipped": "dE_dy_hat = y - y_hat",
        "factor of 2 kept": "dE_dy_hat = 2 * (y_hat - y)",
        "mean for sum": "dE_dy_hat = (y_hat - y) / y.size",
    },
    "dE_dw1 = (dE_dy_hat * x).sum()": {
        "x forgotten": "dE_dw1 = dE_dy_hat.sum()",
        "x twice": "dE_dw1 = (dE_dy_hat * x * x).sum()",
    },
    "w[0] = w[0] - learning_rate * dE_dw0": {
        "bias never moves": "# w[0] = w[0] - learning_rate * dE_dw0",
    },
    "w[1] = w[1] - learning_rate * dE_dw1": {
        "bias moves twice": "w = w - learning_rate * np.array([dE_dw0, dE_dw1])",
        "one after the other": (
            "w[1] = w[1] - learning_rate * ((w[1] * x + w[0] - y) * x).sum()"
        ),
    },
}

# %%
# Ask five checks
# ---------------
# Each loop runs from the start of the post for 3000 epochs, until the right one has
# arrived. ``runs`` holds the weights, errors and slopes of each epoch. A check returns True
# where it sees nothing wrong. The first two look at the errors of the 300 epochs of the
# post, as most people do. Did the error go down? Did it never rise?
#
# The gradient check compares the slopes that a loop uses at the start with those of the
# error that it reports, by :eq:`central-difference`.


def slopes_of_reported_error(loop):
    def error(w0, w1):
        return loop(points, (w0, w1), learning_rate, epochs=0)[1][0]

    return numerical_gradient(error, *start)


def gradient_check(loop):
    _, _, slopes = runs[loop]
    return np.allclose(slopes[0], slopes_of_reported_error(loop))


# %%
# The last two checks know the weights from six numbers of the data, without the loop. The
# closed form is where the run has to end, the least-squares line :eq:`least-squares`. The
# exact trajectory :eq:`distance` is where it has to be after each epoch.

six_numbers = Moments.from_data(x, y)
best = six_numbers.least_squares()
exact = six_numbers.trajectory(
    w0=start[0], w1=start[1], learning_rate=learning_rate, epochs=epochs
)


def exact_trajectory(loop):
    path, _, _ = runs[loop]
    return np.allclose(path, np.column_stack([exact.w0, exact.w1]))


# %%
# The figure at the top of this page has one row for each mistake and one column for each
# check. Its code holds the right loop and the short checks. It changes a line in the text
# of the loop and runs what comes out.

import inspect


def learn(points, start, learning_rate, epochs):
    x, y = points[:, 0], points[:, 1]
    w = np.array(start)
    path, errors, slopes = [], [], []
    for _ in range(epochs + 1):  # the last update leaves no record
        y_hat = w[1] * x + w[0]
        E = 0.5 * ((y - y_hat) ** 2).sum()
        dE_dy_hat = y_hat - y
        dE_dw0 = dE_dy_hat.sum()
        dE_dw1 = (dE_dy_hat * x).sum()
        path.append(tuple(w))
        errors.append(E)
        slopes.append((dE_dw0, dE_dw1))
        w[0] = w[0] - learning_rate * dE_dw0
        w[1] = w[1] - learning_rate * dE_dw1
    return np.array(path), np.array(errors), np.array(slopes)


def error_went_down(loop):
    _, errors, _ = runs[loop]
    return errors[300] < errors[0]


def error_never_rose(loop):
    _, errors, _ = runs[loop]
    a_little_more = 1 + 1e-12  # what rounding may add where an error stands still
    return (errors[1:301] <= errors[:300] * a_little_more).all()


def closed_form(loop):
    path, _, _ = runs[loop]
    return np.allclose(path[-1], best)


def with_line_changed(right, wrong):
    program = {"np": np}
    exec(inspect.getsource(learn).replace(right, wrong), program)
    return program["learn"]


wrong_loops = {
    name: with_line_changed(right, wrong)
    for right, versions in mistakes.items()
    for name, wrong in versions.items()
}


def run(loop):
    # A loop that explodes leaves the range of numbers: NumPy is asked not to warn.
    with np.errstate(over="ignore", invalid="ignore"):
        return loop(points, start, learning_rate, epochs)


runs = {loop: run(loop) for loop in [learn, *wrong_loops.values()]}

checks = [
    error_went_down,
    error_never_rose,
    gradient_check,
    closed_form,
    exact_trajectory,
]
notices = {
    check: [name for name, loop in wrong_loops.items() if not check(loop)]
    for check in checks
}
missed = {
    check: [name for name in wrong_loops if name not in names]
    for check, names in notices.items()
}
together, shown = {*notices[gradient_check], *notices[exact_trajectory]}, [*wrong_loops]

fig, ax = plt.subplots(figsize=(5.6, 5.6))
fig.get_layout_engine().set(w_pad=0.12)  # small type needs more room than its size says
for column, names in enumerate(notices.values()):
    for row, name in enumerate(shown):
        noticed = name in names
        look = {"color": "C1", "markersize": 11} if noticed else {"color": "C2"}
        ax.plot(column, row, "o", fillstyle="full" if noticed else "none", **look)
    ax.text(column, len(shown), len(names), ha="center", va="center_baseline")
ax.set_xticks(range(5), [check.__name__.replace("_", "\n") for check in checks])
ax.set_yticks(range(len(shown) + 1), [*shown, "noticed"])
ax.xaxis.tick_top()
ax.tick_params(length=0)
ax.spines[:].set_visible(False)
ax.set(xlim=(-0.5, 4.5), ylim=(len(shown) + 0.5, -0.6))
title = f"Gradient check and exact trajectory\nnotice {len(together)} of {len(shown)} mistakes"
fig.suptitle(title, x=0.01, ha="left", size=12.5, weight="bold")
fig.set_label(  # for readers who cannot see the figure
    "A grid with one row for each mistake and one column for each check; a disc means "
    "noticed, a small ring means silent. An error that went down is silent for "
    f"{len(missed[error_went_down])}, one that never rose for "
    f"{len(missed[error_never_rose])}. The gradient check is silent for "
    f"{', '.join(missed[gradient_check])}; the closed form for "
    f"{', '.join(missed[closed_form])}; the exact trajectory for "
    f"{', '.join(missed[exact_trajectory])}."
)
plt.show()

# %%
# Look at their errors
# --------------------
# This is what most people look at. Each panel has the errors of the right loop in grey
# and, on top of them, those that a wrong loop reports. Where no grey is left, the eye cannot
# tell them apart.

reported = {name: runs[loop][1][:301] for name, loop in wrong_loops.items()}
falls = sum(errors[-1] < errors[0] for errors in reported.values())

view = {"xlim": (-6, 300), "yscale": "log", "ylim": (0.03, 3e6)}
fig, axes = plt.subplots(
    7, 2, sharex=True, sharey=True, figsize=(5.6, 9.4), subplot_kw=view
)
for ax, name in zip(axes.flat, ["the right loop", *wrong_loops], strict=True):
    ax.plot(runs[learn][1][:301], color="C2", linewidth=1.5)
    if name in reported:
        ax.plot(reported[name], color="C1")
    ax.set_title(name, size=12, weight="normal", pad=4)
axes[0, 0].set(xticks=[0, 150, 300], yticks=[1, 1000, 10**6])
fig.supxlabel("epoch", size=12)
fig.supylabel("$E$", size=12)
title = f"{falls} of {len(wrong_loops)} wrong loops\nreport an error that ends lower"
fig.suptitle(title, x=0.01, ha="left", size=12.5, weight="bold")
fig.set_label(
    f"{len(axes.flat)} small panels: the right loop, and {len(wrong_loops)} mistakes, "
    "each with the error of the right loop over 300 epochs, on a logarithmic axis. In "
    f"{falls} panels the wrong one ends lower, too, and in some of them the two can hardly "
    "be told apart. With a flipped sign and with targets in a column it shoots up."
)
plt.show()

# %%
# Read the symptoms
# -----------------
# Perhaps you came here with a loop of your own. This is the error that each loop reports
# after 300 epochs, and the slope that it has then. ``nan`` stands for "not a number".

print(f"{'':19}{'E':>10}{'w1':>10}")
for name, loop in {"the right loop": learn, **wrong_loops}.items():
    path, errors, _ = runs[loop]
    print(f"{name:19}{errors[300]:10.3g}{path[300, 1]:10.3g}")

# %%
# Know what a check cannot see
# ----------------------------
# * **The error went down, or never rose.** Most wrong ways lead down, too. The square
#   of the sum even ends below the error of the best line, which looks like success.
# * **The gradient check** compares a loop with itself. It cannot see what an update
#   does with a right gradient, nor an error and a gradient that agree about the wrong
#   problem, as with targets in a column. It does see integer weights: it moves a weight
#   by far less than 1, the loop cuts that off, and the error stays as it was.
# * **The closed form** knows the place and not the way: twice the slope, a bias that
#   moves twice or one weight after the other arrive all the same. So would the mean for
#   the sum, about N times later. Here it is noticed because it is slow.
# * **The exact trajectory** follows the weights, so a wrong report of the error passes.
#   There is a formula for them because both slopes are linear in the weights,
#   :eq:`linear-gradient`. For a network of several layers there is in general none, and
#   the gradient check remains.
#
# All of them look at one set of points and one start. A loop that is right there can
# still fail elsewhere.

# %%
# **Try this:** the gradient check trusts the slopes that a loop keeps. Take instead what
# it does: the first step of the weights, divided by minus the learning rate. Which
# mistakes does it miss now?


def step_check(loop):
    path, _, _ = runs[loop]
    steps = (path[1] - path[0]) / -learning_rate
    return np.allclose(steps, slopes_of_reported_error(loop))


left = [name for name, loop in wrong_loops.items() if step_check(loop)]
print(f"It misses {', '.join(left)}, and nothing else.")

# %%
# The checks of this page: the right loop passes, and each check misses what the text says.

in_error = {"half missing", "brackets missing", "square of the sum"}
in_update = {"bias never moves", "bias moves twice", "one after the other"}
arrive = {"factor of 2 kept", "bias moves twice", "one after the other"}
on_mean, _, _ = wrong_loops["mean for sum"](points, start, learning_rate * x.size, 300)

assert all(inspect.getsource(learn).count(right) == 1 for right in mistakes)
assert all(check(learn) for check in checks)
assert {*missed[gradient_check]} == {"targets in a column"} | in_update
assert {*missed[closed_form]} == in_error | arrive
assert {*missed[exact_trajectory]} == in_error
assert notices[error_went_down] == ["targets in a column", "sign flipped"]
assert reported["square of the sum"][-1] < six_numbers.sse(*best)
assert np.allclose(on_mean, runs[learn][0][:301])  # N times the rate, the same way
assert together == {*wrong_loops}

# %%
# To find your own mistake by what you see, go to :doc:`I see X, what now?
# </troubleshooting>`
