"""Hold the mutants that survived the tests against the list of those that may.

mutmut breaks the package in one place at a time and runs the tests on each mutant. A mutant that
no test notices is a missing test, unless it computes the same: those are in survivors.toml, each
with its reason. This fails for a survivor that is not listed, and for a listed one that is gone.
"""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

SURVIVORS = Path(__file__).with_name("survivors.toml")
STATISTICS = Path("mutants/mutmut-cicd-stats.json")
UNNOTICED = re.compile(r"^\s*(\S+): (?:survived|no tests|suspicious)$", re.MULTILINE)


class Mutant(NamedTuple):
    """One change of one function: its lines before and after, without indentation."""

    function: str
    before: str
    after: str


def listed(text: str) -> set[Mutant]:
    """Return the mutants of a list like survivors.toml."""
    return {
        Mutant(entry["function"], before, after)
        for entry in tomllib.loads(text)["survivors"]
        for before, after in entry["changes"]
    }


def mutant(name: str, diff: str) -> Mutant:
    """Return what a mutant changed; the numbers in the names of mutmut move with the code."""
    function = re.sub(r"\.x(?:_|ǁ)", ".", name.rpartition("__mutmut_")[0])
    lines = [line for line in diff.splitlines() if line[:3] not in {"---", "+++"}]
    before, after = (
        " ".join(" ".join(line[1:] for line in lines if line[:1] == sign).split())
        for sign in "-+"
    )
    return Mutant(function.replace("ǁ", "."), before, after)


def complaints(seen: set[Mutant], allowed: set[Mutant]) -> list[str]:
    """Say which mutants survived without leave, and which entries of the list are stale."""
    unlisted = [f"No test notices, and no reason is given: {m}" for m in seen - allowed]
    stale = [f"Listed as a survivor, but is none: {m}" for m in allowed - seen]
    return sorted(unlisted) + sorted(stale)


def _mutmut(*arguments: str) -> str:
    command = [sys.executable, "-m", "mutmut", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main() -> None:
    """Compare the last run of mutmut with the list, and say how many were noticed."""
    _mutmut("export-cicd-stats")
    count = json.loads(STATISTICS.read_text("utf-8"))
    noticed = count["killed"] + count["timeout"]
    names = UNNOTICED.findall(_mutmut("results"))
    if noticed == 0 or noticed + len(names) != count["total"]:
        sys.exit(f"Not every mutant was tried: {count}")
    seen = {mutant(name, _mutmut("show", name)) for name in names}
    wrong = complaints(seen, listed(SURVIVORS.read_text("utf-8")))
    print(f"{count['total']} mutants: tests notice {noticed} and miss {len(names)}.")
    if wrong:
        sys.exit("\n".join(wrong))
    print("tests/package/survivors.toml gives the reason for each that was missed.")


if __name__ == "__main__":
    main()
