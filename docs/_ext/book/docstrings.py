"""Take docstrings and source files apart: plain functions, no Sphinx.

A docstring of this project has three parts: a summary of one sentence, the derivation, and the
sections for users (Parameters, Returns, ...). The code that the derivation ends in is the body.
"""

import ast
import importlib
import inspect
import re
from pathlib import Path
from typing import NamedTuple

SECTION = re.compile(
    r"^(Parameters|Attributes|Returns|Yields|Raises|Warns|See Also|Notes|References|Examples)\n-+$",
    re.MULTILINE,
)


class Docstring(NamedTuple):
    """The three parts, each a string without outer blank lines."""

    summary: str
    derivation: str
    sections: str


class Source(NamedTuple):
    """A piece of code and where it comes from."""

    code: str
    path: Path
    line: int


def split(text):
    """Cut a docstring into its summary, its derivation and its sections."""
    text = inspect.cleandoc(text or "")
    first = SECTION.search(text)
    prose, sections = (
        (text[: first.start()], text[first.start() :]) if first else (text, "")
    )
    summary, _, derivation = prose.partition("\n\n")
    return Docstring(summary.strip(), derivation.strip(), sections.strip())


def locate(name):
    """Import what a dotted name stands for: a module, class, function, method or property."""
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            found = inspect.getattr_static(found, part)
        return found
    raise ImportError(f"nothing is called {name}")


def function_of(found):
    """Unwrap properties, class methods and decorators down to the function that was written."""
    found = getattr(found, "fget", found)
    found = getattr(found, "__func__", found)
    return inspect.unwrap(found)


def definition(found):
    """Find the syntax tree of a class or function in its file."""
    path = Path(inspect.getsourcefile(found))
    text = path.read_text(encoding="utf-8")
    node = ast.parse(text)
    for part in found.__qualname__.split("."):
        node = next(
            child
            for child in node.body
            if isinstance(child, (ast.FunctionDef, ast.ClassDef)) and child.name == part
        )
    return node, path, text.splitlines()


def body_of(found):
    """Cut a function's own body out of its file, without the docstring.

    Indentation goes by the tree: lines inside a string of several lines are left as they are.
    """
    node, path, lines = definition(function_of(found))
    documented = ast.get_docstring(node) is not None
    statements = node.body[1:] if documented else node.body
    if not statements:
        return Source("", path, node.lineno)
    first = statements[0]
    start = first.lineno
    above = node.body[0].end_lineno if documented else node.lineno
    while start - 1 > above and lines[start - 2].lstrip().startswith("#"):
        start -= 1
    width = first.col_offset
    in_strings = lines_inside_strings(statements)
    cut = [
        line
        if number in in_strings
        else line[min(width, len(line) - len(line.lstrip())) :]
        for number, line in enumerate(lines[start - 1 : node.end_lineno], start)
    ]
    if first.lineno == node.lineno:  # def f(x): return x
        cut[0] = lines[first.lineno - 1][width:]
    return Source("\n".join(cut), path, node.lineno)


def lines_inside_strings(statements):
    """Return the numbers of lines that begin inside a string."""
    strings = (
        node
        for statement in statements
        for node in ast.walk(statement)
        if isinstance(node, ast.JoinedStr)
        or isinstance(getattr(node, "value", None), str)
    )
    return {n for node in strings for n in range(node.lineno + 1, node.end_lineno + 1)}


def table_in(text):
    """Return the first table of a docstring, as the lines of rST it is written in."""
    lines = inspect.cleandoc(text or "").splitlines()
    borders = [n for n, line in enumerate(lines) if re.fullmatch(r"=+( +=+)+", line)]
    if len(borders) < 3:
        raise ValueError("the docstring holds no table")
    return "\n".join(lines[borders[0] : borders[2] + 1])
