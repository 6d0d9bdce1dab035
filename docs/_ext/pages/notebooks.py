"""Make the notebooks of the chapters readable alone: no roles, no directives, drawing code hidden.

sphinx-gallery writes them from the scripts, and leaves in the text what only Sphinx understands.
"""

import json
import re

from _ext.figures.folds import kind_of

ROLE = re.compile(r":(?P<role>[a-z]+):`(?P<words>[^`<]+?)(?:\s*<(?P<to>[^`>]+)>)?`")
#: Words for the search, and names for links.
UNSEEN = re.compile(r"^\.\. (?:index::|_).*\n*", re.MULTILINE)
LIVE = re.compile(r"^\.\. [a-z-]+::.*\n?", re.MULTILINE)
#: What a live part leaves behind.
ELSEWHERE = "*(On the page of this chapter this part can be moved with the mouse.)*\n"
#: How a formula looks that stands as a role, and not between dollar signs.
FORMULA = "given"


def finish_notebooks(app, env):
    """Go through the notebooks once all pages are read, so that equations have their numbers."""
    for folder in app.config.sphinx_gallery_conf["gallery_dirs"]:
        for path in sorted(app.srcdir.joinpath(folder).glob("*.ipynb")):
            notebook = json.loads(path.read_text(encoding="utf-8"))
            docname = path.relative_to(app.srcdir).with_suffix("").as_posix()
            finish(notebook["cells"], env, docname)
            text = json.dumps(notebook, indent=2, ensure_ascii=False)
            path.write_text(f"{text}\n", encoding="utf-8")


def finish(cells, env, docname):
    """Rewrite the texts, and hide the code that can wait."""
    text = ""
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            text = in_plain_words(source, env, docname)
            cell["source"] = text.splitlines(keepends=True)
        elif kind_of(source, asked(text)):
            cell["metadata"]["jupyter"] = {"source_hidden": True}


def asked(text):
    """Return the last paragraph of a text without its stars."""
    return text.strip().split("\n\n")[-1].replace("*", "").lstrip()


def in_plain_words(text, env, docname):
    """Write roles as the pages show them, and say where a live part is."""
    text = ROLE.sub(lambda role: words(role, env, docname), UNSEEN.sub("", text))
    return LIVE.sub(ELSEWHERE, text)


def words(role, env, docname):
    """Return what a role shows."""
    kind, shown, to = role["role"], " ".join(role["words"].split()), role["to"]
    if kind == FORMULA:
        return f"${shown}$"
    if kind == "eq":
        return env.config.math_eqref_format.format(number=number_of(shown, env))
    if kind == "doc" and not to:
        return env.titles[
            env.relfn2path(shown, docname)[0].removesuffix(".rst")
        ].astext()
    return shown if to or kind in ("doc", "ref", "term") else f"`{shown.lstrip('~')}`"


def number_of(label, env):
    """Return the number of an equation, with that of its page if pages have numbers."""
    docname, number = env.get_domain("math").equations[label]
    page = env.toc_secnumbers.get(docname, {}).get("", ())
    return ".".join(map(str, (*page, number)))


def setup(app):
    """Wait until all pages are read."""
    app.connect("env-check-consistency", lambda app, env: finish_notebooks(app, env))
