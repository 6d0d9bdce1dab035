"""Lead from each page to its source in the repository, once the address of that is known.

Leans on the variables that furo (through sphinx-basic-ng) makes its two buttons of,
``theme_source_view_link`` and ``theme_source_edit_link``. Its options know one folder of sources;
the book has three, as chapters are scripts and the page for contributors is CONTRIBUTING.md.
"""

import re
from pathlib import Path

BRANCH = "main"
#: Where a page of the site that is not written in docs/ comes from.
ELSEWHERE = {
    r"chapters/(.+)/index\.rst": r"gallery/\1/GALLERY_HEADER.rst",
    r"chapters/(.+)\.rst": r"gallery/\1.py",
    r"contributing\.md": "CONTRIBUTING.md",
}


def source_of(page):
    """Return where in the repository the file of a page is written by hand."""
    for made, written in ELSEWHERE.items():
        if re.fullmatch(made, page):
            return re.sub(made, written, page)
    return f"docs/{page}"


def lead_to_source(app, page, _template, context, _doctree):
    """Give the theme the two addresses of a page; pages without a source get no button."""
    if app.config.repository and page in app.env.found_docs:
        source = source_of(Path(app.env.doc2path(page, base=False)).as_posix())
        for verb, kind in [("view", "blob"), ("edit", "edit")]:
            address = f"{app.config.repository}/{kind}/{BRANCH}/{source}"
            context[f"theme_source_{verb}_link"] = address


def setup(app):
    """Listen to every page."""
    app.add_config_value("repository", "", "html", str)
    app.connect("html-page-context", lead_to_source)
