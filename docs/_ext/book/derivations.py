"""Show one docstring twice, each half once.

The book's pages show a name's derivation and, directly beneath, the body that computes it. The API
page shows the rest, for users, and refers to the derivation, so one that no page shows is an
undefined label: none can be lost on the way.
"""

import ast
import inspect
import re
import textwrap
import types
from pathlib import Path
from pkgutil import resolve_name
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst.roles import math_role
from sphinx import addnodes
from sphinx.pycode import ModuleAnalyzer
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.inspect import stringify_signature
from sphinx.util.nodes import make_refnode

#: Where a heading begins the part for users, as napoleon reads it.
SECTION = re.compile(r"^(?=[A-Z][A-Za-z ]+\n-+$)", re.MULTILINE)


def split(text):
    """Cut a docstring into its summary, its derivation and its sections for users.

    Each is a string without outer blank lines.
    """
    told, *sections = SECTION.split(inspect.cleandoc(text or ""), maxsplit=1)
    summary, _, derivation = told.partition("\n\n")
    return summary.strip(), derivation.strip(), "".join(sections).strip()


def function_of(found):
    """Unwrap properties, class methods and decorators down to the function that was written."""
    found = getattr(found, "fget", found)
    return inspect.unwrap(getattr(found, "__func__", found))


def body_of(function):
    """Return the code of a function behind its head and docstring, moved to the left margin."""
    source = textwrap.dedent(inspect.getsource(function))
    (written,) = ast.parse(source).body
    first, lines = written.body[0], source.splitlines()
    told = first.end_lineno if ast.get_docstring(written) else first.lineno - 1
    while lines[told - 1].lstrip().startswith("#"):
        told -= 1  # comments belong to what they stand above
    return textwrap.dedent("\n".join(lines[told:])).strip("\n")


def name_node(env, text):
    """Return a name as code, linked to its API entry if it is one that users import."""
    package = env.config.documented_package
    literal = nodes.literal("", text)
    if text.partition(".")[0] not in resolve_name(package).__all__:
        return literal
    return reference(env, literal, "obj", f"{package}.{text}", refdomain="py")


def reference(env, words, kind, target, **more):
    """Return a reference that Sphinx, or `to_source`, resolves when all pages are read."""
    place = {"refdomain": "", "reftype": kind, "reftarget": target, **more}
    given = {"refdoc": env.docname, "refexplicit": True, "refwarn": True}
    return addnodes.pending_xref("", words, **given, **place)


def source_link(env, words, listing, name=""):
    """Return a link to a name in viewcode's listing of a file, and see to it that it is listed.

    By itself viewcode lists no more than the names that users import, and it offers no way to ask
    for more: this writes into the table that it keeps for itself. The listing links back here.
    """
    listing.find_tags()
    package, module = env.config.documented_package, listing.modname
    owner = package if module.startswith(f"{package}.") else module
    listed = env.__dict__.setdefault("_viewcode_modules", {})
    new = (listing.code, listing.tags, {}, owner)
    _, tags, shown_on, _ = listed.setdefault(module, new)
    content = nodes.inline("", words)
    if name in tags and name not in shown_on:
        shown_on[name] = env.docname
        content["ids"] = [f"{owner}.{name}"]
    page = f"_modules/{module.replace('.', '/')}"
    return reference(env, content, "source", page, refid=name)


def to_source(app, _env, node, words):
    """Resolve a link to code where there are listings; elsewhere its words have to do."""
    if node["reftype"] != "source":
        return None
    if app.builder.name != "html":
        return words
    place = node["refdoc"], node["reftarget"], node["refid"]
    return make_refnode(app.builder, *place, words)


def label_for(name):
    """Return the label under which a derivation is found."""
    return f"derivation-{name}".lower()


class DocstringDirective(SphinxDirective):
    """A directive about one dotted name."""

    required_arguments = 1

    def parse_rst(self, text):
        """Parse a docstring, which is rST, on a page of Markdown."""
        text = f"``````{{eval-rst}}\n{text}\n``````"
        return self.parse_text_to_nodes(text, allow_section_headings=False)

    def depend_on(self, found):
        """Read the page again when the source changes."""
        self.env.note_dependency(inspect.getsourcefile(found))


