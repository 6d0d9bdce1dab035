"""Show the ledger: every equation with the code that computes it and the tests that own it.

Beside each equation of the book stands a link to its row.
"""

import json
from pathlib import Path
from typing import NamedTuple

from _ext.book import equations
from _ext.book.derivations import DocstringDirective, name_node, reference, source_link
from _ext.figures.folds import fold
from docutils import nodes
from sphinx.pycode import ModuleAnalyzer

ROOT = Path(__file__).parents[3]
PAGE = "ledger"
COUNTS = "docs/formulas.json"
HEAD = """
.. list-table::
   :class: all-equations
   :header-rows: 1

   * - equation
     - name
     - tests
     - computed in
"""
ROW = """
   * - :eq:`{0.equation.label}`
     - `{0.equation.label} <#{0.anchor}>`__ {0.equation.kind}
     - {0.count}
     - {0.place}
"""


class Entry(NamedTuple):
    """An equation, the code that computes it and the tests that own it."""

    equation: equations.Equation
    code: equations.Code
    claims: list[equations.Claim]
    #: Mistakes made in the equation, and those that change nothing.
    mistakes: tuple[int, int]

    @property
    def evaluation(self):
        """That the equation is evaluated, and what that is worth."""
        made, missed = self.mistakes
        rest = f" {missed} change nothing." if missed else ""
        return (
            f"Evaluated: {made - missed} of {made} mistakes in it were noticed.{rest}"
        )

    @property
    def anchor(self):
        """The anchor of its row."""
        return f"ledger-{self.equation.label}"

    @property
    def place(self):
        """Where the code stands."""
        return f"{self.code.path.as_posix()}, line {self.code.line}"

    @property
    def count(self):
        """How many tests there are, the examples of a docstring as one."""
        return len(self.claims) + self.equation.has_examples

    @property
    def tests(self):
        """The same in words."""
        return f"{self.count} test{'s' if self.count != 1 else ''}"


def read(_app, env, _added, _changed, _removed):
    """Read the ledger once a build; where it has changed, show the pages with equations anew."""
    claims = equations.claims(ROOT)
    mistakes = json.loads((ROOT / COUNTS).read_text("utf-8"))["equations"]
    now = {
        equation.label: Entry(
            equation,
            code,
            [claim for claim in claims if claim.label == equation.label],
            tuple(mistakes.get(equation.label, (0, 0))),
        )
        for equation in equations.equations(ROOT)
        if equation.label and (code := equations.code_of(equation, ROOT))
    }
    before, env.ledger = getattr(env, "ledger", now), now
    shown_on = {page for page, _ in env.domains["math"].equations.values()}
    return set() if now == before else shown_on | {PAGE}


class LedgerTable(DocstringDirective):
    """Show a line for each equation of the files that the body lists, to be scanned."""

    required_arguments = 0
    has_content = True

    def run(self):
        """Write the table as rST does."""
        rows = [
            ROW.format(entry)
            for pattern in self.content
            for entry in self.env.ledger.values()
            if entry.equation.path.match(pattern)
        ]
        return self.parse_rst(HEAD + "".join(rows))


class Ledger(DocstringDirective):
    """Show the equations of the files that match a pattern: formula, code and tests."""

    def run(self):
        """Build a row for each equation."""
        return [
            self.row(entry)
            for entry in self.env.ledger.values()
            if entry.equation.path.match(self.arguments[0])
        ]

    def row(self, entry):
        """Show one equation."""
        equation, code = entry.equation, entry.code
        row = nodes.container(ids=[entry.anchor], classes=["ledger-row"])
        (heading,) = self.parse_rst(f":eq:`{equation.label}` {equation.kind}")
        heading["classes"].append("ledger-heading")
        row += heading
        row += nodes.math_block(equation.tex, equation.tex, number=None, label=None)
        row += nodes.literal_block(code.text, code.text, language="python")
        row += nodes.paragraph("", "", self.place(entry), classes=["ledger-place"])
        row += nodes.paragraph("", entry.evaluation, classes=["ledger-place"])
        row += self.tests(entry)
        self.set_source_info(row)
        return row

    def place(self, entry):
        """Link to the file of the code, or to the page that a chapter has become."""
        path = entry.code.path
        if path.parts[0] == "linreg":
            return source_link(self.env, entry.place, listing_of(path))
        chapter = Path("/", self.config.chapters_dir, *path.with_suffix("").parts[1:])
        words = nodes.inline("", entry.place)
        return reference(self.env, words, "doc", chapter.as_posix(), refdomain="std")

    def tests(self, entry):
        """List the tests that own the equation, in words, folded away."""
        links = [
            source_link(self.env, claim.words, listing_of(claim.path), claim.test)
            for claim in entry.claims
        ]
        items = [nodes.paragraph("", "", link) for link in links]
        if entry.equation.has_examples:
            owner = entry.equation.owner or entry.equation.path.stem
            named = name_node(self.env, owner)
            items.append(nodes.paragraph("", "the examples of ", named))
        listed = nodes.bullet_list("", *(nodes.list_item("", item) for item in items))
        return fold("", listed, kind=entry.tests, classes=["fold"])


def listing_of(path):
    """Return a file of the project, taken apart but not imported, as tests must not be."""
    module = ".".join(path.with_suffix("").parts)
    return ModuleAnalyzer.for_file(ROOT / path, module)


def find_source(_app, module):
    """Hand viewcode the tests, which it would import otherwise."""
    if not module.startswith("tests."):
        return None
    listing = listing_of(Path(*module.split(".")).with_suffix(".py"))
    listing.find_tags()
    return listing.code, listing.tags


def link_equations(app, doctree, page):
    """Put beside each equation what owns it."""
    for node in doctree.findall(nodes.math_block):
        if entry := app.env.ledger.get(node.get("label")):
            uri = app.builder.get_relative_uri(page, PAGE)
            words = ", ".join(filter(None, [entry.equation.kind, entry.tests]))
            node["ledger"] = f"{uri}#{entry.anchor}", words


def setup(app):
    """Register the directives and the links."""
    app.add_config_value("chapters_dir", "chapters", "env", str)
    app.add_directive("ledger", Ledger)
    app.add_directive("ledger-table", LedgerTable)
    app.connect("env-get-outdated", read)
    app.connect("viewcode-find-source", find_source)
    app.connect("doctree-resolved", link_equations)
