"""Find every displayed equation, the code that computes it and the tests that own it.

Plain functions, no Sphinx: the build and the tests ask the same questions. Equations stand in the
docstrings of the package and in the chapters. A test owns those that its marker names; the examples
of a docstring are named beside them, but do not replace a test.
"""

import ast
import re
import textwrap
import tomllib
from pathlib import Path
from typing import NamedTuple

DIRECTIVE = re.compile(r"^( *)\.\. math::(.*)$")
OPTION = re.compile(r"^\s*:([\w-]+): *(.*)$")
OVERRIDES = Path("docs/ledger.toml")


class Equation(NamedTuple):
    """A displayed equation and where it stands."""

    label: str
    tex: str
    #: "definition" or "restatement" where nothing is derived, else "".
    kind: str
    path: Path
    line: int
    #: The object whose docstring shows it; "" for a module or a chapter.
    owner: str
    has_examples: bool


class Code(NamedTuple):
    """A statement and where it stands."""

    text: str
    path: Path
    line: int


class Claim(NamedTuple):
    """A test that names an equation."""

    label: str
    test: str
    path: Path
    line: int

    @property
    def words(self):
        """The name of the test, as a sentence."""
        return self.test.removeprefix("test_").replace("_", " ")


def equations(root):
    """List the equations of the package, then those of the chapters, in the order of the files."""
    package = sorted(Path(root).glob("linreg/*.py"))
    chapters = sorted(Path(root).glob("gallery/*/*.py"))
    return [
        *(equation for path in package for equation in in_docstrings(path, root)),
        *(equation for path in chapters for equation in in_chapter(path, root)),
    ]


def in_docstrings(path, root):
    """Yield the equations of a module."""
    tree = ast.parse(path.read_text("utf-8"))
    for owner, node in documented(tree):
        text = node.body[0].value
        has_examples = ">>>" in text.value
        for line, options, tex in displays(text.value):
            where = path.relative_to(root), text.lineno + line
            yield equation(options, tex, where, owner, has_examples)


def in_chapter(path, root):
    """Yield the equations of a script; without a label it shows one of the package again."""
    plain = re.sub(r"^# ?", "", path.read_text("utf-8"), flags=re.MULTILINE)
    for line, options, tex in displays(plain):
        if "label" in options:
            yield equation(options, tex, (path.relative_to(root), line + 1), "", False)


def equation(options, tex, where, owner, has_examples):
    """Put one display together."""
    label = options.get("label", "")
    return Equation(label, tex, options.get("class", ""), *where, owner, has_examples)


def documented(node, prefix=""):
    """Yield the dotted name and the tree of all that has a docstring."""
    if ast.get_docstring(node) is not None:
        yield prefix, node
    for child in node.body:
        if isinstance(child, (ast.FunctionDef, ast.ClassDef)):
            yield from documented(child, f"{prefix}.{child.name}".lstrip("."))


def displays(text):
    """Yield the line, the options and the TeX of every math directive."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if found := DIRECTIVE.match(line):
            indent, tex = found.groups()
            block = list(indented(lines[number + 1 :], len(indent)))
            options = {}
            while block and (option := OPTION.match(block[0])):
                options |= [option.groups()]
                block.pop(0)
            yield number, options, "\n".join([tex, *map(str.strip, block)]).strip()


def indented(lines, indent):
    """Yield lines until one that is not deeper than an indent."""
    for line in lines:
        if line.strip() and len(line) - len(line.lstrip()) <= indent:
            return
        yield line


def claims(root):
    """List what the markers of the tests name."""
    return [
        Claim(ast.literal_eval(label), node.name, path.relative_to(root), node.lineno)
        for path in sorted(Path(root).glob("tests/**/test_*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        for mark in node.decorator_list
        if isinstance(mark, ast.Call)
        and ast.unparse(mark.func) == "pytest.mark.equation"
        for label in mark.args
    ]


def code_of(equation, root):
    """Return the statement that computes an equation, or None where nothing says which."""
    overrides = tomllib.loads((Path(root) / OVERRIDES).read_text("utf-8"))
    if named := overrides.get(equation.label):
        return statement_with(named["code"], Path(named["file"]), root)
    return last_return(equation, root) if equation.owner else None


def statement_with(text, path, root):
    """Return the innermost statement around a text that stands once in a file."""
    source = (Path(root) / path).read_text("utf-8")
    if source.count(text) != 1:
        return None
    line = source[: source.index(text)].count("\n") + 1
    around = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.stmt) and node.lineno <= line <= node.end_lineno
    ]
    return cut(max(around, key=lambda node: node.lineno), source, path)


def last_return(equation, root):
    """Return what the function returns whose docstring holds the equation."""
    source = (Path(root) / equation.path).read_text("utf-8")
    owner = next(
        node for name, node in documented(ast.parse(source)) if name == equation.owner
    )
    returns = [node for node in ast.walk(owner) if isinstance(node, ast.Return)]
    if not returns or isinstance(owner, ast.ClassDef):
        return None
    return cut(max(returns, key=lambda node: node.lineno), source, equation.path)


def cut(node, source, path):
    """Cut a statement out of its file."""
    lines = source.splitlines()[node.lineno - 1 : node.end_lineno]
    return Code(textwrap.dedent("\n".join(lines)), path, node.lineno)
