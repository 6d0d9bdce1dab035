"""What the symbols of the book are: values that the package computes for points drawn at random.

Each draw has inputs whose curvatures are fractions, weights and targets of few binary digits, and a
best line that is known because the targets were built around it. So almost everything is exact: the
formula functions of the package are handed Fractions. No symbol is 0, 1 or equal to another, unless
the book says that it is. Where a letter means something else for a while, `WORLDS` says so.
"""

import ast
import random
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from statistics import NormalDist

import numpy as np
from mpmath import mp

import linreg
from linreg.backprop import backward

from .reader import World, matrix, pair, root, rounded

ROOT = Path(__file__).parents[2]
#: Seeds of draws in which no two symbols are equal by chance.
DRAWS = (9, 10, 12)
POINTS = 4
DOUBLES = 1e-12


# Points


def exact(values):
    """Turn doubles into the fractions that they are."""
    return np.array([Fraction(value) for value in np.ravel(values).tolist()])


def fraction(generator, size, unit):
    """Draw a multiple of a unit that is neither 0 nor 1."""
    steps = int(size / unit)
    drawn = Fraction(generator.choice([*range(-steps, 0), *range(1, steps)])) * unit
    return fraction(generator, size, unit) if drawn == 1 else drawn


def curvatures_of(H):
    """Return both eigenvalues if they are fractions, checked by the definition, else None."""
    close = np.linalg.eigvalsh(H.astype(float))
    found = [Fraction(value).limit_denominator(2**12) for value in close]
    is_zero = [(H[0, 0] - v) * (H[1, 1] - v) - H[0, 1] * H[1, 0] == 0 for v in found]
    return found if all(is_zero) else None


def direction_of(H, curvature):
    """Return a direction that H stretches by a curvature."""
    return pair(H[0, 1], curvature - H[0, 0])


@cache
def points(draw, n=POINTS):
    """Draw inputs with fractions for curvatures, the best line, and targets around it."""
    generator = random.Random(draw)
    while True:
        x = np.array([fraction(generator, 3, Fraction(1, 4)) for _ in range(n)])
        H = second_derivatives(x)
        if len(set(x)) == n and curvatures_of(H) and x.sum() != 0 and x.mean() not in x:
            break
    best = pair(
        fraction(generator, 2, Fraction(1, 8)), fraction(generator, 3, Fraction(1, 8))
    )
    misses = 0 * x
    for k in range(n - 2):
        a, b, c = x[k : k + 3]
        size = fraction(generator, 1, Fraction(1, 8))
        misses[k : k + 3] += size * np.array([b - c, c - a, a - b])
    return x, best[1] * x + best[0] + misses, best, misses


def dot(a, b):
    """Multiply pairwise and add up."""
    return sum(one * other for one, other in zip(a, b, strict=True))


def directions_of(world):
    """Return a direction for each curvature."""
    if "@directions" in world.values:
        return world.values["@directions"]
    return [
        direction_of(world.values["H"], curvature)
        for curvature in world.values["\\lambda"]
    ]


def second_derivatives(x):
    """Take the gradient of the package where all targets are 0: it is linear in the weights."""
    columns = [linreg.gradient(x, 0 * x, *unit) for unit in ((1, 0), (0, 1))]
    return matrix(columns).T


def error(x, y, w):
    """Return the error of the package; half a Fraction is a double there, and exact."""
    return Fraction(linreg.sse(y, linreg.predict(x, *w)))


# Worlds


