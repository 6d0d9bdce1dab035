"""Show one docstring twice, each half once.

The book's pages show a name's derivation and, directly beneath, the body that computes it. The API
page shows the rest, for users, and links to the derivation. A derivation that no page shows is a
warning, so that none can be lost on the way.
"""

import inspect
import types
from pathlib import Path
from typing import ClassVar

from _ext.book import docstrings
from docutils import nodes
from sphinx import addnodes
from sphinx.pycode import ModuleAnalyzer
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

logger = logging.getLogger(__name__)


class DerivationLink(nodes.General, nodes.Inline, nodes.Element):
    """Stands for the link from the API to a derivation until all pages are read."""


class SourceLink(nodes.General, nodes.Inline, nodes.TextElement):
    """Stands for the link to a line of source until the builder's addresses are known."""


def name_node(env, text):
    """Return a name as code, linked to its API entry if it is one that users import."""
    package = env.config.documented_package
    if text.partition(".")[0] not in docstrings.locate(package).__all__:
        return nodes.literal("", text)
    return addnodes.pending_xref(
        "",
        nodes.literal("", text),
        refdomain="py",
        reftype="obj",
        reftarget=f"{package}.{text}",
        refexplicit=True,
        refdoc=env.docname,
        refwarn=True,
    )


def label_for(name):
    """Return the label under which a derivation is found."""
    return f"derivation-{name}".lower()


class DocstringDirective(SphinxDirective):
    """A directive about one dotted name."""

    required_arguments = 1

    def parse_rst(self, text):
        """Parse a docstring, which is rST, in pages of either markup."""
        if self.env.doc2path(self.env.docname).suffix == ".md":
            text = f"``````{{eval-rst}}\n{text}\n``````"
        return self.parse_text_to_nodes(text, allow_section_headings=False)

    def depend_on(self, path):
        """Read the page again when the source changes."""
        self.env.note_dependency(str(path))

    def source_bar(self, label, source, module, qualname):
        """Name the code and link to the line it stands on."""
        where = f"{shown_path(module, source.path)}, line {source.line}"
        link = SourceLink("", where, module=module, qualname=qualname)
        back = self.list_source(module, qualname)
        bar = nodes.paragraph(classes=["derivation-source"], ids=[back])
        bar += [nodes.literal("", label), nodes.Text(" "), link]
        return bar

    def list_source(self, module, qualname):
        """Give a name an anchor in viewcode's listing, and return the one that links back here.

        By itself viewcode lists no more than the names that users import.
        """
        package = self.config.documented_package
        analyzer = ModuleAnalyzer.for_module(module)
        analyzer.find_tags()
        listed = self.env.__dict__.setdefault("_viewcode_modules", {})
        new = (analyzer.code, analyzer.tags, {}, package)
        _, tags, shown_on, _ = listed.setdefault(module, new)
        if qualname in tags:
            shown_on.setdefault(qualname, self.env.docname)
        return f"{package}.{qualname}"


def shown_path(module, path):
    """Return the path of a module's file as seen from the root of the project."""
    package_depth = module.count(".") + (path.name == "__init__.py")
    return Path(*path.parts[-package_depth - 1 :]).as_posix()


class Derivation(DocstringDirective):
    """Show the derivation of a name and the code it ends in.

    The option ``with`` names private helpers whose bodies belong to the story, in the same module
    or, with their full names, in another.
    """

    option_spec: ClassVar = {
        "with": lambda text: [name.strip() for name in text.split(",")]
    }

    def run(self):
        """Build the block that suits a module, a class or a function."""
        self.name_shown = self.arguments[0]
        found = docstrings.locate(self.name_shown)
        if isinstance(found, types.ModuleType):
            return self.module(found)
        found = found if inspect.isclass(found) else docstrings.function_of(found)
        doc = docstrings.split(found.__doc__)
        panel = nodes.container(classes=["derivation-panel"])
        panel += self.parse_rst(doc.derivation)
        panel += self.fields(found) if inspect.isclass(found) else self.body(found)
        for helper in self.options.get("with", []):
            panel += self.body(docstrings.locate(self.full_name(helper, found)))
        section = self.section(found)
        for paragraph in self.parse_rst(doc.summary):
            paragraph["classes"].append("derivation-summary")
            section += paragraph
        section += panel
        return [section]

    def full_name(self, helper, found):
        """Take a helper from the module at hand unless its name says otherwise."""
        elsewhere = helper.startswith(f"{self.config.documented_package}.")
        return helper if elsewhere else f"{found.__module__}.{helper}"

    def module(self, module):
        """Show a module's docstring: it introduces the chapter."""
        self.depend_on(module.__file__)
        return self.parse_rst(inspect.getdoc(module))

    def section(self, found):
        """Open a section whose heading is the name with its arguments and links to the API."""
        target = label_for(self.name_shown)
        node_id = nodes.make_id(target)
        short = found.__qualname__
        title = nodes.title("", "", name_node(self.env, short))
        section = nodes.section("", title, ids=[node_id], classes=["derivation"])
        self.set_source_info(section)
        self.state.document.note_explicit_target(section, section)
        page = self.env.docname
        self.env.domains.standard_domain.note_hyperlink_target(
            target, page, node_id, short
        )
        return section

    def body(self, function):
        """Show the function's own body, named by its signature."""
        source = docstrings.body_of(function)
        self.depend_on(source.path)
        code = nodes.literal_block(source.code, source.code, language="python")
        code["names_from"] = function.__module__
        self.set_source_info(code)
        label = f"{function.__name__}{bare_signature(function)}"
        bar = self.source_bar(label, source, function.__module__, function.__qualname__)
        return [bar, code]

    def fields(self, cls):
        """Show what a record holds, in the words of the comments on its fields."""
        node, path, _ = docstrings.definition(cls)
        self.depend_on(path)
        source = docstrings.Source("", path, node.lineno)
        bar = self.source_bar(cls.__name__, source, cls.__module__, cls.__qualname__)
        comments = ModuleAnalyzer.for_module(cls.__module__).find_attr_docs()
        documented = [
            (name, "\n".join(comments[cls.__qualname__, name]))
            for name in getattr(
                cls, "_fields", getattr(cls, "__dataclass_fields__", ())
            )
            if (cls.__qualname__, name) in comments
        ]
        items = [
            nodes.definition_list_item(
                "",
                nodes.term("", "", nodes.literal("", name)),
                nodes.definition("", *self.parse_rst(text)),
            )
            for name, text in documented
        ]
        return [bar, nodes.definition_list("", *items)] if items else []


