"""Hold the tests to what they claim: a test that owns an equation fails when its code is wrong.

Each row of the ledger names a statement. Its value is multiplied by 9/8 in a copy of the project,
and each test that claims the row has to fail there. `make mutants` runs this file.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "docs"), str(ROOT)]

from _ext.book import equations  # noqa: E402

PARTS = [
    "linreg",
    "docs",
    "gallery",
    "tests",
    "benchmarks",
    "pyproject.toml",
    "README.md",
]
PARTS += ["CITATION.cff", "CHANGELOG.md"]
OPTIONS = ["-q", "--tb=no", "-rfE", "-p", "no:randomly", "-p", "no:cacheprovider"]
WRONG = '''\
"""Make a value wrong by a factor."""

from fractions import Fraction


def by_an_eighth(value):
    """Multiply a number, an array, or each entry of a tuple by 9/8."""
    if isinstance(value, tuple):
        parts = map(by_an_eighth, value)
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return value * (Fraction(9, 8) if isinstance(value, Fraction) else 1.125)
'''


def made_wrong(source: str, line: int) -> str:
    """Return a source in which the value of the statement on a line is wrong."""
    (statement,) = (
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, (ast.Return, ast.Assign)) and node.lineno == line
    )
    value = statement.value
    lines = source.encode().splitlines(keepends=True)
    end = lines[value.end_lineno - 1]
    lines[value.end_lineno - 1] = (
        end[: value.end_col_offset] + b"))" + end[value.end_col_offset :]
    )
    start = lines[value.lineno - 1]
    call = b"__import__('wrong').by_an_eighth(("
    lines[value.lineno - 1] = (
        start[: value.col_offset] + call + start[value.col_offset :]
    )
    return b"".join(lines).decode()


def owners(label: str) -> list[str]:
    """List the tests that claim an equation, as pytest names them."""
    return [
        f"{claim.path.as_posix()}::{claim.test}"
        for claim in equations.claims(ROOT)
        if claim.label == label
    ]


def passing(label: str, copy: Path) -> Iterator[str]:
    """Yield the tests that claim an equation and pass although its code is wrong."""
    equation = next(one for one in equations.equations(copy) if one.label == label)
    code = equations.code_of(equation, copy)
    target = copy / code.path
    source = target.read_text("utf-8")
    target.write_text(made_wrong(source, code.line), "utf-8")
    nodes = owners(label)
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *OPTIONS, *nodes],
        cwd=copy,
        env=os.environ
        | {"PYTHONPATH": f"{copy}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"},
        capture_output=True,
        text=True,
        check=False,
    )
    target.write_text(source, "utf-8")
    for node in nodes:
        if not re.search(
            rf"^(FAILED|ERROR) {re.escape(node)}\b", run.stdout, re.MULTILINE
        ):
            yield node


def main() -> None:
    """Make each row wrong in turn, and name the claims that do not hold."""
    labels = sys.argv[1:] or [one.label for one in equations.equations(ROOT)]
    broken = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for part in PARTS:
            if (ROOT / part).is_dir():
                shutil.copytree(
                    ROOT / part,
                    copy / part,
                    ignore=shutil.ignore_patterns("_build", "__pycache__", "chapters"),
                )
            else:
                shutil.copy(ROOT / part, copy)
        (copy / "wrong.py").write_text(WRONG)
        for label in labels:
            found = [
                f"{label}: {node} passes with its code times 9/8"
                for node in passing(label, copy)
            ]
            print("\n".join(found) or f"{label} holds", flush=True)
            broken += found
    claimed = sum(len(owners(label)) for label in labels)
    print(f"{claimed} claims of {len(labels)} equations: {claimed - len(broken)} hold.")
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
