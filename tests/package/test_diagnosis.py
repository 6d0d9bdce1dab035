import math

import numpy as np
import pytest

from linreg import Moments, diagnose, make_line, step, train
from tests.logs import LOGS


def log_of(line, rate, epochs, sign=1):
    """Run by hand with either sign of the update, and keep errors and w1."""
    moments, w0, w1 = Moments.from_data(line.x, line.y), 1.25, -2.5
    errors, weights = [], []
    for _ in range(epochs):
        errors.append(moments.sse(w0, w1))
        weights.append(w1)
        w0, w1 = step(line.x, line.y, w0, w1, learning_rate=sign * rate)
    return errors, weights


# Logs whose errors, in another unit, lose no digits and do not leave the doubles.
FAR_FROM_THE_ENDS = [
    log
    for log in LOGS
    if all(1e-200 < error < 1e200 for error in log.errors if 0 < error < math.inf)
]
EXPLODES = [1.0, 4.0, 16.0, 64.0]
NOT_YET = (
    "but not yet by a steady factor. Log more epochs; if it explodes too soon, at a hundredth of "
    "the learning rate."
)
AT_ITS_FLOOR = "It is at its floor, or the learning rate is too small to move it."
BAD_DATA = (
    "before the first update, so no learning rate can help. The data or the first weights hold "
    "nan or inf, or numbers whose squares overflow: drop, fill or rescale them."
)


# Each number of these sentences follows from the log by hand: at the rate 0.3 a growth of 4 has the
# bounds 0.6 / (1 + 2) and 0.6 / (2 - 1); gains of 2, 1 and 0.5 leave 0.5 to gain, so the floor of
# the last log is 1, and 0.5 halves 6 times until it is below 0.01.
@pytest.mark.equation("growth-step", "growth-sign", "slow-part")
@pytest.mark.parametrize(
    ("errors", "weights", "verdict", "growth", "message"),
    [
        (
            EXPLODES,
            [1, -2, 4, -8],
            "step",
            4,
            "The error grows 4-fold per epoch and w1 jumps from side to side, so the step is too "
            "long. The learning rate 0.3 must stay below 0.2; try 0.1.",
        ),
        (
            EXPLODES,
            [1, 2, 4, 8],
            "sign",
            4,
            "The error grows 4-fold per epoch and w1 runs away on one side, so the update adds the "
            "gradient. Subtract it. The learning rate 0.3 must stay below 0.6 then; try 0.3.",
        ),
        (
            EXPLODES,
            None,
            "step or sign",
            4,
            "The error grows 4-fold per epoch, so the step is too long or the update adds the "
            "gradient. The learning rate 0.3 must stay below 0.2 if the step is too long, or 0.6 "
            "once a lost sign is mended. Pass w1, if it explodes too, to tell the two apart.",
        ),
        (
            [math.inf, 1],
            None,
            "data",
            math.nan,
            f"The error is inf at epoch 0, {BAD_DATA}",
        ),
        ([2, 3], None, "short", 1.5, f"The error grows, {NOT_YET}"),
        ([2, 3, math.nan], None, "short", 1.5, f"The error grows, {NOT_YET}"),
        (
            [2, 2, math.nan],
            None,
            "short",
            1,
            f"The error leaves the range of numbers, {NOT_YET}",
        ),
        ([4, 3, 2.9], None, "short", 2.9 / 3, f"The error does not settle, {NOT_YET}"),
        ([4, 4], None, "settled", 1, f"The error stays at 4. {AT_ITS_FLOOR}"),
        (
            [-0.0, -0.0],
            None,
            "settled",
            math.nan,
            f"The error stays at 0. {AT_ITS_FLOOR}",
        ),
        (
            [1e300, 1e200, 1e-130, 0],
            None,
            "settled",
            0,
            f"The error stays at 0. {AT_ITS_FLOOR}",
        ),
        (
            [9, 5, 3, 2, 1.5],
            None,
            "healthy",
            0.75,
            "The error falls towards 1, as far as this log shows, and each epoch leaves 0.7071 of "
            "the slowest part. 6 more epochs bring it within 1 % of its floor.",
        ),
    ],
)
def test_every_verdict_says_what_was_seen_and_what_to_do(
    errors, weights, verdict, growth, message
):
    seen = diagnose(errors, learning_rate=0.3, w1=weights)
    assert seen.message == message
    assert seen.verdict == verdict
    assert seen.growth == pytest.approx(growth, rel=1e-15, nan_ok=True)


