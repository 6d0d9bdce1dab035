"""What the scripts of the later chapters compute, against truth found another way."""

from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import combinations, product
from types import SimpleNamespace

import numpy as np
import pytest
import sympy

from linreg import DivergenceError, Moments, diagnose, make_line, sse, sse_grad, train
from tests.chapters import SILENT_SHOW, names_of
from tests.conftest import UNIT_ROUNDOFF
from tests.exact import exact_gradient, exact_line, exact_moments, exact_sse, exactly

pytestmark = pytest.mark.filterwarnings(SILENT_SHOW)


@pytest.fixture
def bowl():
    return names_of("plot_1_bowl_and_hinge")


@pytest.fixture
def forecast():
    return names_of("plot_2_predict_the_run")


@pytest.fixture
def batches():
    return names_of("plot_5_mini_batches")


@pytest.fixture
def solved():
    return names_of("plot_1_why_not_solve")


@pytest.fixture
def squares():
    return names_of("plot_7_why_squares")


@pytest.fixture
def choice():
    return names_of("plot_4_softmax")


@pytest.fixture
def yes_or_no():
    return names_of("plot_5_choose")


@pytest.fixture
def symbolic_choice(choice, monkeypatch):
    """Let symbols through the functions of the script, whose exponentials are for numbers."""
    for_symbols = SimpleNamespace(
        exp=np.vectorize(sympy.exp, otypes=[object]),
        log=np.vectorize(sympy.log, otypes=[object]),
        max=lambda *_, **__: sympy.Symbol("c", real=True),  # any number will do
    )
    monkeypatch.setitem(choice.softmax.__globals__, "np", for_symbols)
    return choice


@pytest.fixture(autouse=True)
def many_digits():
    with localcontext(prec=50):
        yield


def decimals(values):
    return [Decimal(float(value)) for value in values]


def exact_curvatures(x):
    """Solve the characteristic polynomial of H; return H and its roots, the smaller first."""
    sums = len(x), sum(x), sum(a * a for a in x)
    return sums, curvatures_of_sums(*sums)


def curvatures_of_sums(n, s_x, s_xx):
    """Return both eigenvalues of a symmetric matrix with these rows, the smaller first."""
    n, s_x, s_xx = (
        Decimal(v.numerator) / Decimal(v.denominator)
        for v in map(Fraction, (n, s_x, s_xx))
    )
    half, root = (n + s_xx) / 2, (((n - s_xx) / 2) ** 2 + s_x**2).sqrt()
    return half - root, half + root


# The bowl and its hinge


@pytest.mark.equation("bowl")
@pytest.mark.parametrize("d0", [-1.9, 0.0, 3.1])
@pytest.mark.parametrize("d1", [-5.6, 0.0, 2.4])
def test_the_height_above_any_place_is_the_error_there(bowl, d0, d1):
    points = exactly(bowl.x), exactly(bowl.y)
    place = [
        Fraction(bowl.w0_exact) + Fraction(d0),
        Fraction(bowl.w1_exact) + Fraction(d1),
    ]
    sizes = (
        abs(bowl.y)
        + bowl.x * (abs(d1) + abs(bowl.w1_exact))
        + abs(d0)
        + abs(bowl.w0_exact)
    )
    # One rounding for each point and a few more; what the solver of the best weights rounds, the
    # long shape of the bowl enlarges.
    shape = bowl.curvatures[1] / bowl.curvatures[0]
    allowed = (bowl.x.size + 16) * UNIT_ROUNDOFF * shape * (sizes**2).sum()
    seen = Fraction(float(bowl.height(d0, d1)))
    assert abs(seen - exact_sse(*points, *place)) <= allowed


@pytest.mark.equation("hinge")
def test_the_hinge_is_where_no_multiple_of_the_slow_direction_moves_the_line(bowl):
    (n, s_x, s_xx), (slow, fast) = exact_curvatures(decimals(bowl.x))
    # The second row of H q = lambda q, where the equation of the book comes from the first.
    exact = (s_xx - slow) / s_x
    assert abs(exact - s_x / n / (1 - slow / n)) < Decimal("1e-45")
    allowed = (n + 16) * UNIT_ROUNDOFF * float(fast / (fast - slow))
    assert abs(Decimal(float(bowl.hinge)) - exact) <= allowed


