"""The book for e-readers is sound and holds what the site shows."""

import os
import re
import shutil
import subprocess
import zipfile

import pytest

CHECKER = shutil.which("epubcheck")

# Pictures that only a script would show.
WAITING = re.compile(r"<form [^>]* hidden>.*?</form>", re.DOTALL)


@pytest.fixture(scope="module")
def epub(site):
    return site / "linreg.epub"


@pytest.fixture(scope="module")
def unpacked(epub, tmp_path_factory):
    folder = tmp_path_factory.mktemp("epub")
    with zipfile.ZipFile(epub) as book:
        book.extractall(folder)
    return folder


@pytest.fixture
def chapter(page, unpacked):
    """Open a chapter of the book."""

    def opened(name):
        page.goto((unpacked / f"{name}.xhtml").as_uri())
        return page

    return opened


def test_the_checker_finds_nothing_to_say(epub):
    if CHECKER is None:
        # Where everything is meant to be installed, its absence is a failure.
        give_up = pytest.fail if "CI" in os.environ else pytest.skip
        give_up("there is no epubcheck here; install it to check the EPUB")
    # Debian ships the archive of classes itself, others a script that starts it.
    start = ["java", "-jar"] if zipfile.is_zipfile(CHECKER) else []
    strict = ["--failonwarnings", "--quiet"]
    # To compile what runs once as well as can be takes half of the time.
    quick = os.environ | {"JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1"}
    done = subprocess.run(
        [*start, CHECKER, *strict, epub], capture_output=True, text=True, env=quick
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_archive_begins_with_its_mark_and_carries_no_times(epub):
    with zipfile.ZipFile(epub) as book:
        first, *others = book.infolist()
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert {part.compress_type for part in others} == {zipfile.ZIP_DEFLATED}
    assert {part.date_time for part in [first, *others]} == {(1980, 1, 1, 0, 0, 0)}


def test_the_first_page_offers_the_book(site, epub):
    assert f'href="{epub.name}"' in (site / "index.html").read_text("utf-8")
    assert epub.is_file()


def test_the_book_offers_neither_itself_nor_the_package(site, unpacked):
    offers = ["Take it along", "linreg.epub", ".whl"]
    pages = [site / "index.html", unpacked / "index.xhtml"]
    on_site, in_book = (path.read_text("utf-8") for path in pages)
    assert [offer in on_site for offer in offers] == [True] * 3
    assert [offer in in_book for offer in offers] == [False] * 3


@pytest.mark.parametrize("mark", ["<math", "<svg"])
def test_every_page_of_the_book_holds_what_that_of_the_site_holds(site, unpacked, mark):
    names = [
        path.relative_to(unpacked).with_suffix("") for path in unpacked.rglob("*.xhtml")
    ]
    shared = [name for name in names if (site / name).with_suffix(".html").exists()]
    assert len(shared) > 20
    for name in shared:
        offered = (site / name).with_suffix(".html").read_text("utf-8")
        article = offered[offered.index("<article") : offered.index("</article>")]
        article = WAITING.sub("", article)
        held = (unpacked / name).with_suffix(".xhtml").read_text("utf-8")
        assert len(re.findall(rf"{mark}\b", held)) == article.count(f"{mark} ") + (
            article.count(f"{mark}>")
        )


def test_formulas_are_set_and_figures_have_their_size(chapter):
    page = chapter("chapters/2_beyond/plot_1_bowl_and_hinge")
    assert page.evaluate("document.querySelector('math') instanceof MathMLElement")
    for box in [page.locator("svg").first, page.locator("div.math math").first]:
        width, height = (box.bounding_box()[side] for side in ("width", "height"))
        assert width > 100
        assert height < width
    assert page.locator(".sphx-glr-footer").count() == 0


def test_the_film_is_its_last_picture(chapter):
    page = chapter("index")
    assert page.locator(".film svg").count() == 2
    assert page.locator("script, button, input").count() == 0


def test_the_playground_is_its_pictures(chapter):
    page = chapter("chapters/1_the_post/plot_5_training")
    assert page.locator(".playground svg").count() == 3


def test_the_line_to_fit_is_its_pictures_and_what_they_say(chapter):
    page = chapter("chapters/1_the_post/plot_1_neuron_and_error")
    assert page.locator(".fit-by-hand svg").count() == 3
    assert page.locator(".fit-pull").get_by_text("the points pull").count() == 2
    assert page.get_by_text("Drag").count() == 0


def test_no_page_waits_for_a_script_and_no_picture_for_a_site(unpacked):
    for path in unpacked.rglob("*.xhtml"):
        text = path.read_text("utf-8")
        assert not re.search(r"<(script|button|input|form)\b| hidden\b=", text)
    assert not (unpacked / "_images").exists()


def test_every_formula_has_its_source_beside_it(unpacked):
    pages = [path.read_text("utf-8") for path in unpacked.rglob("*.xhtml")]
    formulas = [tag for text in pages for tag in re.findall(r"<math\b[^>]*>", text)]
    assert len(formulas) > 300
    assert [tag for tag in formulas if not re.search(r'alttext="[^"]', tag)] == []


def test_the_book_says_whose_it_is_and_has_a_cover_and_a_table_of_contents(unpacked):
    manifest = (unpacked / "content.opf").read_text("utf-8")
    assert "<dc:title>One linear neuron, derived, trained and checked<" in manifest
    assert "<dc:creator>The linreg developers<" in manifest
    assert re.search(r'href="_static/cover.png".*properties="cover-image"', manifest)
    contents = (unpacked / "nav.xhtml").read_text("utf-8")
    assert "chapters/1_the_post/plot_5_training.xhtml" in contents