@pytest.mark.equation("growth-step")
@pytest.mark.parametrize(("share", "epochs"), [(1.2, 30), (2, 8), (9, 5)])
def test_too_long_a_step_is_told_with_the_rate_that_would_have_worked(
    line, share, epochs
):
    bound = Moments.from_data(line.x, line.y).max_learning_rate
    errors, weights = log_of(line, share * bound, epochs)
    seen = diagnose(errors, learning_rate=share * bound, w1=weights)
    assert seen.verdict == "step"
    assert seen.max_if_step == pytest.approx(bound, rel=1e-4)
    assert math.isnan(seen.max_if_sign)
    assert f"must stay below {seen.max_if_step:.4g}" in seen.message


@pytest.mark.equation("growth-sign")
@pytest.mark.parametrize("share", [0.1, 0.5, 1.5])
def test_a_lost_sign_is_told_with_the_rate_for_afterwards(line, share):
    bound = Moments.from_data(line.x, line.y).max_learning_rate
    errors, weights = log_of(line, share * bound, 60, sign=-1)
    seen = diagnose(errors, learning_rate=share * bound, w1=weights)
    assert seen.verdict == "sign"
    assert seen.max_if_sign == pytest.approx(bound, rel=1e-3)
    assert math.isnan(seen.max_if_step)
    assert "Subtract it" in seen.message


def test_without_a_weight_both_readings_are_given(line):
    bound = Moments.from_data(line.x, line.y).max_learning_rate
    errors, _ = log_of(line, 2 * bound, 12)
    seen = diagnose(errors, learning_rate=2 * bound)
    assert seen.verdict == "step or sign"
    root = math.sqrt(seen.growth)
    assert seen.max_if_step == pytest.approx(4 * bound / (1 + root), rel=1e-12)
    assert seen.max_if_sign == pytest.approx(4 * bound / (root - 1), rel=1e-12)
    assert "Pass w1, if it explodes too" in seen.message


@pytest.mark.parametrize("weights", [[2, 2, 2, 2], [0, 8, 9, 10], [5, 4, 3.5, 3.25]])
def test_a_weight_that_has_no_part_in_the_explosion_decides_nothing(weights):
    assert (
        diagnose([1, 4, 16, 64], learning_rate=1, w1=weights).verdict == "step or sign"
    )


def test_a_weight_that_is_not_quite_on_its_way_yet_is_read_all_the_same():
    weights = (-4.02) ** np.arange(4)
    seen = diagnose(16.0 ** np.arange(4), learning_rate=1, w1=weights)
    assert seen.verdict == "step"


@pytest.mark.parametrize("log", FAR_FROM_THE_ENDS)
@pytest.mark.parametrize("scale", [2.0**-40, 2.0**40])
def test_errors_in_another_unit_have_the_same_verdict(log, scale):
    errors = scale * np.array(log.errors)
    first = diagnose(log.errors, learning_rate=log.rate, w1=log.weights)
    second = diagnose(errors, learning_rate=log.rate, w1=log.weights)
    assert second.verdict == first.verdict
    np.testing.assert_equal(second[3:], first[3:])


@pytest.mark.parametrize("log", [EXPLODES, [9, 5, 3, 2, 1.5], [*EXPLODES, math.nan]])
def test_what_happened_long_ago_decides_nothing(log):
    late = diagnose([1.0, 1e30, *log], learning_rate=0.3)
    np.testing.assert_equal(late, diagnose(log, learning_rate=0.3))


def test_a_run_that_only_jitters_at_its_floor_is_settled():
    assert diagnose([1, 1, 1, 1 + 2**-52], learning_rate=0.1).verdict == "settled"


@pytest.mark.parametrize("seed", range(3))
def test_no_prefix_of_a_stable_run_is_called_an_explosion(seed):
    line = make_line(rng=seed)
    run = train(line.x, line.y, w0=1, w1=-2.5, learning_rate=0.005, epochs=600)
    seen = {
        diagnose(run.sse[:k], learning_rate=0.005, w1=run.w1[:k]).verdict
        for k in range(1, 601)
    }
    assert seen <= {"short", "healthy", "settled"}


