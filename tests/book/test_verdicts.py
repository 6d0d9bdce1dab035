"""What the page of symptoms publishes of `diagnose`: verdicts against the truth."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

from benchmarks import verdicts
from linreg import Moments

RIGHT, LOST = (1, 1), (1, -1)
X = np.arange(5.0)


def run_of(errors, share=0.5, signs=RIGHT, digits=None):
    moments = Moments.from_data(X, 2 * X + [0, 1, 0, 1, 0])
    rate = share * moments.max_learning_rate
    return verdicts.Run(np.array(errors), None, rate, signs, moments, digits)


def said(verdict, rate=np.nan, floor=np.nan, epochs=np.nan):
    return SimpleNamespace(
        verdict=verdict, max_learning_rate=rate, floor=floor, epochs_needed=epochs
    )


def test_nothing_that_must_not_be_said_is_said_of_the_published_runs():
    counted = verdicts.count(0, 60)
    assert sum(map(sum, counted["verdicts"])) == 60
    assert not any(
        counted["faults"][fault] for fault in counted["faults"] if "warn" not in fault
    )


def test_what_is_kept_of_the_thousands_has_no_fault_either():
    kept = json.loads(verdicts.KEPT.read_text("utf-8"))
    assert kept["runs"] == verdicts.THOUSANDS >= 5000
    assert sum(map(sum, kept["verdicts"])) == kept["runs"]
    warned = [fault for fault in kept["faults"] if "as the words warn" in fault]
    assert {fault for fault, times in kept["faults"].items() if times} <= {*warned}
    assert all(kept["faults"][fault] < kept["runs"] / 200 for fault in warned)


@pytest.mark.parametrize(
    ("fault", "run", "answer"),
    [
        ("told that it explodes", run_of([3, 2]), said("diverging")),
        ("a log that falls", run_of([3, 2], signs=LOST), said("wrong sign")),
        ("a sign is lost where none is", run_of([3, 9], 2), said("wrong sign")),
        ("a rate is off", run_of([3, 9], 2), said("", rate=2.5)),
        ("a rate is off", run_of([3, 9], 2, LOST), said("", rate=0.08)),
        ("rounded to a few digits", run_of([3, 2], digits=2), said("", floor=2)),
        ("a lost run that shows it", run_of([3, 2], 2), said("converging")),
        ("converged is told above", run_of([3, 2]), said("converged")),
        ("a floor is off", run_of([3, 2]), said("", floor=0.8)),
        ("a count of epochs is off", run_of([3, 2]), said("", epochs=999)),
    ],
)
def test_each_fault_is_found(fault, run, answer):
    found = [name for name, yes in verdicts.faults(run, answer).items() if yes]
    assert any(fault in name for name in found)


def test_a_right_answer_has_no_fault():
    # By hand: residuals of [0, 1, 0, 1, 0] about their mean 2/5 leave 6/5 in squares.
    right = said("converging", floor=0.6, epochs=run_of([3, 2]).epochs_to_go)
    assert not any(verdicts.faults(run_of([3, 2]), right).values())


@pytest.mark.parametrize("signs", [(1, 1), (-1, -1), (1, -1), (-1, 1)])
def test_the_factors_are_the_eigenvalues_of_the_update(signs):
    run = run_of([3, 2], 0.7, signs)
    H = np.array([[X.size, X.sum()], [X.sum(), X @ X]])
    expected = abs(1 - run.rate * np.linalg.eigvals(np.diag(signs) @ H))
    assert sorted(run.factors) == pytest.approx(sorted(expected), rel=1e-12)


def test_the_table_has_a_row_for_each_truth():
    counted = verdicts.count(3, 5)
    counted["numbers"] = {"max_learning_rate": 1234, "floor": 5}
    text = verdicts.markdown(counted)
    assert text.startswith(
        "5 runs; 1,234 were told a rate, 5 a floor and a count:\n\n| Truth |"
    )
    for truth, row in zip(verdicts.TRUTHS, counted["verdicts"], strict=True):
        assert f"| {truth} | {' | '.join(map(str, row))} |" in text
