import ast
import math
from pathlib import Path

import numpy as np
import pytest

import linreg.diagnosis
from linreg import Moments, diagnose, step, train
from linreg.diagnosis import (
    Pace,
    Trace,
    _apart,
    _errors_of,
    _fall,
    _goes_along,
    _grows_alone,
    _growth,
    _is_exact,
    _is_steady,
    _jumps_on,
    _last_places,
    _pace,
    _shape,
    _shows_both,
    _weights_of,
    at,
    measure,
    table,
)
from tests.conftest import UNIT_ROUNDOFF
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
        (0, 0, 0, True),
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


# What is read off digits

TOP = 1.2345678901234567


def trace_of(changes, noise):
    """Return the trace of a log whose changes are given."""
    changes = np.array(changes, float)
    noise = np.broadcast_to(np.array(noise, float), changes.shape)
    return Trace(np.append(0, changes.cumsum()), changes, noise, digits=16)


@pytest.mark.parametrize(
    ("numbers", "steps", "digits"),
    [
        # The last place of the log, or as many digits as its longest number has.
        ([0.5, 12.25, 0.001], [1e-3, 1e-2, 1e-3], 4),
        ([-7, 30], [1, 10], 1),
        ([0.12, 5.1], [0.01, 0.1], 2),
        ([0, 0.25], [0.01, 0.01], 2),
    ],
)
def test_a_printed_number_may_be_off_by_one_in_its_last_place(numbers, steps, digits):
    seen, count = _last_places(np.array(numbers))
    assert seen == pytest.approx(steps, rel=1e-15, abs=0)
    assert count == digits


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        (0.25, 2),
        (1.2345678901, 7),  # 11 digits may be all of single precision, which has 7
        (1.23456789012, 12),
        (TOP, 17),
        (float(np.float32(TOP)), 7),
    ],
)
def test_errors_are_told_with_no_more_digits_than_they_were_computed_with(
    number, digits
):
    assert _errors_of(np.array([0.5, number])).digits == digits


def test_a_weight_is_as_sure_as_its_digits_and_no_surer_than_doubles_are():
    assert _weights_of(np.array([0.12, 5.1])).noise == pytest.approx(
        [0.1], rel=1e-15, abs=0
    )
    # Four units of 2**-52, relative, beside which the 17th digit is small.
    seen = _weights_of(np.array([0.5, 4 * TOP]))
    assert seen.noise == pytest.approx([2.0**-50 * 4 * TOP], rel=1e-15, abs=0)
    assert seen.digits == 16  # 4.938271560493827


# What is read off changes

# Twelve changes have quarters of three: seven changes bound two of them, and four are looked at.
DOUBLING = 2.0 ** np.arange(12)


@pytest.mark.parametrize("place", range(7))
def test_rounding_bends_a_pace_at_the_four_changes_that_it_is_read_from(place):
    bent, noise = DOUBLING.copy(), np.zeros(12)
    bent[-1] *= 1.5
    noise[5 + place] = 0.25 * bent[5 + place]
    # A pace is a third of the distance of two logarithms, and each is off by a quarter.
    slack = 2 * 0.25 / 3 if place in {0, 3, 5, 6} else 0
    assert _pace(trace_of(bent, noise), 12).slack == pytest.approx(slack, rel=1e-15)


@pytest.mark.parametrize("factor", [2, 16, 1 / 16])
@pytest.mark.parametrize(("share", "is_exact"), [(0, True), (0.9, True), (1.1, False)])
def test_paces_that_agree_beyond_their_digits_were_not_rounded(factor, share, is_exact):
    bend = share * at("alone") * abs(math.log(factor))
    changes = float(factor) ** np.arange(12)
    changes[-1] *= math.exp(3 * bend)
    seen = _pace(trace_of(changes, 0.25 * changes), 12)
    assert seen.slack == (seen.bend if is_exact else pytest.approx(0.5 / 3, rel=1e-15))


def test_changes_that_are_all_alike_were_not_rounded():
    assert _pace(trace_of(np.ones(12), 0.25), 12).slack == 0


@pytest.mark.parametrize(
    ("signs", "fact"),
    [
        # The end of a log is its last tenth, or its last three changes.
        ([1, 0, 0], "grows"),
        ([1, 0, 0, 0], "still"),
        ([0] * 35 + [1, 0, 0, 0], "still"),
        ([0] * 36 + [1, 0, 0, 0], "grows"),
        ([-1, 1, 0], "grows"),
        ([0, -1, 0], "falls"),
    ],
)
def test_where_errors_go_is_read_off_the_last_tenth_of_the_log(signs, fact):
    facts = _shape(trace_of(signs, 0.5))
    assert facts & {"grows", "falls", "still"} == {fact}


# What falling errors show

UNSEEN = 2.0**-60


