"""How much a first visit to a page loads."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.browser.looks import await_faces

KILOBYTE = 1000  # the smaller of the two that go by this name
HOME = 300 * KILOBYTE
PAGE = 400 * KILOBYTE
FILMS = {".mp4", ".webm"}


@pytest.fixture
def weigh(page):
    """Weigh a page: the sizes of the files that a visit asks for, films apart."""

    def sizes(path):
        asked = set()
        page.on("request", lambda request: asked.add(urlsplit(request.url)))
        page.goto(path.as_uri())
        # The fonts and pictures that only show further down count too.
        page.keyboard.press("End")
        await_faces(page)
        files = {Path(unquote(parts.path)) for parts in asked if parts.scheme == "file"}
        return {
            file.name: file.stat().st_size for file in files if file.suffix not in FILMS
        }

    return sizes


def too_heavy(weights, limit):
    """Say which pages weigh more than they may, and what of them weighs most."""
    return [
        f"{name}: {sum(sizes.values())} bytes, {sorted(sizes.items(), key=lambda f: -f[1])[:4]}"
        for name, sizes in weights.items()
        if sum(sizes.values()) > limit
    ]


def test_home_is_light(weigh, site):
    sizes = weigh(site / "index.html")
    assert {"index.html", "book.css", "dejavu-sans.woff2"} <= set(sizes)
    assert too_heavy({"home": sizes}, HOME) == []


def test_no_chapter_is_heavy(weigh, site):
    chapters = sorted(site.glob("chapters/*/*.html"))
    assert chapters
    weights = {path.stem: weigh(path) for path in chapters}
    assert too_heavy(weights, PAGE) == []


@pytest.mark.parametrize("name", ["api", "ledger", "exercises", "troubleshooting"])
def test_no_long_page_is_heavy(weigh, site, name):
    assert too_heavy({name: weigh(site / f"{name}.html")}, PAGE) == []