def bare_signature(function):
    """Return the arguments as a caller writes them, without annotations."""
    signature = inspect.signature(function)
    bare = [p.replace(annotation=p.empty) for p in signature.parameters.values()]
    return str(signature.replace(parameters=bare, return_annotation=signature.empty))


class DocstringTable(DocstringDirective):
    """Show the first table of a module's docstring."""

    def run(self):
        """Cut the table out and parse it here."""
        module = docstrings.locate(self.arguments[0])
        self.depend_on(module.__file__)
        return self.parse_rst(docstrings.table_in(module.__doc__))


def keep_user_part(_app, what, name, _obj, _options, lines):
    """Replace the derivation in an API entry by a link to it."""
    doc = docstrings.split("\n".join(lines))
    if what != "module" and doc.derivation:
        link = f":derivation-link:`{name}`"
        lines[:] = [
            *doc.summary.splitlines(),
            "",
            link,
            "",
            *doc.sections.splitlines(),
            "",
        ]


def add_scripts(app, _what, name, _obj, _options, lines):
    """List the gallery scripts that use a name at the end of its API entry."""
    found = Path(app.srcdir, app.config.used_by_dir, f"{name}.examples")
    if found.is_file() and found.stat().st_size:
        lines += ["", ".. rubric:: Used in", "", f".. minigallery:: {name}", ""]


class DerivationLinkRole(SphinxRole):
    """Mark the place of a link that can only be made when all pages are read."""

    def run(self):
        """Return the placeholder."""
        node = DerivationLink(name=self.text)
        self.set_source_info(node)
        return [node], []


class PackageName(SphinxRole):
    """The meaning of single backticks in docstrings: a name of the package, or just code."""

    def run(self):
        """Link the names that users import; set arguments and the like as code."""
        return [name_node(self.env, self.text)], []


class ResolveLinks(SphinxPostTransform):
    """Turn the placeholders into links."""

    default_priority = 20

    def run(self, **_kwargs):
        """Resolve both kinds."""
        for node in list(self.document.findall(DerivationLink)):
            node.replace_self(self.to_derivation(node))
        for node in list(self.document.findall(SourceLink)):
            node.replace_self(self.to_source(node))

    def to_derivation(self, node):
        """Link to the page that shows a derivation, or warn that none does."""
        labels = self.env.domains.standard_domain.anonlabels
        if label_for(node["name"]) not in labels:
            logger.warning(
                "no page shows the derivation of %s", node["name"], location=node
            )
            return []
        page, anchor = labels[label_for(node["name"])]
        title = self.env.titles[page].astext()
        uri = self.env._app.builder.get_relative_uri(self.env.docname, page)
        link = nodes.reference("", title, internal=True, refuri=f"{uri}#{anchor}")
        return nodes.inline("", "Derivation: ", link, classes=["to-derivation"])

    def to_source(self, node):
        """Link to the highlighted source where the site shows it; elsewhere its words do."""
        if self.env._app.builder.name != "html":
            return nodes.inline("", node.astext())
        page = f"_modules/{node['module'].replace('.', '/')}"
        uri = self.env._app.builder.get_relative_uri(self.env.docname, page)
        anchor = node["qualname"] and f"#{node['qualname']}"
        return nodes.reference("", node.astext(), internal=True, refuri=uri + anchor)


def setup(app):
    """Register the directives, the roles and both hooks around napoleon (priority 500)."""
    app.add_config_value("documented_package", "", "env", str)
    app.add_config_value("used_by_dir", "", "env", str)
    app.add_node(DerivationLink)
    app.add_node(SourceLink)
    app.add_directive("derivation", Derivation)
    app.add_directive("docstring-table", DocstringTable)
    app.add_role("derivation-link", DerivationLinkRole())
    app.add_role("package-name", PackageName())
    app.add_post_transform(ResolveLinks)
    app.connect("autodoc-process-docstring", keep_user_part, priority=400)
    app.connect("autodoc-process-docstring", add_scripts, priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
