"""Hold the tests to what they claim: a test that owns an equation fails when its code is wrong.

Each row of the ledger names a statement. In a copy of the project its value is multiplied by 9/8,
and each test that claims the row has to fail there; with 8/8 everywhere none may. The
chapters assert nothing there, so that it is the test that notices. `make mutants`
runs this file for all rows, `python tests/book/claims.py stable-rate merge` for two. The claims
that hold are written to claims.json, with which a test compares the markers: a claim that is new,
or has moved to another row, has to be measured first.
"""

import ast
import json
import multiprocessing
import os
import shutil
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import Phase, settings

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "docs"), str(ROOT)]

from _ext.book import equations  # noqa: E402

MEASURED = Path(__file__).with_name("claims.json")
FOLDERS = ["linreg", "docs", "gallery", "tests", "benchmarks"]
FILES = ["pyproject.toml", "README.md", "CITATION.cff", "CHANGELOG.md"]
#: What a test may import, imported once for all.
SHARED = [
    "numpy",
    "sympy",
    "pandas",
    "dask.array",
    "dask.dataframe",
    "matplotlib.pyplot",
]
OPTIONS = ["-q", "--tb=short"]
OPTIONS += [f"-pno:{plugin}" for plugin in ("randomly", "xdist", "pytest_cov")]
OPTIONS += ["-pno:cacheprovider", "-Wignore::pytest.PytestAssertRewriteWarning"]
TIMES = '''\
def eighths(count, value):
    """Take so many eighths of a value, of the same kind; eight are the value itself."""
    if count == 8:
        return value
    if isinstance(value, tuple):
        parts = [eighths(count, part) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return -(-value * count // 8) if isinstance(value, int) else value * count / 8
'''


def in_eighths(source: str, line: int, count: int) -> str:
    """Return a source in which a statement, known by its line, takes eighths."""
    (statement,) = (
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, (ast.Return, ast.Assign)) and node.lineno == line
    )
    value = statement.value
    lines = source.encode().splitlines(keepends=True)
    # From behind, since the first insertion moves what follows it on the same line.
    for number, column, text in (
        (value.end_lineno - 1, value.end_col_offset, "))"),
        (value.lineno - 1, value.col_offset, f"__import__('times').eighths({count}, ("),
    ):
        old = lines[number]
        lines[number] = old[:column] + text.encode() + old[column:]
    return b"".join(lines).decode()


def claimed(root: Path) -> dict[str, list[str]]:
    """List by equation the tests that claim it, as pytest names them."""
    rows = {equation.label: [] for equation in equations.equations(root)}
    for claim in equations.claims(root):
        rows[claim.label].append(f"{claim.path.as_posix()}::{claim.test}")
    return {label: sorted(tests) for label, tests in sorted(rows.items())}


class Failures:
    """Collects the tests that fail."""

    def __init__(self) -> None:
        #: When each failed first: before it ran, as it ran, or after.
        self.tests: dict[str, str] = {}

    def pytest_sessionstart(self) -> None:
        """Take the first example that fails as it is, since nobody reads it."""
        phases = [Phase.explicit, Phase.generate]
        quick = settings(settings.get_profile("ci"), phases=phases)
        settings.register_profile("quick", quick, report_multiple_bugs=False)
        settings.load_profile("quick")

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Pass over the other cases of a test that has failed."""
        if test_of(item.nodeid) in self.tests:
            pytest.skip("another case has failed")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a failure, in the test or before it."""
        if report.failed:
            self.tests.setdefault(test_of(report.nodeid), report.when)


def test_of(node: str) -> str:
    """Return the name of a test without that of the case."""
    return node.partition("[")[0]


