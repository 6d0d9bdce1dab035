"""What the head of a page tells search engines, shared links and the tabs of browsers."""

import re

import pytest

from tests.browser.conftest import pages_in


@pytest.fixture(scope="module")
def pages(site):
    """Return the pages that the sources describe, by path."""
    paths = [path for path in pages_in(site) if "_modules" not in path.parts]
    return {path: path.read_text("utf-8") for path in paths}


def test_every_page_is_described_in_words_of_its_own(pages):
    found = {
        path.stem: re.search(r'<meta name="description" content="([^"]+)"', page)
        for path, page in pages.items()
    }
    bare = {name for name, description in found.items() if description is None}
    assert bare <= {"genindex", "search"}  # lists that Sphinx writes
    words = [description[1] for description in found.values() if description]
    assert len({*words}) == len(words) > 20


def test_every_page_has_an_icon_that_exists(pages):
    for path, page in pages.items():
        icons = re.findall(r'<link rel="icon"[^>]* href="([^"]+)"', page)
        assert len(icons) == 2
        assert all((path.parent / icon).is_file() for icon in icons)


def test_a_site_without_an_address_names_no_card(pages):
    assert not any("og:image" in page or "canonical" in page for page in pages.values())


def test_the_icon_is_read_without_complaint(page, site):
    page.goto((site / "_static/favicon.svg").as_uri())
    assert page.evaluate("document.documentElement instanceof SVGSVGElement")
    assert page.locator("parsererror").count() == 0