@cache
def plain(draw):
    """Take the neuron, its points and all that follows from them."""
    x, y, best, misses = points(draw)
    generator = random.Random(100 + draw)
    w = pair(
        fraction(generator, 2, Fraction(1, 8)), fraction(generator, 3, Fraction(1, 8))
    )
    H, n = second_derivatives(x), Fraction(x.size)
    slow, fast = curvatures_of(H)
    eta = Fraction(3, 4) / fast
    numbers = linreg.Moments.from_data(x.astype(float), y.astype(float))
    values = {
        "x": x,
        "x_1": x,
        "x_0": Fraction(1),
        "y": y,
        "N": n,
        "w": w,
        "w_0": w[0],
        "w_1": w[1],
        "\\eta": eta,
        "\\lambda": np.array([slow, fast]),
        "\\lambda_\\min": slow,
        "\\lambda_\\max": fast,
        "w^*": best,
        "E_\\min": misses @ misses / 2,
        "H": H,
        "b": -pair(*linreg.gradient(x, y, Fraction(0), Fraction(0))),
        "I": matrix(np.eye(2, dtype=int)),
        "\\bar x": Fraction(numbers.mean_x),
        "\\bar y": Fraction(numbers.mean_y),
        "S_xx": Fraction(numbers.s_xx),
        "S_xy": Fraction(numbers.s_xy),
        "S_yy": Fraction(numbers.s_yy),
        "\\sigma": Fraction(3, 8),
        "h": Fraction(5, 7),
        "k": Fraction(3),
        "e": mp.e,
        "\\pi": mp.pi,
        "Linear": linreg.linear,
        "f": lambda w: w**4 / 3 - w,
        "f'''": Fraction(6),
        "@draw": draw,
        "\\Delta w": pair(Fraction(1, 9), Fraction(2, 9)),
    }
    return World({**values, **at_weights(x, y, w)}, {"i": range(1, x.size + 1)})


def at_weights(x, y, w):
    """Return what depends on the weights."""
    z = linreg.net_input(x, *w)
    y_hat = linreg.linear(z)
    first, second = linreg.sse_grad(y, y_hat), linreg.linear_grad(z)
    third = [linreg.net_input(x, *(w + step)) - z for step in (pair(1, 0), pair(0, 1))]
    slopes = pair(*linreg.gradient(x, y, *w))
    return {
        "Z": z,
        "\\hat y": y_hat,
        "E": error(x, y, w),
        "∂E/∂\\hat y": first,
        "∂\\hat y/∂Z": second,
        "∂Z/∂w_0": third[0],
        "∂Z/∂w_1": third[1],
        "∂Z/∂w": np.array(third),
        "∂E/∂Z": point_by_point(first, second, x),
        "∂E/∂w": slopes,
        "∂E/∂w_0": slopes[0],
        "∂E/∂w_1": slopes[1],
    }


def point_by_point(first, second, x):
    """Return each point's share in the slope along w_0, as the package multiplies it."""
    return np.array(
        [backward(first * one, second, x)[0] for one in np.eye(x.size, dtype=int)]
    )


def any_activation(draw):
    """Take arbitrary factors, so that none of them is 1 and can be left out."""
    world, generator = plain(draw), random.Random(200 + draw)
    x = world.values["x"]
    first, second = (
        np.array([fraction(generator, 2, Fraction(1, 8)) for _ in x]) for _ in range(2)
    )
    slopes = pair(*backward(first, second, x))
    return world | {
        "∂E/∂\\hat y": first,
        "∂\\hat y/∂Z": second,
        "∂E/∂Z": point_by_point(first, second, x),
        "∂E/∂w": slopes,
        "∂E/∂w_0": slopes[0],
        "∂E/∂w_1": slopes[1],
    }


def by_hand(draw):
    """Take the line and the points A and B of the chapter on the chain rule."""
    x, y, w = exact([1, 3]), exact([5, 6]), pair(*exact([1, 2]))
    known = plain(draw) | {"x": x, "y": y, "w": w, "w_0": w[0], "w_1": w[1]}
    known = known | at_weights(x, y, w)
    names = product(("y", "\\hat y"), enumerate("AB"))
    return known | {
        f"{name}_{letter}": known.values[name][k] for name, (k, letter) in names
    }


def at_best(draw):
    """Take the weights of the least-squares line."""
    world = plain(draw)
    x, y, best = (world.values[name] for name in ("x", "y", "w^*"))
    return world | {"w": best, "w_0": best[0], "w_1": best[1], **at_weights(x, y, best)}


def first_point(draw):
    """Let x_1 be the first point, not the input."""
    world = plain(draw)
    return replace(world, values={k: v for k, v in world.values.items() if k != "x_1"})


def stepped(draw):
    """Take the weights before and after an update."""
    world = plain(draw)
    after = run(world, world.values["w"], 1)[1]
    return replace(world, after={"w": after, "w_0": after[0], "w_1": after[1]})


