"""What several test files share: points, a start, the size of one rounding, and the site."""

import os
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from linreg import Line, make_line
from tests.contracts import require_listed

# A failing question says what it found, as a failing test does.
pytest.register_assert_rewrite("tests.figures")

# Half the gap between 1 and the next double: the largest relative error of one rounding.
UNIT_ROUNDOFF = 2.0**-53

ROOT = Path(__file__).parents[1]
SITE = ROOT / "docs/_build/html"
GENERATED = {"_build", "chapters", "__pycache__"}


# New data every time for those who work on the code, the same data for everybody else.
settings.register_profile("at home", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None)
settings.load_profile("ci" if "CI" in os.environ else "at home")


@pytest.hookimpl(tryfirst=True)  # pytest-xdist looks at the groups in the same hook
def pytest_collection_modifyitems(items):
    """Leave all tests that name one chapter to one process, which runs its script once."""
    for item in items:
        if found := re.search(r"\[.*(plot_\d_\w+)", item.name):
            item.add_marker(pytest.mark.xdist_group(found[1]))


class ListedRaises(pytest.RaisesExc):
    """Expect an exception as `pytest.raises` does, and look it up in the docstrings as well."""

    def __exit__(self, *seen):
        is_expected = super().__exit__(*seen)
        if is_expected:
            require_listed(seen[1])
        return is_expected


@pytest.fixture(autouse=True, scope="session")
def _no_test_expects_an_error_that_no_docstring_lists():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pytest, "raises", ListedRaises)
        yield


@pytest.fixture
def line() -> Line:
    return make_line(rng=0)


@pytest.fixture
def start() -> dict[str, float]:
    return {"w0": 1.25, "w1": -2.5}


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20261123)


def sources_of_the_site():
    """Return the files that its pages are made of, but for the tests that they quote."""
    for folder in ("linreg", "gallery", "docs"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and not GENERATED & {*path.relative_to(ROOT).parts}:
                yield path


@pytest.fixture(scope="session")
def site() -> Path:
    """Return the folder of the book, as it is; an old site would prove nothing."""
    built = SITE / ".buildinfo"  # which Sphinx writes last, at every build
    if not built.exists():
        pytest.fail("There is no site to test. Build it first: make site")
    time = built.stat().st_mtime
    newer = [path for path in sources_of_the_site() if path.stat().st_mtime > time]
    if newer:
        pytest.fail(f"The site is older than {newer[0]}. Build it first: make site")
    return SITE
