"""What `make bench` wrote and what the site makes of it, without the tools it compared."""

import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import linreg
from benchmarks import measure, run
from benchmarks import peers as tools
from benchmarks import report as page
from benchmarks import task as tasks
from tests.conftest import UNIT_ROUNDOFF

ROOT = Path(__file__).parents[2]
GROUPS = {"descents": tools.DESCENTS, "end_points": tools.END_POINTS}
NEEDS_NUMPY_ALONE = [
    name for name, tool in run.TOOLS.items() if tool.package == "numpy"
]


@pytest.fixture(scope="module")
def found():
    return page.results()


@pytest.fixture
def task():
    return tasks.make_task(200)


def entries(found):
    return [
        (name, found[group][name])
        for group, listed in GROUPS.items()
        for name in listed
    ]


# The results


def test_every_tool_has_a_result_and_every_result_a_tool(found):
    for group, listed in GROUPS.items():
        assert list(found[group]) == list(listed)


def test_every_size_of_every_tool_is_timed_or_says_why_not(found):
    for _, entry in entries(found):
        assert list(entry["timing"]) == [str(n) for n in tasks.SIZES]
        for timing in entry["timing"].values():
            if "left_out" in timing:
                assert "too long" in timing["left_out"]
            else:
                assert min(timing.values()) > 0
                assert {"first_call", "seconds"} < timing.keys()


def test_the_tools_agree_within_the_bound_or_say_why_not(found):
    for name, entry in entries(found):
        agreement = entry["agreement"]
        assert entry["precision"] == "float64"
        timed = [n for n, timing in entry["timing"].items() if "seconds" in timing]
        assert list(agreement["at_the_end"]) == timed
        if "inexact" not in agreement:
            assert max(agreement["at_the_end"].values()) <= run.BOUND
        if name in tools.DESCENTS:
            assert max(agreement["per_ten_epochs"]) == agreement["largest"] <= run.BOUND
            assert len(agreement["per_ten_epochs"]) * run.WINDOW == tasks.EPOCHS


def test_only_the_stochastic_tool_is_excused(found):
    excused = [
        name for name, entry in entries(found) if "inexact" in entry["agreement"]
    ]
    assert excused == ["sklearn_sgd"]


def test_everything_is_divided_by_what_ran_beside_it(found):
    for name, entry in entries(found):
        for timing in entry["timing"].values():
            ratios = {key for key in timing if key.startswith("times_")}
            beside = {f"times_{other}" for other in run.BESIDE[name]}
            assert ratios == (set() if "left_out" in timing else beside)
    for base in ("six_numbers", "moments_least_squares"):
        own = dict(entries(found))[base]["timing"].values()
        assert {timing[f"times_{base}"] for timing in own} == {1.0}


