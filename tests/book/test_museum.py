"""The museum of mistakes: each must stay noticed, by the checks that this suite relies on."""

import numpy as np
import pytest

from linreg import (
    Moments,
    gradient,
    make_line,
    numerical_gradient,
    predict,
    sse,
    train,
)
from tests.chapters import SCRIPTS, SILENT_SHOW, names_of
from tests.conftest import UNIT_ROUNDOFF

SCRIPT = SCRIPTS["plot_7_museum"]

# Where the changed line is decides who can notice it.
IN_DATA = ["targets in a column"]
IN_START = ["integer weights"]
IN_ERROR = ["half missing", "brackets missing", "square of the sum"]
IN_GRADIENT = [
    "sign flipped",
    "factor of 2 kept",
    "mean for sum",
    "x forgotten",
    "x twice",
]
IN_UPDATE = ["bias never moves", "bias moves twice", "one after the other"]
MISTAKES = [*IN_DATA, *IN_START, *IN_ERROR, *IN_GRADIENT, *IN_UPDATE]

x, y, _, _ = make_line(rng=0)
POINTS = np.column_stack([x, y])
START = w0, w1 = 1.25, -2.5  # not the start of the page
RATE = 0.001
MOMENTS = Moments.from_data(x, y)

# A sum of N terms rounds N times.
N_ROUNDINGS = 2 * UNIT_ROUNDOFF * x.size
# An epoch adds N rounded terms to the weights; later epochs shrink what earlier ones added,
# along the flat direction by the smallest curvature.
CURVATURES = np.linalg.eigvalsh(MOMENTS.hessian)
SIZES = (abs(y) + abs(w1 * x) + abs(w0)).sum()
ROUNDING = N_ROUNDINGS * SIZES / CURVATURES[0]
# Epochs until no more than a unit roundoff is left of the way to the best line.
LONG = int(np.log(UNIT_ROUNDOFF) / np.log(1 - RATE * CURVATURES[0])) + 1

pytestmark = pytest.mark.filterwarnings(SILENT_SHOW)


@pytest.fixture(scope="module")
def museum():
    return vars(names_of(SCRIPT.stem))


def learned(loop, epochs):
    with np.errstate(over="ignore", invalid="ignore"):
        return loop(POINTS, START, RATE, epochs)


def slopes_of_reported_error(loop):
    """Return the slopes of the error that a loop reports, and what rounding does to them."""

    def error(w0, w1):
        return loop(POINTS, (w0, w1), RATE, 0)[1][0]

    h = 2.0**-10
    return numerical_gradient(error, w0, w1, h=h), N_ROUNDINGS * error(w0, w1) / h


# The five checks, with the algebra of the bowl in place of the package's run of the six numbers.


def error_went_down(loop):
    _, errors, _ = learned(loop, 300)
    return errors[-1] < errors[0]


def error_never_rose(loop):
    _, errors, _ = learned(loop, 300)
    return all(errors[1:] <= errors[:-1] * (1 + N_ROUNDINGS))


def gradient_check(loop):
    _, _, slopes = learned(loop, 0)
    numerical, rounded = slopes_of_reported_error(loop)
    return abs(slopes[0] - numerical).max() <= rounded


def closed_form(loop):
    path, _, _ = learned(loop, LONG)
    return abs(path[-1] - MOMENTS.least_squares()).max() <= ROUNDING


def exact_trajectory(loop):
    path, _, _ = learned(loop, 300)
    best = np.array(MOMENTS.least_squares())
    curvatures, directions = np.linalg.eigh(MOMENTS.hessian)
    left = (1 - RATE * curvatures) ** np.arange(301)[:, None]
    exact = best + ((START - best) @ directions * left) @ directions.T
    return abs(path - exact).max() <= ROUNDING


CHECKS = [
    error_went_down,
    error_never_rose,
    gradient_check,
    closed_form,
    exact_trajectory,
]


def test_the_museum_shows_thirteen_mistakes_in_the_order_of_the_loop(museum):
    assert list(museum["wrong_loops"]) == MISTAKES
    assert len(MISTAKES) == 13


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_one_changed_line_of_the_right_loop(museum, name):
    lines = [line.strip() for line in SCRIPT.read_text("utf-8").splitlines()]
    [(right, wrong)] = [
        (right, versions[name])
        for right, versions in museum["mistakes"].items()
        if name in versions
    ]
    assert lines.count(right) == 1
    assert wrong != right
    assert not {"\n", ";"} & set(wrong)


