"""Thirteen exercises on one linear neuron: fill in the functions, then run this file.

Each function says what it is given and what it must return. Replace its last line, which
raises NotImplementedError, by your own. Then ``python starter.py`` says which functions
pass their check. You need NumPy and linreg; the exercises page of the book has a hint
and a solution for each.

Points are arrays ``x`` and ``y`` of one shape (N,). The error is that of the book, half
the sum of the squared errors, except where an exercise says otherwise.
"""

import sys
import tempfile
from pathlib import Path
from statistics import NormalDist

import numpy as np

import linreg

# Hubble's 24 nebulae: distances in millions of parsecs, velocities in km/s.
DISTANCES = """
0.032 0.034 0.214 0.263 0.275 0.275 0.45 0.5 0.5 0.63 0.8 0.9
0.9   0.9   0.9   1.0   1.1   1.1   1.4  1.7 2.0 2.0  2.0 2.0
"""
VELOCITIES = """
170 290 -130 -70 -185 -220 200 290 270 200 300  -30
650 150  500 920  450  500 500 960 500 850 800 1090
"""
DISTANCES = np.array(DISTANCES.split(), dtype=float)
VELOCITIES = np.array(VELOCITIES.split(), dtype=float)


def one_update(x, y, w0, w1, learning_rate):
    """Make one update of both weights, with NumPy alone.

    Return the new w0 and the new w1. Do it on paper first: points (1, 3) and (2, 3),
    w0 = 0, w1 = 1, learning rate 0.1.
    """
    raise NotImplementedError


def updates_until_flat(x, y, w0, w1, learning_rate, tolerance):
    """Count the updates until both entries of the gradient are small.

    Small means below the tolerance in size. Return the smallest number of updates
    after which both are smaller than the tolerance; 0 if they are at the start.
    """
    raise NotImplementedError


def noise_from_error(error, n):
    """Estimate the standard deviation of the noise from the floor of the error.

    You are given the error of the least-squares line and the number of points, which is
    greater than 2. Return the standard deviation, in the unit of y.
    """
    raise NotImplementedError


def quartic_gradient(x, y, w0, w1):
    """Differentiate another error, a quarter of the sum of (y_hat - y)**4.

    Return its gradient: the entry for w0, then the entry for w1.
    """
    raise NotImplementedError


def hubble_slope(distances, velocities, unit):
    """Train on distances in another unit, of which ``unit`` make a million parsecs.

    Multiply the distances by ``unit``, start from w0 = w1 = 0 and make 2000 updates at
    half the largest stable learning rate. Return the last w1, in km/s per new unit.
    """
    raise NotImplementedError


def hinge(x):
    """Find the input at which all late lines of a run have the same height.

    Return it as a number. It follows from the inputs alone.
    """
    raise NotImplementedError


def epochs_needed(x, learning_rate, share):
    """Predict how many epochs leave at most ``share`` of the slow part.

    The slow part is the distance to the best weights along the flat direction.
    Return the smallest number of epochs that is enough, without training.
    """
    raise NotImplementedError


def largest_rate(errors, learning_rate):
    """Read the largest stable learning rate from the log of a run that exploded.

    You are given the printed errors and the learning rate, which was too large. The
    last two errors are enough.
    """
    raise NotImplementedError


def one_epoch(x, y):
    """Reach the least-squares line with a single update.

    Standardise x, make one update from w0 = w1 = 0 at the learning rate 1/N and turn
    the weights into those of the line over the original x. Return w0 and w1.
    """
    raise NotImplementedError


def batch_update(x, y, chosen, w0, w1, learning_rate):
    """Make one update with the chosen points, as strong as one with all points.

    ``chosen`` is an array of indices of points. The learning rate is that of an update
    with all points. Return the new w0 and the new w1.
    """
    raise NotImplementedError


def times_less_likely(x, y, w0, w1, sigma):
    """Say how many times less likely than the best line a line makes the points.

    The noise is Gaussian, with the standard deviation ``sigma``. Return 1 for the best
    line itself.
    """
    raise NotImplementedError


def line_of_two_files(first, second):
    """Find the least-squares line through the points of two files together.

    Each file has a heading, ``x,y``, and then one point a line, such as ``0.5,1.25``.
    Read one file after the other, as if both did not fit in memory. Return w0 and w1.
    """
    raise NotImplementedError


def times_less_to_read(n, epochs, runs):
    """Count how many times less is read with six numbers than over the points.

    There are n points, and several runs of as many epochs each on the same points.
    Return the quotient of the two counts of numbers that are read.
    """
    raise NotImplementedError


