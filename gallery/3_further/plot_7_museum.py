r"""
Which mistakes would you notice?
================================

This is a museum of thirteen mistakes. Each is one changed line in a training loop that
is right, and none of them stops the program. The usual evidence, an error that goes
down, accepts most of them. Two checks together notice every one, and neither does
alone: the :doc:`gradient check </chapters/1_the_post/plot_8_check>` and a comparison
with the exact trajectory, which is :eq:`distance` applied again and again. Most of the
thirteen have been met in published programs and lessons; they are easy to make and hard
to see.
"""

import inspect
from collections import namedtuple
from functools import cache

import matplotlib.pyplot as plt
import numpy as np

from linreg import Moments, init_weights, make_line, numerical_gradient

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

x, y, slope, intercept = make_line(rng=0)
points = np.column_stack([x, y])  # a table, as if read from a file
start = init_weights(rng=1)

# %%
# Begin with a loop that is right
# -------------------------------
# It is the loop of :doc:`the entire code </chapters/1_the_post/plot_7_all_code>`, with
# both weights in one array, as many programs have them. Entry k of its path, errors and
# slopes belongs to the weights before update k.


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


# %%
# Change one line
# ---------------
# Below each right line are the wrong ones that can take its place. Some need a word.
# The slice ``1:`` keeps the targets as a column of shape (N, 1), and NumPy then
# compares every target with every prediction. ``1 / 2 * y.size`` was meant to be ``1 /
# (2 * y.size)``. A line that was switched off for a moment was never switched on again.
# And whoever moves both weights at once in the last line forgets the line above.

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


def with_line_changed(right, wrong):
    source = inspect.getsource(learn)
    assert source.count(right) == 1
    program = {"np": np}
    exec(source.replace(right, wrong), program)
    return program["learn"]


wrong_loops = {
    name: with_line_changed(right, wrong)
    for right, versions in mistakes.items()
    for name, wrong in versions.items()
}

# %%
# Look at their errors
# --------------------
# Each panel has the errors of the right loop in grey and, on top, those that a wrong
# loop reports. Points, start and rate are those of the post. The runs go on after 300
# epochs, until the right loop is as close to the best line as rounding lets it come;
# one of the checks asks where a run ends. A loop that explodes leaves the range of
# doubles, so NumPy is asked not to warn.

learning_rate = 0.001
H = Moments.from_data(x, y).hessian
curvatures, directions = np.linalg.eigh(H)
best = np.polyfit(x, y, 1)[::-1]
missing = start - best
# A gradient rounds N times, by a machine epsilon of the sizes it adds. Later updates
# shrink what rounding did, so that all of them together leave no more than this.
sizes = (abs(y) + abs(start[1] * x) + abs(start[0])).sum()
rounding = x.size * 2.0**-52 * sizes / curvatures[0]
slow_factor = 1 - learning_rate * curvatures[0]
epochs = int(np.ceil(np.log(rounding / np.hypot(*missing)) / np.log(slow_factor)))


Run = namedtuple("Run", ["path", "errors", "slopes"])


@cache
def run(loop):
    with np.errstate(over="ignore", invalid="ignore"):
        return Run(*loop(points, start, learning_rate, epochs))


reported = {name: run(loop).errors[:301] for name, loop in wrong_loops.items()}
falls = sum(errors[-1] < errors[0] for errors in reported.values())

view = {"xlim": (-6, 300), "yscale": "log", "ylim": (0.03, 3e6)}
fig, axes = plt.subplots(
    5, 3, sharex=True, sharey=True, figsize=(6.4, 8), subplot_kw=view
)
for ax, name in zip(axes.flat, ["the right loop", *wrong_loops], strict=False):
    ax.plot(run(learn).errors[:301], color="C2", linewidth=1.5)
    if name in reported:
        ax.plot(reported[name], color="C1")
    ax.set_title(name, size=10, weight="normal", pad=4)
axes[0, 0].set(xticks=[0, 150, 300], yticks=[1, 1000, 10**6])
axes[-1, -1].remove()
fig.supxlabel("epoch", size=11)
fig.supylabel("$E$", size=11)
title = f"{falls} of {len(wrong_loops)} wrong loops report an error that falls"
fig.suptitle(title, x=0.01, ha="left", size=12, weight="bold")
fig.set_label(  # for readers who cannot see the figure
    f"{len(wrong_loops)} small panels, one for each mistake, with the error of the "
    "right loop and of the wrong loop over 300 epochs, on a logarithmic axis. In "
    f"{falls} panels the wrong one falls, too, and in some of them the two can hardly "
    "be told apart. With a flipped sign and with targets in a column it shoots up."
)
plt.show()

# %%
# Ask five checks
# ---------------
# A check returns True where it sees nothing wrong. The last three may be off by
# rounding and no more. The gradient check holds the slopes that a loop uses at the
# start against the error that it reports, by :eq:`central-difference`. The closed form
# is the least-squares line, where the long run has to end. The exact trajectory is
# known without training: along either direction an epoch multiplies the distance to the
# best line by :math:`1 - \eta\lambda`.


def error_went_down(loop):
    errors = run(loop).errors[:301]
    return errors[-1] < errors[0]


def error_never_rose(loop):
    errors = run(loop).errors[:301]
    return (errors[1:] <= errors[:-1] * (1 + x.size * 2.0**-52)).all()