def run(world, start, epochs, sign=1):
    """Return the weights of a run of the package's step."""
    x = world.values.get("@inputs", world.values["x"])
    y, eta = world.values["y"], world.values["\\eta"]
    weights = [start]
    for _ in range(epochs):
        weights.append(pair(*linreg.step(x, y, *weights[-1], learning_rate=sign * eta)))
    return dict(enumerate(weights))


def running(draw):
    """Take the weights of every epoch."""
    world = plain(draw)
    x, y, w = (world.values[name] for name in ("x", "y", "w"))
    weights = run(world, w, 4)
    lengths = [root(dot(d, d)) for d in directions_of(world)]
    values = {**world.values, "w": weights, "w_start": w, "a": np.array(lengths)}
    return replace(
        world,
        values={
            name: value for name, value in values.items() if name not in {"w_0", "w_1"}
        },
        ranges={**world.ranges, "k": range(4)},
        moved=lambda name, value: world | {name: value, **at_weights(x, y, value)},
    )


def by_train(draw):
    """Take the weights that the training loop keeps, with few enough digits to be exact."""
    world = running(draw)
    x, y, w = (plain(draw).values[name] for name in ("x", "y", "w"))
    eta = Fraction(1, 32)
    history = linreg.train(
        x.astype(float),
        y.astype(float),
        w0=w[0],
        w1=w[1],
        learning_rate=float(eta),
        epochs=2,
    )
    pairs = zip(exact(history.w0), exact(history.w1), strict=True)
    weights = {k: pair(*both) for k, both in enumerate(pairs)}
    return replace(world, ranges={**world.ranges, "k": range(2)}) | {
        "w": weights,
        "\\eta": eta,
    }


def along(world, direction, sign=1):
    """Return the errors of a run that starts off the best weights in one direction."""
    x, y, best = (world.values[name] for name in ("x", "y", "w^*"))
    weights = run(world, best + direction, 4, sign)
    return {k: error_of_fractions(x, y, w) for k, w in weights.items()}


def error_of_fractions(x, y, w):
    """Return the error by its definition, for weights with too many digits for a double."""
    misses = y - linreg.predict(x, *w)
    return misses @ misses / 2


def exploding(sign):
    """Explode by too long a step or by a lost sign; r is the ratio of two rises of the error."""

    def world(draw):
        rate = Fraction(19, 7) if sign > 0 else Fraction(5, 7)
        known = plain(draw)
        known = known | {"\\eta": rate / known.values["\\lambda_\\max"]}
        errors = along(
            known, direction_of(known.values["H"], known.values["\\lambda_\\max"]), sign
        )
        rises = [later - now for now, later in pairwise(errors.values())]
        return known | {"r": rises[2] / rises[1]}

    return world


def creeping(draw):
    """Take the end of a run that converges, where only the slow part is left."""
    known = plain(draw)
    errors = along(
        known, direction_of(known.values["H"], known.values["\\lambda_\\min"])
    )
    gains = [now - later for now, later in pairwise(errors.values())]
    values = {
        "E": errors,
        "E_\\infty": known.values["E_\\min"],
        "q": gains[2] / gains[1],
    }
    return replace(known | values, ranges={"k": range(1, 5)})


def half_of_the_bound(draw):
    """Take the rate that removes the steep part, and the epochs that leave 1 % of the rest."""
    known = plain(draw)
    kept = [
        steps_along(known | {"\\eta": rate}, 1)[1]
        for rate in (Fraction(0), Fraction(1))
    ]
    known = known | {
        "\\eta": kept[0] / (kept[0] - kept[1])
    }  # what is left is linear in the rate
    slow = rounded(steps_along(known, 1)[0])
    return known | {"k": mp.findroot(lambda k: slow**k - mp.mpf(1) / 100, 5)}


def translated(draw):
    """Take standardised inputs z, and weights for them."""
    known = standardised(draw)
    x = rounded(known.values["x"])
    return known | {"m": x.mean(), "z": known.values["@inputs"]}


def rounded_sums(draw):
    """Take some r for what rounding does, and the largest input c."""
    known = plain(draw)
    return known | {"r": Fraction(1, 7), "c": max(abs(known.values["x"]))}


