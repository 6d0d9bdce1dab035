"""Show the ledger: every equation with the code that computes it and the tests that own it.

Beside each equation of the book stands a link to its row. The tests are pages of their own, so
that a reader can see what they ask. What is wrong with the ledger is a warning.
"""

import json
import re
from functools import cache
from pathlib import Path

from _ext.book import equations
from _ext.book.derivations import DocstringDirective, SourceLink, name_node
from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

logger = logging.getLogger(__name__)
ROOT = Path(__file__).parents[3]
PAGE = "ledger"
LISTINGS = "_tests"
COUNTS = "docs/formulas.json"


class TestLink(nodes.General, nodes.Inline, nodes.TextElement):
    """Stands for the link to a test until the builder's addresses are known."""


def row_id(label):
    """Return the anchor of an equation's row."""
    return f"ledger-{label}"


def listing_of(path):
    """Return the name of the page that shows a test file."""
    return f"{LISTINGS}/{path.with_suffix('').relative_to('tests').as_posix()}"


@cache
def known():
    """Map each label to its equation, read once a build."""
    return {equation.label: equation for equation in equations.equations(ROOT)}


@cache
def owners():
    """Map each label to its claims, read once a build."""
    found = {label: [] for label in known()}
    for claim in equations.claims(ROOT):
        found.setdefault(claim.label, []).append(claim)
    return found


@cache
def counts():
    """Return what `make mutants` counted, read once a build."""
    return json.loads((ROOT / COUNTS).read_text("utf-8"))


def evaluation(label):
    """Say that an equation is evaluated, and how many mistakes in it were noticed."""
    made, missed = counts()["equations"].get(label, (0, 0))
    rest = f" {missed} change nothing." if missed else ""
    noticed = f"Evaluated: {made - missed} of {made} mistakes in it were noticed."
    return f"{noticed}{rest} Its code is tested by:"


def forget(_app):
    """Read the sources anew in the next build of the same process."""
    known.cache_clear()
    owners.cache_clear()
    counts.cache_clear()


class Ledger(DocstringDirective):
    """Show the rows of the files that match a pattern."""

    def run(self):
        """Build a row for each equation."""
        for path in [*ROOT.glob("tests/**/*.py"), *ROOT.glob(self.arguments[0])]:
            self.depend_on(path)
        self.depend_on(ROOT / equations.OVERRIDES)
        self.depend_on(ROOT / COUNTS)
        return [
            self.row(equation, owners()[equation.label])
            for equation in known().values()
            if equation.path.match(self.arguments[0]) and equation.label
        ]

    def row(self, equation, claims):
        """Show one equation: its number, its formula, its code and its tests."""
        row = nodes.container(ids=[row_id(equation.label)], classes=["ledger-row"])
        display = nodes.math_block(equation.tex, equation.tex, number=None, label=None)
        self.set_source_info(display)
        row += [self.heading(equation), display]
        if code := equations.code_of(equation, ROOT):
            row += self.code(code)
        row += nodes.paragraph("", evaluation(equation.label))
        row += self.tests(equation, claims)
        return row

    def heading(self, equation):
        """Link to where the equation stands."""
        number = addnodes.pending_xref(
            "",
            nodes.inline("", equation.label),
            refdomain="math",
            reftype="eq",
            reftarget=equation.label,
            refdoc=self.env.docname,
            refexplicit=False,
            refwarn=True,
        )
        heading = nodes.paragraph("", "", number, classes=["ledger-heading"])
        if equation.kind:
            heading += [nodes.Text(" "), nodes.inline("", equation.kind)]
        return heading

    def code(self, code):
        """Show the statement and name its place."""
        block = nodes.literal_block(code.text, code.text, language="python")
        place = f"{code.path.as_posix()}, line {code.line}"
        if code.path.parts[0] == "linreg":
            module = ".".join(code.path.with_suffix("").parts)
            block["names_from"] = module
            link = SourceLink("", place, module=module, qualname="")
        else:
            chapter = "/".join(code.path.with_suffix("").parts[1:])
            link = addnodes.pending_xref(
                "",
                nodes.inline("", place),
                refdomain="std",
                reftype="doc",
                reftarget=f"/{self.config.chapters_dir}/{chapter}",
                refdoc=self.env.docname,
                refexplicit=True,
                refwarn=True,
            )
        self.set_source_info(block)
        return [block, nodes.paragraph("", "", link, classes=["ledger-place"])]

    def tests(self, equation, claims):
        """List the tests that own the equation, in words."""
        items = [
            nodes.paragraph("", "", TestLink("", claim.test, claim=claim))
            for claim in claims
        ]
        if equation.has_examples:
            named = name_node(self.env, equation.owner or equation.path.stem)
            items.append(nodes.paragraph("", "the examples of ", named))
        return nodes.bullet_list("", *(nodes.list_item("", item) for item in items))


