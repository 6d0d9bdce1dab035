r"""What the formulas without a relation sign say, and what the conditions are.

"Each epoch multiplies the distance by :math:`1 - \eta \lambda`" is a claim, although it has no sign
of equality. `SAID` has what the package computes for each of them; a formula that is not here,
other than a symbol, is an error. A condition is true in some worlds and false in others:
`CONDITIONS` has one of each.
"""

import re
import sys
from fractions import Fraction
from functools import cache
from itertools import product

import numpy as np
from mpmath import mp

import linreg

from . import environment, references
from .environment import direction_of, pair, run, steps_along
from .reader import FormulaError, Reader, matrix, parse, rounded, tokens
from .relations import is_true, require

WORDS = "docs/expressions.toml"


@cache
def key_of(tex):
    """Return what a formula is known by: its words, without blanks."""
    return tuple(str(token) for token in tokens(tex.rstrip(" .,;")))


def check_expression(statement, formula, world):
    """Check a statement without a relation sign."""
    if statement.data in {"symbol", "change"} or is_slope(statement):
        indices = {
            letter: world.ranges[letter][0] for letter in Reader(world).free(statement)
        }
        Reader(world, indices).compute(statement)
        return "symbol"
    known = KNOWN.get(key_of(formula.tex))
    if known is None:
        raise FormulaError("nothing says what this expression is")
    words = references.phrases(environment.ROOT, WORDS)
    said = references.named(formula, words)
    if said is None or key_of(said) != key_of(formula.tex):
        raise FormulaError(f"its words in {WORDS} speak of {said}")
    value = everywhere(statement, world)
    require(value, "=", known(world), world, {})
    return "expression"


def is_slope(statement):
    """Tell a derivative, which is a symbol of its own."""
    parts = [child for child in statement.children if hasattr(child, "data")]
    return statement.data == "fraction" and all(
        child.data == "change" for child in parts
    )


def everywhere(statement, world):
    """Compute an expression for all its points."""
    letters = sorted(Reader(world).free(statement) & set(world.ranges))
    if not letters:
        return Reader(world).compute(statement)
    (letter,) = letters
    values = [
        Reader(world, {letter: k}).compute(statement) for k in world.ranges[letter]
    ]
    return np.array(values)


def check_condition(formula, draw, with_definitions):
    """Check that a condition holds where it should, and not elsewhere."""
    cases = CONDITIONS.get(key_of(formula.tex))
    if cases is None:
        raise FormulaError("nothing says where this condition holds")
    (statement,) = parse(formula.tex).children
    for world, truth in cases(environment.world_of(formula, draw)):
        if is_true(statement, with_definitions(formula, world)) != truth:
            raise FormulaError(
                f"this condition is {not truth} where it should be {truth}"
            )
    return "condition"


# What a step leaves


def kept(world):
    """Return what a step leaves along both directions."""
    return steps_along(world, 1)


def kept_slow(world):
    """Return what a step leaves along the flat direction."""
    return steps_along(world, 1)[0]


def kept_fast(world):
    """Return what a step leaves along the steep direction."""
    return steps_along(world, 1)[1]


def kept_with_a_lost_sign(world):
    """Return what a step leaves along the steep direction, if it adds the gradient."""
    return steps_along(world, 1, sign=-1)[1]


def kept_after_k(world):
    """Return what k steps leave along both directions, for each k."""
    return np.array([steps_along(world, k) for k in world.ranges["k"]])


def steps_as_matrix(epochs, world):
    """Return what becomes of a distance of 1 along each weight."""
    best = environment.best_of(world)
    ends = [
        run(world, best + unit, epochs)[epochs] - best
        for unit in (pair(1, 0), pair(0, 1))
    ]
    return matrix([[end[k] for end in ends] for k in range(2)])


def rate_of_equal_factors(world):
    """Return the rate at which both factors add up to 0: their sum is linear in the rate."""
    eta = world.values["\\eta"]
    here, there = sum(kept(world)), sum(kept(world | {"\\eta": 2 * eta}))
    return eta * (1 + here / (here - there))


# Sums and means


def of_points(function):
    """Compute something from inputs, targets and predictions."""
    return lambda world: function(
        *(world.values[name] for name in ("x", "y", "\\hat y"))
    )