def eigenvalues(draw):
    """Take both curvatures as multiples of the number of points."""
    known = plain(draw)
    return known | {"u": known.values["\\lambda"] / known.values["N"]}


def any_rate(draw):
    """Take learning rates on both sides of every bound, and on the bounds."""
    known = plain(draw)
    bound = 2 / known.values["\\lambda_\\max"]
    rates = [bound * Fraction(k, 4) for k in range(-3, 8)]
    rates += [
        1 / known.values["\\lambda_\\max"] * Fraction(k, 16) for k in (-1, 1, 31, 33)
    ]
    return replace(known, sweep={"\\eta": [*rates, 2 / known.values["\\lambda_\\min"]]})


def counting(draw):
    """Take numbers of epochs, and shares that are to be left of the slow part."""
    known = plain(draw)
    shares = [Fraction(1, 2), Fraction(1, 10), Fraction(1, 100), Fraction(1, 1000)]
    epochs = [Fraction(k) for k in range(0, 200, 19)]
    kept = [kept_of(known)[0] ** k for k in (2, 5)]
    return replace(
        known, sweep={"tol": [*shares, *kept], "k": [*epochs, *map(Fraction, range(9))]}
    )


class Recorder(np.random.Generator):
    """Draws what suits us, and remembers what the package asked for."""

    def __init__(self, draw):
        super().__init__(np.random.PCG64(draw))
        self.asked, self.given = [], []

    def uniform(self, low, high):
        """Remember a uniform distribution."""
        self.asked.append(("U", Fraction(low), Fraction(high)))
        return float(Fraction(low) + Fraction(3, 8) * (Fraction(high) - Fraction(low)))

    def normal(self, mean, deviation, size=None):
        """Remember a normal distribution, by its variance."""
        self.asked.append(("N", Fraction(mean), Fraction(deviation) ** 2))
        self.given = deviation * (np.arange(size) - 1.25)
        return self.given

    def random(self, size):
        """Draw inputs of few binary digits."""
        return np.arange(1, size + 1) / 8


def drawn_points(draw):
    """Take the points of `make_line`, and the distribution of their intercepts."""
    known, recorder = plain(draw), Recorder(draw)
    line = linreg.make_line(
        POINTS, intercept_std=float(known.values["\\sigma"]), rng=recorder
    )
    intercepts = recorder.asked[-1]
    return known | {
        "x": exact(line.x),
        "x_1": exact(line.x),
        "y": exact(line.y),
        "slope": Fraction(line.slope),
        "intercept": exact(recorder.given),
        "@intercept": intercepts,
    }


def drawn_weights(draw):
    """Take the distributions from which `init_weights` draws."""
    recorder = Recorder(draw)
    linreg.init_weights(recorder)
    return plain(draw) | {"@w_0": recorder.asked[0], "@w_1": recorder.asked[1]}


def merging(draw):
    """Take two sets of points by the definition, and both together by the package."""
    known = plain(draw)
    x, y, _, _ = points(draw, 8)
    a, b = slice(0, 3), slice(3, 8)
    whole = linreg.Moments.from_data(x.astype(float), y.astype(float))
    values = {
        "N": Fraction(8),
        "N_a": Fraction(3),
        "N_b": Fraction(5),
        "\\bar x": Fraction(whole.mean_x),
        "\\bar y": Fraction(whole.mean_y),
        "S_xy": Fraction(whole.s_xy),
    }
    for name, half in (("a", a), ("b", b)):
        mean_x, mean_y = (v[half].sum() / v[half].size for v in (x, y))
        values |= {f"\\bar x_{name}": mean_x, f"\\bar y_{name}": mean_y}
        values[f"S_xy,{name}"] = (x[half] - mean_x) @ (y[half] - mean_y)
    return known | values


def smooth(draw):
    """Take a function of a weight that is no parabola, and its derivative."""
    w, h = rounded(plain(draw).values["w_1"]), Fraction(1, 2**10)
    slope = mp.exp(w) + 3 * w**2
    function = {"f": lambda w: mp.exp(w) + w**3, "∂f/∂w": slope, "f'''": Fraction(6)}
    return World({**function, "w": w, "h": h})