@pytest.mark.parametrize(
    ("last", "left", "fact", "holds"),
    [
        # An error cannot fall by more than itself, to a hundredth; a floor is more than that.
        (1, 1 + at("floor"), "exact", True),
        (1, 1 + 1.1 * at("floor"), "exact", False),
        (101, 100, "floored", False),
        (102, 100, "floored", True),
    ],
)
def test_what_is_left_to_gain_is_held_against_the_last_error(last, left, fact, holds):
    fall = Trace(
        np.array([2.0 * last, last]), np.array([-last]), np.array([UNSEEN]), digits=16
    )
    assert (fact in _fall(fall, Pace(-1, -1, -1, 0, 2), left)) == holds


@pytest.mark.parametrize(
    ("gains", "last", "noise", "crawls"),
    [
        ([50, 0.25, 0.25], 7.75, [0, 0, 0], True),
        # A tenth of the error in all epochs, or a hundredth of the first gain, is no crawl.
        ([50, 0.25, 0.25], 7.5, [0, 0, 0], False),
        ([50, 0.25, 0.5], 16, [0, 0, 0], False),
        # Nor is a gain that may be rounding.
        ([50, 0.25, 0.25], 7.75, [0, 0, 0.25], False),
    ],
)
def test_a_fall_crawls_if_its_last_gain_is_small_but_seen(gains, last, noise, crawls):
    changes, noise = -np.array(gains), np.maximum(noise, UNSEEN)
    values = last - np.append(changes[::-1].cumsum()[::-1], 0)
    fall = Trace(values, changes, noise, digits=16)
    assert ("crawls" in _fall(fall, Pace(), math.nan)) == crawls


@pytest.mark.parametrize(
    ("late", "bend", "slack", "window", "exact"),
    [
        (-1, 0, 1e-3, 2, True),
        (-1, 0, 1.1e-3, 2, False),
        (-4, 0, 3.9e-3, 2, True),
        (-4, 0, 4.1e-3, 2, False),
        # Two quarters of one epoch, or a fall by less than e in a quarter, show too little.
        (-2, 0, 0, 1, False),
        (-0.5, 0, 0, 2, True),
        (-0.25, 0, 0, 3, False),
        # A pace that bends by more than rounding bends it is not one pace.
        (-1, 2.0**-10, 2.0**-10, 2, True),
        (-1, 2.0**-9, 2.0**-10, 2, False),
    ],
)
@pytest.mark.parametrize("side", [-1, 1])
def test_a_factor_is_exact_if_it_is_sharp_and_stays(
    late, bend, slack, window, exact, side
):
    assert _is_exact(Pace(late + side * bend, late, late, slack, window)) == exact


@pytest.mark.parametrize(("share", "bottomed"), [(1, True), (1.1, False)])
def test_what_rises_below_a_share_of_the_largest_error_is_rounding(share, bottomed):
    values = np.array([1, 0, share * at("bottom")])
    rise = Trace(values, np.diff(values), np.full(2, UNSEEN), digits=16)
    assert ("bottomed" in _shape(rise)) == bottomed


@pytest.mark.parametrize(("floor", "more"), [(0.25, 3), (4.0, 0)])
def test_what_follows_from_a_factor_of_a_half_is_known_by_hand(floor, more):
    # The last part is 2**-6: a hundredth of 4 is more, and of 1/4 it is reached by 2**-9.
    errors = floor + 2.0 ** -np.arange(7)
    numbers = measure(errors, 1.0, np.arange(7.0)).numbers
    assert numbers["floor"] == pytest.approx(floor, rel=8 * UNIT_ROUNDOFF)
    assert numbers["epochs_needed"] == more
    assert numbers["hundredth"] == 7  # 2**-7 < 1 / 100 < 2**-6
    assert numbers["growth"] == pytest.approx(0.5, rel=8 * UNIT_ROUNDOFF)


def test_a_number_is_shown_with_the_digits_that_tell_it_from_another():
    assert _apart(1.04, 1.0) == "1.04"
    assert _apart(1.000004, 1.0) == "1.000004"
    assert _apart(1 + 2.0**-52, 1.0) == "1.0000000000000002"
    assert _apart(2 / 3, 2 / 3) == "0.6667"


def test_a_log_that_ends_as_it_began_shows_one_factor():
    assert not _shows_both(np.ones(3), Pace(late=0))


# What grows in a weight


@pytest.mark.parametrize(
    ("turning", "window", "jumps"),
    # A quarter of four changes is read from nine moves, which all have to turn.
    [(9, 4, True), (8, 4, False), (5, 2, True), (4, 2, False)],
)
def test_a_weight_jumps_if_it_turns_in_both_quarters_of_the_errors(
    turning, window, jumps
):
    moves = 2.0 ** np.arange(16)
    moves[-turning:] *= (-1.0) ** np.arange(turning)
    errors = Pace(late=2 * math.log(2), last=2 * math.log(2), slack=0, window=window)
    assert ("jumps" in _growth(errors, trace_of(moves, UNSEEN))) == jumps


