import tracemalloc
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from linreg import DivergenceError, Moments, sse, train
from linreg._sums import SMALLEST_TERM
from linreg.moments import BLOCK
from tests.conftest import UNIT_ROUNDOFF
from tests.exact import exact_line, exact_moments, exactly

N = 200


def uniform(rng):
    return rng.random(N)


def noise(rng):
    return rng.normal(0, 0.1, N)


# Data that break one or another way of summing; the name says how.
FAMILIES = {
    "ordinary": lambda rng: (u := uniform(rng), 3 * u + noise(rng)),
    "x near 1e8": lambda rng: (1e8 + (u := uniform(rng)), 3 * u + noise(rng)),
    "x and y near 1e8": lambda rng: (
        1e8 + (u := uniform(rng)),
        1e8 + 3 * u + noise(rng),
    ),
    "x near 1e12": lambda rng: (1e12 + (u := uniform(rng)), 3 * u + noise(rng)),
    "x near 1e15, in eighths": lambda rng: (
        1e15 + 8 * (u := uniform(rng)),
        u + noise(rng),
    ),
    "spread of 1e-12": lambda rng: (
        1 + 1e-12 * (u := uniform(rng)),
        3 * u + noise(rng),
    ),
    "two values, one digit apart": lambda rng: (
        np.where((u := uniform(rng)) > 0.5, 1.0, 1 + 2 * UNIT_ROUNDOFF),
        u,
    ),
    "near 1e150": lambda rng: (
        1e150 * (u := uniform(rng)),
        1e150 * (3 * u + noise(rng)),
    ),
    "near 1e-150": lambda rng: (
        1e-150 * (u := uniform(rng)),
        1e-150 * (u + noise(rng)),
    ),
    "integers near 2**62": lambda rng: (
        2**62 + rng.integers(0, 1000, N),
        rng.integers(0, 1000, N),
    ),
    "large integers": lambda rng: (
        rng.integers(0, 4 * 10**9, N),
        rng.integers(0, 9, N),
    ),
    "bytes": lambda rng: (
        rng.integers(0, 256, N).astype(np.uint8),
        rng.integers(-128, 128, N).astype(np.int8),
    ),
    "float32": lambda rng: ((1000 + (u := uniform(rng))).astype("f4"), u.astype("f4")),
    "float16": lambda rng: ((u := uniform(rng)).astype("f2"), (3 * u).astype("f2")),
    "far first point": lambda rng: (np.r_[1e8, u := uniform(rng)], np.r_[0.0, 3 * u]),
    "constant y": lambda rng: (uniform(rng), np.full(N, 0.1)),
    "two points": lambda rng: (rng.random(2), rng.random(2)),
}


@pytest.mark.equation("least-squares", "centred-sums", "head-and-tail", "merge")
@pytest.mark.parametrize("chunk", [10**9, 37])
@pytest.mark.parametrize("family", FAMILIES)
def test_the_line_agrees_with_exact_fractions_on_every_family(family, chunk, rng):
    x, y = FAMILIES[family](rng)
    w0, w1 = in_chunks(x, y, chunk).least_squares()
    truth = [exactly(values) for values in (x, y)]
    exact_w0, exact_w1 = exact_line(*truth)
    _, _, _, s_xx, _, s_yy = exact_moments(*truth)
    ratio = float(s_yy / s_xx)
    # One rounding for each point and a few more, in units of the slope that the spreads allow.
    allowed = (len(x) + 16) * UNIT_ROUNDOFF * np.sqrt(ratio)
    reach = np.abs(np.asarray(x, dtype=float)).max()
    height = np.abs(np.asarray(y, dtype=float)).max()
    allowed_0 = (len(x) + 16) * UNIT_ROUNDOFF * (height + np.sqrt(ratio) * reach)
    assert abs(Fraction(w1) - exact_w1) <= allowed
    assert abs(Fraction(w0) - exact_w0) <= allowed_0


def in_chunks(x, y, size):
    parts = [
        Moments.from_data(x[k : k + size], y[k : k + size])
        for k in range(0, len(x), size)
    ]
    return sum(parts, Moments())


@pytest.mark.equation("least-squares", "centred-sums", "merge")
def test_a_million_points_that_cancel_keep_their_digits():
    x = np.arange(10**6) / 10**6
    y = 3 * x + 2 + 1e8 * (-1.0) ** np.arange(10**6)
    exact_w0, exact_w1, ratio = exact_line_of_many(x, y)
    w0, w1 = Moments.from_data(x, y).least_squares()
    allowed = (10**6 + 16) * UNIT_ROUNDOFF * np.sqrt(ratio)
    assert abs(w1 - exact_w1) <= allowed
    assert abs(w0 - exact_w0) <= (10**6 + 16) * UNIT_ROUNDOFF * (1e8 + np.sqrt(ratio))