def along_one_weight(draw):
    """Take the error as a function of one weight, and an i that is the imaginary unit."""
    known = plain(draw)
    x, y, w = (rounded(known.values[name]) for name in ("x", "y", "w"))

    def along_w1(slope):
        return error_of_fractions(x, y, [w[0], slope])

    values = {"f": along_w1, "E": along_w1, "w": w[1], "w_1": w[1], "i": mp.mpc(0, 1)}
    values["∂E/∂w"] = known.values["∂E/∂w_1"]
    return replace(known | values, ranges={})


def valley(draw):
    """Take the slow direction, a place along it that a step leads to, and the hinge."""
    known = plain(draw)
    x, y, w, best, H = (known.values[name] for name in ("x", "y", "w", "w^*", "H"))
    q = direction_of(H, known.values["\\lambda_\\min"])
    # A step of 1 / lambda_max leaves nothing of the fast part.
    rate = 1 / known.values["\\lambda_\\max"]
    place = pair(*linreg.step(x, y, *w, learning_rate=rate))
    above = [linreg.predict(at, *place) - linreg.predict(at, *best) for at in (0, 1)]
    hinge = Fraction(above[0], above[0] - above[1])
    return known | {
        "q": q,
        "c": dot(place - best, q) / dot(q, q),
        "x_hinge": hinge,
        "@valley": place,
    }


def standardised(draw):
    """Take inputs of mean 0 and spread 1, the same line over them, and the rate of one epoch."""
    known = plain(draw)
    x, w, best = (rounded(known.values[name]) for name in ("x", "w", "w^*"))
    spread = root(sum((x - x.mean()) ** 2) / x.size)
    z = (x - x.mean()) / spread
    H = second_derivatives(z)
    v = over(z, linreg.predict(x, *w))
    return known | {
        "s": spread,
        "H": H,
        "v": v,
        "\\eta": 1 / H[0, 0],
        "\\lambda": np.array([H[0, 0], H[1, 1]]),
        "@inputs": z,
        "@best": over(z, linreg.predict(x, *best)),
        "@directions": [pair(1, 0), pair(0, 1)],
        "I": rounded(known.values["I"]),
    }


def over(inputs, heights):
    """Return the weights of the line through the first two points."""
    slope = (heights[1] - heights[0]) / (inputs[1] - inputs[0])
    return pair(heights[0] - slope * inputs[0], slope)


def batches(draw):
    """Take the first points for a batch, and the weights after the package's step on them."""
    world = plain(draw)
    x, y, w, eta = (world.values[name] for name in ("x", "y", "w", "\\eta"))
    n = POINTS - 1
    rate = eta * POINTS / n
    after = linreg.step(x[:n], y[:n], *w, learning_rate=rate)
    return replace(world, after=dict(zip(("w_0", "w_1"), after, strict=True))) | {
        "n": Fraction(n)
    }


def many_points(draw):
    """Spread inputs evenly from 0 to 1, so many that the sum is near its limit."""
    x = (np.arange(1024) + 0.5) / 1024
    s_xx = linreg.Moments.from_data(x, x).s_xx
    return replace(plain(draw), tolerance=1e-5) | {"N": Fraction(x.size), "S_xx": s_xx}


def counted(draw):
    """Count what the loops of a chapter read."""
    known = plain(draw)
    x, y = (known.values[name].astype(float) for name in ("x", "y"))
    epochs = int(known.values["k"])
    values = {}
    for name, loop in [("R_points", "over_points"), ("R_six", "with_six")]:
        _, way = of_chapter("counting", "look", loop)
        reads = []
        way.__globals__.update(x=x, y=y, reads=reads, epochs=epochs, start=(0.0, 0.0))
        way.__globals__.update(step=linreg.step, Moments=linreg.Moments)
        way(x.size)
        values[name] = Fraction(sum(reads))
    return known | values


def tilted(draw):
    """Change the height of a line at 0 by a and its slope by b."""
    return plain(draw) | {"a": Fraction(5, 3), "b": Fraction(-7, 2)}


def expected_error(draw):
    """Average the error that noise leaves, over noise of one deviation up or down at each point."""
    known = plain(draw)
    x, sigma = known.values["x"], known.values["\\sigma"]
    floors = []
    for signs in range(2**x.size):
        y = np.array([sigma * (1 if signs >> k & 1 else -1) for k in range(x.size)])
        numbers = linreg.Moments.from_data(x.astype(float), y.astype(float))
        floors.append(numbers.sse(*numbers.least_squares()))
    return known | {"E": sum(floors) / len(floors)}