# The checks. You need not read them.


def expect(what, got, wanted, *, within=1e-9):
    """Complain unless two results agree, up to a share of the wanted one."""
    got, wanted = np.asarray(got, dtype=float), np.asarray(wanted, dtype=float)
    off = np.inf
    if got.shape == wanted.shape:
        off = np.max(abs(got - wanted) / np.maximum(abs(wanted), 1e-300))
    if not off <= within:
        raise AssertionError(f"{what}: got {got}, wanted {wanted}")


def check_one_update(one_update):
    """Compare with the update on paper and with that of the package."""
    on_paper = one_update(np.array([1.0, 2.0]), np.array([3.0, 3.0]), 0.0, 1.0, 0.1)
    expect("the two points on paper", on_paper, (0.3, 1.4))
    x, y, *_ = linreg.make_line(n=50, rng=3)
    wanted = linreg.step(x, y, 1.5, -2.5, learning_rate=0.01)
    expect("50 points", one_update(x, y, 1.5, -2.5, 0.01), wanted)


def check_updates_until_flat(updates_until_flat):
    """Let the package make as many updates and look at its gradient."""
    x, y, *_ = linreg.make_line(n=50, rng=3)
    start = {"w0": 1.5, "w1": -2.5, "learning_rate": 0.01}
    for tolerance in (0.5, 1e-6):
        count = updates_until_flat(x, y, tolerance=tolerance, **start)
        run = linreg.train(x, y, epochs=2000, **start)
        steepness = [
            max(map(abs, linreg.gradient(x, y, w0, w1)))
            for w0, w1 in zip(run.w0, run.w1, strict=True)
        ]
        wanted = np.argmax(np.array(steepness) < tolerance)
        expect(f"tolerance {tolerance}", count, wanted)
    expect("an easy goal", updates_until_flat(x, y, tolerance=1e6, **start), 0)


def check_noise_from_error(noise_from_error):
    """Draw small sets of points, which show a wrong count of points at once."""
    rng, squares = np.random.default_rng(3), []
    for _ in range(1000):
        x, y, *_ = linreg.make_line(n=4, intercept_std=0.3, rng=rng)
        six = linreg.Moments.from_data(x, y)
        squares.append(noise_from_error(six.sse(*six.least_squares()), 4) ** 2)
    # Each square varies by as much as it is; the mean of 1000 by a thirtieth of that.
    expect("1000 sets of 4 points", np.mean(squares) ** 0.5, 0.3, within=0.05)


def check_quartic_gradient(quartic_gradient):
    """Walk along the error; the steps are so short that their own error is too small."""
    x, y, *_ = linreg.make_line(n=20, rng=3)
    walked = linreg.numerical_gradient(
        lambda w0, w1: ((w1 * x + w0 - y) ** 4).sum() / 4, 1.5, -2.5
    )
    expect("20 points", quartic_gradient(x, y, 1.5, -2.5), walked, within=1e-5)


def check_hubble_slope(hubble_slope):
    """Solve for the line in the new unit."""
    for unit in (1.0, 3.2616):  # millions of parsecs, millions of light years
        _, wanted = linreg.Moments.from_data(
            unit * DISTANCES, VELOCITIES
        ).least_squares()
        got = hubble_slope(DISTANCES, VELOCITIES, unit)
        expect(f"{unit} to a million parsecs", got, wanted)


def check_hinge(hinge):
    """Compare the heights of late lines at the hinge."""
    x, y, *_ = linreg.make_line(rng=3)
    run = linreg.train(x, y, w0=1.5, w1=-2.5, learning_rate=0.001, epochs=300)
    height = linreg.predict(hinge(x), run.w0, run.w1)
    expect("height of line 200", height[200], height[300])
    expect("height of line 100", height[100], height[300])


def check_epochs_needed(epochs_needed):
    """Start from a line that is wrong along the flat direction alone."""
    for share, seed in ((0.5, 3), (0.01, 4)):
        x = linreg.make_line(n=50, rng=seed).x
        _, directions = np.linalg.eigh(linreg.Moments.from_data(x, x).hessian)
        w0, w1 = directions[:, 0]
        run = linreg.train(
            x, 0 * x, w0=w0, w1=w1, learning_rate=0.01, epochs=2000
        )  # the best line is 0
        left = np.hypot(run.w0, run.w1)
        wanted = np.argmax(left <= share)
        expect(f"a share of {share}", epochs_needed(x, 0.01, share), wanted)


