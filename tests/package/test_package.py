import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import linreg

ROOT = Path(__file__).parents[2]


def test_every_public_name_is_exported_in_order_and_documented():
    assert linreg.__all__ == sorted(linreg.__all__)
    assert all(getattr(linreg, name).__doc__ for name in linreg.__all__)


def test_importing_the_package_brings_in_nothing_but_numpy():
    code = "import sys, numpy; old = {*sys.modules}; import linreg; print(*{*sys.modules} - old)"
    new = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    roots = {name.split(".")[0] for name in new.stdout.split()}
    assert roots - set(sys.stdlib_module_names) == {"linreg"}


def test_the_witness_imports_none_of_the_chapters_it_checks():
    source = (ROOT / "linreg/verify.py").read_text()
    assert re.findall(r"^\s*(?:from|import) +(linreg\S*)", source, re.MULTILINE) == []


def test_the_version_is_the_same_everywhere():
    assert metadata.version("one-linear-neuron") == linreg.__version__
    citation = (ROOT / "CITATION.cff").read_text()
    assert f"\nversion: {linreg.__version__}\n" in citation
    assert f"\n## {linreg.__version__}" in (ROOT / "CHANGELOG.md").read_text()


def test_every_name_in_the_notation_table_is_a_name_in_the_code():
    table = re.findall(r"^\S+.*?  ``(\w+)``  ", linreg.__doc__, re.MULTILINE)
    code = "".join(path.read_text() for path in (ROOT / "linreg").glob("[a-z]*.py"))
    assert len(table) >= 15
    assert [name for name in table if not re.search(rf"\b{name}\b", code)] == []
