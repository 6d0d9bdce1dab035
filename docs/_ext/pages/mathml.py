"""Turn TeX into MathML while the site is built.

Browsers draw MathML themselves, so pages need no script and no foreign host. A formula that
cannot be converted is a warning, and under ``-W`` a warning stops the build.
"""

import re
from html import escape
from xml.etree import ElementTree

from docutils import nodes
from math_core import LatexError, LatexToMathML
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

logger = logging.getLogger(__name__)
MATHML = "http://www.w3.org/1998/Math/MathML"
#: What any element may have in MathML Core, and mstyle alone before.
STYLE = ("displaystyle", "scriptlevel")
converter = LatexToMathML(fancy_error=False)
#: What the small words beside the number of an equation lead to.
LEDGER = "The code that computes this equation, and its tests"


def display_tex(tex):
    """Put a display of several lines, or with places to align, into the environment for it."""
    tex = r" \\ ".join(part.strip() for part in tex.split("\n\n") if part.strip())
    outside = re.sub(r"\\begin\{(\w+\*?)\}.*\\end\{\1\}", "", tex, flags=re.DOTALL)
    if r"\\" in outside or re.search(r"(?<!\\)&", outside):
        tex = rf"\begin{{aligned}} {tex} \end{{aligned}}"
    return tex


def to_mathml(tex, *, display, location=None):
    """Convert one formula; show its source and warn when that fails."""
    try:
        mathml = converter.convert_with_local_state(tex, displaystyle=display)
    except LatexError as error:
        logger.warning(
            "TeX error in %r: %s", tex, str(error).strip(), location=location
        )
        return f"<code>{escape(tex)}</code>"
    # The one sign that the converter names as HTML does and XML does not.
    return mathml.replace("&ApplyFunction;", "\u2061")


def for_books(mathml, source):
    """Turn MathML Core into the older MathML of e-readers, with its source for those without."""
    formula = ElementTree.fromstring(mathml)
    formula.attrib |= {"xmlns": MATHML, "alttext": " ".join(source.split())}
    for parent in list(formula.iter()):
        parent.attrib.pop("form", None)  # checkers take it for that of HTML
        for place, child in enumerate(parent):
            style = {key: child.attrib.pop(key) for key in STYLE if key in child.attrib}
            if style:
                parent[place] = ElementTree.Element("mstyle", style)
                parent[place].append(child)
    return ElementTree.tostring(formula, encoding="unicode")


def formula(writer, node, *, display):
    """Convert the formula of a node."""
    source = node.astext()
    tex = display_tex(source) if display else source
    mathml = to_mathml(tex, display=display, location=node)
    return for_books(mathml, source) if writer.builder.embedded else mathml


def visit_inline(self, node):
    """Write an inline formula."""
    tag = self.starttag(node, "span", "", CLASS="math notranslate nohighlight")
    self.body.append(f"{tag}{formula(self, node, display=False)}</span>")
    raise nodes.SkipNode


def visit_display(self, node):
    """Write a formula on a line of its own, with its number and links if it has a label."""
    self.body.append(self.starttag(node, "div", CLASS="math notranslate nohighlight"))
    self.body.append(formula(self, node, display=True))
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, "Link to this equation")
        if beside := node.get("ledger"):
            uri, words = beside
            link = f'class="ledger-link" href="{uri}" title="{LEDGER}"'
            self.body.append(f"<a {link}>{words}</a>")
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def setup(app):
    """Register the renderer under the name that ``html_math_renderer`` asks for."""
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_display, None))