class Derivation(DocstringDirective):
    """Show the derivation of a name and the code it ends in.

    The option ``with`` names private helpers whose bodies belong to the story.
    """

    option_spec: ClassVar = {"with": lambda text: re.split(r",\s*", text)}

    def run(self):
        """Build the block that suits a module, a class or a function."""
        found = resolve_name(self.arguments[0])
        self.depend_on(inspect.getmodule(function_of(found)))
        if isinstance(found, types.ModuleType):
            return self.parse_rst(inspect.getdoc(found))
        summary, derivation, _ = split(found.__doc__)
        panel = nodes.container(classes=["derivation-panel"])
        panel += self.parse_rst(derivation)
        panel += self.fields(found) if inspect.isclass(found) else self.body(found)
        for helper in self.options.get("with", []):
            panel += self.body(resolve_name(helper))
        section = self.section(found if inspect.isclass(found) else function_of(found))
        for paragraph in self.parse_rst(summary):
            paragraph["classes"].append("derivation-summary")
            section += paragraph
        section += panel
        return [section]

    def section(self, found):
        """Open a section whose heading is the name and links to the API."""
        label = label_for(self.arguments[0])
        title = nodes.title("", "", name_node(self.env, found.__qualname__))
        ids = [nodes.make_id(label)]
        section = nodes.section("", title, ids=ids, classes=["derivation"])
        self.set_source_info(section)
        self.state.document.note_explicit_target(section, section)
        # References to it say which page it is on.
        page = self.state.document.next_node(nodes.title).astext()
        domain = self.env.domains.standard_domain
        domain.note_hyperlink_target(label, self.env.docname, *ids, page)
        return section

    def body(self, found):
        """Show the body of a function, named by its signature, or that of a property."""
        function = function_of(found)
        self.depend_on(function)
        text = body_of(function)
        code = nodes.literal_block(text, text, language="python")
        self.set_source_info(code)
        if isinstance(found, property):
            return [self.bar(function), code]
        arguments = stringify_signature(
            inspect.signature(function),
            show_annotation=False,
            show_return_annotation=False,
        )
        return [self.bar(function, arguments), code]

    def bar(self, found, arguments=""):
        """Name the code and link to the line it stands on."""
        _, line = inspect.getsourcelines(found)
        listing = ModuleAnalyzer.for_module(found.__module__)
        place = f"{listing.modname.replace('.', '/')}.py, line {line}"
        link = source_link(self.env, place, listing, found.__qualname__)
        label = nodes.literal("", f"{found.__name__}{arguments}")
        bar = nodes.paragraph(classes=["derivation-source"])
        bar += [label, nodes.Text(" "), link]
        return bar

    def fields(self, cls):
        """Show what a record holds, in the words of the comments on its fields."""
        comments = ModuleAnalyzer.for_module(cls.__module__).find_attr_docs()
        text = "\n".join(
            f"``{name}``\n    {' '.join(lines)}"
            for (owner, name), lines in comments.items()
            if owner == cls.__qualname__
        )
        return [self.bar(cls), *self.parse_rst(text)] if text else []


class PackageName(SphinxRole):
    """The meaning of single backticks in docstrings: a name of the package, or just code."""

    def run(self):
        """Link the names that users import; set arguments and the like as code."""
        return [name_node(self.env, self.text)], []


def keep_user_part(_app, what, name, _obj, _options, lines):
    """Replace the derivation in an API entry by a reference to it."""
    summary, derivation, sections = split("\n".join(lines))
    if what != "module" and derivation:
        link = f"Derivation: :ref:`{label_for(name)}`"
        lines[:] = f"{summary}\n\n{link}\n\n{sections}\n".split("\n")


def add_scripts(app, _what, name, _obj, _options, lines):
    """List the gallery scripts that use a name at the end of its API entry."""
    found = Path(app.srcdir, app.config.used_by_dir, f"{name}.examples")
    if found.is_file() and found.stat().st_size:
        lines += ["", ".. rubric:: Used in", "", f".. minigallery:: {name}", ""]


def setup(app):
    """Register the directive, the roles and both hooks around napoleon (priority 500)."""
    app.add_config_value("documented_package", "", "env", str)
    app.add_config_value("used_by_dir", "", "env", str)
    app.add_directive("derivation", Derivation)
    app.add_role("package-name", PackageName())
    # Marks a formula that sets a condition: readers see no difference, but the tests let it hold
    # where its sentence says, not everywhere.
    app.add_role("given", math_role)
    app.connect("missing-reference", to_source)
    app.connect("autodoc-process-docstring", keep_user_part, priority=400)
    app.connect("autodoc-process-docstring", add_scripts, priority=600)