class LinkEquations(SphinxPostTransform):
    """Put beside each equation what owns it, and resolve the links to tests."""

    default_priority = 20
    formats = ("html",)

    def run(self, **_kwargs):
        """Give each labelled equation its link; refuse those that the ledger does not know."""
        for node in self.document.findall(nodes.math_block):
            if node.get("label") in known():
                node["ledger"] = self.beside(known()[node["label"]])
            elif self.env.docname != PAGE:
                logger.warning("the ledger does not know this equation", location=node)
        for node in list(self.document.findall(TestLink)):
            node.replace_self(self.to_test(node))

    def beside(self, equation):
        """Return the address of the row and the words that link to it."""
        count = len(owners()[equation.label]) + equation.has_examples
        words = f"{count} test{'s' if count != 1 else ''}"
        builder = self.env._app.builder
        page = builder.get_relative_uri(self.env.docname, PAGE)
        words = ", ".join(filter(None, [equation.kind, words]))
        return f"{page}#{row_id(equation.label)}", words

    def to_test(self, node):
        """Link to the test where the site shows it; elsewhere its words have to do."""
        builder = self.env._app.builder
        if builder.name != "html":
            return nodes.inline("", node.astext())
        claim = node["claim"]
        page = builder.get_relative_uri(self.env.docname, listing_of(claim.path))
        uri = f"{page}#line-{claim.line}"
        return nodes.reference("", node.astext(), internal=True, refuri=uri)


def listings(app):
    """Yield a page for each test file that owns an equation, linked back to the ledger."""
    if app.builder.name != "html":
        return
    for path in sorted(
        {claim.path for claims in owners().values() for claim in claims}
    ):
        source = (ROOT / path).read_text("utf-8")
        page = listing_of(path)
        code = app.builder.highlighter.highlight_block(
            source, "python", lineanchors="line"
        ).replace("<pre>", '<pre tabindex="0">', 1)
        # Targets are enough: a link to each line would be an empty tab stop.
        code = re.sub(r'<a (id="line-\d+")[^>]*></a>', r"<span \1></span>", code)
        back = app.builder.get_relative_uri(page, PAGE)
        lead = f'<p>What these tests own stands in <a href="{back}">the ledger</a>.</p>'
        body = f"<h1>{path.as_posix()}</h1>\n{lead}\n{linked(code, ROOT / path, back)}"
        yield page, {"title": path.as_posix(), "body": body}, "page.html"


def linked(code, path, ledger):
    """Turn the labels in a listing's markers into links to their rows."""
    lines = code.split("\n")
    for marker in equations.markers(path):
        for number in range(marker.first_line - 1, marker.def_line):
            for label in marker.labels:
                link = f'"<a class="reference" href="{ledger}#{row_id(label)}">{label}</a>"'
                lines[number] = lines[number].replace(f'"{label}"', link)
    return "\n".join(lines)


def outdated(_app, env, _added, _changed, _removed):
    """Show anew the pages with equations when their owners have changed."""
    now = {label: len(claims) for label, claims in owners().items()}
    before = getattr(env, "ledger_owners", now)
    env.ledger_owners = now
    places = env.domains["math"].equations
    changed = {label for label in now if now[label] != before.get(label)}
    return {places[label][0] for label in changed if label in places}


def check(_app, env):
    """Warn of everything that is wrong with the ledger."""
    for problem in equations.problems(ROOT):
        logger.warning(problem)
    shown = env.get_doctree(PAGE)
    rows = {name for node in shown.findall(nodes.container) for name in node["ids"]}
    for label in known():
        if row_id(label) not in rows:
            logger.warning("the ledger does not show %s", label)


def setup(app):
    """Register the directive, the links and the checks."""
    app.add_node(TestLink)
    app.add_directive("ledger", Ledger)
    app.add_post_transform(LinkEquations)
    app.connect("builder-inited", forget)
    app.connect("env-get-outdated", outdated)
    app.connect("env-check-consistency", check)
    app.connect("html-collect-pages", listings)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
