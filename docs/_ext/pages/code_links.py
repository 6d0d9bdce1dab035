"""Link the names in Python code to their documentation.

Which name means what follows from the import statements on the page, or, for a body cut out of the
package, from its module. Names are found in the syntax tree, so a keyword argument or a variable
that happens to share a function's name is not linked.
"""

import ast
import doctest
import importlib
import types

from docutils import nodes
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, Name, Operator, Punctuation, Whitespace
from sphinx.ext.intersphinx import InventoryAdapter
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

PYTHON = {
    "default": "python",
    "python": "python",
    "python3": "python",
    "pycon": "pycon",
}
#: What book.css writes in the colour of the text around it, which takes no mark-up.
PLAIN = {Name, Name.Namespace, Name.Other, Operator, Punctuation, Whitespace}


class LinkedCode(nodes.General, nodes.TextElement):
    """A code block whose tokens, some of them links, are its children."""


def pieces(text):
    """Yield each runnable piece of a block with its line and column in the block."""
    if ">>>" not in text:
        yield text, 0, 0
        return
    try:
        examples = doctest.DocTestParser().get_examples(text)
    except ValueError:  # a session that is cut short is no reason to lose the page
        return
    for example in examples:
        yield example.source, example.lineno, example.indent + 4


def syntax_trees(text):
    """Parse what can be parsed; a sketch in pseudo-code stays as it is."""
    for source, line, column in pieces(text):
        try:
            yield ast.parse(source), line, column
        except SyntaxError:
            continue


def imported_names(tree):
    """Map the names that import statements bind to what they stand for."""
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                names[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def public_names(package):
    """Map the names that users import to their full names: examples may take them as imported."""
    return {
        name: f"{package}.{name}" for name in importlib.import_module(package).__all__
    }


def names_in_module(module_name, package):
    """Map the global names of a module to where users import them from."""
    names = {}
    for name, value in vars(importlib.import_module(module_name)).items():
        if isinstance(value, types.ModuleType):
            names[name] = value.__name__
        elif getattr(value, "__module__", "").partition(".")[0] == package:
            names[name] = f"{package}.{getattr(value, '__qualname__', name)}"
    return names


def dotted(node):
    """Return ``np.random.rand`` for the tree of that expression, None for any other."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (head := dotted(node.value)):
        return f"{head}.{node.attr}"
    return None


def mentions(tree):
    """Yield every dotted name that is read or imported, with its line, column and length."""
    bound = {n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)}
    bound |= {
        n.id
        for n in ast.walk(tree)
        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and not node.level:
            for alias in node.names:
                yield f"{node.module}.{alias.name}", alias, len(alias.name), True
        name = dotted(node)
        if (
            name
            and name.partition(".")[0] not in bound
            and node.lineno == node.end_lineno
        ):
            yield name, node, node.end_col_offset - node.col_offset, False


def link_spans(text, names, known):
    """Return ``{(line, column): (length, full name)}`` for all names that are documented."""
    spans = {}
    for tree, line, column in syntax_trees(text):
        for name, node, length, is_full in mentions(tree):
            head, dot, rest = name.partition(".")
            full = name if is_full else names.get(head, "") + dot + rest
            place = (line + node.lineno, column + node.col_offset)
            # The longest chain wins: np.random.rand rather than np.random.
            if known(full) and spans.get(place, (0,))[0] < length:
                spans[place] = (length, full)
    return spans


def tokens_with_places(text, lexer_name):
    """Yield the tokens of a block, each with its line and column."""
    line, column = 1, 0
    for kind, value in get_lexer_by_name(lexer_name, stripnl=False).get_tokens(text):
        for part in value.splitlines(keepends=True):
            yield kind, part, (line, column)
            line, column = (
                (line + 1, 0) if part.endswith("\n") else (line, column + len(part))
            )


def add_token(parent, kind, value):
    """Write a token with the class its colour hangs on, shared by neighbours of one colour."""
    css = "" if kind in PLAIN else STANDARD_TYPES.get(kind, "")
    last = parent.children[-1] if parent.children else None
    if not css:
        parent += nodes.Text(value)
    elif isinstance(last, nodes.inline) and last["classes"] == [css]:
        last += nodes.Text(value)
    else:
        parent += nodes.inline("", value, classes=[css])


class LinkCode(SphinxPostTransform):
    """Write Python blocks token by token, with links; numbered or marked lines stay to Sphinx."""

    default_priority = (
        4  # before sphinx-gallery's own pass, which then finds nothing left to do
    )
    formats = ("html",)

    def run(self, **_kwargs):
        """Read the page from top to bottom, as Python would."""
        self.inventory = InventoryAdapter(self.env).main_inventory
        names = public_names(self.config.documented_package)
        for block in list(self.document.findall(nodes.literal_block)):
            lexer = PYTHON.get(block.get("language", "default").lower())
            if (
                lexer is None
                or block.rawsource != block.astext()
                or block.get("highlight_args")
            ):
                continue
            text = block.astext()
            lexer = "pycon" if text.lstrip().startswith(">>>") else lexer
            if module := block.get("names_from"):
                here = names_in_module(module, self.config.documented_package)
            else:
                for tree, _, _ in syntax_trees(text):
                    names |= imported_names(tree)
                here = names
            spans = link_spans(text, here, lambda full: self.lookup(full) is not None)
            block.replace_self(self.linked(block, lexer, spans))

    def lookup(self, name):
        """Return ``(page, anchor)`` in this site, an address elsewhere, or None."""
        if entry := self.env.domains["py"].objects.get(name):
            return entry.docname, entry.node_id
        for kind, entries in self.inventory.items():
            if kind.startswith("py:") and name in entries:
                return entries[name].uri
        return None

    def linked(self, block, lexer, spans):
        """Build the block token by token; tokens of one name share a link."""
        code = LinkedCode(language=lexer, classes=block["classes"], ids=block["ids"])
        into, stop = code, None
        # Sessions end in an empty line for doctest; readers need none.
        text = block.astext().rstrip("\n") + "\n"
        for kind, value, place in tokens_with_places(text, lexer):
            if stop is not None and place >= stop:
                into, stop = code, None
            if place in spans:
                length, full = spans[place]
                into, stop = self.reference(full), (place[0], place[1] + length)
                code += into
            add_token(into, kind, value)
        return code

    def reference(self, full):
        """Return an empty link to the documentation of a name."""
        found = self.lookup(full)
        if isinstance(found, str):
            return nodes.reference("", "", internal=False, refuri=found, reftitle=full)
        page, anchor = found
        builder = self.env._app.builder
        return make_refnode(builder, self.env.docname, page, anchor, [], full)


def visit_linked_code(self, node):
    """Open the same elements that a highlighted block has."""
    focus = self.focus_attribute(node.astext())
    css = f"highlight-{node['language']} notranslate"
    self.body.append(self.starttag(node, "div", "", CLASS=css))
    self.body.append(f'<div class="highlight"><pre{focus}>')


def depart_linked_code(self, _node):
    """Close them."""
    self.body.append("</pre></div></div>\n")


def setup(app):
    """Register the node and the pass."""
    app.add_node(LinkedCode, html=(visit_linked_code, depart_linked_code))
    app.add_post_transform(LinkCode)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
