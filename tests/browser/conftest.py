"""A browser, and the book as readers open it: from disk, without a network."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
SITE = ROOT / "docs/_build/html"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
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


def pages_in(site):
    """Return the pages of a site; a site without any tests nothing."""
    pages = sorted(
        path
        for path in site.rglob("*.html")
        if "_static" not in path.relative_to(site).parts
    )
    assert pages, f"there is no page in {site}"
    return pages


def folder_of(path, site):
    """Return the folder of a page, from the front of the site."""
    return path.parent.relative_to(site).as_posix()


@pytest.fixture(scope="session")
def site():
    """Build the book, or what has changed of it, and return its folder."""
    doctrees = SITE.with_name("doctrees")
    strict = ["-W", "-n", "--keep-going", "-q"]
    subprocess.run(
        [sys.executable, "-m", "sphinx", *strict, "-d", doctrees, "docs", SITE],
        cwd=ROOT,
        check=True,
    )
    return SITE


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