def quartic(draw):
    """Take another error, of the fourth power."""
    known = plain(draw)
    misses = linreg.sse_grad(known.values["y"], known.values["\\hat y"])
    return known | {"E_4": sum(misses**4) / 4}


# Softmax, in doubles: its functions stand in a chapter


@cache
def of_chapter(name, *functions):
    """Run the functions of a chapter, and nothing else of it."""
    (path,) = ROOT.glob(f"gallery/*/plot_*{name}.py")
    tree = ast.parse(path.read_text("utf-8"))
    tree.body = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name in functions
    ]
    known = {"np": np}
    exec(compile(tree, path, "exec"), known)
    return [known[function] for function in functions]


def classes(n):
    """Take several net inputs, and softmax and cross-entropy as the chapter computes them."""

    def world(draw):
        generator = np.random.default_rng(draw)
        y = generator.uniform(0.2, 0.9, n)
        return with_net_inputs(generator.normal(0, 1, n), y / y.sum())

    return world


def with_net_inputs(z, y):
    """Return what follows from the net inputs of one point."""
    softmax, cross_entropy = of_chapter("softmax", "softmax", "cross_entropy")
    step = 1e-30

    def bent(function):
        moves = 1j * step * np.eye(z.size)
        return np.array([np.imag(function(z + move)) / step for move in moves])

    slopes = bent(lambda z: cross_entropy(y, softmax(z)))
    own = np.diagonal(bent(softmax))
    values = {
        "Z": z,
        "c": z.max(),
        "y": y,
        "\\hat y": softmax(z),
        "E": cross_entropy(y, softmax(z)),
        "∂E/∂Z": slopes,
        "e": mp.e,
        "∂\\hat y/∂Z": own,
    }

    def moved(name, change):
        return with_net_inputs(
            z + change * np.eye(z.size)[int(name.removeprefix("Z_")) - 1], y
        )

    letters = {letter: range(1, z.size + 1) for letter in "jk"}
    return World(values, letters, tolerance=DOUBLES, moved=moved)


def choosing(draw):
    """Take a neuron that says yes or no, by softmax over its net input and 0."""
    known = plain(draw)
    x, w = (known.values[name].astype(float) for name in ("x", "w"))
    y = np.random.default_rng(draw).uniform(0.1, 0.9, x.size)
    softmax, cross_entropy = of_chapter("softmax", "softmax", "cross_entropy")

    def shares(w0, w1):
        z = linreg.net_input(x, w0, w1)
        return softmax(np.array([z, 0 * z]))

    def error(w0, w1):
        return cross_entropy(np.array([y, 1 - y]), shares(w0, w1))

    # Along a complex step nothing is subtracted, so no digit is lost.
    step = 1e-30j
    moved = np.imag([error(w[0] + step, w[1]), error(w[0], w[1] + step)]) / step.imag
    values = {
        "y": y,
        "\\hat y": shares(*w)[0],
        "E": error(*w),
        "∂E/∂Z": shares(*w)[0] - y,
        "∂E/∂w_0": moved[0],
        "∂E/∂w_1": moved[1],
    }
    hidden = {"∂E/∂\\hat y", "∂\\hat y/∂Z"}
    rest = {name: value for name, value in known.values.items() if name not in hidden}
    return replace(known, values=rest | values, tolerance=DOUBLES)


def likely(draw):
    """Take the likelihood of the points from the bell of Python's own library."""
    known = plain(draw)
    bell = NormalDist(0, float(known.values["\\sigma"]))
    misses = known.values["y"] - known.values["\\hat y"]
    densities = [bell.pdf(float(miss)) for miss in misses]
    return replace(known, tolerance=DOUBLES) | {"L": mp.fprod(densities)}


