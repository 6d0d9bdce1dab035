"""What readers take from a page: code by the copy button, scripts and notebooks by their links."""

import json
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.conftest import ROOT

SCRIPTS = sorted(ROOT.glob("gallery/*/plot_*.py"))
CHAPTER = "chapters/1_the_post/plot_8_check.html"


@pytest.fixture
def copied(page):
    """Press the copy button of a block and return what can then be pasted."""

    def paste(block):
        block.hover()
        block.locator("button.copybtn").click()
        page.evaluate("document.body.append(document.createElement('textarea'))")
        page.locator("textarea").last.focus()
        page.keyboard.press("Control+V")
        return page.locator("textarea").last.input_value()

    return paste


def test_copied_code_is_the_code_of_the_script(page, site, copied):
    page.goto((site / CHAPTER).as_uri())
    block = page.locator("article div.highlight:has(button):visible").first
    code = copied(block)
    assert code.strip()
    assert code.strip() in (ROOT / "gallery/1_the_post/plot_8_check.py").read_text()


def test_copied_examples_run_without_prompts_and_outputs(page, site, copied):
    page.goto((site / "api.html").as_uri())
    block = page.locator("article div.highlight:has(.gp):has(.go):has(button)").first
    code = copied(block)
    assert code.strip()
    assert ">>>" not in code
    exec(code, {})


def test_every_block_of_code_can_be_copied(page, site):
    page.goto((site / CHAPTER).as_uri())
    blocks = page.locator("article .highlight-Python, article .highlight-python")
    assert blocks.count() > 1
    assert blocks.locator("button.copybtn").count() == blocks.count()


@pytest.fixture
def address(site):
    """Serve the site to this machine: from disk, a browser opens a file where it is."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_): ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=site))
    with server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_chapter_is_downloaded_under_its_name_and_as_it_is(page, address):
    page.goto(f"{address}/{CHAPTER}")
    with page.expect_download() as download:
        page.locator("a.download[href$='.py']").click()
    script = ROOT / "gallery/1_the_post/plot_8_check.py"
    assert download.value.suggested_filename == script.name
    assert download.value.path().read_bytes() == script.read_bytes()


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_each_chapter_offers_its_script_and_its_notebook(site, script):
    (offered,) = site.glob(f"_downloads/*/{script.name}")
    assert offered.read_bytes() == script.read_bytes()
    (notebook,) = site.glob(f"_downloads/*/{script.stem}.ipynb")
    cells = json.loads(notebook.read_text())["cells"]
    kinds = {cell["cell_type"] for cell in cells}
    assert kinds == {"code", "markdown"}


def test_nothing_is_offered_twice_in_an_archive(site):
    assert list(site.glob("_downloads/*/*.zip")) == []