def exact_line_of_many(x, y):
    """Solve in integers: every double is a whole number of 2**-80 here, which rounds none."""
    unit = 2**80
    x, y = ([int(v * unit) for v in values.tolist()] for values in (x, y))
    n, s_x, s_y = len(x), sum(x), sum(y)
    s_xx = n * sum(a * a for a in x) - s_x * s_x
    s_xy = n * sum(a * b for a, b in zip(x, y, strict=True)) - s_x * s_y
    s_yy = n * sum(b * b for b in y) - s_y * s_y
    slope = Fraction(s_xy, s_xx)
    return float((s_y - slope * s_x) / (n * unit)), float(slope), s_yy / s_xx


@pytest.mark.equation("centred-sums")
def test_the_six_numbers_by_hand():
    moments = Moments.from_data([1, 2, 3, 6], [2, 2, 5, 7])
    assert moments[:6] == (4, 3.0, 4.0, 14.0, 15.0, 18.0)


@pytest.mark.equation("merge", "head-and-tail")
def test_more_points_than_a_block_give_the_same_numbers(rng):
    x, y = rng.integers(0, 8, 2 * BLOCK + 5), rng.integers(0, 8, 2 * BLOCK + 5)
    moments = Moments.from_data(x, y)
    n, s_x, s_y = x.size, int(x.sum()), int(y.sum())
    exact = Fraction(n * int((x * x).sum()) - s_x**2, n)
    exact_xy = Fraction(n * int((x * y).sum()) - s_x * s_y, n)
    exact_yy = Fraction(n * int((y * y).sum()) - s_y**2, n)
    assert moments.n == n
    assert abs(Fraction(moments.s_xx) - exact) <= n * UNIT_ROUNDOFF * exact
    allowed = n * UNIT_ROUNDOFF * np.sqrt(float(exact * exact_yy))
    assert abs(Fraction(moments.s_xy) - exact_xy) <= allowed
    mean_x = Fraction(moments.mean_x) + Fraction(moments.mean_x_tail)
    # Each of three merges rounds the shift of the tail once, and the tail is below 1e-15.
    assert abs(mean_x - Fraction(s_x, n)) <= 8 * UNIT_ROUNDOFF
    assert moments.mean_y == pytest.approx(s_y / n, rel=1e-15)


