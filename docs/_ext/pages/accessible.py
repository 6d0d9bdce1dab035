"""Mend what the theme leaves out for readers without a mouse or without sight.

What can be written right at once is written here; landmarks and headings that belong to the
theme's own templates are in ``_templates``.
"""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

#: Longest line of code, in characters, that a phone shows without scrolling.
PHONE_LINE = 40
#: What the theme's scrolling boxes hold.
SCROLLING = {"table-wrapper": "Table", "math-wrapper": "Equation"}


class BookTranslator(HTML5Translator):
    """Sphinx's HTML writer, with scrolling parts that the keyboard can reach."""

    def focus_attribute(self, code):
        """Return a tab stop for code that may scroll, and none for code that cannot."""
        longest = max(map(len, code.splitlines()), default=0)
        return ' tabindex="0"' if longest > PHONE_LINE else ""

    def visit_literal_block(self, node):
        """Add the tab stop to a highlighted block."""
        start = len(self.body)
        try:
            super().visit_literal_block(node)
        finally:
            focus = self.focus_attribute(node.astext())
            written = "".join(self.body[start:])
            self.body[start:] = [re.sub(r"<pre(?=>)", f"<pre{focus}", written, count=1)]


class ScrollBox(nodes.General, nodes.Element):
    """A box that may scroll sideways: the keyboard can reach it and it has a name."""


class NameScrollingBoxes(SphinxPostTransform):
    """Replace the boxes in which the theme lets wide tables and equations scroll."""

    default_priority = 600  # after the theme has made them
    formats = ("html",)

    def run(self, **_kwargs):
        """Keep what is in a box; the anchor is on its content already."""
        for box in list(self.document.findall(nodes.container)):
            for css_class, name in SCROLLING.items():
                if css_class in box["classes"]:
                    box.replace_self(
                        ScrollBox("", *box.children, css_class=css_class, name=name)
                    )


class UnwrapLists(SphinxPostTransform):
    """Take lists out of the paragraphs around them, which HTML cannot hold."""

    default_priority = 600
    formats = ("html",)

    def run(self, **_kwargs):
        """Look where Sphinx does that: in the fields of an API entry."""
        for listed in list(self.document.findall(nodes.bullet_list)):
            if isinstance(listed.parent, nodes.paragraph):
                listed.parent.replace_self(listed.parent.children)


def visit_scroll_box(self, node):
    """Open a named box."""
    label = f'role="group" aria-label="{node["name"]}" tabindex="0"'
    self.body.append(f'<div class="{node["css_class"]} container" {label}>\n')


def depart_scroll_box(self, _node):
    """Close it."""
    self.body.append("</div>\n")


def setup(app):
    """Use the translator for HTML pages, and name the boxes."""
    for builder in ("html", "epub"):
        app.set_translator(builder, BookTranslator)
    app.add_node(ScrollBox, html=(visit_scroll_box, depart_scroll_box))
    app.add_post_transform(NameScrollingBoxes)
    app.add_post_transform(UnwrapLists)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
