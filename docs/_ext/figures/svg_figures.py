"""Show gallery figures as SVG inside the page.

A figure inside the page follows the light and dark switch, scales with the column and carries a
spoken label. Labels stay text, set in the font whose widths Matplotlib used to lay them out; the
site ships that font, so the figure looks on every machine as it does after running the script.
"""

import io
import re
import zlib
from pathlib import Path
from typing import ClassVar

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from _ext.figures import light_svg
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

#: Only these colours change with the page; every other colour has to suit both papers.
PAGE_COLOURS = {"#000000": "currentColor", "#ffffff": "var(--figure-paper)"}
#: Fonts of figure labels that book.css ships.
SHIPPED_FONTS = {"DejaVu Sans"}
#: Wider figures scroll sideways inside themselves on a phone (see book.css), in points.
WIDEST_ON_A_PHONE = 480
#: How far a figure may stick out of its own canvas, in inches; rounding needs a little.
TOLERANCE = 0.02
NO_BREAK_SPACE = "\u00a0"
#: What a script will move bears such a gid in Matplotlib and, as a class, in the page.
MOVING = r' id="(moving-\w+)"'


class FigureError(ExtensionError):
    """A figure that readers could not use."""


def scrape(block, block_vars, gallery_conf):
    """Save the one figure of a cell and return the directive that shows it."""
    numbers = plt.get_fignums()
    if not numbers:
        return ""
    where = f"{block_vars['src_file']}, cell at line {block[2]}"
    figure = only_figure(numbers, where)
    label = label_of(figure, where)
    insist_on_fit(figure, where)
    png = Path(next(block_vars["image_path_iterator"]))
    # The PNG is the thumbnail: it has to stand on its own paper, whatever the page's colours.
    figure.savefig(png, dpi=120, facecolor="white", metadata={"Software": None})
    png.with_suffix(".svg").write_text(
        to_svg(figure, label, png.stem), encoding="utf-8"
    )
    plt.close("all")
    page = png.with_suffix(".svg").relative_to(gallery_conf["src_dir"]).as_posix()
    return f"\n.. inline-svg:: /{page}\n\n"


def only_figure(numbers, where):
    """Insist on one figure a cell, because a reader can compare a text with one at a time."""
    if len(numbers) > 1:
        plt.close("all")
        raise FigureError(
            f"{where}: {len(numbers)} figures in one cell; draw one figure a cell"
        )
    return plt.figure(numbers[0])


def label_of(figure, where):
    """Return what a screen reader says: the figure's label, its title, or those of its axes."""
    axes_titles = [
        axes.get_title(loc=loc)
        for axes in figure.axes
        for loc in ("left", "center", "right")
    ]
    joined = ". ".join(filter(None, axes_titles))
    label = figure.get_label() or figure.get_suptitle() or joined
    if not str(label).strip():
        plt.close("all")
        raise FigureError(
            f"{where}: the figure has no title; say in one sentence what it shows"
        )
    return without_tex(str(label))


def insist_on_fit(figure, where):
    """Refuse a figure of which readers would miss a part, such as the end of a long title."""
    figure.draw_without_rendering()  # the layout is final only after drawing
    drawn = figure.get_tightbbox()
    width, height = figure.get_size_inches()
    out = max(-drawn.x0, -drawn.y0, drawn.x1 - width, drawn.y1 - height)
    if out > TOLERANCE:
        plt.close("all")
        raise FigureError(
            f"{where}: {out:.2f} inches are cut off; shorten a label or add room"
        )


def without_tex(text):
    r"""Reduce mathtext to words: ``$\hat y_1$`` becomes ``y hat 1``."""
    text = re.sub(r"\\(hat|bar|dot)\s*\{?(\w)\}?", r"\2 \1 ", text)
    text = re.sub(r"\\[,;!: ]", " ", text)
    text = re.sub(r"\\([a-zA-Z]+)", r"\1", text)
    return " ".join(re.sub(r"[${}_]", " ", text).split())


def to_svg(figure, label, prefix):
    """Draw a figure as SVG ready to stand inside a page."""
    svg = draw(figure, fonttype="none", salt=prefix)
    # Text in a font that readers may lack would come out with wrong widths: outlines are safe.
    if set(re.findall(r"font-family: '([^']+)'", svg)) - SHIPPED_FONTS:
        svg = draw(figure, fonttype="path", salt=prefix)
    return adapt(svg, label, prefix)


def draw(figure, *, fonttype, salt):
    """Return Matplotlib's SVG of a figure, the same bytes every time."""
    buffer = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": fonttype, "svg.hashsalt": salt}):
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    return buffer.getvalue()


