"""The page of a chapter: figure before code, nothing lost, and what can wait in folds."""

import ast
import json
import re
import zipfile

import pytest
from _ext.figures.folds import ANSWER, CHECKS, FIGURE, kind_of
from sphinx_gallery.py_source_parser import split_code_and_text_blocks

from tests.chapters import ROOT, SCRIPTS, page_of

every_chapter = pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
DRAWS = "ax.plot(x)\nplt.show()"
CODE = ".highlight-Python pre"


def folds(page, kind):
    return [
        fold
        for fold in page.select("details.fold")
        if fold.summary.get_text() == kind and fold.select(CODE)
    ]


def words(code):
    return "".join(code.split())


@every_chapter
def test_the_first_figure_stands_under_the_lead_before_all_code(site, script):
    page = page_of(site, script)
    first = page.select_one(f".figure-block, {CODE}")
    assert "figure-block" in first["class"]
    assert first.find_previous_sibling("p")
    assert first.find_previous("h2") is None


@every_chapter
def test_each_figure_is_followed_by_the_fold_of_the_code_that_drew_it(site, script):
    page = page_of(site, script)
    drawn = folds(page, FIGURE)
    assert len(drawn) == script.read_text("utf-8").count("plt.show()")
    for fold in drawn:
        assert "plt.show()" in fold.get_text()
        assert "figure-block" in fold.find_previous_sibling()["class"]


@every_chapter
def test_the_page_shows_every_line_of_the_script_once(site, script):
    shown = [words(block.get_text()) for block in page_of(site, script).select(CODE)]
    _, blocks = split_code_and_text_blocks(str(script))
    cells = [words(block.content) for block in blocks if block.type == "code"]
    assert sorted(shown) == sorted(cells)


@every_chapter
def test_an_answer_shows_what_it_printed_in_its_fold(site, script):
    for fold in folds(page_of(site, script), ANSWER):
        assert fold.select(".sphx-glr-script-out")


def test_what_a_cell_is_it_says_itself():
    assert kind_of(DRAWS, "") == FIGURE
    assert kind_of("print(1)", "Try this: add one.") == ANSWER
    assert kind_of("a = 1\nassert a", "") == CHECKS
    for in_sight in ("a = 1", "assert a\nprint(a)", "assert a\nb = a", "# words alone"):
        assert kind_of(in_sight, "Then try this.") is None


# Notebooks


@every_chapter
def test_a_notebook_has_neither_roles_nor_directives_and_hides_what_the_page_folds(
    site, script
):
    (path,) = site.glob(f"_downloads/*/{script.stem}.ipynb")
    cells = json.loads(path.read_text("utf-8"))["cells"]
    texts = ["".join(c["source"]) for c in cells if c["cell_type"] == "markdown"]
    left = [re.findall(r":\w+:`[^`]*`|^\.\. .*$", text, re.MULTILINE) for text in texts]
    assert not any(left), left
    hidden = [
        words("".join(cell["source"]))
        for cell in cells
        if cell["metadata"].get("jupyter") == {"source_hidden": True}
    ]
    folded = page_of(site, script).select(f"details.fold {CODE}")
    assert sorted(hidden) == sorted(words(block.get_text()) for block in folded)


def test_a_notebook_says_how_to_get_the_package_that_the_site_offers(site):
    paths = sorted(site.glob("_downloads/*/*.ipynb"))
    assert len(paths) == len(SCRIPTS)
    for path in paths:
        first, *_ = json.loads(path.read_text("utf-8"))["cells"]
        (wheel,) = re.findall(
            r"^# %pip install matplotlib (\S+\.whl)$", first["source"][-1], re.M
        )
        assert (site / wheel).is_file()
        assert ast.parse("".join(first["source"])).body == []


def test_the_site_offers_the_package_that_it_was_built_from(site):
    (wheel,) = site.glob("*.whl")
    with zipfile.ZipFile(wheel) as offered:
        held = {name: offered.read(name) for name in offered.namelist()}
    assert any(name.endswith("/METADATA") for name in held)
    package = [path for path in (ROOT / "linreg").rglob("*") if path.is_file()]
    files = {path for path in package if "__pycache__" not in path.parts}
    assert len(files) > 10
    for path in files:
        assert held[path.relative_to(ROOT).as_posix()] == path.read_bytes()
    pages = (site / "index.html").read_text("utf-8")
    assert f'href="{wheel.name}"' in pages