def rounding_of_a_run(chapter):
    """Bound what rounding adds to the weights of a run.

    A gradient rounds N times, by a machine epsilon of the sizes it adds. Later updates shrink what
    rounding did, so that all of them together leave no more than this.
    """
    sizes = (abs(chapter.y) + abs(chapter.w1 * chapter.x) + abs(chapter.w0)).sum()
    flattest = np.linalg.eigvalsh(Moments.from_data(chapter.x, chapter.y).hessian)[0]
    return chapter.x.size * 2 * UNIT_ROUNDOFF * sizes / flattest


def test_each_part_of_the_distance_shrinks_by_its_own_factor(bowl):
    d = np.array([bowl.run.w0 - bowl.w0_exact, bowl.run.w1 - bowl.w1_exact])
    kept = (1 - 0.001 * bowl.curvatures)[:, None] ** np.arange(301)
    parts = bowl.directions.T @ d
    assert abs(parts - parts[:, :1] * kept).max() < rounding_of_a_run(bowl)


# The run, known before it starts


def test_prediction_and_run_differ_by_rounding_alone(forecast):
    run = np.column_stack([forecast.run.w0, forecast.run.w1])
    off = [forecast.predicted(k) - run[k] for k in range(301)]
    assert np.abs(off).max() < rounding_of_a_run(forecast)


def test_both_costs_and_the_floor_add_up_to_each_error(forecast):
    # An error changes by its gradient times what the weights are off, and the gradient is at most
    # the root of 2 lambda_max E.
    steepest = np.sqrt(2 * forecast.curvatures[1] * forecast.run.sse)
    off = abs(forecast.costs.sum(axis=1) + forecast.floor - forecast.run.sse)
    assert (off <= steepest * rounding_of_a_run(forecast)).all()


@pytest.mark.parametrize("epoch", [0, 1, 20])
def test_a_jump_arrives_where_exact_steps_do(forecast, epoch):
    x, y = exactly(forecast.x), exactly(forecast.y)
    w0, w1, rate = map(Fraction, (forecast.w0, forecast.w1, forecast.learning_rate))
    for _ in range(epoch):
        pushes = exact_gradient(x, y, w0, w1)
        w0, w1 = w0 - rate * pushes[0], w1 - rate * pushes[1]
    # The best weights are off by a rounding for each point, enlarged by the shape of the bowl; the
    # power multiplies nothing by more than 1, and rounds once or twice an epoch.
    shape = forecast.curvatures[1] / forecast.curvatures[0]
    size = np.hypot(*forecast.best) + np.hypot(*forecast.missing)
    allowed = (len(x) + 16 + 2 * epoch) * UNIT_ROUNDOFF * shape * size
    for seen, exact in zip(forecast.predicted(epoch), (w0, w1), strict=True):
        assert abs(Fraction(float(seen)) - exact) <= allowed


@pytest.mark.equation("epochs-to-go")
def test_the_epochs_counted_beforehand_suffice_and_one_fewer_does_not(forecast):
    _, (slow, _) = exact_curvatures(decimals(forecast.x))
    factor = 1 - Decimal(forecast.learning_rate) * slow
    for counted, tolerance in zip(forecast.needed, forecast.tolerances, strict=True):
        assert factor ** int(counted) <= Decimal(float(tolerance))
        assert factor ** int(counted - 1) > Decimal(float(tolerance))


# The learning rate


@pytest.fixture
def rates():
    return names_of("plot_3_learning_rate")


def test_the_rate_of_the_post_breaks_at_the_point_that_was_counted(rates):
    # Of inputs spread evenly from 0 to 1 the mean is 1/2, and that of the squares is 1/3.
    _, largest = curvatures_of_sums(1, Fraction(1, 2), Fraction(1, 3))
    at, below = (2 / (n * largest) for n in (rates.breaks, rates.breaks - 1))
    assert at < Decimal("0.001") < below


