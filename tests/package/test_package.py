import ast
import re
import subprocess
import sys
from graphlib import TopologicalSorter
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


BORDER = {"_columns", "_labels", "_operands", "_settings", "_sums", "_dask"}
#: Which modules of the package a module may import, for types too, beside the border.
MAY_IMPORT = {
    "__init__": {"backprop", "data", "descent", "diagnosis", "divergence", "history"}
    | {"loss", "moments", "neuron", "verify"},
    "_columns": set(),
    "_dask": set(),
    "_labels": set(),
    "_operands": set(),
    "_settings": set(),
    "_sums": set(),
    "backprop": {"loss", "neuron"},
    "data": set(),
    "descent": {"backprop", "divergence", "history", "loss", "moments", "neuron"},
    "diagnosis": set(),
    "divergence": {"history"},
    "history": set(),
    "loss": set(),
    "moments": {"divergence", "history"},
    "neuron": set(),
    "verify": set(),
}


def imported(path):
    """Return the modules of the package that a file imports anywhere, for types too."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names.add(node.module)
        elif isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
    return {name.removeprefix("linreg.") for name in names if name and "linreg" in name}


GRAPH = {path.stem: imported(path) for path in (ROOT / "linreg").glob("*.py")}


def test_each_module_imports_what_the_plan_of_the_house_lets_it():
    assert set(GRAPH) == set(MAY_IMPORT)
    for module, names in GRAPH.items():
        assert names <= MAY_IMPORT[module] | BORDER, module


def test_no_import_leads_back_to_where_it_came_from():
    TopologicalSorter(GRAPH).prepare()  # raises CycleError, which names the circle


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