#: Where a world other than the plain one holds: an equation's label, a file, or its part.
WORLDS = {
    "chain-rule": any_activation,
    "gradient": any_activation,
    "gallery/1_the_post/plot_2_chain_rule.py#Try it with two points, by hand": by_hand,
    "gallery/1_the_post/plot_2_chain_rule.py#Multiply them": any_activation,
    "data": drawn_points,
    "init": drawn_weights,
    "update": stepped,
    "training": by_train,
    "distance": running,
    "stable-rate": any_rate,
    "growth-step": exploding(1),
    "growth-sign": exploding(-1),
    "slow-part": creeping,
    "linreg/diagnosis.py": creeping,
    "head-and-tail": first_point,
    "linreg/moments.py#Moments": merging,
    "linreg/moments.py#Moments.least_squares": at_best,
    "linreg/moments.py#Moments.max_learning_rate": eigenvalues,
    "linreg/moments.py#Moments.sse": rounded_sums,
    "linreg/moments.py#Moments.trajectory": rounded_sums,
    "linreg/divergence.py#DivergenceError": half_of_the_bound,
    "slow-epochs": half_of_the_bound,
    "docs/troubleshooting.md#After standardising the weights are other numbers": translated,
    "central-difference": smooth,
    "linreg/verify.py": smooth,
    "gallery/1_the_post/plot_8_check.py": along_one_weight,
    "gallery/2_beyond/plot_6_step_length.py": along_one_weight,
    "docs/notation.md#": along_one_weight,
    "gallery/1_the_post/plot_3_data.py": drawn_points,
    "gallery/1_the_post/plot_4_start.py": drawn_weights,
    "gallery/1_the_post/plot_5_training.py": stepped,
    "gallery/2_beyond/plot_1_bowl_and_hinge.py": valley,
    "gallery/2_beyond/plot_2_predict_the_run.py": running,
    "epochs-to-go": counting,
    "gallery/2_beyond/plot_3_learning_rate.py": any_rate,
    "gallery/2_beyond/plot_4_three_hundred_to_one.py": standardised,
    "gallery/2_beyond/plot_5_mini_batches.py": batches,
    "docs/exercises.md#9. From 300 epochs to one": standardised,
    "docs/exercises.md#4. The gradient of another error": quartic,
    "docs/exercises.md#6. The hinge": tilted,
    "docs/exercises.md#3. How much noise?": expected_error,
    "gallery/3_further/plot_2_too_many_points.py#Look at the line after every part": many_points,
    "gallery/3_further/plot_3_counting.py": counted,
    "gallery/3_further/plot_1_why_not_solve.py#Solve it": at_best,
    "votes": at_best,
    "likelihood": likely,
    "gallery/2_beyond/plot_7_why_squares.py": likely,
    "gallery/3_further/plot_4_softmax.py": classes(3),
    "squared-softmax-grad": classes(2),
    "gallery/3_further/plot_4_softmax.py#See why the squares hardly move": classes(2),
    "gallery/3_further/plot_5_choose.py": choosing,
}


#: The equations that define a symbol, and that symbol; all others derive something or say it again.
DEFINITIONS = {
    "data": {"y", "intercept"},
    "init": {"w_0", "w_1"},
    "net-input": {"Z"},
    "linear": {"\\hat y"},
    "sse": {"E"},
    "centred-sums": {"S_xx", "S_xy", "S_yy"},
    "softmax": {"\\hat y"},
    "cross-entropy": {"E"},
    "yes": {"\\hat y"},
    "choice-error": {"E"},
}


def world_of(formula, draw):
    """Return the world of a formula: that of its label, its part of a file, its file, or plain."""
    path = formula.path.as_posix()
    keys = (formula.label, f"{path}#{formula.part}", path)
    return made(next((WORLDS[key] for key in keys if key in WORLDS), plain), draw)


@cache
def made(world, draw):
    """Make a world once."""
    return world(draw)


def kept_of(world):
    """Return what the package's step leaves of a distance along both directions."""
    return steps_along(world, 1)


def steps_along(world, epochs, sign=1):
    """Return what is left of a distance along both directions after some updates."""
    best, left = best_of(world), []
    for direction in directions_of(world):
        end = run(world, best + direction, epochs, sign)[epochs] - best
        left.append(dot(end, direction) / dot(direction, direction))
    return np.array(left)


def best_of(world):
    """Return the best weights, over the inputs that a run is given."""
    return world.values.get("@best", world.values["w^*"])