def test_a_run_on_the_mean_with_n_times_the_rate_is_the_same_run(rates):
    sums = Moments.from_data(rates.x, rates.y)
    start = {"w0": rates.w0, "w1": rates.w1}
    shared = [part / sums.n for part in (sums.s_xx, sums.s_xy, sums.s_yy)]
    mean = Moments(1, sums.mean_x, sums.mean_y, *shared)
    of_sum = sums.trajectory(**start, learning_rate=0.001, epochs=300)
    of_mean = mean.trajectory(**start, learning_rate=0.001 * sums.n, epochs=300)
    allowed = rounding_of_a_run(rates)
    assert abs(of_mean.w0 - of_sum.w0).max() < allowed
    assert abs(of_mean.w1 - of_sum.w1).max() < allowed


def test_four_errors_and_weights_of_a_lost_run_give_the_bound(rates):
    rate = 1.05 * rates.bound
    with pytest.raises(DivergenceError) as lost:
        train(
            rates.x, rates.y, w0=rates.w0, w1=rates.w1, learning_rate=rate, epochs=300
        )
    log = lost.value.history
    found = diagnose(log.sse[-4:], learning_rate=rate, w1=log.w1[-4:])
    assert found.verdict == "rate too large"
    # A slow part and a floor are in the log, too, and never more than its first error; they hide
    # the bound by less than their share.
    assert abs(found.max_learning_rate / rates.bound - 1) < log.sse[0] / log.sse[-2]


# From 300 epochs to one


@pytest.fixture
def standardised():
    return names_of("plot_4_three_hundred_to_one")


def test_one_update_on_standardised_inputs_lands_on_the_exact_line(standardised):
    x, y, z = standardised.x, standardised.y, standardised.z
    best = exact_line(exactly(x), exactly(y))
    # The update is a mean of N terms, each as large as this at most, times z at most; the way back
    # divides by the spread.
    largest = abs(y).max() + abs(standardised.v0) + abs(standardised.v1) * abs(z).max()
    scale = largest * abs(z).max() / standardised.spread
    allowed = x.size * 2 * UNIT_ROUNDOFF * scale
    found = standardised.w0_one, standardised.w1_one
    for seen, exact in zip(found, best, strict=True):
        assert abs(Fraction(float(seen)) - exact) < allowed


def test_the_matrix_of_standardised_inputs_is_n_times_the_identity(standardised):
    x, z, n = standardised.x, standardised.z, standardised.x.size
    # A sum of N terms rounds N times; each z keeps what rounding left of its distance.
    off = n * 2 * UNIT_ROUNDOFF * (abs(x).sum() + n * x.mean()) / standardised.spread
    assert abs(standardised.round_one[0, 1]) < off
    assert abs(standardised.round_one[1, 1] - n) < n * 2 * UNIT_ROUNDOFF * (z @ z)


# Few points at a time


@pytest.mark.parametrize("n", [1, 2, 3])
def test_averaged_over_all_draws_a_walk_of_batches_is_that_of_all_points(
    batches, monkeypatch, n
):
    x, y = np.array([0.25, 0.5, 1.5, -1.0]), np.array([1.0, 0.0, 2.0, -0.5])
    monkeypatch.setitem(batches.walk.__globals__, "x", x)
    monkeypatch.setitem(batches.walk.__globals__, "y", y)

    def end(draws):
        given = iter(draws)
        rng = SimpleNamespace(choice=lambda *_, **__: np.array(next(given)))
        return batches.walk(n, rng, updates=2, learning_rate=0.125)[:, -1]

    ends = [end(draws) for draws in product(combinations(range(4), n), repeat=2)]
    w0, w1 = Fraction(batches.w0), Fraction(batches.w1)
    for _ in range(2):
        pushes = exact_gradient(exactly(x), exactly(y), w0, w1)
        w0, w1 = w0 - pushes[0] / 8, w1 - pushes[1] / 8
    # A few roundings for each point and each walk, of numbers below 16.
    allowed = (16 * len(x) + len(ends)) * UNIT_ROUNDOFF * 16
    assert np.abs(ends).max() < 16
    np.testing.assert_allclose(
        np.mean(ends, axis=0), [float(w0), float(w1)], rtol=0, atol=allowed
    )


