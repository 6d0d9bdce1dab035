"""A browser, and the book as readers open it: from disk, without a network."""

import os
import shutil
from contextlib import contextmanager

import pytest
from playwright.sync_api import sync_playwright

from tests.browser import axe

# The first has no window, not even one that nobody sees, and loads a page in a third of the time.
NAMES = ["chromium-headless-shell", "chromium", "chromium-browser"]
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
# Without these a browser looks for updates in the background.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


#: What is on a page that only leads to where another one is now.
LEADS_ON = "window.location.replace"


def pages_in(site):
    """Return the pages of a site that have something to read; a site without any tests nothing."""
    pages = sorted(
        path
        for path in site.rglob("*.html")
        if "_static" not in path.relative_to(site).parts
        and LEADS_ON not in path.read_text("utf-8")
    )
    assert pages, f"there is no page in {site}"
    return pages


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        # A machine that is there to run every test has no excuse.
        refuse = pytest.fail if os.environ.get("CI") else pytest.skip
        refuse("there is no chromium here; install it to test the pages")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def same_page(browser):
    """One page for all questions of a file that replace one another."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    yield page
    page.close()


#: How a live part is looked at: on a phone and on a wide page, in the dark and in the light.
LOOKS = {"on a phone, dark": (390, "dark"), "wide, light": (1280, "light")}


@pytest.fixture(params=LOOKS)
def width(request, page):
    """Look at the page in each of the ways, with axe at hand; return how wide that is."""
    axe.add_to(page)
    width, mode = LOOKS[request.param]
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=mode)
    return width


@pytest.fixture
def without_script(browser):
    """A page on which no script runs."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@contextmanager
def watching():
    """Watch pages: nothing may be fetched from elsewhere, and nothing go wrong."""
    seen = []

    def complain(said):
        if said.type in ("error", "warning"):
            seen.append(said.text)

    def watch(page):
        page.on("request", lambda asked: seen.append(asked.url))
        page.on("pageerror", lambda error: seen.append(str(error)))
        page.on("console", complain)
        return page

    yield watch
    assert [entry for entry in seen if not entry.startswith(("file:", "data:"))] == []


@pytest.fixture
def watched():
    with watching() as watch:
        yield watch
