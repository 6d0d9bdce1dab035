"""The list of mutants that may survive gives its reasons, and speaks of lines that are there."""

import tomllib
from pathlib import Path

import pytest

from tests.package.mutants import SURVIVORS

ROOT = Path(__file__).parents[2]
ENTRIES = tomllib.loads(SURVIVORS.read_text("utf-8"))["survivors"]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["function"])
def test_every_survivor_has_a_reason_and_changes_a_line_that_is_there(entry):
    assert set(entry) == {"function", "changes", "reason"}
    assert entry["reason"].endswith(".")
    module = "/".join(entry["function"].split(".")[:2])
    source = " ".join((ROOT / f"{module}.py").read_text("utf-8").split())
    for before, after in entry["changes"]:
        assert before in source
        assert after not in source