# Solved, and why with squares


def test_the_solved_weights_are_those_of_exact_fractions(solved):
    x, y = exactly(solved.x), exactly(solved.y)
    n, mean_x, mean_y, s_xx, s_xy, _ = exact_moments(x, y)
    w1 = s_xy / s_xx
    # Each of three sums rounds once for each point; the slope is one over another.
    size = Fraction(float(np.sqrt(solved.dy @ solved.dy / (solved.dx @ solved.dx))))
    allowed = (3 * n + 16) * UNIT_ROUNDOFF * size
    assert abs(Fraction(float(solved.w1_exact)) - w1) <= allowed
    off = abs(Fraction(float(solved.w0_exact)) - (mean_y - w1 * mean_x))
    assert off <= 2 * allowed + 16 * UNIT_ROUNDOFF


def test_walking_down_the_misses_ends_beside_the_best_line_of_all_pairs(solved):
    # A line with the smallest sum of misses goes through two of the points.
    i, j = np.triu_indices(solved.x.size, 1)
    w1 = (solved.y[j] - solved.y[i]) / (solved.x[j] - solved.x[i])
    w0 = solved.y[i] - w1 * solved.x[i]
    least = min(
        abs(a + b * solved.x - solved.y).sum() for a, b in zip(w0, w1, strict=True)
    )
    # The walk circles the best line once a step changes the side of near points only. A step moves
    # no miss by more than this, as x stays below 1; each near point may cost twice as much.
    reach = 1e-5 * (solved.x.size + solved.x.sum())
    near = abs(solved.misses(solved.a, solved.b)) <= reach
    assert least <= solved.walked * (1 + solved.x.size * UNIT_ROUNDOFF)
    assert solved.walked - least <= 2 * near.sum() * reach


@pytest.mark.equation("votes")
def test_the_slope_is_the_mean_of_the_votes_of_the_points_by_weight(solved):
    x, y = exactly(solved.x), exactly(solved.y)
    n, mean_x, mean_y, s_xx, s_xy, _ = exact_moments(x, y)
    # A mean of n terms is off by up to n roundings of the largest, and so is a distance from it.
    off = (n + 16) * UNIT_ROUNDOFF * Fraction(max(abs(v) for v in [*x, *y]))
    votes = zip(solved.weight, solved.vote, x, y, strict=True)
    for weight, vote, a, b in votes:
        dx, dy = a - mean_x, b - mean_y
        assert abs(Fraction(weight) - dx**2 / s_xx) <= 3 * off * (abs(dx) + off) / s_xx
        # The line through the point and the mean point has the slope voted for.
        assert abs(Fraction(vote) * dx - dy) <= 2 * off * (1 + abs(Fraction(vote)))
    total = Fraction(float(solved.weight @ solved.vote))
    allowed = (n + 16) * UNIT_ROUNDOFF * np.sqrt(solved.dy @ solved.dy / float(s_xx))
    assert abs(total - s_xy / s_xx) <= allowed
    assert abs(Fraction(solved.w1_exact) - s_xy / s_xx) <= allowed


@pytest.mark.equation("likelihood")
@pytest.mark.parametrize("place", [0, 10, 20])
def test_minus_the_logarithm_of_the_likelihood_is_the_scaled_error(squares, place):
    w0, w1, sigma = squares.w0_exact, squares.along[place], Decimal(squares.sigma)
    points = list(zip(decimals(squares.x), decimals(squares.y), strict=True))
    misses = [b - Decimal(w1) * a - Decimal(w0) for a, b in points]
    peak = 1 / (Decimal(str(sympy.pi.evalf(50))) * 2).sqrt() / sigma
    likelihood = Decimal(1)
    for miss in misses:
        likelihood *= peak * (-(miss**2) / (2 * sigma**2)).exp()
    exact = -likelihood.ln()
    # One rounding for each point and a few more, of the sizes whose squares are added.
    sizes = abs(squares.y) + abs(w1) * squares.x + abs(w0)
    scale = (sizes**2).sum() / squares.sigma**2 + len(points) * abs(float(peak.ln()))
    allowed = (len(points) + 16) * UNIT_ROUNDOFF * scale
    assert abs(Decimal(squares.minus_log_likelihood(w0, w1).item()) - exact) <= allowed
    assert abs(Decimal(float(squares.from_bells[place])) - exact) <= allowed
    assert abs(Decimal(float(squares.from_error[place])) - exact) <= allowed