def shifts(world):
    """Return what the weights w_1 and x alone add to a prediction."""
    return world.values["Z"] - world.values["w_0"]


def signed_errors(world):
    """Return the signed errors: those of the package, or of the chapter on softmax."""
    return world.values.get("∂E/∂\\hat y", world.values.get("∂E/∂Z"))


def largest_sum(*terms):
    """Return the largest size of a sum whose terms may have either sign."""
    signs = product((1, -1), repeat=len(terms))
    sums = (sum(s * t for s, t in zip(some, terms, strict=True)) for some in signs)
    return max(abs(total) for total in sums)


def largest_miss_of_mean(world):
    """Return how far a line can miss the mean point."""
    w_1, w_0 = world.values["w_1"], world.values["w_0"]
    return largest_sum(w_0, w_1 * world.values["\\bar x"], world.values["\\bar y"])


def largest_misses(world):
    """Return how far a line can miss each point, wherever its input lies between -c and c."""
    w_1, w_0, c = (world.values[name] for name in ("w_1", "w_0", "c"))
    return np.array([largest_sum(y, w_1 * c, w_0) for y in world.values["y"]])


def steepest_climb(world):
    """Return the slope of the error at the end of a move of the line by r, times the move."""
    x, y, w_0, w_1, r = (world.values[name] for name in ("x", "y", "w_0", "w_1", "r"))
    m = world.values["∂E/∂w_0"] / world.values["N"]
    return linreg.gradient(x, y, w_0 + abs(m) - m + r, w_1)[0] * r


def change_of_error(world):
    """Return the change of the error to first order, exact for a parabola."""
    x, y, w, move = (world.values[name] for name in ("x", "y", "w", "\\Delta w"))
    units = (pair(1, 0), pair(0, 1))
    ends = [
        [environment.error_of_fractions(x, y, w + s * move * unit) for s in (1, -1)]
        for unit in units
    ]
    return pair(*((up - down) / 2 for up, down in ends))


def missed_by_central_difference(world):
    """Return how far a central difference is off for a function of the third degree."""
    h = world.values["h"]
    seen, _ = linreg.numerical_gradient(
        lambda a, _: cubic(a), Fraction(3, 7), Fraction(2), h=h
    )
    return seen - (3 * Fraction(3, 7) ** 2 + 2)


def cubic(a):
    """Return a polynomial whose third derivative is 6."""
    return a**3 + 2 * a


def third_derivative_of_quartic(world):
    """Difference the error of the fourth power three times along w_0, exact for a quartic."""
    y, y_hat, h = world.values["y"], world.values["\\hat y"], Fraction(1, 3)
    at = {k: sum((y_hat + k * h - y) ** 4) / 4 for k in (-2, -1, 1, 2)}
    return (at[2] - 2 * at[1] + 2 * at[-1] - at[-2]) / (2 * h**3)


def costs(world):
    """Return what a distance along each direction costs."""
    x, y, best = (world.values[name] for name in ("x", "y", "w^*"))
    return np.array(
        [
            environment.error_of_fractions(
                x, y, best + direction_of(world.values["H"], curvature)
            )
            - world.values["E_\\min"]
            for curvature in world.values["\\lambda"]
        ]
    )


def at_complex_weight(world):
    """Expand the error at a complex weight: value, slope and curvature times powers of ih."""
    known = environment.plain(world.values["@draw"])
    x, y, w = (rounded(known.values[name]) for name in ("x", "y", "w"))
    h, slope = world.values["h"], linreg.gradient(x, y, *w)[1]
    here = environment.error_of_fractions(x, y, w)
    return mp.mpc(here - h**2 / 2 * (x @ x), h * slope)


def standardised_line(world):
    """Return the weights over x of a line over standardised inputs."""
    heights = linreg.predict(
        world.values["z"], world.values["w_0"], world.values["w_1"]
    )
    return environment.over(rounded(world.values["x"]), heights)


def mean_of_squares(_x, y, y_hat):
    """Return the mean of the squared errors."""
    return np.mean((y - y_hat) ** 2)


