"""Say in the head of each page what search engines and shared links show of it.

The description is the first sentence of the page. Pictures of shared links need a full address,
so there is one only where the build knows the address of the site.
"""

import re

from docutils import nodes
from svg_figures import without_tex

SENTENCE = re.compile(r"(.+?[.?!])(?=\s|$)")


def description(doctree):
    """Return the first sentence of a page as plain words, or nothing if it has none."""
    for paragraph in doctree.findall(nodes.paragraph):
        words = " ".join(without_tex(paragraph.astext()).split())
        if sentence := SENTENCE.match(words):
            return sentence[1]
    return ""


def describe(app, _page, _template, context, doctree):
    """Give the template the description and, if it can have one, the address of the card."""
    context["description"] = description(doctree) if doctree else ""
    if base := app.config.html_baseurl:
        context["card_url"] = f"{base.rstrip('/')}/_static/card.png"


def setup(app):
    """Listen to every page."""
    app.connect("html-page-context", describe)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