# A choice among classes

for_few_classes = pytest.mark.parametrize("classes", [2, 3])


def net_inputs_and_targets(classes):
    """Return symbols for both; the targets add up to 1."""
    z = np.array(sympy.symbols(f"z1:{classes + 1}", real=True))
    y = list(sympy.symbols(f"y1:{classes}", real=True))
    return z, np.array([*y, 1 - sum(y)])


@pytest.mark.equation("softmax")
@for_few_classes
def test_softmax_shares_1_in_the_ratios_of_the_exponentials(symbolic_choice, classes):
    z, _ = net_inputs_and_targets(classes)
    y_hat = symbolic_choice.softmax(z)
    assert sympy.simplify(sum(y_hat)) == 1
    for k in range(classes):
        assert sympy.simplify(y_hat[k] / y_hat[0] - sympy.exp(z[k] - z[0])) == 0


@pytest.mark.equation("softmax")
def test_softmax_shares_each_column_by_itself(choice):
    columns = choice.softmax(np.log([[1.0, 3.0], [1.0, 1.0]]))
    # An exponential undoes a logarithm up to a few roundings.
    np.testing.assert_allclose(
        columns, [[0.5, 0.75], [0.5, 0.25]], rtol=8 * UNIT_ROUNDOFF
    )


@pytest.mark.equation("cross-entropy")
@for_few_classes
def test_only_the_right_class_counts_in_cross_entropy(symbolic_choice, classes):
    y_hat = np.array(sympy.symbols(f"p1:{classes + 1}", positive=True))
    for right in range(classes):
        y = np.array([int(k == right) for k in range(classes)])
        assert symbolic_choice.cross_entropy(y, y_hat) == -sympy.log(y_hat[right])


@pytest.mark.equation("softmax", "cross-entropy")
@for_few_classes
def test_softmax_and_cross_entropy_leave_the_signed_error(symbolic_choice, classes):
    z, y = net_inputs_and_targets(classes)
    y_hat = symbolic_choice.softmax(z)
    error = symbolic_choice.cross_entropy(y, y_hat)
    for k, signed_error in enumerate(sse_grad(y, y_hat)):
        assert sympy.simplify(sympy.diff(error, z[k]) - signed_error) == 0


@pytest.mark.equation("softmax-grad")
@for_few_classes
def test_the_slopes_that_the_chapter_follows_are_those_of_cross_entropy(
    symbolic_choice, classes
):
    z, y = net_inputs_and_targets(classes)
    y_hat = symbolic_choice.softmax(z)
    error = symbolic_choice.cross_entropy(y, y_hat)
    for k, slope in enumerate(symbolic_choice.cross_entropy_slopes(y, y_hat)):
        assert sympy.simplify(sympy.diff(error, z[k]) - slope) == 0


@pytest.mark.equation("squared-softmax-grad")
def test_squares_on_softmax_leave_a_factor_behind(symbolic_choice):
    z, y = net_inputs_and_targets(2)
    y_hat = symbolic_choice.softmax(z)
    error = sse(y, y_hat)
    for k, slope in enumerate(symbolic_choice.squares_slopes(y, y_hat)):
        assert sympy.simplify(sympy.diff(error, z[k]) - slope) == 0


def test_a_confident_mistake_is_corrected_by_steps_of_the_right_length(choice):
    # Where steps are short the gap d closes at twice the rate times the slope, so it takes an
    # integral from -8 to 0: of (1 + e^d) / 0.2 for cross-entropy, of e^-d (1 + e^d)^3 / 0.4 for
    # squares.
    behind, rate, u = 8, 0.1, np.exp(-8)
    predicted = {
        "cross-entropy": (behind + 1 - u) / (2 * rate),
        "squares": (1 / u - 1 + 3 * behind + 3 * (1 - u) + (1 - u**2) / 2) / (4 * rate),
    }
    last_to_first = {"cross-entropy": 2, "squares": 0.25 / (2 * u)}
    for name, record in choice.records.items():
        # Taken in steps, a motion whose speed changes is off by half the logarithm of the ratio of
        # its last speed to its first; and updates are whole numbers.
        off = abs(np.log(last_to_first[name])) / 2 + 1
        assert abs((record >= 0.5).argmax() - predicted[name]) < off


