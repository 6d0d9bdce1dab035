"""Take away what sphinx-gallery adds to pages and no reader of them needs.

Each archive holds two files that have links of their own; the pictures beside the links of the
API are never shown, yet would be loaded; and some style sheets and scripts have nothing to do.
"""

from docutils import nodes
from sphinx.transforms import SphinxTransform

#: Files of sphinx-gallery for notebooks, data frames and tags, of which the book has none.
UNUSED = {
    "sg_gallery-binder.css",
    "sg_gallery-dataframe.css",
    "sg_gallery-rendered-html.css",
    "sg-tags.js",
}


class RemoveLeftovers(SphinxTransform):
    """Remove archives everywhere, and thumbnails outside the galleries' own pages."""

    default_priority = 210  # before downloads and images are collected

    def apply(self, **_kwargs):
        """Walk the page once."""
        for box in list(self.document.findall(nodes.container)):
            if "sphx-glr-download-zip" in box["classes"]:
                box.parent.remove(box)
        if not self.env.docname.startswith(f"{self.config.chapters_dir}/"):
            for image in list(self.document.findall(nodes.image)):
                if "/images/thumb/" in image["uri"]:
                    image.parent.remove(image)


def drop_unused_files(_app, _page, _template, context, _doctree):
    """Keep unused files out of the head of a page."""
    for kind in ("css_files", "script_files"):
        context[kind] = [file for file in context[kind] if name_of(file) not in UNUSED]


def name_of(file):
    """Return the last part of the path of a style sheet or script."""
    return str(file.filename).rpartition("/")[2]


def setup(app):
    """Register the transform, and look at the files of a page after all are known."""
    app.add_transform(RemoveLeftovers)
    app.connect("html-page-context", drop_unused_files, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
