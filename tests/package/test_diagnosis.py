import ast
import math
from pathlib import Path

import numpy as np
import pytest

import linreg.diagnosis
from linreg import Moments, diagnose, step, train
from linreg.diagnosis import Pace, _is_steady, _jumps_on, at, table
from tests.logs import LOGS

each_log = pytest.mark.parametrize("log", LOGS, ids=lambda log: log.name)
# Logs that show as many digits, and stay in the doubles, in another unit.
ALL_DIGITS = [
    log for log in LOGS if max(log.errors) < 1e200 and len(repr(log.errors[-1])) > 15
]
EXPLOSIONS = {"rate too large", "wrong sign", "diverging"}


def read(log):
    return diagnose(log.errors, learning_rate=log.rate, w1=log.weights)


def told_by(seen):
    """Return the numbers that a diagnosis proves."""
    return tuple(number for number in seen[3:] if not math.isnan(number))


# What is said


@pytest.mark.equation("growth-step", "slow-part")
@each_log
def test_a_log_gets_the_verdict_and_the_numbers_that_it_proves_and_no_others(log):
    seen = read(log)
    assert seen.verdict == log.verdict
    assert log.says in seen.message
    # The bounds of posted logs are known to three digits; a count may be off by the last epoch.
    assert told_by(seen)[:1] == pytest.approx(log.told[:1], rel=2e-3)
    assert told_by(seen)[1:] == pytest.approx(log.told[1:], abs=1)


@pytest.mark.parametrize("row", range(len(table()["rows"])))
def test_every_row_of_the_table_speaks_for_some_log(row):
    advice = table()["rows"][row]["advice"].partition("{")[0]
    assert any(advice in read(log).advice for log in LOGS if advice) or not advice


@each_log
def test_a_message_is_finding_and_advice_without_a_gap(log):
    seen = read(log)
    assert seen.message.lower() == f"{seen.finding}. {seen.advice}.".lower()
    assert seen.message[0].isupper()
    assert not {"{", "}", "\n", "  "} & {*seen.message}


@each_log
def test_a_number_that_is_told_names_what_it_depends_on(log):
    seen = read(log)
    if told_by(seen):
        assert "each line is one update with all points" in seen.message


def test_numbers_that_differ_are_written_differently():
    (log,) = (log for log in LOGS if log.name == "1.0001 bounds")
    seen = read(log)
    assert "grows 1.0004-fold" in seen.finding
    rate, bound = f"{log.rate:.4g}", f"{seen.max_learning_rate:.4g}"
    assert f"rate {rate} must stay below {bound};" in seen.advice
    assert rate != bound


# What holds for every log


@pytest.mark.parametrize("share", [0.001, 0.02, 0.5, 0.999])
@pytest.mark.parametrize("single", [False, True])
def test_no_part_of_a_stable_run_is_told_of_an_explosion(line, share, single):
    rate = share * Moments.from_data(line.x, line.y).max_learning_rate
    run = train(line.x, line.y, w0=1, w1=-2.5, learning_rate=rate, epochs=300)
    errors, w1 = (np.float32(part) if single else part for part in (run.sse, run.w1))
    for k in [*range(1, 40), *range(40, 301, 20)]:
        seen = diagnose(errors[:k], learning_rate=rate, w1=w1[:k])
        assert seen.verdict not in EXPLOSIONS


@pytest.mark.equation("slow-part")
@pytest.mark.parametrize("share", [0.1, 0.3, 0.6, 0.9])
def test_counts_and_floors_are_right_as_soon_as_they_are_told(line, share):
    moments = Moments.from_data(line.x, line.y)
    rate = share * moments.max_learning_rate
    errors = train(line.x, line.y, w0=1, w1=-2, learning_rate=rate, epochs=999).sse
    floor = moments.sse(*moments.least_squares())
    arrived = int(np.argmax(errors <= 1.01 * floor))
    seen = {k: diagnose(errors[:k], learning_rate=rate) for k in range(1, 600, 30)}
    told = {k: one for k, one in seen.items() if one.verdict == "converging"}
    assert told
    for k, one in told.items():
        assert one.floor == pytest.approx(floor, rel=0.01)
        assert one.epochs_needed == pytest.approx(max(0, arrived - k + 1), abs=2)