def test_the_empty_set_is_the_identity_bit_for_bit(rng):
    moments = Moments.from_data(1e8 + rng.random(50), rng.random(50))
    assert moments.mean_x_tail != 0
    assert Moments() + moments == moments + Moments() == moments
    assert Moments.from_data([], []) == Moments() == Moments() + Moments()
    assert Moments() == (0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def test_sum_needs_no_start(rng):
    parts = [Moments.from_data(rng.random(9), rng.random(9)) for _ in range(3)]
    assert sum(parts) == parts[0] + parts[1] + parts[2]


def test_error_states_of_the_caller_do_not_matter():
    settings = {"w0": 1.0, "w1": 1.0, "learning_rate": 0.25, "epochs": 20_000}
    with np.errstate(all="raise"):
        assert train([1, 2], [0, 0], **settings).sse[-1] < 1e-300
        assert Moments.from_data([1, 2], [0, 0]).trajectory(**settings).sse[-1] < 1e-200
        assert Moments.from_data([0, 1e-200, 1], [0, 1, 2]).n == 3


def test_the_error_of_an_exact_line_is_never_negative():
    x = np.linspace(0, 1, 50)
    moments = Moments.from_data(x, 0.1 * x + 0.7)
    errors = [moments.sse(0.7 + d, 0.1 + d) for d in np.linspace(-1e-9, 1e-9, 101)]
    assert min(errors) >= 0


def ill_conditioned(rng):
    u = rng.random(N)
    return {
        "ordinary": (u, 3 * u + 0.1),
        "years": (1900 + 100 * u, 2 * u),
        "x near 1e8": (1e8 + u, 3 * u),
        "tiny spread": (1 + 1e-10 * u, 5 + u),
        "one point": (np.array([2.0]), np.array([3.0])),
        "constant x": (np.full(N, 0.1), u),
    }


@pytest.mark.equation("training")
@pytest.mark.parametrize("kind", ill_conditioned(np.random.default_rng(0)))
@pytest.mark.parametrize("share", [0.1, 0.9, 0.999])
def test_a_run_without_the_data_equals_the_run_over_the_data(kind, share, rng, start):
    x, y = ill_conditioned(rng)[kind]
    moments = Moments.from_data(x, y)
    rate = share * moments.max_learning_rate
    run = train(x, y, **start, learning_rate=rate, epochs=300)
    short_cut = moments.trajectory(**start, learning_rate=rate, epochs=300)
    # Scales: the largest weight and prediction that occur, and the error of the start.
    reach = np.abs(x).max()
    size_1 = max(np.abs(run.w1).max(), np.abs(y).max() / reach)
    size_0 = max(np.abs(run.w0).max(), reach * size_1)
    np.testing.assert_allclose(short_cut.w0, run.w0, rtol=0, atol=1e-12 * size_0)
    np.testing.assert_allclose(short_cut.w1, run.w1, rtol=0, atol=1e-12 * size_1)
    flat = sse(y, np.zeros_like(y))
    scale = max(run.sse[0], flat)
    np.testing.assert_allclose(short_cut.sse, run.sse, rtol=0, atol=1e-12 * scale)


def test_a_run_without_the_data_diverges_at_the_same_epoch_with_the_same_words(
    line, start
):
    moments = Moments.from_data(line.x, line.y)
    settings = {
        **start,
        "learning_rate": 1.5 * moments.max_learning_rate,
        "epochs": 300,
    }
    with pytest.raises(DivergenceError) as with_data:
        train(line.x, line.y, **settings)
    with pytest.raises(DivergenceError) as without:
        moments.trajectory(**settings)
    assert str(without.value) == str(with_data.value)
    assert without.value.epoch == with_data.value.epoch
    assert without.value.max_learning_rate == with_data.value.max_learning_rate


def test_a_run_without_the_data_is_lost_only_when_it_is_bad_beside_the_flat_line():
    # Each step multiplies the distance by 1 - 1.5 * 2 = -2 and the error, 5e-17 at first, by 4.
    one_point = Moments.from_data([1.0], [1.0])
    run = one_point.trajectory(w0=0.0, w1=1 + 1e-8, learning_rate=1.5, epochs=20)
    assert run.sse[-1] == pytest.approx(0.5e-16 * 4.0**20, rel=1e-6)


@pytest.mark.equation("sse-from-moments", "gradient-from-moments")
def test_a_run_without_the_data_follows_its_error_and_gradient_bit_for_bit(line, start):
    moments = Moments.from_data(1e8 + line.x, line.y)
    rate = 0.5 * moments.max_learning_rate
    run = moments.trajectory(**start, learning_rate=rate, epochs=9)
    for k in range(9):
        assert run.sse[k] == moments.sse(run.w0[k], run.w1[k])
        slopes = moments.gradient(run.w0[k], run.w1[k])
        assert run.w0[k + 1] == run.w0[k] - rate * slopes[0]
        assert run.w1[k + 1] == run.w1[k] - rate * slopes[1]


def test_zero_epochs_leave_the_start():
    run = Moments.from_data([0.0, 1.0], [0.0, 1.0]).trajectory(
        w0=0.5, w1=0.5, learning_rate=1.0, epochs=0
    )
    assert [part.tolist() for part in run] == [[0.5], [0.5], [0.125]]


def test_constant_x_is_told_by_its_values_and_named_by_least_squares_alone():
    # The mean of six times 0.1 is not 0.1, so a sum about that mean would not be 0.
    moments = Moments.from_data([0.1] * 6, range(6)) + Moments.from_data([0.1], [9])
    assert moments.s_xx == 0
    with pytest.raises(
        ValueError,
        match=r"^All 7 values of x are equal, .* slope open\. Add points at another x\. "
        r"See .*#bias\.$",
    ):
        moments.least_squares()


@pytest.mark.parametrize(("n", "least"), [(0, 2), (1, 2)])
def test_fewer_points_than_a_line_needs_are_named(n, least):
    with pytest.raises(
        ValueError, match=rf"^There are {n} points here, but {least} or more"
    ):
        Moments.from_data([1.0] * n, [1.0] * n).least_squares()


def test_without_points_there_is_no_rate_and_no_run(start):
    with pytest.raises(
        ValueError, match=r"^There are 0 points here, but 1 or more are needed"
    ):
        _ = Moments().max_learning_rate
    with pytest.raises(
        ValueError, match=r"^There are 0 points here, but 1 or more are needed"
    ):
        Moments().trajectory(**start, learning_rate=0.1, epochs=3)


@pytest.mark.parametrize("size", [1e155, 1e300])
@pytest.mark.parametrize("name", ["x", "y"])
def test_squares_beyond_the_range_are_named(size, name, rng):
    data = {"x": rng.random(9), "y": rng.random(9)}
    data[name] = size * data[name]
    with pytest.raises(
        OverflowError,
        match=rf"^The squares of {name} exceed .* Rescale {name}, for .* no digits\. "
        r"See .*#overflow\.$",
    ):
        Moments.from_data(**data)


@pytest.mark.parametrize("size", [1e-160, 1e-165, 1e-310])
@pytest.mark.parametrize("name", ["x", "y"])
def test_squares_that_vanish_are_named(size, name, rng):
    data = {"x": rng.random(9), "y": rng.random(9)}
    data[name] = size * data[name]
    with pytest.raises(
        FloatingPointError,
        match=rf"^The standard deviation of {name} is below 2\.1e-154, so that squares vanish\. "
        rf"Rescale {name}, for .* no digits\. See .*#overflow\.$",
    ):
        Moments.from_data(**data)


def test_squares_as_small_as_they_may_be_are_kept():
    # Each of the 4 points brings 2^-1021, a quarter of twice the square of 2^-510.
    x = np.array([1.0, -1.0, 0.0, 0.0]) * 2.0**-510
    assert Moments.from_data(x, np.zeros(4)).s_xx == 4 * SMALLEST_TERM


def test_squares_that_leave_the_range_in_a_merge_are_named():
    with pytest.raises(OverflowError, match=r"^The squares of x exceed"):
        Moments.from_data([1e160], [0]) + Moments.from_data([-1e160], [0])
    with pytest.raises(
        FloatingPointError, match=r"^The standard deviation of y is below"
    ):
        Moments.from_data([0], [1e-170]) + Moments.from_data([1], [0])
    with pytest.raises(
        FloatingPointError, match=r"^The standard deviation of x is below"
    ):
        Moments.from_data([1e-170], [0]) + Moments.from_data([0], [1])


@pytest.mark.parametrize("name", ["x", "y"])
def test_a_merge_refuses_what_the_whole_is_refused(name):
    # The four points are as close as they may be; a fifth at their mean is one too many.
    four = {"x": np.zeros(4), "y": np.zeros(4)}
    four[name] = np.array([1.0, -1.0, 0.0, 0.0]) * 2.0**-510
    a, b = Moments.from_data(**four), Moments.from_data([0.0], [0.0])
    too_close = rf"^The standard deviation of {name} is below"
    for first, second in [(a, b), (b, a)]:
        with pytest.raises(FloatingPointError, match=too_close):
            first + second
    with pytest.raises(FloatingPointError, match=too_close):
        Moments.from_data(**{key: [*values, 0.0] for key, values in four.items()})


def test_a_curvature_beyond_the_range_is_named():
    with pytest.raises(
        OverflowError,
        match=r"^The squares of x exceed .* Rescale x, .* See .*#overflow\.$",
    ):
        _ = Moments.from_data([1e200, 1e200], [0, 1]).max_learning_rate


def test_a_slope_beyond_the_range_is_named():
    moments = Moments.from_data([0, 1e-153], [0, 1e153])
    assert moments.least_squares() == (0.0, 1e306)
    with pytest.raises(
        OverflowError,
        match=r"^The line has the slope .*, out of range\. Rescale x and y\. See .*#overflow\.$",
    ):
        Moments(3, 1.0, 0.0, 1e-300, 1e10, 1e300).least_squares()


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_number_that_is_not_finite_is_located_in_the_whole_of_the_data(bad):
    y = np.zeros(BLOCK + 9)
    y[[BLOCK + 3, BLOCK + 5]] = bad
    with pytest.raises(
        ValueError, match=rf"^y\[{BLOCK + 3}\] is .* \(2 of {y.size} values"
    ):
        Moments.from_data(np.arange(y.size), y)


def test_different_shapes_and_more_dimensions_are_refused():
    with pytest.raises(
        ValueError, match=r"^x has shape \(3,\) but y has shape \(3, 1\)"
    ):
        Moments.from_data(np.zeros(3), np.zeros((3, 1)))
    with pytest.raises(
        ValueError, match=r"^x and y have shape \(3, 1\); pass one dimension"
    ):
        Moments.from_data(np.zeros((3, 1)), np.zeros((3, 1)))


@pytest.mark.parametrize("code", "bBhHiIlLqQefdg?")
def test_every_kind_of_number_sums_like_its_float64_copy(code, rng):
    x, y = (rng.integers(0, 2, 40).astype(code) for _ in range(2))
    assert Moments.from_data(x[::-1], y) == Moments.from_data(
        x[::-1].astype(float), y.astype(float)
    )


def test_other_things_do_not_add_up_with_moments():
    with pytest.raises(TypeError):
        Moments() + (0,) * 8
    with pytest.raises(TypeError):
        1 + Moments()


@pytest.mark.parametrize(
    ("kind", "mebibytes"), [(np.float64, 1), (np.float32, 1), (np.int64, 3)]
)
def test_beside_the_data_the_pass_needs_little_memory(kind, mebibytes, rng):
    x, y = (1000 * rng.random((2, 2_000_000))).astype(kind)
    tracemalloc.start()
    Moments.from_data(x, y)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # What is documented, and a tenth for anything else.
    assert peak < 1.1 * mebibytes * 2**20


FAR_INTEGERS = {
    "int64": np.array([2**60 + k for k in range(5)]),
    "int64 over the whole range": np.array([-(2**63), 2**63 - 1, 5, -7, 2**40 + 1]),
    "uint64": np.array([2**63 + k for k in range(5)], dtype=np.uint64),
    "uint64 over the whole range": np.array([2**64 - 1, 0, 3, 2**63, 9], np.uint64),
    "nanoseconds": np.array([1_700_000_000_123_456_789 + k for k in range(5)]),
    "beyond 64 bits": [2**70 + k for k in range(5)],
    "decimals": [Decimal(10) ** 25 + k for k in range(5)],
    "fractions": [2**60 + Fraction(k, 3) for k in range(5)],
    "long doubles": np.longdouble(2) ** 60 + np.arange(5),
}


@pytest.mark.equation("head-and-tail", "least-squares")
@pytest.mark.parametrize("kind", FAR_INTEGERS)
@pytest.mark.parametrize("chunk", [5, 2])
def test_numbers_with_more_digits_than_a_double_keep_them(kind, chunk):
    x = FAR_INTEGERS[kind]
    if kind == "long doubles" and np.finfo(np.longdouble).nmant < 60:
        pytest.skip("long double holds no more digits than double here")
    whole = isinstance(x, np.ndarray)
    exact = [Fraction(int(v) if whole else v) for v in x]
    y = [3 * k for k in range(5)]
    mean = sum(exact) / 5
    s_xx = sum((v - mean) ** 2 for v in exact)
    s_xy = sum((v - mean) * b for v, b in zip(exact, y, strict=True))
    moments = in_chunks(x, y, chunk)
    allowed = (5 + 16) * UNIT_ROUNDOFF
    assert abs(Fraction(moments.s_xx) - s_xx) <= allowed * s_xx
    seen = Fraction(moments.mean_x) + Fraction(moments.mean_x_tail)
    assert abs(seen - mean) <= allowed * (max(exact) - min(exact))
    _, slope = moments.least_squares()
    spread = np.sqrt(moments.s_yy / moments.s_xx)
    assert abs(Fraction(slope) - s_xy / s_xx) <= allowed * spread


def test_objects_that_doubles_hold_are_summed_as_doubles():
    x = [Fraction(1, 4), Fraction(1, 2), 3.0, True]
    assert Moments.from_data(x, x) == Moments.from_data(
        [0.25, 0.5, 3, 1], [0.25, 0.5, 3, 1]
    )


@pytest.mark.parametrize("bad", [Decimal("1e400"), 10**400, Fraction(10) ** 400])
def test_a_number_beyond_the_range_is_not_called_a_gap(bad):
    with pytest.raises(
        ValueError, match=r"^x holds a number beyond the range of float64; rescale it"
    ):
        Moments.from_data([1, bad], [0, 1])


@pytest.mark.parametrize("bad", [Decimal("nan"), float("inf")])
def test_a_gap_among_objects_is_called_a_gap(bad):
    with pytest.raises(ValueError, match=r"^x\[1\] is (nan|inf) \(1 of 3"):
        Moments.from_data([2**70, bad, Fraction(1, 3)], [0, 1, 2])


def test_a_lost_run_without_the_data_ends_at_once():
    moments = Moments.from_data([1.0, 2.0], [1.0, 2.0])
    with pytest.raises(DivergenceError) as lost:
        moments.trajectory(w0=0, w1=0, learning_rate=1, epochs=10**12)
    assert lost.value.epoch < 99