# Yes or no


# A share above 1 has no logarithm; the script may go on, so that this test is what notices.
@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
@pytest.mark.equation("yes")
def test_a_net_input_of_log_3_says_yes_with_three_quarters(yes_or_no):
    z = np.log([3.0, 1.0, 1 / 3])
    shares = yes_or_no.probability(z, 0.0, 1.0)
    # An exponential undoes a logarithm up to a few roundings.
    np.testing.assert_allclose(shares, [0.75, 0.5, 0.25], rtol=8 * UNIT_ROUNDOFF)


def test_both_chapters_have_the_same_softmax(choice, yes_or_no):
    z = np.random.default_rng(3).normal(0, 300, (3, 50))
    assert (choice.softmax(z) == yes_or_no.softmax(z)).all()


def exact_choice_error(points, w0, w1):
    """Return the error of yes or no in 50 digits: minus the sum of the logarithms of the shares."""
    shares = [(1 / (1 + (-w1 * a - w0).exp()), is_yes) for a, is_yes in points]
    return -sum((share if is_yes else 1 - share).ln() for share, is_yes in shares)


@pytest.fixture
def questions(yes_or_no):
    return list(zip(decimals(yes_or_no.x), yes_or_no.is_above, strict=True))


def test_yes_is_right_for_the_targets_above_their_mean(yes_or_no):
    _, y, _, _ = make_line(rng=0)
    exact = exactly(y)
    mean = sum(exact) / len(exact)
    assert yes_or_no.is_above.tolist() == [target > mean for target in exact]


@pytest.mark.equation("choice-error")
@pytest.mark.parametrize("epoch", [0, 20, 300])
def test_the_error_of_yes_or_no_agrees_with_50_digits(yes_or_no, questions, epoch):
    weights = yes_or_no.path[epoch]
    exact = exact_choice_error(questions, *map(Decimal, map(float, weights)))
    # A few roundings for each logarithm, of a share that a rounding of its net input moves by as
    # much, and one for each term of the sum.
    sizes = np.abs(weights).sum() + float(exact)
    allowed = (len(questions) + 16) * UNIT_ROUNDOFF * sizes * len(questions)
    assert abs(Decimal(float(yes_or_no.choice_error(*weights))) - exact) <= allowed


@pytest.mark.equation("choice-gradient")
@pytest.mark.parametrize("epoch", [0, 20, 300])
def test_the_slopes_of_yes_or_no_agree_with_50_digits(yes_or_no, questions, epoch):
    weights = yes_or_no.path[epoch]
    w0, w1 = map(Decimal, map(float, weights))
    h = Decimal("1e-15")
    exact = [
        (
            exact_choice_error(questions, w0 + a, w1 + b)
            - exact_choice_error(questions, w0 - a, w1 - b)
        )
        / (2 * h)
        for a, b in [(h, 0), (0, h)]
    ]
    # One rounding for each point and a few more; no share and no input exceeds 1, and the net
    # inputs are off by a few roundings of the weights.
    sizes = 1 + np.abs(weights).sum()
    allowed = (len(questions) + 16) * UNIT_ROUNDOFF * len(questions) * sizes
    for seen, slope in zip(yes_or_no.choice_gradient(*weights), exact, strict=True):
        assert abs(Decimal(float(seen)) - slope) <= allowed


def test_each_epoch_of_yes_or_no_is_a_step_against_the_slopes(yes_or_no):
    path = np.array(yes_or_no.path)
    slopes = np.array([yes_or_no.choice_gradient(*weights) for weights in path[:-1]])
    assert (path[1:] == path[:-1] - 0.01 * slopes).all()