@pytest.mark.equation("growth-step")
@pytest.mark.parametrize(("share", "epochs"), [(1.05, 200), (1.5, 40), (5, 12)])
def test_a_rate_that_is_told_is_the_bound_of_the_data(line, share, epochs):
    bound = Moments.from_data(line.x, line.y).max_learning_rate
    w0, w1, errors, weights = 1.25, -2.5, [], []
    for _ in range(epochs):
        miss = w0 + w1 * line.x - line.y
        errors.append(miss @ miss)  # twice the error of the book, which changes nothing
        weights.append(w1)
        w0, w1 = step(line.x, line.y, w0, w1, learning_rate=share * bound)
    seen = diagnose(errors, learning_rate=share * bound, w1=weights)
    assert seen.max_learning_rate == pytest.approx(bound, rel=0.01)


@pytest.mark.parametrize("scale", [2.0**-40, 2.0**40])
@pytest.mark.parametrize("log", ALL_DIGITS, ids=lambda log: log.name)
def test_errors_in_another_unit_have_the_same_verdict(log, scale):
    errors = scale * np.array(log.errors)
    second = diagnose(errors, learning_rate=log.rate, w1=log.weights)
    assert second.verdict == log.verdict


@each_log
def test_the_caller_keeps_the_log(log):
    errors, before = np.array(log.errors, float), np.array(log.errors, float)
    diagnose(errors, learning_rate=log.rate, w1=log.weights)
    np.testing.assert_array_equal(errors, before)


def test_the_witness_shares_no_code_with_the_accused():
    tree = ast.parse(Path(linreg.diagnosis.__file__).read_text("utf-8"))
    modules = {
        node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
    }
    ours = {module for module in modules if module.startswith("linreg")}
    assert ours == {"linreg._columns", "linreg._settings"}


# What counts as one factor

STEADY = at("steady")


@pytest.mark.parametrize(
    ("late", "off", "slack", "window", "one_factor"),
    [
        # Slow paces have to agree on their own scale, fast ones on that of 1.
        (0.25, 0.2 * STEADY, 0, 4, True),
        (0.25, 0.3 * STEADY, 0, 4, False),
        (4, 0.9 * STEADY, 0, 4, True),
        (4, 1.1 * STEADY, 0, 4, False),
        # The slack is that of a window; its last step alone may be off by all of it.
        (1, 1.9 * STEADY, STEADY / 4, 4, True),
        (1, 2.1 * STEADY, STEADY / 4, 4, False),
        (1, 1 / 16, 1 / 16 - STEADY, 1, True),
    ],
)
@pytest.mark.parametrize("side", [-1, 1])
def test_the_last_step_may_be_as_far_off_as_rounding_bends_it(
    late, off, slack, window, one_factor, side
):
    pace = Pace(late, late, late + side * off, slack, window)
    assert _is_steady(pace) == one_factor


@pytest.mark.parametrize(
    ("late", "off", "slack", "same"),
    [
        (0.25, 0.2 * STEADY, 0, True),
        (0.25, 0.3 * STEADY, 0, False),
        (4, 0.9 * STEADY, 0, True),
        (4, 1.1 * STEADY, 0, False),
        (1, 1.9 * STEADY, STEADY, True),
        (1, 2.1 * STEADY, STEADY, False),
        # Where rounding hides ten times what is asked for, nothing is known to agree.
        (1, 0, 10 * STEADY, True),
        (1, 0, 10.1 * STEADY, False),
    ],
)
@pytest.mark.parametrize("side", [-1, 1])
def test_two_paces_agree_as_far_as_rounding_lets_them_be_known(
    late, off, slack, same, side
):
    assert Pace(late=side * (late + off)).agrees(side * late, slack) == same
    assert Pace(late=side * (late - off)).agrees(side * late, slack) == same


@pytest.mark.parametrize(
    ("move", "late", "jumps"),
    [(1.1, 0, True), (1, 0, False), (1.1, 1, True), (1.1, -1, True), (1.1, 1.1, False)],
)
def test_a_weight_jumps_on_if_each_move_is_far_beside_its_way_and_no_smaller(
    move, late, jumps
):
    way = 0.25
    moves = np.array([-1, 1]) * move * (at("jump") * way)
    assert _jumps_on(Pace(), Pace(late=late * STEADY, window=1), moves, way) == jumps


# What is refused


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