@pytest.mark.equation("training", "gradient")
def test_the_right_loop_trains_as_the_package_does(museum):
    path, errors, slopes = learned(museum["learn"], 300)
    run = train(x, y, w0=w0, w1=w1, learning_rate=RATE, epochs=300)
    assert np.allclose(path.T, [run.w0, run.w1], rtol=0, atol=ROUNDING)
    assert np.isclose(errors[0], run.sse[0], rtol=N_ROUNDINGS, atol=0)
    exact = gradient(x, y, w0, w1)
    assert np.allclose(slopes[0], exact, rtol=0, atol=N_ROUNDINGS * SIZES)


@pytest.mark.parametrize("check", CHECKS)
def test_the_right_loop_passes(museum, check):
    assert check(museum["learn"])


@pytest.mark.parametrize("name", MISTAKES)
def test_the_gradient_check_or_the_exact_trajectory_notices(museum, name):
    loop = museum["wrong_loops"][name]
    assert not (gradient_check(loop) and exact_trajectory(loop))


@pytest.mark.parametrize("check", CHECKS)
def test_the_page_shows_what_a_check_notices(museum, check):
    shown = {page.__name__: names for page, names in museum["notices"].items()}
    noticed = [name for name, loop in museum["wrong_loops"].items() if not check(loop)]
    assert shown[check.__name__] == noticed


# Why a check has to be silent


@pytest.mark.parametrize("name", IN_ERROR)
def test_a_wrong_report_of_the_error_leaves_the_weights_as_they_are(museum, name):
    right, _, _ = learned(museum["learn"], 300)
    wrong, _, _ = learned(museum["wrong_loops"][name], 300)
    assert (wrong == right).all()


@pytest.mark.parametrize("name", IN_UPDATE)
def test_a_wrong_update_starts_from_the_right_gradient(museum, name):
    _, *right = learned(museum["learn"], 0)
    _, *wrong = learned(museum["wrong_loops"][name], 0)
    assert all((a == b).all() for a, b in zip(right, wrong, strict=True))


@pytest.mark.equation("sse-from-moments", "gradient-from-moments")
def test_targets_in_a_column_are_the_right_loop_on_all_pairs(museum):
    _, errors, slopes = learned(museum["wrong_loops"]["targets in a column"], 0)
    pairs = Moments.from_data(np.tile(x, y.size), np.repeat(y, x.size))
    rounded = 2 * UNIT_ROUNDOFF * pairs.n
    # Each slope adds terms of both signs, whose sizes have at most this sum.
    sizes = np.sqrt(2 * pairs.n * errors[0])
    assert np.isclose(errors[0], pairs.sse(w0, w1), rtol=rounded, atol=0)
    assert np.allclose(slopes[0], pairs.gradient(w0, w1), rtol=0, atol=rounded * sizes)


def test_the_mean_goes_the_right_way_in_steps_n_times_as_short(museum):
    on_mean = museum["wrong_loops"]["mean for sum"]
    path, _, _ = on_mean(POINTS, START, RATE * x.size, 300)
    right, _, _ = learned(museum["learn"], 300)
    assert np.allclose(path, right, rtol=0, atol=ROUNDING)


def test_integer_weights_stay_whole_numbers(museum):
    path, _, _ = learned(museum["wrong_loops"]["integer weights"], 300)
    assert (path == path.round()).all()


def test_the_square_of_the_sum_reports_less_than_any_line_can_reach(museum):
    path, errors, _ = learned(museum["wrong_loops"]["square of the sum"], 300)
    floor = MOMENTS.sse(*MOMENTS.least_squares())
    assert errors[-1] < floor < sse(y, predict(x, *path[-1]))


def test_a_check_of_the_first_step_misses_only_the_targets_in_a_column(museum):
    def step_check(loop):
        path, _, _ = learned(loop, 1)
        numerical, rounded = slopes_of_reported_error(loop)
        # The new weights are rounded to their last digit.
        rounded += 2 * UNIT_ROUNDOFF * abs(path).max() / RATE
        return abs((path[0] - path[1]) / RATE - numerical).max() <= rounded

    missed = [name for name, loop in museum["wrong_loops"].items() if step_check(loop)]
    assert step_check(museum["learn"])
    assert missed == IN_DATA