@pytest.mark.equation("growth-step", "growth-sign")
def test_a_floor_under_an_explosion_does_not_bend_the_bound():
    seen = diagnose(1 + 1e-9 * 9.0 ** np.arange(6), learning_rate=0.3)
    assert (seen.max_if_step, seen.max_if_sign) == pytest.approx((0.15, 0.3), rel=1e-3)


def test_a_fall_to_below_zero_is_not_believed():
    # Gains that hardly shrink would add up to more than the error itself.
    assert diagnose([4.0, 3.0, 2.001, 1.003], learning_rate=1).verdict == "short"


@pytest.mark.equation("slow-part")
@pytest.mark.parametrize(("share", "length"), [(0.2, 80), (0.5, 80), (0.99, 300)])
def test_a_healthy_run_tells_its_slow_factor_and_the_epochs_it_needs(
    line, share, length
):
    moments = Moments.from_data(line.x, line.y)
    rate = share * moments.max_learning_rate
    largest = 2 / moments.max_learning_rate
    smallest = moments.n * moments.s_xx / largest
    errors = train(
        line.x, line.y, w0=1.25, w1=-2.5, learning_rate=rate, epochs=2000
    ).sse
    seen = diagnose(errors[:length], learning_rate=rate)
    assert seen.verdict == "healthy"
    # Close to the bound the steep direction is the slow one: it jumps and hardly shrinks.
    slowest = max(abs(1 - rate * smallest), abs(1 - rate * largest))
    assert seen.slow_factor == pytest.approx(slowest, rel=1e-3)
    floor = moments.sse(*moments.least_squares())
    arrived = int(np.argmax(errors <= 1.01 * floor))
    assert seen.epochs_needed == pytest.approx(max(0, arrived - length + 1), abs=2)


@pytest.mark.equation("slow-part")
def test_a_run_without_noise_is_told_when_its_error_is_a_hundredth():
    seen = diagnose(0.25 ** np.arange(10), learning_rate=1)
    assert (seen.verdict, seen.slow_factor) == ("healthy", 0.5)
    assert seen.epochs_needed == math.ceil(math.log(0.01) / math.log(0.25))


def test_a_run_within_1_percent_of_its_floor_needs_no_more_epochs():
    seen = diagnose(1 + 1e-4 * 0.5 ** np.arange(5), learning_rate=1)
    assert (seen.verdict, seen.epochs_needed) == ("healthy", 0)


@pytest.mark.parametrize(
    "log", [[2.0, 2.0], [3.0, 2.0, 2.0, 2.0, 2.0], [0.0, 0.0, 0.0]]
)
def test_a_run_at_its_floor_is_settled(log):
    assert diagnose(log, learning_rate=0.1).verdict == "settled"


@pytest.mark.parametrize("first", [np.nan, np.inf])
def test_a_log_that_starts_broken_blames_the_data(first):
    seen = diagnose([first, 1.0], learning_rate=0.1)
    assert seen.verdict == "data"
    assert seen.message.startswith(
        f"The error is {first} at epoch 0, before the first update"
    )


@pytest.mark.parametrize(
    "log",
    [
        [1.0],
        [2.0, 1.0],
        [3.0, 2.0, 1.5],
        [1.0, 4.0],
        [1.0, 4.0, 64.0],
        [1.0, np.inf],
        [9.0, 5.0, 3.0, 2.5],
        [9.0, 8.0, 6.0, 3.0],
        [9.0, 8.0, 6.9, 5.69],
        [200.0, 100.0, 99.5, 99.5],
        [9.0, 8.0, 8.5, 8.0],
        [4.0, 3.0, 2.9, np.nan],
    ],
)
def test_a_log_without_a_steady_factor_is_too_short(log):
    seen = diagnose(log, learning_rate=0.1)
    assert seen.verdict == "short"
    assert "not yet by a steady factor" in seen.message


def test_numbers_after_the_explosion_do_not_count():
    seen = diagnose(
        [1, 4, 16, 64, np.inf, np.nan, 3], learning_rate=0.3, w1=[1, -2, 4, -8, 0, 0, 0]
    )
    assert (seen.verdict, seen.growth) == ("step", 4.0)
    assert seen.max_if_step == pytest.approx(0.2)


