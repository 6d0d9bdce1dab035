"""Put the scripts of interactive parts, and the data they start from, inside the page.

Browsers refuse to load a module from a page on disk, so a module stands in its page, and only
there. Its source is a file of its own in ``docs/_ext/live``, and so is each module that it imports.
"""

import json
import re
from pathlib import Path

from _ext.figures.svg_figures import frame, to_svg
from docutils import nodes
from sphinx.errors import ExtensionError

SOURCES = Path(__file__).parent
#: An import of a neighbour, which has to stand on one line.
IMPORT = re.compile(r'^import .+ from "\./(\w+)\.js";\n', re.MULTILINE)
#: A comment on lines of its own: for those who read the file, not for each visitor of the page.
COMMENT = re.compile(r"^ *(?://[^\n]*|/\*\*.*?\*/)\n", re.MULTILINE | re.DOTALL)
#: A name that a module gives away to all that stand with it in one script.
NAME = re.compile(r"^(?:export )?(?:const|let|function|class) (\w+)", re.MULTILINE)


def drawn(figure, where):
    """Return a figure as SVG for the page, and where its axes lie in it."""
    return to_svg(figure, where), frame(*figure.axes)


def files(name):
    """Return the file of a module behind those of the modules that it imports."""
    path = SOURCES / f"{name}.js"
    neighbours = IMPORT.findall(path.read_text(encoding="utf-8"))
    imported = [file for neighbour in neighbours for file in files(neighbour)]
    return list(dict.fromkeys([*imported, path]))


def script(name):
    """Return a node with the module ``docs/_ext/live/<name>.js`` and what it imports, as one."""
    paths = files(name)
    sources = [IMPORT.sub("", path.read_text(encoding="utf-8")) for path in paths]
    content = COMMENT.sub("", "\n".join(sources))
    if any(end in content.lower() for end in ("</script", "<!--")):
        raise ExtensionError(f"{name}.js: write this end of a script in two pieces")
    names = NAME.findall(content)
    if twice := {one for one in names if names.count(one) > 1}:
        raise ExtensionError(f"{name}.js: rename {min(twice)}, an import has that name")
    element = f'<script type="module">\n{content.rstrip()}\n</script>\n'
    return nodes.raw("", element, format="html", paths=[str(path) for path in paths])


def data(identifier, value):
    """Return a node with a value as JSON, for a script on the same page."""
    text = json.dumps(value, allow_nan=False).replace("<", r"\u003c")
    element = f'<script type="application/json" id="{identifier}">\n{text}\n</script>\n'
    return nodes.raw("", element, format="html")


def note_sources(app, doctree):
    """Read a page again when one of its scripts has changed."""
    for node in doctree.findall(nodes.raw):
        for path in node.get("paths", []):
            app.env.note_dependency(path)


def setup(app):
    """Look at every page for the files of its scripts."""
    app.connect("doctree-read", note_sources)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