def gradient_check(loop):
    def error(w0, w1):
        return loop(points, (w0, w1), learning_rate, epochs=0)[1][0]

    h = 2.0**-10  # two errors, each rounded N times, are subtracted and divided by 2h
    off = abs(run(loop).slopes[0] - numerical_gradient(error, *start, h=h))
    return off.max() <= x.size * 2.0**-52 * error(*start) / h


def closed_form(loop):
    # Rounding, and what is still missing of the way.
    return abs(run(loop).path[-1] - best).max() <= 2 * rounding


def exact_trajectory(loop):
    left = (1 - learning_rate * curvatures) ** np.arange(epochs + 1)[:, None]
    exact = best + (missing @ directions * left) @ directions.T
    return abs(run(loop).path - exact).max() <= rounding


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
by_slopes, by_path = set(notices[gradient_check]), set(notices[exact_trajectory])
counts = [len(names) for names in notices.values()]
together, shown = len(by_slopes | by_path), len(wrong_loops)

fig, ax = plt.subplots(figsize=(6.4, 5.2))
for column, names in enumerate(notices.values()):
    for row, name in enumerate(wrong_loops):
        if name in names:
            ax.plot(column, row, "o", color="C1", markersize=11)
        else:
            ax.plot(column, row, "o", color="C2", markersize=5, fillstyle="none")
    ax.text(column, shown, len(names), ha="center", va="center_baseline")
labels = [check.__name__.replace("_", "\n", 1).replace("_", " ") for check in checks]
ax.set_xticks(range(len(checks)), labels)
ax.set_yticks(range(shown + 1), [*wrong_loops, "noticed"])
ax.xaxis.tick_top()
ax.tick_params(length=0)
ax.spines[:].set_visible(False)
ax.set(xlim=(-0.5, 4.5), ylim=(shown + 0.5, -0.6))
title = f"Gradient check and exact trajectory notice {together} of {shown}"
fig.suptitle(title, x=0.01, ha="left", size=12, weight="bold")
fig.set_label(
    "A grid with one row for each mistake and one column for each check; a disc means "
    "noticed, a small ring means silent. The same grid is printed below. The gradient "
    f"check notices {len(by_slopes)}, the exact trajectory {len(by_path)}, and every "
    "row has a disc in one of these two columns."
)
plt.show()

# %%
# Read the symptoms
# -----------------
# First what a loop reports, then who noticed. One row may surprise: integer weights
# turn the reported error into a staircase, and the gradient check, with its short
# steps, finds it flat.

print(f"{'':22}{'first error':>12}{'epoch 300':>12}{'w0':>12}{'w1':>12}")
for name, loop in {"the right loop": learn, **wrong_loops}.items():
    path, errors, slopes = run(loop)
    symptoms = errors[0], errors[300], *path[300]
    print(f"{name:22}" + "".join(f"{value:12.4g}" for value in symptoms))

heads = "went down", "never rose", "gradient", "closed form", "trajectory"
print(f"\n{'':22}" + "".join(f"{head:>12}" for head in heads))
for name in wrong_loops:
    answers = ["noticed" if name in names else "-" for names in notices.values()]
    print(f"{name:22}" + "".join(f"{answer:>12}" for answer in answers))
print(f"{'noticed':22}" + "".join(f"{count:12}" for count in counts))

# %%
# Know what a check cannot see
# ----------------------------
# * **The error went down, or never rose.** Most wrong ways lead down, too. The square
#   of the sum even ends below the error of the best line, which looks like success.
# * **The gradient check** compares a loop with itself. It cannot see what an update
#   does with a right gradient, nor an error and a gradient that agree about the wrong
#   problem, as with targets in a column.
# * **The closed form** knows the place and not the way: twice the slope, a bias that
#   moves twice or one weight after the other arrive all the same. So would the mean for
#   the sum, about N times later; it is noticed here for being slow.
# * **The exact trajectory** follows the weights, so a wrong report of the error passes.
#   It exists because this error is a bowl. For a network with hidden layers there is in
#   general no such formula, and the gradient check remains.
#
# All of them look at one set of points and one start. A loop that is right there can
# still fail elsewhere.

missed = {check: set(wrong_loops) - set(names) for check, names in notices.items()}
in_error = {"half missing", "brackets missing", "square of the sum"}
in_update = {"bias never moves", "bias moves twice", "one after the other"}
arrive = {"factor of 2 kept", "bias moves twice", "one after the other"}

assert shown == 13
assert all(check(learn) for check in checks)  # the right loop passes
assert together == shown
assert missed[gradient_check] == {"targets in a column"} | in_update
assert missed[closed_form] == in_error | arrive
assert missed[exact_trajectory] == in_error
assert notices[error_went_down] == ["targets in a column", "sign flipped"]
assert reported["square of the sum"][-1] < run(learn).errors[-1]
# The mean takes the right way in steps that are N times as short.
on_mean, _, _ = wrong_loops["mean for sum"](points, start, learning_rate * x.size, 300)
assert abs(on_mean - run(learn).path[:301]).max() <= rounding

# %%
# **Try this:** give the gradient check the first step of the weights, divided by minus
# the learning rate, in place of the slopes on record. Which mistake is the only one
# that it misses now?