def adapt(svg, label, prefix):
    """Make a stand-alone SVG file part of a page."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<!--.*?-->|<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    # A style element would reach every other figure of the page; book.css holds these rules.
    svg = re.sub(r"<style.*?</style>", "", svg, flags=re.DOTALL)
    # The families in the list stand in for one another; naming the first once is enough.
    svg = re.sub(r" font-family: '[^']+'[^;\"]*;?", "", svg)
    svg = re.sub(r' transform="rotate\(-?0 [^"]*"', "", svg)
    for fixed, following in PAGE_COLOURS.items():
        svg = svg.replace(f": {fixed}", f": {following}")
    svg = re.sub(MOVING, r' class="\1"', svg)
    svg = with_own_ids(svg, short_name(prefix)).replace("xlink:href", "href")
    svg = light_svg.lighten(join_letters(re.sub(r"\n\s*", "\n", svg)))
    view_box = re.search(r'viewBox="([^"]+)"', svg).group(1)
    head = (
        f'<svg viewBox="{view_box}" fill="currentColor" font-family="DejaVu Sans, sans-serif" '
        f'role="img" aria-label="{nodes.Text(label).translate(ATTRIBUTE)}">'
    )
    return re.sub(r"<svg[^>]*>", lambda _: head, svg, count=1).rstrip()


def frame(axes):
    """Return where drawn axes lie in the SVG, whose y points down, and what they span."""
    width, height = axes.figure.get_size_inches() * 72  # SVG counts 72 units an inch
    box = axes.get_position()
    spans = {"x": axes.get_xlim(), "y": axes.get_ylim()}
    if axes.get_yscale() == "log":
        spans["y"] = tuple(np.log10(spans["y"]).tolist())
    return spans | {
        "left": box.x0 * width, "right": box.x1 * width,
        "bottom": (1 - box.y0) * height, "top": (1 - box.y1) * height,
    }  # fmt: skip


def join_letters(svg):
    """Write neighbouring letters of a formula as one text, so that words can be found and read.

    Matplotlib places each letter by itself; a list of positions keeps every one in its place.
    """
    letter = r'<tspan x="([^"]+)" (y="[^"]+" style="[^"]+")>(&\w+;|[^<\u0300-\u036f])</tspan>\n'

    def joined(run):
        letters = re.findall(letter, run[0])
        positions = " ".join(x for x, _, _ in letters)
        # Browsers merge plain spaces and would then give each letter the place of another.
        text = "".join(letter for *_, letter in letters).replace(" ", NO_BREAK_SPACE)
        return f'<tspan x="{positions}" {run[2]}>{text}</tspan>\n'

    same_style = letter.replace(r'(y="[^"]+" style="[^"]+")', r"\2")
    return re.sub(f"{letter}(?:{same_style})+", joined, svg)


ATTRIBUTE = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def short_name(name):
    """Return a few letters for a name; they stand in a page hundreds of times."""
    return f"f{zlib.crc32(name.encode()):08x}"[:5]


def with_own_ids(svg, prefix):
    """Prefix and number the ids that are used, since two figures share a page; drop the others."""
    used = dict.fromkeys(re.findall(r'(?:url\(|xlink:href=")#([^)"]+)', svg))
    numbered = {old: f"{prefix}-{number}" for number, old in enumerate(used, start=1)}
    svg = re.sub(
        r' id="([^"]+)"',
        lambda m: f' id="{numbered[m[1]]}"' if m[1] in numbered else "",
        svg,
    )
    return re.sub(
        r'((?:url\(|xlink:href=")#)([^)"]+)', lambda m: m[1] + numbered[m[2]], svg
    )


def figure_node(svg, caption=None):
    """Wrap the SVG so that it scales with the column and scrolls inside itself if it must."""
    width = float(re.search(r'viewBox="\S+ \S+ (\S+)', svg).group(1))
    keyboard = ' tabindex="0"' if width > WIDEST_ON_A_PHONE else ""
    scroller = f"<div{keyboard}>{svg}</div>"
    figure = (
        f'<div class="inline-figure" style="--natural: {width:.0f}px">{scroller}</div>'
    )
    wrapper = nodes.container(classes=["figure-block"])
    wrapper += nodes.raw("", figure, format="html")
    if caption:
        wrapper += nodes.paragraph("", "", *caption, classes=["figure-caption"])
    return wrapper


class InlineSvg(SphinxDirective):
    """Place an SVG file, named by its path from the documentation root, in the page."""

    required_arguments = 1

    def run(self):
        """Read the file and note that this page depends on it."""
        path = Path(self.env.srcdir, self.arguments[0].lstrip("/"))
        return [self.read(path)]

    def read(self, path, caption=None):
        """Return the figure of a file."""
        if not path.is_file():
            raise self.error(f"no figure at {path.relative_to(self.env.srcdir)}")
        self.env.note_dependency(str(path))
        return figure_node(path.read_text(encoding="utf-8"), caption)


class GalleryFigure(InlineSvg):
    """Place the N-th figure of a gallery script: ``1_the_post/plot_5_training 3``.

    The figure is the one that the script drew for its own page. The caption is the body of the
    directive.
    """

    required_arguments = 2
    has_content = True
    option_spec: ClassVar = {"class": directives.class_option}

    def run(self):
        """Find the file that the scraper wrote for this script and this number."""
        script, number = self.arguments
        folder, _, name = script.rpartition("/")
        gallery = Path(self.env.srcdir, self.config.chapters_dir, folder)
        caption = None
        if self.content:
            caption = self.parse_inline("\n".join(self.content))[0]
        figure = self.read(
            gallery / "images" / f"sphx_glr_{name}_{int(number):03}.svg", caption
        )
        figure["classes"] += self.options.get("class", [])
        return [figure]


def setup(app):
    """Register both directives."""
    app.add_config_value("chapters_dir", "chapters", "env", str)
    app.add_directive("inline-svg", InlineSvg)
    app.add_directive("gallery-figure", GalleryFigure)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