def test_the_results_say_when_where_and_with_what(found):
    about = found["about"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", about["date"])
    assert about["processor"]
    assert {"torch", "tensorflow", "keras", "jax", "numba", "scipy", "scikit-learn"} < {
        *about["versions"]
    }


def test_the_file_is_small_and_short_lists_stay_on_one_line():
    text = run.RESULTS.read_text()
    assert len(text) < 30_000
    assert run.to_json({"a": {"b": [1, 2]}, "c": {"1": 2}}) == (
        '{\n  "a": {\n    "b": [ 1, 2 ]\n  },\n  "c": { "1": 2 }\n}\n'
    )


# The measuring


def test_the_plain_loop_equals_train_up_to_the_order_of_one_sum(task):
    # Both round alike but for the sum over error times x: np.sum against a dot product. A sum of
    # n terms near the start's error of 3 or less is off by n roundings at most; the rate is 0.2 / n
    # and no later step enlarges what 300 steps bring in.
    _, loop = tools.post_loop()
    _, train = tools.train()
    arguments = task.x, task.y, task.w0, task.w1, task.learning_rate
    for epochs in (1, 10, 300):
        apart = np.subtract(loop(*arguments, epochs), train(*arguments, epochs))
        assert abs(apart).max() <= 300 * 0.2 * 2 * 200 * UNIT_ROUNDOFF * 3
    # The slope along w0 is the same sum, so the first step of w0 is the same to the last bit.
    assert loop(*arguments, 1)[0] == train(*arguments, 1)[0]


@pytest.mark.parametrize("name", NEEDS_NUMPY_ALONE)
def test_what_needs_numpy_alone_agrees_here_too(name):
    _, weights = measure.first(name, 200)
    exact = tasks.exact_path(200)[-1]
    if name in tools.END_POINTS:
        exact = tasks.exact_least_squares(200)
    assert tasks.difference(weights, exact) <= 1e-14


def test_a_path_walked_one_epoch_a_call_is_the_path_of_the_whole_run(task):
    whole = linreg.train(**task._asdict(), epochs=tasks.EPOCHS)
    assert measure.path("train", 200) == list(
        zip(whole.w0[1:], whole.w1[1:], strict=True)
    )


def test_the_exact_weights_obey_the_definitions():
    w0, w1 = map(Fraction, tasks.exact_least_squares(200))
    x, y = (list(map(Fraction, column)) for column in tasks.make_task(200)[:2])
    misses = [w1 * a + w0 - b for a, b in zip(x, y, strict=True)]
    # Sums of 200 terms, with weights of 60 digits.
    assert abs(sum(misses)) < 1e-55
    assert abs(sum(miss * a for miss, a in zip(misses, x, strict=True))) < 1e-55


def test_a_difference_is_relative_and_not_rounded_away():
    assert tasks.difference((2.0, 1.0), (Fraction(2), Fraction(1, 2))) == 0.25
    assert tasks.difference((1.0, 0.0), (1 + Fraction(1, 10**30), 0)) == pytest.approx(
        1e-30
    )


def test_a_tool_that_trains_otherwise_is_not_timed():
    with pytest.raises(AssertionError, match=r"^a tool: weights differ by 1.0e-08"):
        run.insist("a tool", 1e-8)
    with pytest.raises(AssertionError):
        run.insist("a tool", float("nan"))


def test_the_fastest_of_several_rounds_counts():
    assert run.smallest([{"a": 2, "b": 1}, {"a": 1, "b": 3}]) == {"a": 1, "b": 1}


# The page


@pytest.mark.parametrize("group", GROUPS)
def test_the_table_shows_every_tool(found, group):
    table = page.times_table(found, group)
    titles = [tool.title for tool in GROUPS[group].values()]
    assert len(table.splitlines()) == len(titles) + 2
    assert all(f"| {title} |" in table for title in titles)
    assert all(f"| {title} |" in page.costs_table(found) for title in titles)


def test_the_ratio_chart_names_every_descent():
    (axes,) = page.ratio_figure().axes
    shown = {label.get_text() for label in axes.get_yticklabels()}
    titles = {tool.title.replace("`", "") for tool in tools.DESCENTS.values()}
    assert titles - shown == {tools.DESCENTS["six_numbers"].title.replace("`", "")}


def test_the_agreement_chart_has_a_line_for_every_descent():
    (axes,) = page.agreement_figure().axes
    assert len(axes.lines) == len(tools.DESCENTS) + 1  # and one rounding


def test_the_page_names_the_tools_that_do_other_work_than_was_timed(found):
    now = {name: tool.pays_for for name, tool in run.TOOLS.items()}
    timed = {
        group: {name: tool | {"pays_for": now[name]} for name, tool in tools.items()}
        for group, tools in found.items()
        if group in GROUPS
    }
    assert page.changed(timed) == []
    timed["descents"]["train"]["pays_for"] = "the same twice"
    assert page.changed(timed) == ["linreg.train"]


def test_every_number_that_the_page_mentions_is_there(found):
    text = (ROOT / "docs/peers.md").read_text("utf-8")
    mentioned = set(re.findall(r"\{\{ (peers_\w+) \}\}", text))
    assert mentioned == page.substitutions().keys()
    assert f"{found['about']['epochs']}" == page.substitutions()["peers_epochs"]
    assert not re.search(r"\d", text)  # nothing is typed by hand


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.614, "0.61"), (1.0, "1.0"), (9.96, "10"), (23.5, "24"), (1647.0, "1,600")],
)
def test_ratios_keep_two_digits(value, shown):
    assert page.ratio(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(1e-9, "10⁻⁹"), (4.83e-16, "4.8\u00a0×\u00a010⁻¹⁶")]
)
def test_small_numbers_are_written_as_powers_of_ten(value, shown):
    assert page.power_of_ten(value) == shown


def test_numbers_in_a_column_have_their_points_below_one_another():
    assert page.on_the_point("2.4") == "2.4&numsp;"
    assert page.on_the_point("24") == "24&puncsp;&NoBreak;&numsp;&numsp;"