SAID = {
    r"1 - \eta \lambda": kept,
    r"1 - \eta \lambda_{\min}": kept_slow,
    r"1 - \eta \lambda_{\max}": kept_fast,
    r"1 + \eta \lambda_{\max}": kept_with_a_lost_sign,
    r"1 + \eta \lambda": lambda w: steps_along(w, 1, sign=-1),
    r"(1 - \eta \lambda)^k": kept_after_k,
    r"(1 - \lambda_{\min} / \lambda_{\max})^k": lambda w: (
        rounded(kept_slow(w)) ** w.values["k"]
    ),
    r"\lambda_{\max} / \lambda_{\min}": lambda w: np.linalg.cond(
        w.values["H"].astype(float)
    ),
    r"w_1 / s": lambda w: standardised_line(w)[1],
    r"w_0 - w_1 m / s": lambda w: standardised_line(w)[0],
    r"(I - \eta H)^k": lambda w: np.array(
        [steps_as_matrix(k, w) for k in w.ranges["k"]]
    ),
    r"I - \eta H": lambda w: steps_as_matrix(1, w),
    r"2 / (\lambda_{\min} + \lambda_{\max})": rate_of_equal_factors,
    r"2 / \lambda_{\max}": lambda w: (
        linreg.Moments.from_data(
            w.values["x"].astype(float), w.values["y"].astype(float)
        ).max_learning_rate
    ),
    r"H (w - w^*)": lambda w: w.values["∂E/∂w"],
    r"\frac{\partial E}{\partial w} \Delta w": change_of_error,
    r"y_i - \hat y_i": lambda w: -signed_errors(w),
    r"y - \hat y": lambda w: -signed_errors(w),
    r"\hat y - y": signed_errors,
    r"\hat y_i - y_i": signed_errors,
    r"-1": lambda w: (
        (w.values["y"] - (w.values["\\hat y"] + 1))
        - (w.values["y"] - w.values["\\hat y"])
    ),
    r"\sum y_i^2": lambda w: w.values["y"] @ w.values["y"],
    r"\sum x^2": lambda w: w.values["H"][1, 1],
    r"N \bar x": lambda w: w.values["H"][0, 1],
    r"N u": lambda w: w.values["\\lambda"],
    r"N q": lambda w: w.values["H"][1, 1],
    r"w_1 (x_i - \bar x) - (y_i - \bar y) + m": signed_errors,
    r"w_1 x": shifts,
    r"|x_i|": lambda w: np.array([max(x, -x) for x in w.values["x"]]),
    r"|w_0| + |w_1 \bar x| + |\bar y|": largest_miss_of_mean,
    r"|y_i| + |w_1 c| + |w_0|": largest_misses,
    r"N (|m| + r)\, r": steepest_climb,
    r"w_1 \bar x": lambda w: shifts(w).mean(),
    r"|w_1 x_i|": lambda w: abs(shifts(w)),
    r"w_1 x_1 + w_0": lambda w: w.values["\\hat y"],
    r"v_1 z + v_0": lambda w: w.values["\\hat y"],
    r"\frac{h^2}{6} f'''": missed_by_central_difference,
    r"6 \sum (\hat y_i - y_i)": third_derivative_of_quartic,
    r"h^2": missed_by_central_difference,
    r"\frac12 (N - 2) \sigma^2": lambda w: environment.expected_error(
        w.values["@draw"]
    ).values["E"],
    r"\sigma^2": lambda w: w.values["\\sigma"] * w.values["\\sigma"],
    r"\frac12 \lambda a^2": costs,
    r"w^* + c\,q": lambda w: w.values["@valley"],
    r"c\,(q_0 + q_1 x_1)": lambda w: (
        linreg.predict(w.values["x"], *w.values["@valley"])
        - linreg.predict(w.values["x"], *w.values["w^*"])
    ),
    r"\mathrm{Linear}(Z_i)": lambda w: w.values["\\hat y"],
    r"a + b x": lambda w: (
        linreg.predict(
            w.values["x"],
            w.values["w_0"] + w.values["a"],
            w.values["w_1"] + w.values["b"],
        )
        - linreg.predict(w.values["x"], w.values["w_0"], w.values["w_1"])
    ),
    r"1/N": lambda w: environment.standardised(w.values["@draw"]).values["\\eta"],
    r"2/N": lambda w: 2 * environment.standardised(w.values["@draw"]).values["\\eta"],
    r"E/N": lambda w: of_points(mean_of_squares)(w) / 2,
    r"2E/N": of_points(mean_of_squares),
    r"\frac2N E": of_points(mean_of_squares),
    r"\frac N2": lambda w: w.values["E"] / of_points(mean_of_squares)(w),
    r"N / 12": lambda w: w.values["S_xx"],
    r"1.8 \cdot 10^{308}": lambda _: Fraction(f"{sys.float_info.max:.1e}"),
    r"f(w + ih)": at_complex_weight,
    r"\ln \sum_j e^{Z_j} - \sum_k y_k Z_k": lambda w: w.values["E"],
}
KNOWN = {key_of(tex): value for tex, value in SAID.items()}


