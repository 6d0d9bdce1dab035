"""Find every formula and every reference that a reader can meet, with its file and line.

Formulas stand in the docstrings of the package, in the text cells and headers of the chapters, and
on the pages. Those that set a condition are marked so: ``given`` in place of ``math``.
"""

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from _ext.book.equations import displays, documented
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

ROLE = re.compile(r":(math|given|eq):`([^`]*)`")
UNDERLINE = re.compile(r"([=-])\1{2,}$")
MARKDOWN = MarkdownIt("commonmark").use(dollarmath_plugin).use(myst_role_plugin)
MARKDOWN.enable("table")
MARKS = {"math": "", "given": "given", "eq": "eq"}


class Formula(NamedTuple):
    """What is said in TeX, or the label of a reference, and where it stands."""

    tex: str
    path: Path
    line: int
    #: The label of a displayed formula, else "".
    label: str = ""
    #: "given" for a condition, "eq" for a reference, the class of a display, else "".
    mark: str = ""
    #: The object whose docstring holds it, or the title above it.
    part: str = ""
    #: The text around it, and where in it the formula starts.
    text: str = ""
    start: int = 0

    @property
    def place(self):
        """The file and line, as compilers write them."""
        return f"{self.path.as_posix()}:{self.line}"


def files(root):
    """List the files that readers meet: modules, chapters, their headers, and pages."""
    root = Path(root)
    patterns = ["linreg/*.py", "gallery/*/*.py", "gallery/*/GALLERY_HEADER.rst"]
    patterns += ["docs/*.md", "docs/derivations/*.md", "*.md"]
    return [
        path.relative_to(root)
        for pattern in patterns
        for path in sorted(root.glob(pattern))
    ]


@cache
def found(root):
    """List all formulas and references in the order of the files."""
    return [
        formula._replace(path=path)
        for path in files(root)
        for formula in in_file(Path(root) / path)
    ]


def formulas(root):
    """List the formulas alone."""
    return [formula for formula in found(root) if formula.mark != "eq"]


def references(root):
    """List the references alone; their TeX is the label that they name."""
    return [formula for formula in found(root) if formula.mark == "eq"]


def in_file(path):
    """Yield what one file holds."""
    text = path.read_text("utf-8")
    if path.suffix == ".md":
        yield from in_markdown(text, path)
    elif path.parent.name == "linreg":
        for owner, node in sorted(documented(ast.parse(text)), key=line_of):
            docstring = node.body[0].value
            yield from in_rst(docstring.value, path, docstring.lineno, owner)
    else:
        yield from in_rst(re.sub(r"^# ?", "", text, flags=re.MULTILINE), path, 1)


def line_of(documented):
    """Return where a docstring starts."""
    return documented[1].body[0].lineno


def in_rst(text, path, first_line, owner=""):
    """Yield the formulas and references of a docstring or a script, from top to bottom."""
    shown = [
        Formula(
            tex,
            path,
            first_line + line,
            options.get("label", ""),
            options.get("class", ""),
        )
        for line, options, tex in displays(text)
    ]
    inline = [
        Formula(
            " ".join(role[2].split()),
            path,
            first_line + text[: role.start()].count("\n"),
            mark=MARKS[role[1]],
            text=text,
            start=role.start(),
        )
        for role in ROLE.finditer(text)
    ]
    lines = text.splitlines()
    for formula in sorted(shown + inline, key=lambda formula: formula.line):
        title = title_above(lines, formula.line - first_line)
        yield formula._replace(part=owner or title)


def title_above(lines, number):
    """Return the last title over a line of a script."""
    above = (k for k in range(number, 0, -1) if UNDERLINE.match(lines[k]))
    return lines[next(above, 1) - 1].strip() if lines else ""


def in_markdown(text, path):
    """Yield the formulas and references of a page."""
    title, lines = "", text.splitlines()
    for block in MARKDOWN.parse(text):
        if block.type == "inline":
            if block.level == 1 and block.map and lines[block.map[0]].startswith("#"):
                title = block.content
            source = "\n".join(lines[slice(*block.map)])
            yield from in_block(block, source, path, title)
        elif block.type == "math_block":
            yield Formula(block.content, path, block.map[0] + 1, part=title)
    yield from in_glossary(text, path)


def in_block(block, source, path, title):
    """Yield the formulas of one paragraph; its tokens come in order."""
    position = 0
    for token in block.children:
        is_role = token.type == "myst_role" and token.meta["name"] in {
            "eq",
            "given",
            "math",
        }
        if token.type == "math_inline" or is_role:
            mark = MARKS[token.meta["name"]] if is_role else ""
            sign = "`" if is_role else "$"
            position = source.index(f"{sign}{token.content}", position) + 1
            line = block.map[0] + 1 + source[:position].count("\n")
            tex = " ".join(token.content.split())
            yield Formula(
                tex, path, line, mark=mark, part=title, text=source, start=position
            )
            position += len(token.content)


def in_glossary(text, path):
    """Yield the formulas inside the directives of a page whose text is Markdown too."""
    for fence in MARKDOWN.parse(text):
        if fence.type == "fence" and fence.info.startswith(
            ("{glossary}", "{note}", "{tip}")
        ):
            for formula in in_markdown(fence.content, path):
                yield formula._replace(line=formula.line + fence.map[0] + 1)
