"""Put the scripts of interactive parts, and the data they start from, inside the page.

Browsers refuse to load a module from a page on disk, so a module stands in its page, and only
there. Its source is a file of its own in ``docs/_ext/live``, and so is each module that it imports.
Books and prints get neither.
"""

import json
import re
from pathlib import Path

from docutils import nodes
from sphinx.errors import ExtensionError

SOURCES = Path(__file__).parent
#: An import of a neighbour, which has to stand on one line.
IMPORT = re.compile(r'^import .+ from "\./(\w+)\.js";\n', re.MULTILINE)
#: Writers of formats in which no script runs.
SILENT = ("latex", "man", "texinfo", "text")


class Widget(nodes.General, nodes.Element):
    """A script element: its type, its content and perhaps an id and the files it is from."""


def files(name):
    """Return the file of a module behind those of the modules that it imports."""
    path = SOURCES / f"{name}.js"
    neighbours = IMPORT.findall(path.read_text(encoding="utf-8"))
    imported = [file for neighbour in neighbours for file in files(neighbour)]
    return list(dict.fromkeys([*imported, path]))


def script(name):
    """Return a node with the module ``docs/_ext/live/<name>.js`` and what it imports, as one."""
    paths = files(name)
    content = "\n".join(
        IMPORT.sub("", path.read_text(encoding="utf-8")) for path in paths
    )
    if any(end in content.lower() for end in ("</script", "<!--")):
        raise ExtensionError(f"{name}.js: write this end of a script in two pieces")
    return Widget(type="module", content=content, paths=[str(path) for path in paths])


def data(identifier, value):
    """Return a node with a value as JSON, for a script on the same page."""
    text = json.dumps(value, allow_nan=False).replace("<", r"\u003c")
    return Widget(type="application/json", content=text, identifier=identifier)


def note_sources(app, doctree):
    """Read a page again when one of its scripts has changed."""
    for widget in doctree.findall(Widget):
        for path in widget.get("paths", []):
            app.env.note_dependency(path)


def visit_widget(self, node):
    """Write the script, unless the pages go into a book."""
    if not self.builder.embedded:
        name = f' id="{node["identifier"]}"' if "identifier" in node else ""
        self.body.append(
            f'<script type="{node["type"]}"{name}>\n{node["content"].rstrip()}\n</script>\n'
        )
    raise nodes.SkipNode


def skip_widget(_self, _node):
    """Write nothing."""
    raise nodes.SkipNode


def setup(app):
    """Teach the writers the node."""
    silent = dict.fromkeys(SILENT, (skip_widget, None))
    app.add_node(Widget, html=(visit_widget, None), **silent)
    app.connect("doctree-read", note_sources)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
