"""Make the pages a book for e-readers, beside the site and from the same reading of the sources.

E-readers parse XML, so what browsers forgive has to be right: namespaces, entities, a manifest
that says which page holds mathematics and pictures. They run no scripts and show no listings.
"""

import html
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from _ext.pages.leftovers import is_thumbnail
from docutils import nodes
from sphinx.builders.epub3 import Epub3Builder
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform

#: The styles of the book; those of the site ask for more than e-readers know.
STYLES = ("pygments.css", "ebook.css")
#: Where the parts of the book lie, beside the site. Hosts give "epub" a meaning of their own.
WORKSHOP = "ebook"
#: Links to downloads, which a book does not have.
DOWNLOADS = {"sphx-glr-download-link-note", "sphx-glr-footer"}
#: A script, or a part that waits for one.
FOR_BROWSERS = re.compile(r"<script\b|<\w+[^>]* hidden\b")
#: Names of characters that HTML knows and XML does not.
ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)\w+;")
#: What a page holds that its entry in the manifest has to say.
PROPERTIES = {"mathml": "<math", "svg": "<svg"}
OPF = "{http://www.idpf.org/2007/opf}"
#: What any element may have in MathML Core, and mstyle alone before.
STYLE = ("displaystyle", "scriptlevel")
XMLNS = {
    "math": {"xmlns": "http://www.w3.org/1998/Math/MathML"},
    "svg": {
        "xmlns": "http://www.w3.org/2000/svg",
        "xmlns:xlink": "http://www.w3.org/1999/xlink",
    },
}


def as_xml(body):
    """Write the HTML of a page as e-readers need it."""
    page = ElementTree.fromstring(
        f"<body>{ENTITY.sub(lambda name: html.unescape(name[0]), body)}</body>"
    )
    for element in list(page.iter()):
        if element.tag == "math":
            as_mathml_3(element)
        elif element.tag == "svg":
            as_picture_of_a_book(element)
        element.attrib.update(XMLNS.get(element.tag, {}))
    written = ElementTree.tostring(page, encoding="unicode")
    return written.removeprefix("<body>").removesuffix("</body>")


def as_mathml_3(formula):
    """Turn MathML Core, which browsers read, into the older MathML of e-readers."""
    for parent in list(formula.iter()):
        parent.attrib.pop("form", None)  # checkers take it for that of HTML
        for place, child in enumerate(parent):
            style = {key: child.attrib.pop(key) for key in STYLE if key in child.attrib}
            if style:
                parent[place] = ElementTree.Element("mstyle", style)
                parent[place].append(child)


def as_picture_of_a_book(svg):
    """Use older links, no variables of the page (its paper shows through), no empty lines."""
    for parent in list(svg.iter()):
        for child in list(parent):
            if child.tag == "path" and "d" not in child.attrib:
                parent.remove(child)
        if parent.tag == "use":
            parent.set("xlink:href", parent.attrib.pop("href"))
        for name, value in parent.items():
            parent.set(name, value.replace("var(--figure-paper)", "none"))


class Book(Epub3Builder):
    """Sphinx's builder, with what pages ask for alone and a manifest that is complete."""

    media_types = Epub3Builder.media_types | {
        ".woff2": "font/woff2",
        ".txt": "text/plain",
    }

    def copy_static_files(self):
        """Take styles, fonts with their licences, and the cover along."""
        static = Path(self.outdir, "_static")
        shutil.copytree(
            Path(self.srcdir, "_static", "fonts"), static / "fonts", dirs_exist_ok=True
        )
        cover, _ = self.config.epub_cover
        shutil.copy(Path(self.srcdir, cover), static)
        shutil.copy(Path(__file__).with_suffix(".css"), static)
        self.create_pygments_style_file()

    def build_content(self):
        """Say in the manifest what the pages hold."""
        super().build_content()
        path = Path(self.outdir, "content.opf")
        ElementTree.register_namespace("", OPF.strip("{}"))
        manifest = ElementTree.parse(path)
        for item in manifest.iterfind(f".//{OPF}item"):
            if held := self.properties(item.get("href")):
                item.set("properties", " ".join(held))
        manifest.write(path, encoding="utf-8", xml_declaration=True)

    def properties(self, href):
        """Return what a part of the book has to be declared with."""
        if href == self.config.epub_cover[0]:
            return ["cover-image"]
        if href == "nav.xhtml" or not href.endswith(self.out_suffix):
            return []
        page = Path(self.outdir, href).read_text(encoding="utf-8")
        return [name for name, mark in PROPERTIES.items() if mark in page]

    def build_epub(self):
        """Zip the parts without the times of their files, which differ from build to build."""
        parts = ["mimetype", "META-INF/container.xml", "content.opf", "toc.ncx"]
        name = f"{self.config.epub_basename}.epub"
        with ZipFile(Path(self.outdir, name), "w") as book:
            for part in [*parts, *self.files]:
                entry = ZipInfo(part)  # of 1980, where the calendar of zip files begins
                is_mark = part == "mimetype"  # which readers look for as plain bytes
                entry.compress_type = ZIP_STORED if is_mark else ZIP_DEFLATED
                book.writestr(entry, Path(self.outdir, part).read_bytes())


class LeaveOut(SphinxPostTransform):
    """Drop what a book cannot offer: downloads, thumbnails, and what only a script would show."""

    default_priority = 3
    builders = (Book.name,)

    def run(self, **_kwargs):
        """Look at every part of the page."""
        for node in list(self.document.findall(nodes.Element)):
            waits = isinstance(node, nodes.raw) and FOR_BROWSERS.match(node.astext())
            if waits or DOWNLOADS & set(node["classes"]) or is_thumbnail(node):
                node.parent.remove(node)


def prepare_page(app, _page, _template, context, _doctree):
    """Write a page of the book as XML, with the styles of the book and no scripts."""
    if app.builder.name == Book.name:
        context["css_files"] = [
            css for css in context["css_files"] if css.filename.endswith(STYLES)
        ]
        context["script_files"] = []
        if "body" in context:
            context["body"] = as_xml(context["body"])


def is_current(book, app):
    """Say whether nothing that goes into the book is younger than it."""
    sources = [Path(app.doctreedir, "environment.pickle"), Path(app.confdir, "conf.py")]
    for folder in ("_ext", "_static", "_templates"):
        sources += Path(app.srcdir, folder).glob("**/*.*")
    youngest = max(source.stat().st_mtime for source in sources)
    return book.is_file() and book.stat().st_mtime > youngest


def build_along(app, exception):
    """Build the book after the site, which offers it, from what was read for the site."""
    name = f"{app.config.epub_basename}.epub"
    offered = Path(app.outdir, name)
    if exception or app.builder.name != "html" or is_current(offered, app):
        return
    folder = Path(app.outdir).with_name(WORKSHOP)
    shutil.rmtree(folder, ignore_errors=True)  # pages that are no more
    strict = ["-W", "--keep-going"] if app.warningiserror else []
    command = [sys.executable, "-m", "sphinx", "-q", "-b", Book.name, *strict]
    places = ["-d", app.doctreedir, app.srcdir, folder]
    if subprocess.run([*command, *places]).returncode:
        raise ExtensionError("the book for e-readers has errors; see above")
    shutil.copyfile(folder / name, offered)


def setup(app):
    """Register the builder and the passes."""
    app.setup_extension("sphinx.builders.epub3")
    app.add_builder(Book, override=True)
    app.add_post_transform(LeaveOut)
    app.connect("html-page-context", prepare_page)
    app.connect("build-finished", build_along)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
