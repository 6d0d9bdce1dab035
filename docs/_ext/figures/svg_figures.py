"""Show gallery figures as SVG inside the page.

A figure inside the page follows the light and dark switch, scales with the column and carries a
spoken label. Labels stay text, set in the font whose widths Matplotlib used to lay them out; the
site ships that font, so the figure looks on every machine as it does after running the script.
"""

import inspect
import io
import re
from pathlib import Path
from pkgutil import resolve_name

import matplotlib
import matplotlib.pyplot as plt
import matplotlib.style
import numpy as np
from _ext.figures.page_svg import adapt
from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

SCRAPED = """
.. container:: figure-block

   .. raw:: html
      :file: {file}

"""


def scrape(block, block_vars, _gallery_conf):
    """Save the one figure of a cell and return the directive that shows it."""
    figures = [plt.figure(number) for number in plt.get_fignums()]
    if not figures:
        return ""
    where = f"{Path(block_vars['src_file']).name}, cell at line {block[2]}"
    plt.close("all")
    if len(figures) > 1:  # a reader can compare a text with one at a time
        raise ExtensionError(f"{where}: {len(figures)} figures; draw one figure a cell")
    png = Path(next(block_vars["image_path_iterator"]))
    html = html_of(to_svg(*figures, where))
    png.with_suffix(".html").write_text(html, encoding="utf-8")
    # The PNG is the thumbnail: it has to stand on its own paper, whatever the page's colours.
    figures[0].savefig(png, dpi=120, facecolor="white", metadata={"Software": None})
    return SCRAPED.format(file=f"{png.parent.name}/{png.stem}.html")


def label_of(figure):
    """Return what a screen reader says: the figure's label, or else the titles of its axes."""
    titles = (axes.get_title("left") for axes in figure.axes)
    return str(figure.get_label()) or ". ".join(filter(None, titles))


def to_svg(figure, where):
    """Draw a figure as SVG ready to stand inside a page."""
    figure.draw_without_rendering()  # the layout is final only after drawing
    return adapt(draw(figure, fonttype="none", salt=where), label_of(figure))


def draw(figure, *, fonttype, salt):
    """Return Matplotlib's SVG of a figure, the same bytes every time."""
    buffer = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": fonttype, "svg.hashsalt": salt}):
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    return buffer.getvalue()


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


def html_of(svg):
    """Wrap the SVG so that it scales with the column and scrolls inside itself if it must."""
    width = float(re.search(r'viewBox="\S+ \S+ (\S+)', svg)[1])
    box = f'<div class="inline-figure" style="--natural: {width:.0f}px">'
    return f"{box}<div>{svg}</div></div>"


def figure_node(svg, caption=()):
    """Return a figure, and perhaps its caption, for a page that a directive writes."""
    figure = nodes.container(classes=["figure-block"])
    figure += nodes.raw("", html_of(svg), format="html")
    if caption:
        figure += nodes.paragraph("", "", *caption, classes=["figure-caption"])
    return figure


class DrawnFigure(SphinxDirective):
    """Draw the figure that a function returns; the body of the directive is its caption."""

    required_arguments = 1
    has_content = True

    def run(self):
        """Draw in the look of the book."""
        (name,) = self.arguments
        function = resolve_name(name)
        self.env.note_dependency(inspect.getsourcefile(function))
        with matplotlib.style.context("linreg.book"):
            svg = to_svg(function(), name)
        caption, _ = self.parse_inline("\n".join(self.content))
        return [figure_node(svg, caption)]


def setup(app):
    """Register the directive; conf.py names the scraper."""
    app.add_directive("drawn-figure", DrawnFigure)