def run(tests: list[str], copy: Path) -> None:
    """Run tests in the copy, in a process of their own, and leave what failed in a file."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "_ext"]:
        del sys.modules[name]
    os.environ |= {"CI": "true", "MPLBACKEND": "Agg", "PYTHONPATH": str(copy)}
    os.chdir(copy)
    with (copy / "log").open("w") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    failures = Failures()
    ended = pytest.main([*OPTIONS, *tests], plugins=[failures])
    assert ended in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
    (copy / "failed.json").write_text(json.dumps(failures.tests))


def failing(tests: list[str], copy: Path) -> dict[str, str]:
    """Return which of the tests fail in the copy, and when."""
    if not tests:
        return {}  # pytest would run all there are
    (copy / "failed.json").unlink(missing_ok=True)
    process = multiprocessing.get_context("fork").Process(
        target=run, args=(tests, copy)
    )
    process.start()
    process.join()
    if not (copy / "failed.json").exists():
        sys.exit((copy / "log").read_text())
    return json.loads((copy / "failed.json").read_text())


def failing_with(
    count: int, changed: list[equations.Equation], tests: list[str], copy: Path
) -> dict[str, str]:
    """Return which of the tests fail with so many eighths of the values of equations, and when."""
    sources: dict[Path, str] = {}
    for equation in changed:
        code = equations.code_of(equation, ROOT)
        path = copy / code.path
        source = path.read_text("utf-8")
        sources.setdefault(path, source)
        path.write_text(in_eighths(source, code.line, count), "utf-8")
        # Python would take a file of the same size and second for the same.
        shutil.rmtree(path.parent / "__pycache__", ignore_errors=True)
    found = failing(tests, copy)
    for path, source in sources.items():
        path.write_text(source, "utf-8")
    return found


def without_checks(source: str) -> str:
    """Return a chapter that asserts nothing, since it would fail before any test of it ran."""
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assert):
            room = node.end_lineno - node.lineno
            lines[node.lineno - 1] = node.col_offset * " " + "pass"
            lines[node.lineno : node.end_lineno] = [""] * room
    return "\n".join(lines) + "\n"


def make_copy(folder: str) -> Path:
    """Copy what the tests need."""
    copy = Path(folder)
    nothing_made = shutil.ignore_patterns("_build", "__pycache__", "chapters")
    for part in FOLDERS:
        shutil.copytree(ROOT / part, copy / part, ignore=nothing_made)
    for part in FILES:
        shutil.copy(ROOT / part, copy)
    for script in copy.glob("gallery/*/*.py"):
        script.write_text(without_checks(script.read_text("utf-8")), "utf-8")
    (copy / "times.py").write_text(TIMES)
    return copy


def measure(labels: list[str], copy: Path) -> dict[str, list[str]]:
    """Make each row wrong in turn, and return by row the tests that notice."""
    rows = claimed(ROOT)
    asked = [one for one in equations.equations(ROOT) if one.label in labels]
    owners = sorted({test for label in labels for test in rows[label]})
    if broken := failing_with(8, asked, owners, copy):
        print((copy / "log").read_text())
        sys.exit("These fail when all is right: " + ", ".join(sorted(broken)))
    measured = {}
    for equation in asked:
        tests = rows[equation.label]
        failed = failing_with(9, [equation], tests, copy)
        found = [test for test, when in failed.items() if when == "call"]
        print(f"{equation.label}: {len(found)} of {len(tests)} fail", flush=True)
        print(
            "".join(f"  {test} passes\n" for test in tests if test not in found), end=""
        )
        measured[equation.label] = sorted(found)
    return measured


def main() -> None:
    """Measure all rows, or those that are named; write down which claims hold."""
    rows = claimed(ROOT)
    labels = [label for label in rows if label in (sys.argv[1:] or rows)]
    for name in SHARED:
        import_module(name)
    with tempfile.TemporaryDirectory() as folder:
        measured = measure(labels, make_copy(folder))
    before = json.loads(MEASURED.read_text("utf-8")) if MEASURED.exists() else {}
    now = {label: {**before, **measured}.get(label, []) for label in rows}
    MEASURED.write_text(json.dumps(now, indent=2) + "\n", "utf-8")
    held = sum(map(len, measured.values()))
    asked = sum(len(rows[label]) for label in labels)
    print(f"{asked} claims of {len(labels)} equations: {held} hold.")
    sys.exit(held != asked)


if __name__ == "__main__":
    main()
