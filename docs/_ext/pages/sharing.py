"""Say in the head of each page what search engines and shared links show of it.

The description is the first paragraph of the page, without the sentences that hold a formula.
Pictures of shared links need a full address, so there is one only where the build knows the address
of the site.
"""

import re

from docutils import nodes

SENTENCE = re.compile(r"(.+?[.?!])(?:\s+|$)")
FORMULA = "\0"


def description(doctree):
    """Return what the first paragraph of a page says in plain words, or nothing."""
    for paragraph in doctree.findall(nodes.paragraph):
        if not isinstance(paragraph.parent, nodes.section):
            continue  # a note, a cell or an item is not what the page says of itself
        parts = (FORMULA if n.tagname == "math" else n.astext() for n in paragraph)
        sentences = SENTENCE.findall(" ".join("".join(parts).split()))
        if plain := [said for said in sentences if FORMULA not in said]:
            return " ".join(plain)
    return ""


def describe(app, _page, _template, context, doctree):
    """Give the template the description and, if it can have one, the address of the card."""
    context["description"] = description(doctree) if doctree else ""
    if base := app.config.html_baseurl:
        context["card_url"] = f"{base.rstrip('/')}/_static/card.png"


def setup(app):
    """Listen to every page."""
    app.connect("html-page-context", describe)
