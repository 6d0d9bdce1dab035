"""Make the pages a book for e-readers, beside the site and from the same reading of the sources.

Sphinx's own builder makes it. E-readers run no scripts, show no listings and want to be told which
page holds mathematics and pictures.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

from _ext.pages.leftovers import is_thumbnail
from docutils import nodes
from sphinx.builders.epub3 import Epub3Builder
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.fileutil import copy_asset

#: Where the parts of the book lie, beside the site. Hosts give "epub" a meaning of their own.
WORKSHOP = "ebook"
#: Links to downloads, which a book does not have, and code that only draws.
LEFT_OUT = {"sphx-glr-download-link-note", "sphx-glr-footer", "drawing"}
#: A script, or a part that waits for one.
FOR_BROWSERS = re.compile(r"<script\b|<\w+[^>]* hidden\b")
#: What a page holds that its entry in the manifest has to say.
PROPERTIES = {"mathml": "<math", "svg": "<svg"}
#: What e-readers do not know of figures, and what they know instead.
BY_THE_BOOK = {
    "<svg ": '<svg xmlns="http://www.w3.org/2000/svg" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" ',
    ' href="#': ' xlink:href="#',
    "var(--figure-paper)": "none",
}
OPF = "http://www.idpf.org/2007/opf"
#: The first moment that zip files can tell.
YEAR_OF_ZIP = (1980, 1, 1, 0, 0, 0, 0, 0, -1)


class Book(Epub3Builder):
    """Sphinx's builder, with what pages ask for alone and a manifest that is complete."""

    media_types = Epub3Builder.media_types | {
        ".woff2": "font/woff2",
        ".txt": "text/plain",
    }

    def copy_static_files(self):
        """Take styles, fonts with their licences, and the cover along."""
        source, static = self.srcdir / "_static", self.outdir / "_static"
        copy_asset(source / "fonts", static / "fonts")
        copy_asset(self.srcdir / self.config.epub_cover[0], static)
        copy_asset(Path(__file__).with_suffix(".css"), static)
        self.create_pygments_style_file()

    def gen_pages_from_extensions(self):
        """Write none: they lead from old addresses to new ones, which a book does not have."""

    def build_content(self):
        """Say in the manifest what the pages hold."""
        super().build_content()
        path = self.outdir / "content.opf"
        ElementTree.register_namespace("", OPF)
        manifest = ElementTree.parse(path)
        for item in manifest.iterfind(f".//{{{OPF}}}item[@id]"):
            if held := self.properties(item.get("href")):
                item.set("properties", " ".join(held))
        manifest.write(path, encoding="utf-8", xml_declaration=True)

    def properties(self, href):
        """Return what a part of the book has to be declared with."""
        if href == self.config.epub_cover[0]:
            return ["cover-image"]
        if href == "nav.xhtml" or not href.endswith(self.out_suffix):
            return []
        page = (self.outdir / href).read_text(encoding="utf-8")
        return [name for name, mark in PROPERTIES.items() if mark in page]

    def build_epub(self):
        """Zip the parts as if all were of one age, as their own differs from build to build."""
        for part in self.outdir.rglob("*"):
            os.utime(part, 2 * (time.mktime(YEAR_OF_ZIP),))
        super().build_epub()


def as_figure_of_a_book(html):
    """Write a figure with older links, and let the paper of the book show through."""
    for of_page, of_book in BY_THE_BOOK.items():
        html = html.replace(of_page, of_book)
    return html


class ForBooks(SphinxPostTransform):
    """Drop what a book cannot offer: downloads, thumbnails, drawing code, what needs a script."""

    default_priority = 3
    builders = (Book.name,)

    def run(self, **_kwargs):
        """Look at every part of the page."""
        for node in list(self.document.findall(nodes.Element)):
            html = node.astext() if isinstance(node, nodes.raw) else ""
            is_missing = LEFT_OUT & set(node["classes"]) or is_thumbnail(node)
            if is_missing or FOR_BROWSERS.match(html):
                node.parent.remove(node)
            elif "<svg " in html:
                node[:] = [nodes.Text(as_figure_of_a_book(html))]


def is_current(book, app):
    """Say whether nothing that goes into the book is younger than it."""
    sources = [app.doctreedir / "environment.pickle", app.confdir / "conf.py"]
    for folder in ("_ext", "_static", "_templates"):
        sources += app.srcdir.glob(f"{folder}/**/*.*")
    youngest = max(source.stat().st_mtime for source in sources)
    return book.is_file() and book.stat().st_mtime > youngest


def build_along(app, exception):
    """Build the book after the site, which offers it, from what was read for the site."""
    name = f"{app.config.epub_basename}.epub"
    offered = app.outdir / name
    if exception or app.builder.name != "html" or is_current(offered, app):
        return
    folder = app.outdir.with_name(WORKSHOP)
    shutil.rmtree(folder, ignore_errors=True)  # pages that are no more
    strict = ["-W", "--keep-going"] if app.warningiserror else []
    command = [sys.executable, "-m", "sphinx", "-q", "-b", Book.name, *strict]
    places = ["-d", app.doctreedir, app.srcdir, folder]
    if subprocess.run([*command, *places]).returncode:
        raise ExtensionError("the book for e-readers has errors; see above")
    shutil.copyfile(folder / name, offered)


def setup(app):
    """Register the builder and the passes."""
    app.add_builder(Book, override=True)
    app.add_post_transform(ForBooks)
    app.connect("build-finished", build_along)
