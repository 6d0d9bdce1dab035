"""The list of mutants that may survive: its form, and the comparison with it."""

import tomllib
from pathlib import Path

import pytest

from tests.package.mutants import SURVIVORS, Mutant, complaints, listed, mutant

ROOT = Path(__file__).parents[2]
TEXT = SURVIVORS.read_text("utf-8")
ENTRIES = tomllib.loads(TEXT)["survivors"]

DIFF = """\
# linreg.moments.xǁMomentsǁsse__mutmut_3: survived
--- linreg/moments.py
+++ linreg/moments.py
@@ -1,4 +1,3 @@
 def sse(self, w0, w1):
-    return scale(
-        a)
+    return scale(b)
"""
ONE = Mutant("linreg.loss.sse", "0.5 * e", "0.6 * e")
OTHER = Mutant("linreg.loss.sse", "0.5 * e", "0.5 / e")


def test_a_mutant_is_told_by_its_function_and_its_lines():
    seen = mutant("linreg.moments.xǁMomentsǁsse__mutmut_3", DIFF)
    assert seen == ("linreg.moments.Moments.sse", "return scale( a)", "return scale(b)")
    assert (
        mutant("linreg._sums.x__dot__mutmut_12", DIFF).function == "linreg._sums._dot"
    )
    assert (
        mutant("linreg._sums.x_two_sum__mutmut_1", "").function
        == "linreg._sums.two_sum"
    )


def test_a_survivor_that_is_not_listed_is_named():
    (line,) = complaints({ONE, OTHER}, {ONE})
    assert line.startswith("No test notices")
    assert "0.5 / e" in line


def test_an_entry_that_is_no_survivor_any_more_is_named():
    (line,) = complaints({ONE}, {ONE, OTHER})
    assert line.startswith("Listed as a survivor")
    assert "0.5 / e" in line


def test_equal_lists_have_no_complaint():
    assert complaints({ONE, OTHER}, {OTHER, ONE}) == []


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["function"])
def test_every_survivor_has_a_reason_and_changes_a_line_that_is_there(entry):
    assert set(entry) == {"function", "changes", "reason"}
    assert entry["reason"].endswith(".")
    module = "/".join(entry["function"].split(".")[:2])
    source = " ".join((ROOT / f"{module}.py").read_text("utf-8").split())
    for before, after in entry["changes"]:
        assert before in source
        assert after not in source


def test_no_survivor_is_listed_twice():
    assert len(listed(TEXT)) == sum(len(entry["changes"]) for entry in ENTRIES)
