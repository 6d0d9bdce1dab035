"""What the docstrings of the package promise of names, shapes, units and errors, and where."""

import inspect
import re
from functools import cached_property
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import NamedTuple

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from numpydoc.docscrape import NumpyDocString
from sphinx.pycode import ModuleAnalyzer

import linreg

PACKAGE = Path(linreg.__file__).parent
#: How docstrings write units; a longer phrase stands before those that are part of it.
UNITS = {
    "in the unit of x times the unit of y": "x * y",
    "in the squared unit of x": "x ** 2",
    "in the squared unit of y": "y ** 2",
    "in units of y per unit of x": "y / x",
    "in units of f per unit of the weights": "f / w",
    "in units of E per unit of its weights": "y ** 2 / np.outer([y, y / x], [y, y / x])",
    "in the unit of the weights": "w",
    "in the unit of the log": "log",
    "in the unit of x": "x",
    "in the unit of y": "y",
    "in any unit": "log",
    "without a unit": "1",
    "[x][y]": "x * y",
    "[y]/[x]": "y / x",
    "[y]²": "y ** 2",
    "[x]": "x",
    "[y]": "y",
}
SHAPE = re.compile(r"shape (\(.*?\))")
#: What says that a change of unit is a change of problem.
PLAIN = {
    "x counts as a plain number": ["x"],
    "x and y count as plain numbers": ["x", "y"],
}


class Claim(NamedTuple):
    """What is said of one argument, result or field."""

    name: str
    kind: str
    text: str
    place: str

    @property
    def unit(self):
        """The unit as an expression; what states none is a plain number."""
        rest, found = self.text.replace("bias unit", ""), []
        for phrase, unit in UNITS.items():
            found += [unit] * rest.count(phrase)
            rest = rest.replace(phrase, "")
        if "unit" in rest or len(found) > 1:
            pytest.fail(
                f"{self.place}: the unit of {self.name or 'the result'} cannot be read in "
                f"{self.text!r}. Write one of: {'; '.join(UNITS)}."
            )
        return found[0] if found else "1"

    @property
    def shape(self):
        """The shape as written; what states none is a scalar."""
        shape = SHAPE.search(f"{self.kind} {self.text}")
        return shape[1] if shape else "()"


class Contract:
    """What the docstring of one public name promises."""

    def __init__(self, name, found):
        self.name, self.found = name, found
        found = getattr(found, "fget", found)
        self.code = inspect.unwrap(getattr(found, "__func__", found))
        self.doc = inspect.getdoc(self.code) or ""

    @property
    def is_method(self):
        return "self" in inspect.signature(self.code).parameters

    def on(self, data, arguments):
        """Call what has this name, of some data if it is a method, or return the value it is."""
        found = getattr(data, self.code.__name__) if self.is_method else self.found
        return found(**arguments) if callable(found) else found

    @cached_property
    def sections(self):
        return NumpyDocString(self.doc)

    @cached_property
    def source(self):
        """The file, the lines without what surrounds their text, and the number of the first."""
        file = Path(inspect.getsourcefile(self.code)).relative_to(PACKAGE.parent)
        lines, start = inspect.getsourcelines(self.code)
        return file, [text.strip(" \n#:") for text in lines], start

    def place(self, line="", section=""):
        """Return the file and line of a line of the docstring, or of the head of the code."""
        file, lines, start = self.source
        first = lines.index(section) if section else 0
        return f"{file}:{start + (lines.index(line, first) if line else 0)}"

    def claims(self, section):
        """List the entries of a section, one for each name."""
        return [
            Claim(
                name, entry.type, " ".join(entry.desc), self.place(head(entry), section)
            )
            for entry in self.sections[section]
            for name in entry.name.split(", ")
        ]

    @cached_property
    def fields(self):
        """List what the comments say of the fields of a record."""
        comments = ModuleAnalyzer.for_module(self.code.__module__).find_attr_docs()
        kinds = inspect.get_annotations(self.code)
        return [
            Claim(
                name, kinds[name].__forward_arg__, " ".join(lines), self.place(lines[0])
            )
            for (owner, name), lines in comments.items()
            if owner == self.name
        ]

    @cached_property
    def errors(self):
        """Tell for each exception that is listed where it is."""
        kinds = [claim.kind for claim in self.claims("Raises")]
        return {
            name: self.place(kind, "Raises")
            for kind in kinds
            for name in kind.split(", ")
        }

    @property
    def plain(self):
        """List the units that this name cannot change, as its docstring says."""
        words = " ".join(self.doc.split())
        return next((units for said, units in PLAIN.items() if said in words), [])


def head(entry):
    """Return the line with which an entry begins."""
    return f"{entry.name} : {entry.type}" if entry.name else entry.type


def contracts():
    """Find all public names and the documented methods of those that are classes."""
    modules = (m.name for m in iter_modules([PACKAGE]) if m.name[0] != "_")
    for module in (import_module(f"linreg.{name}") for name in modules):
        for name in module.__all__:
            found = getattr(module, name)
            yield Contract(name, found)
            for member in vars(found) if inspect.isclass(found) else ():
                contract = Contract(f"{name}.{member}", getattr(found, member))
                code = getattr(contract.code, "__code__", None)
                is_ours = code and code.co_filename == module.__file__
                is_public = member[0] != "_" or member == "__add__"
                if is_ours and is_public and contract.doc:
                    yield contract


CONTRACTS = {contract.name: contract for contract in contracts()}
BY_CODE = {getattr(c.code, "__code__", None): c for c in CONTRACTS.values()}


def require_listed(error):
    """Fail if an exception has escaped from a name whose docstring does not list it."""
    frame = error.__traceback__
    while frame:
        contract = BY_CODE.get(frame.tb_frame.f_code)
        if contract and contract.doc:
            kinds = {kind.__name__ for kind in type(error).__mro__}
            if not kinds & contract.errors.keys():
                pytest.fail(
                    f"{contract.place()}: {contract.name} lists {[*contract.errors]} under Raises, "
                    f"but {error!r} came out. List it there, or refuse what led to it."
                )
        frame = frame.tb_next


def notation():
    """List what the notation table says of each name in code."""
    source = (PACKAGE / "__init__.py").read_text("utf-8").splitlines()
    table = publish_doctree(linreg.__doc__, settings_overrides={"report_level": 5})
    _, *rows = ([cell.astext() for cell in row] for row in table.findall(nodes.row))
    for _, name, meaning, shape, unit, _ in rows:
        number = next(k for k, line in enumerate(source, 1) if meaning in line)
        place = f"linreg/__init__.py:{number}"
        yield Claim(name, f"shape {shape}".replace("scalar", "()"), unit, place)