def at_given_weights(world, w):
    """Return a world at other weights."""
    x, y = world.values["x"], world.values["y"]
    return world | {"w": w, "w_0": w[0], "w_1": w[1], **environment.at_weights(x, y, w)}


def at_weights(w):
    """Hold at some weights, and not at the usual ones."""

    def cases(world):
        return [(at_given_weights(world, w(world)), True), (usual(world), False)]

    return cases


def usual(world):
    """Return the plain world."""
    return environment.plain(world.values["@draw"])


def at_crossing(world):
    """Hold at the input at which two lines cross: there their heights are equal."""
    w, best = usual(world).values["w"], usual(world).values["w^*"]
    start, end = (linreg.predict(x, *w) - linreg.predict(x, *best) for x in (0, 1))
    here = world | {"d": w - best, "x_1": start / (start - end)}
    return [(here, True), (world | {"d": w - best}, False)]


def at_no_change(world):
    """Hold at the input whose height stays when both weights change."""
    start, end = (
        linreg.predict(x, world.values["a"], world.values["b"]) for x in (0, 1)
    )
    return [(world | {"x": start / (start - end)}, True), (world, False)]


def at_equal_inputs(world):
    """Hold where all inputs are equal, and not elsewhere."""
    x = world.values["x"]
    H = environment.second_derivatives(0 * x + x[0])
    return [
        (world | {"\\lambda_\\min": environment.curvatures_of(H)[0]}, True),
        (world, False),
    ]


def at_zero(world):
    """Hold at the input 0."""
    return [(world | {"x": Fraction(0)}, True), (world, False)]


def at_the_mean(world):
    """Hold at the mean input, and nowhere else."""
    return [(world | {"x_1": rounded(world.values["x"]).mean()}, True), (world, False)]


def enough_epochs(world):
    """Hold after as many epochs as the solution of the exercise counts, and not one earlier."""
    from solutions import epochs_needed

    x, share = world.values["x"].astype(float), Fraction(1, 100)
    needed = epochs_needed(x, learning_rate=float(world.values["\\eta"]), share=0.01)
    worlds = [world | {"share": share, "k": Fraction(k)} for k in (needed, needed - 1)]
    return list(zip(worlds, [True, False], strict=True))


def weights_of_exercise(position):
    """Hold for the weights that the first exercise hands to its solution."""

    def cases(world):
        page = (environment.ROOT / "docs/exercises.md").read_text("utf-8")
        weights = re.search(
            r"one_update\(few_x, few_y, w0=(\S+), w1=(\S+),", page
        ).groups()
        name = f"w_{position}"
        return [(world | {name: Fraction(weights[position])}, True), (world, False)]

    return cases


GIVEN = {
    r"\hat y = 0": at_weights(lambda _: pair(Fraction(0), Fraction(0))),
    r"m = 0": at_weights(lambda world: world.values["w^*"]),
    r"d = 0": at_weights(lambda world: world.values["w^*"]),
    r"d_0 + d_1 x_1 = 0": at_crossing,
    r"z = 0": at_the_mean,
    r"x = 0": at_zero,
    r"\lambda_{\min} = 0": at_equal_inputs,
    r"x = -a/b": at_no_change,
    r"(1 - \eta \lambda_{\min})^k \le \text{share}": enough_epochs,
    r"w_0 = 0": weights_of_exercise(0),
    r"w_1 = 1": weights_of_exercise(1),
}
CONDITIONS = {key_of(tex): cases for tex, cases in GIVEN.items()}
