"""Put interactive parts inside the page: their HTML, their scripts, and the data they start from.

Browsers refuse to load a module from a page on disk, so a module stands in its page, and only
there. Its source is a file of its own in ``docs/_ext/live``, and so is each module that it imports.
"""

import json
import re
from pathlib import Path

import matplotlib.style
from _ext.figures.svg_figures import frame, to_svg
from docutils import nodes
from jinja2 import Template
from sphinx.util.docutils import SphinxDirective

SOURCES = Path(__file__).parent
#: What stands in a template between pieces of which a book leaves out whole ones.
CUT = "<!-- -->\n"
#: An import of a neighbour, which has to stand on one line.
IMPORT = re.compile(r'^import .+ from "\./(\w+)\.js";\n', re.MULTILINE)
#: A comment on lines of its own: for those who read the file, not for each visitor of the page.
COMMENT = re.compile(r"^ *(?://[^\n]*|/\*\*.*?\*/)\n", re.MULTILINE | re.DOTALL)


class LivePart(SphinxDirective):
    """A part of a page, from files that bear the name of its directive."""

    def source(self, ending):
        """Return the path of a file of this part."""
        return SOURCES / f"{self.name.replace('-', '_')}{ending}"

    def depend_on(self, *paths):
        """Read the page again when a file changes."""
        for path in paths:
            self.env.note_dependency(str(path))

    def drawn(self, pictures, *given):
        """Draw pictures in the look of the book; return their SVG and where their axes lie."""
        words = self.name.replace("-", " ")
        with matplotlib.style.context("linreg.book"):
            figures = pictures(*given)
            svg = {key: to_svg(figures[key], f"{words}, {key}") for key in figures}
        return svg, {key: frame(*figures[key].axes) for key in figures}

    def page(self, **values):
        """Return the pieces of the page of this part, with values in their places."""
        path = self.source(".html")
        self.depend_on(path, self.source(".py"))
        page = Template(path.read_text(encoding="utf-8")).render(values)
        return [raw(piece) for piece in page.split(CUT)]

    def script(self, **values):
        """Return values as JSON, each under its name, and the script that starts from them."""
        paths = modules(self.source(".js"))
        self.depend_on(*paths)
        stored = [as_json(f"{self.name}-{key}", values[key]) for key in values]
        return [*map(raw, [*stored, bundle(paths)])]


def modules(path):
    """Return a module behind those that it imports, which import no others."""
    neighbours = IMPORT.findall(path.read_text(encoding="utf-8"))
    return [*map(path.with_stem, neighbours), path]


def bundle(paths):
    """Write modules, the last of which imports the others, as the one script of a page."""
    sources = [IMPORT.sub("", path.read_text(encoding="utf-8")) for path in paths]
    content = COMMENT.sub("", "\n".join(sources))
    return f'<script type="module">\n{content.rstrip()}\n</script>\n'


def as_json(identifier, value):
    """Write a value where a script of the same page finds it."""
    text = json.dumps(value, allow_nan=False).replace("<", r"\u003c")
    return f'<script type="application/json" id="{identifier}">\n{text}\n</script>\n'


def raw(html):
    """Return HTML as part of a page."""
    return nodes.raw("", html, format="html")
