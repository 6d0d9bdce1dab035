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
CONTROL = re.compile(r"<(button|form|input|select|textarea)\b")
#: Entities that XML knows by itself.
XML_ENTITIES = {"amp", "lt", "gt", "quot", "apos"}
#: What a page holds that its entry in the manifest has to say.
PROPERTIES = {"mathml": "<math", "svg": "<svg"}
#: What any element may have in MathML Core, and mstyle alone before.
STYLE = ("displaystyle", "scriptlevel")
NAMESPACES = {
    "<math": '<math xmlns="http://www.w3.org/1998/Math/MathML"',
    "<svg": '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"',
    "<use href": "<use xlink:href",
}


def as_mathml_3(formula):
    """Write MathML Core, which browsers read, as the older MathML of e-readers."""
    tree = ElementTree.fromstring(formula[0])
    for parent in list(tree.iter()):
        parent.attrib.pop("form", None)  # checkers take it for that of HTML
        for place, child in enumerate(parent):
            style = {
                name: child.attrib.pop(name) for name in STYLE if name in child.attrib
            }
            if style:
                parent[place] = ElementTree.Element("mstyle", style)
                parent[place].append(child)
    return ElementTree.tostring(tree, encoding="unicode")


def as_xml(body):
    """Write the HTML of a page as e-readers need it."""
    body = re.sub(
        r"&(\w+);",
        lambda m: m[0] if m[1] in XML_ENTITIES else html.unescape(m[0]),
        body,
    )
    body = re.sub(r"<math[\s>].*?</math>", as_mathml_3, body, flags=re.DOTALL)
    for plain, named in NAMESPACES.items():
        body = re.sub(rf"{plain}(?=[\s=>])", named, body)
    # A variable is the page's colour; books have no variables, and their page shows through.
    body = body.replace("var(--figure-paper)", "none")
    body = re.sub(r"<path(?![^>]* d=)[^>]*/>", "", body)  # Matplotlib's empty lines
    return re.sub(r' tooltip="[^"]*"', "", body)


class Book(Epub3Builder):
    """Sphinx's builder, with a manifest that is complete."""

    media_types = Epub3Builder.media_types | {
        ".woff2": "font/woff2",
        ".txt": "text/plain",
    }

    def build_content(self):
        """Leave out what no page asks for, then declare what the pages hold."""
        self.leave_out_unused()
        super().build_content()
        manifest = Path(self.outdir, "content.opf")
        entries = re.sub(
            r'(<item id="[^"]+" href="([^"]+)" media-type="[^"]+") />',
            lambda m: f"{m[1]}{self.properties(m[2])}/>",
            manifest.read_text(encoding="utf-8"),
        )
        manifest.write_text(entries, encoding="utf-8")

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

    def leave_out_unused(self):
        """Remove pages of earlier builds, and files that belong to the site alone."""
        outdir = Path(self.outdir)
        pages = [Path(self.get_outfilename(name)) for name in self.env.found_docs]
        for path in {*outdir.rglob(f"*{self.out_suffix}")} - {*pages}:
            path.unlink()
        askers = [*pages, *(outdir / "_static" / name for name in STYLES)]
        asked = "\n".join(path.read_text(encoding="utf-8") for path in askers)
        cover, _ = self.config.epub_cover
        for path in [*outdir.glob("_images/*"), *outdir.glob("_static/**/*.*")]:
            is_licence = path.suffix == ".txt"
            if not (f"/{path.name}" in asked or is_licence or path == outdir / cover):
                path.unlink()

    def properties(self, href):
        """Return the properties of a file, as the manifest writes them."""
        if href == self.config.epub_cover[0]:
            return ' properties="cover-image"'
        if not href.endswith(self.out_suffix):
            return ""
        page = Path(self.outdir, href).read_text(encoding="utf-8")
        found = [name for name, mark in PROPERTIES.items() if mark in page]
        return f' properties="{" ".join(found)}"' if found else ""


class LeaveOut(SphinxPostTransform):
    """Drop what a book cannot offer: downloads, and controls that a script would wake."""

    default_priority = 3

    def run(self, **_kwargs):
        """Drop it from books alone."""
        if self.env._app.builder.name == Book.name:
            for node in list(self.document.findall(nodes.Element)):
                is_control = isinstance(node, nodes.raw) and CONTROL.search(
                    node.astext()
                )
                if is_control or DOWNLOADS & set(node["classes"]):
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