@pytest.mark.parametrize(("factor", "fact"), [(-2.0, "jumps"), (2.0, "runs")])
def test_a_weight_neither_jumps_nor_runs_through_a_rest_but_may_be_tiny(factor, fact):
    moves, errors = (
        factor ** np.arange(12),
        Pace(late=2 * math.log(2), slack=0, window=2),
    )
    tiny = _growth(errors, trace_of(moves * 2.0**-700, UNSEEN * 2.0**-700))
    assert tiny & {"jumps", "runs"} == {fact}
    moves[-4] = 0
    with np.errstate(divide="ignore"):
        rests = _growth(errors, trace_of(moves, UNSEEN))
    assert not rests & {"jumps", "runs"}


@pytest.mark.parametrize(
    ("count", "turning", "jumps"),
    # Beside errors that stand still, the last tenth has quarters of one change, or of two.
    [(79, 3, True), (79, 2, False), (80, 5, True), (80, 4, False)],
)
def test_a_weight_jumps_beside_still_errors_if_it_turns_in_its_last_tenth(
    count, turning, jumps
):
    moves = np.ones(count)
    moves[-turning:] *= (-1.0) ** np.arange(turning)
    assert ("jumps" in _growth(Pace(), trace_of(moves, UNSEEN))) == jumps


@pytest.mark.parametrize(("share", "alone"), [(0.9, True), (1.1, False)])
@pytest.mark.parametrize("side", [-1, 1])
def test_a_rest_of_a_millionth_of_a_move_is_nothing(share, alone, side):
    # The rest of the second move is minus twice what the first one has beside its power of 2.
    moves = [1 + side * share * at("alone"), 2, 4, 8]
    assert _grows_alone(trace_of(moves, 1)) == alone


@pytest.mark.parametrize("factor", [2, -2])
@pytest.mark.parametrize(
    ("noise", "least"),
    [
        ([1, 1, 1, 1], 6),  # 3 of the first rest and 3 of either other
        ([1, 0, 0, 0], 2),
        ([0, 1, 0, 0], 1),  # 1 of the first, none of the last
        ([2, 0, 0, 1], 4),  # 4 of the first, none of the second
        ([0, 0, 1, 2], 1),
    ],
)
@pytest.mark.parametrize("side", [-1, 1])
def test_a_rest_shrinks_if_it_does_so_beyond_the_rounding_of_four_moves(
    factor, noise, least, side
):
    unit = 2.0**-10

    def shrinks(rest):
        moves = [1 - side * rest * unit / factor, factor, factor**2, factor**3]
        return _grows_alone(trace_of(moves, np.array(noise) * unit))

    assert not shrinks(least)
    assert shrinks(least + 1)


@pytest.mark.parametrize(
    ("rests", "alone"),
    [
        # Three units of rounding each: the first rest is above it by less than it, or not at all.
        ([4, -2], False),
        ([4, -3], True),
        ([-4, 2], False),
        ([-4, 3], True),
        ([3, -4], False),
    ],
)
def test_a_rest_that_turns_has_shrunk_if_the_first_one_was_no_rounding(rests, alone):
    unit = 2.0**-10
    second = (4 - rests[1] * unit) / 2
    first = (second - rests[0] * unit) / 2
    assert _grows_alone(trace_of([first, second, 4, 8, 16], unit)) == alone


@pytest.mark.parametrize(
    # After a, 1, 2 comes 4 + 2 e, so the factor is 2 + e after 2, and the rests are
    # 1 - (2 + e) a, -e and 0, each unsure by ten times e times the move before. The second one
    # decides: it is 9 e or 11 e, against |1 - (2 + e) a| - 10 e a. Moves that turn, turn one rest.
    ("first", "side", "border"),
    [
        (1 / 4, 1, 0.5 / (9 + 0.25 + 2.5)),
        (1 / 4, -1, 0.5 / (11 + 0.25 + 2.5)),
        (3 / 4, 1, 0.5 / (11 - 0.75 + 7.5)),
        (3 / 4, -1, 0.5 / (9 - 0.75 + 7.5)),
    ],
)
def test_a_rest_is_as_unsure_as_the_factor_drifts(first, side, border):
    def alone(drift):
        moves = np.array([first, 1, 2, 4 + 2 * drift])
        return _grows_alone(trace_of(moves * (side ** np.arange(4)), 0))

    assert alone(0.99 * border)
    assert not alone(1.01 * border)


@pytest.mark.parametrize(("share", "goes"), [(0.9, True), (1.1, False)])
def test_a_weight_goes_along_as_far_as_its_rounding_and_that_of_the_errors_tell(
    share, goes
):
    off = share * (STEADY / 2 + STEADY + 2 * STEADY)
    own = Pace(late=0.5 + off, slack=STEADY)
    assert _goes_along(Pace(late=1, slack=2 * STEADY), own) == goes


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