def check_largest_rate(largest_rate):
    """Let runs explode and compare with the bound that the data give."""
    x, y, *_ = linreg.make_line(rng=3)
    for learning_rate in (0.01, 0.1):
        try:
            linreg.train(x, y, w0=1.5, w1=-2.5, learning_rate=learning_rate, epochs=99)
        except linreg.DivergenceError as error:
            got = largest_rate(error.history.sse, learning_rate)
            wanted = error.max_learning_rate
            expect(f"a log at {learning_rate}", got, wanted, within=1e-3)


def check_one_epoch(one_epoch):
    """Solve for the line, over inputs that ask for a scale."""
    x, y, *_ = linreg.make_line(n=50, rng=3)
    for inputs in (x, 1990 + 30 * x):
        wanted = linreg.Moments.from_data(inputs, y).least_squares()
        expect(f"x from {min(inputs):.1f}", one_epoch(inputs, y), wanted, within=1e-6)


def check_batch_update(batch_update):
    """Average over all single points, and over all pairs that share no point."""
    x, y, *_ = linreg.make_line(n=50, rng=3)
    wanted = linreg.step(x, y, 1.5, -2.5, learning_rate=0.01)
    for size in (1, 2, 50):
        batches = np.arange(50).reshape(-1, size)
        new = [batch_update(x, y, batch, 1.5, -2.5, 0.01) for batch in batches]
        expect(f"batches of {size}, on average", np.mean(new, axis=0), wanted)


def check_times_less_likely(times_less_likely):
    """Multiply the densities of a few points under both lines."""
    x, y, *_ = linreg.make_line(n=10, rng=3)
    best = linreg.Moments.from_data(x, y).least_squares()

    def likelihood(w0, w1, sigma):
        return np.prod([NormalDist(0, sigma).pdf(miss) for miss in w1 * x + w0 - y])

    for sigma in (0.1, 0.5):
        wanted = likelihood(*best, sigma) / likelihood(0.1, 2.0, sigma)
        got = times_less_likely(x, y, 0.1, 2.0, sigma)
        expect(f"10 points and sigma {sigma}", got, wanted)


def check_line_of_two_files(line_of_two_files):
    """Write two files of different length and solve for the line through both."""
    x, y, *_ = linreg.make_line(n=100, rng=3)
    order = np.argsort(x)  # so that the files differ in their means, too
    parts = order[:30], order[30:]
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("first.csv", "second.csv")]
        for path, part in zip(paths, parts, strict=True):
            points = np.column_stack([x[part], y[part]])
            np.savetxt(path, points, delimiter=",", header="x,y", comments="")
        wanted = linreg.Moments.from_data(x, y).least_squares()
        expect("100 points", line_of_two_files(*paths), wanted)


def check_times_less_to_read(times_less_to_read):
    """Count number by number, as the loops read them."""
    for n, epochs, runs in ((200, 300, 1), (7, 5, 20)):
        x, y, *_ = linreg.make_line(n, rng=3)
        over_points, with_six = 0, x.size + y.size
        for _ in range(runs * epochs):
            over_points += x.size + y.size
            with_six += len(linreg.Moments())
        got = times_less_to_read(n, epochs, runs)
        expect(f"{n} points and {runs} runs", got, over_points / with_six)


CHECKS = {
    "one_update": check_one_update,
    "updates_until_flat": check_updates_until_flat,
    "noise_from_error": check_noise_from_error,
    "quartic_gradient": check_quartic_gradient,
    "hubble_slope": check_hubble_slope,
    "hinge": check_hinge,
    "epochs_needed": check_epochs_needed,
    "largest_rate": check_largest_rate,
    "one_epoch": check_one_epoch,
    "batch_update": check_batch_update,
    "times_less_likely": check_times_less_likely,
    "line_of_two_files": check_line_of_two_files,
    "times_less_to_read": check_times_less_to_read,
}


def verdict(name, function):
    """Say what the check of one function finds."""
    try:
        CHECKS[name](function)
    except NotImplementedError:
        return "not yet"
    except Exception as problem:
        return f"not right. {type(problem).__name__}: {problem}"
    return "solved"


def report(functions):
    """Print a line for each exercise; return whether all are solved."""
    verdicts = [verdict(name, functions[name]) for name in CHECKS]
    for number, (name, found) in enumerate(zip(CHECKS, verdicts, strict=True), 1):
        print(f"{number:2} {name:19} {found}")
    solved = verdicts.count("solved")
    print(f"{solved} of {len(CHECKS)} solved")
    return solved == len(CHECKS)


if __name__ == "__main__":
    sys.exit(not report(globals()))