def test_growth_that_is_lost_in_rounding_is_no_explosion():
    # The rises are 2^53 - 6, 2^53 - 4, 2^53 - 2; the root of their ratio is 1 in doubles.
    log = [0.0, 2.0**53 - 6, 2.0**54 - 10, 3 * 2.0**53 - 12]
    assert diagnose(log, learning_rate=1).verdict == "short"


def test_a_factor_beyond_the_doubles_is_no_factor():
    assert diagnose([1e-200, 2e-200, 3e-200, 1e200], learning_rate=1).verdict == "short"


@pytest.mark.parametrize(
    "log", [[1e300, 1e200, 1e-130, 0.0], 5e-324 * np.array([9, 5, 3, 2])]
)
def test_a_run_with_less_to_gain_than_doubles_can_hold_is_settled(log):
    assert diagnose(log, learning_rate=1).verdict == "settled"


@pytest.mark.equation("growth-step")
# Logs that people posted when they asked for help, as far as their numbers are known: what was
# printed, the rate in use, and the largest stable rate of their data, which they also posted.
def test_a_posted_log_of_20_points_gives_its_bound():
    # Cross Validated, question 432707: the error grows by this factor, and w1 turns every epoch.
    growth, turn = 1.176727909569779, -1.0847709018819496
    seen = diagnose(
        growth ** np.arange(4), learning_rate=0.0005, w1=turn ** np.arange(4)
    )
    assert seen.verdict == "step"
    assert seen.max_if_step == pytest.approx(0.00047967, rel=1e-5)


@pytest.mark.equation("growth-step")
def test_a_posted_log_of_an_explosion_gives_its_bound():
    # GitHub, iamtrask/Grokking-Deep-Learning, issue 46.
    seen = diagnose(4.431145e15 ** np.arange(4), learning_rate=0.1)
    assert seen.max_if_step == pytest.approx(3.0045e-9, rel=1e-4)


@pytest.mark.equation("growth-sign")
def test_a_posted_log_of_a_lost_sign_gives_its_bound():
    # GitHub, oxford-cs-deepnlp-2017/lectures, issue 10: printed every ten epochs.
    growth = 2.662583e17**0.1
    seen = diagnose(growth ** np.arange(4), learning_rate=0.05)
    assert seen.verdict == "step or sign"
    assert seen.max_if_sign == pytest.approx(0.01554, rel=1e-3)


@pytest.mark.equation("growth-step")
def test_a_posted_log_of_large_inputs_gives_its_bound():
    # Stack Overflow, question 67320404: the weight is multiplied by this every epoch.
    turn = -577_343.0
    seen = diagnose(
        turn ** (2 * np.arange(4)), learning_rate=0.01, w1=turn ** np.arange(4)
    )
    assert seen.verdict == "step"
    # Their data were drawn without a seed, so the bound is known to two digits.
    assert seen.max_if_step == pytest.approx(3.4e-8, rel=0.02)


@pytest.mark.parametrize("log", LOGS)
def test_the_logs_that_the_browser_reads_too_have_their_verdicts(log):
    seen = diagnose(log.errors, learning_rate=log.rate, w1=log.weights)
    assert seen.verdict == log.verdict


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (
            {"sse": []},
            ValueError,
            r"^sse has shape \(0,\); pass one number for each epoch\.$",
        ),
        (
            {"sse": [[1.0]]},
            ValueError,
            r"^sse has shape \(1, 1\); pass one number for each",
        ),
        (
            {"sse": ["1"]},
            TypeError,
            r"^sse holds values of type <U1; pass real numbers",
        ),
        (
            {"sse": [1.0, -1.0]},
            ValueError,
            r"^sse\[1\] is negative; a sum of squares cannot be\.$",
        ),
        ({"sse": [0.0, 0.5, -1.0]}, ValueError, r"^sse\[2\] is negative"),
        ({"w1": ["1", "2"]}, TypeError, r"^w1 holds values of type <U1"),
        (
            {"w1": [1.0]},
            ValueError,
            r"^sse has 2 entries but w1 has 1; pass both for the same",
        ),
        (
            {"learning_rate": 0},
            ValueError,
            r"^learning_rate is 0; pass a number greater than 0",
        ),
    ],
)
def test_bad_arguments_are_named_with_what_is_allowed(arguments, error, message):
    with pytest.raises(error, match=message):
        diagnose(**({"sse": [1.0, 2.0], "learning_rate": 0.1} | arguments))
