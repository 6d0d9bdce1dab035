"""One solution of each exercise in ``starter.py``; others are as good."""

import numpy as np

from linreg import Moments, gradient, step, train


def one_update(x, y, w0, w1, learning_rate):
    """Make one update of both weights, with NumPy alone."""
    error = w1 * x + w0 - y
    return w0 - learning_rate * error.sum(), w1 - learning_rate * (error @ x)


def updates_until_flat(x, y, w0, w1, learning_rate, tolerance):
    """Count the updates until both entries of the gradient are small."""
    count = 0
    while max(map(abs, gradient(x, y, w0, w1))) >= tolerance:
        w0, w1 = step(x, y, w0, w1, learning_rate=learning_rate)
        count += 1
    return count


def noise_from_error(error, n):
    """Estimate the standard deviation of the noise from the floor of the error."""
    return (2 * error / (n - 2)) ** 0.5


def quartic_gradient(x, y, w0, w1):
    """Differentiate another error, a quarter of the sum of (y_hat - y)**4."""
    first_factor = (w1 * x + w0 - y) ** 3
    return first_factor.sum(), first_factor @ x


def hubble_slope(distances, velocities, unit):
    """Train on distances in another unit, of which ``unit`` make a million parsecs."""
    x = unit * distances
    rate = Moments.from_data(x, velocities).max_learning_rate / 2
    run = train(x, velocities, w0=0, w1=0, learning_rate=rate, epochs=2000)
    return run.w1[-1]


def hinge(x):
    """Find the input at which all late lines of a run have the same height."""
    h = Moments.from_data(x, 0 * x).hessian  # the matrix H; it is of x alone
    _, directions = np.linalg.eigh(h)
    flat_w0, flat_w1 = directions[:, 0]
    return -flat_w0 / flat_w1


def epochs_needed(x, learning_rate, share):
    """Predict how many epochs leave at most ``share`` of the slow part."""
    flattest, _ = np.linalg.eigvalsh(Moments.from_data(x, 0 * x).hessian)
    return int(np.ceil(np.log(share) / np.log(1 - learning_rate * flattest)))


def largest_rate(errors, learning_rate):
    """Read the largest stable learning rate from the log of a run that exploded."""
    growth = errors[-1] / errors[-2]
    return 2 * learning_rate / (1 + growth**0.5)


def one_epoch(x, y):
    """Reach the least-squares line with a single update."""
    mean, spread = x.mean(), x.std()
    v0, v1 = step((x - mean) / spread, y, 0.0, 0.0, learning_rate=1 / x.size)
    return v0 - v1 * mean / spread, v1 / spread


def batch_update(x, y, chosen, w0, w1, learning_rate):
    """Make one update with the chosen points, as strong as one with all points."""
    rate = learning_rate * x.size / chosen.size
    return step(x[chosen], y[chosen], w0, w1, learning_rate=rate)


def times_less_likely(x, y, w0, w1, sigma):
    """Say how many times less likely than the best line a line makes the points."""
    six_numbers = Moments.from_data(x, y)
    lowest = six_numbers.sse(*six_numbers.least_squares())
    return np.exp((six_numbers.sse(w0, w1) - lowest) / sigma**2)


def line_of_two_files(first, second):
    """Find the least-squares line through the points of two files together."""
    both = Moments()
    for path in (first, second):
        x, y = np.loadtxt(path, delimiter=",", skiprows=1, unpack=True)
        both += Moments.from_data(x, y)
    return both.least_squares()


def times_less_to_read(n, epochs, runs):
    """Count how many times less is read with six numbers than over the points."""
    return 2 * n * epochs * runs / (2 * n + 8 * epochs * runs)
