"""Take away what Sphinx, the theme and sphinx-gallery write that no reader needs."""

from docutils import nodes
from pygments.formatters import HtmlFormatter
from pygments.token import STANDARD_TYPES, Text
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

#: How the style sheets and scripts of sphinx-gallery begin; book.css says how its parts look.
UNUSED = ("sg_", "sg-")
#: An archive of two files that have links of their own.
ARCHIVE = "sphx-glr-download-zip"
#: A link to a chapter, opened with a hint that shows formulas as they were typed.
THUMBNAIL = '<div class="sphx-glr-thumbcontainer"'
#: What furo lets scroll sideways: it gives a box the anchor of what is in it.
BOXES = {"table-wrapper", "math-wrapper"}
#: Tokens that book.css writes in the colour of the text around them.
PLAIN = {"n", "nn", "nx", "o", "p", "w"}


class ReadLess(SphinxTransform):
    """Drop archives, hints and pictures beside links from the API."""

    default_priority = 210  # before downloads and images are collected

    def apply(self, **_kwargs):
        """Walk the page once."""
        lists_chapters = self.env.docname.endswith("/index")
        for node in list(self.document.findall(nodes.Element)):
            if ARCHIVE in node["classes"] or (
                is_thumbnail(node) and not lists_chapters
            ):
                node.parent.remove(node)
            elif isinstance(node, nodes.raw) and node.astext().startswith(THUMBNAIL):
                node[:] = [nodes.Text(f"{THUMBNAIL}>")]


def is_thumbnail(node):
    """Tell the small picture of a chapter."""
    return isinstance(node, nodes.image) and "/images/thumb/" in node["uri"]


class WriteLess(SphinxPostTransform):
    """Take apart what says nothing about what is in it."""

    default_priority = 600  # after sphinx-gallery's links in code and furo's boxes
    formats = ("html",)

    def run(self, **_kwargs):
        """Look at the three kinds."""
        for word in list(self.document.findall(nodes.inline)):
            if len(word["classes"]) == 1 and PLAIN.issuperset(word["classes"]):
                word.parent.replace(word, word.children)
        for box in self.document.findall(nodes.container):
            if BOXES & set(box["classes"]):
                box["ids"] = []
        for items in list(self.document.findall(nodes.bullet_list)):
            paragraph = items.parent  # in the fields of the API, and HTML forbids it
            if isinstance(paragraph, nodes.paragraph):
                paragraph.parent.replace(paragraph, paragraph.children)


class PlainFormatter(HtmlFormatter):
    """Mark up in code only what has a colour of its own."""

    def format(self, tokens, file):
        """Write the other tokens as text."""
        fewer = [
            (Text if STANDARD_TYPES.get(kind) in PLAIN else kind, text)
            for kind, text in tokens
        ]
        super().format(fewer, file)


def mark_up_less(app):
    """Let the builder write code so; builders that write no code have no highlighter."""
    if highlighter := getattr(app.builder, "highlighter", None):
        highlighter.formatter = PlainFormatter


def drop_unused_files(app, _page, _template, context, _doctree):
    """Keep out of the head of a page what is unused, and what a book does not have at all."""
    for kind in ("css_files", "script_files"):
        context[kind] = [
            file
            for file in context[kind]
            if (path := app.outdir / (file.filename or "")).exists()
            and not path.name.startswith(UNUSED)
        ]


def setup(app):
    """Register the passes, and look at the files of a page after all are known."""
    app.add_transform(ReadLess)
    app.add_post_transform(WriteLess)
    app.connect("builder-inited", mark_up_less)
    app.connect("html-page-context", drop_unused_files, priority=900)
