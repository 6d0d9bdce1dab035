"""Say in the head of each page what search engines and shared links show of it.

The description is the first sentence of the page without a formula. Pictures of shared links need
a full address, so there is one only where the build knows the address of the site.
"""

import re

from docutils import nodes

SENTENCE = re.compile(r"(.+?[.?!])(?:\s+|$)")
#: What betrays a formula.
TEX = re.compile(r"[\\{}^]|_\d")


def description(doctree):
    """Return the first sentence of a page that plain words can say, or nothing."""
    for paragraph in doctree.findall(nodes.paragraph):
        if not isinstance(paragraph.parent, nodes.section):
            continue  # a note, a cell or an item is not what the page says of itself
        words = " ".join(paragraph.astext().split())
        for sentence in SENTENCE.findall(words):
            if not TEX.search(sentence):
                return sentence
    return ""


def describe(app, _page, _template, context, doctree):
    """Give the template the description and, if it can have one, the address of the card."""
    context["description"] = description(doctree) if doctree else ""
    if base := app.config.html_baseurl:
        context["card_url"] = f"{base.rstrip('/')}/_static/card.png"


def setup(app):
    """Listen to every page."""
    app.connect("html-page-context", describe)
