"""Where the links of the book lead; reading the pages is enough for that, without a browser."""

import runpy
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from _ext.book import equations

from tests.browser.conftest import pages_in
from tests.conftest import ROOT

# One process reads all the pages.
pytestmark = pytest.mark.xdist_group("links")


class Page(HTMLParser):
    """The anchors of a page and the addresses that it names."""

    def __init__(self, path):
        super().__init__()
        self.address = path.as_uri()
        self.anchors, self.equations, self.links = Counter(), Counter(), []
        self.previous, self.next = None, None
        self.tree, self.in_tree = [], False
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.anchors.update(filter(None, [given.get("id")]))
        if "math" in given.get("class", "").split():
            self.equations.update(filter(None, [given.get("id")]))
        for named in filter(
            None, [given.get("href"), given.get("src"), given.get("poster")]
        ):
            self.links.append(urljoin(self.address, named))
        if tag == "div" and given.get("class") == "sidebar-tree":
            self.in_tree = True
        if tag == "a" and self.in_tree:
            self.tree.append(urljoin(self.address, given["href"]))
        if tag == "a" and "next-page" in given.get("class", ""):
            self.next = urljoin(self.address, given["href"])
        if tag == "a" and "prev-page" in given.get("class", ""):
            self.previous = urljoin(self.address, given["href"])

    def handle_endtag(self, tag):
        if tag == "aside":
            self.in_tree = False


def read(site):
    """Read every page of a site, by its address."""
    return {path.as_uri(): Page(path) for path in pages_in(site)}


def broken_links(pages, site):
    """Return the links that lead nowhere, or to another host without a secure line."""
    broken = []
    for address, page in pages.items():
        for link in set(page.links):
            parts = urlsplit(link)
            if parts.scheme != "file":
                sound = parts.scheme in ("https", "data", "mailto")
            else:
                target = f"file://{parts.path}"
                file = Path(unquote(parts.path))
                inside = file.is_file() and file.is_relative_to(site)
                is_anchor = parts.fragment and target in pages
                sound = inside and (
                    not is_anchor or unquote(parts.fragment) in pages[target].anchors
                )
            if not sound:
                broken.append(f"{address} leads to {link}")
    return broken


@pytest.fixture(scope="module")
def pages(site):
    return read(site)


def test_every_link_and_anchor_resolves(pages, site):
    assert broken_links(pages, site) == []


def test_no_anchor_is_there_twice(pages):
    twice = {
        f"{address}#{anchor}"
        for address, page in pages.items()
        for anchor, times in page.anchors.items()
        if times > 1
    }
    assert twice == set()


def test_every_equation_of_the_book_is_on_one_page(pages):
    labels = {f"equation-{equation.label}" for equation in equations.equations(ROOT)}
    placed = sum((page.equations for page in pages.values()), Counter())
    assert labels
    assert labels <= placed.keys()
    assert max(placed.values()) == 1


def test_beside_every_equation_with_a_number_stands_a_link_to_its_row(site):
    texts = {path: path.read_text("utf-8") for path in pages_in(site)}
    numbers, links = (
        {path: text.count(f'class="{name}"') for path, text in texts.items()}
        for name in ("eqno", "ledger-link")
    )
    assert numbers == links
    assert sum(links.values()) > 0


def test_next_walks_the_whole_book_in_the_order_of_its_contents(pages, site):
    home = (site / "index.html").as_uri()
    walk = [home]
    while following := pages[walk[-1]].next:
        assert pages[following].previous == walk[-1]
        walk.append(following)
        assert len(walk) <= len(pages), "the walk goes in a circle"
    assert walk[1:] == pages[home].tree
    assert len(set(walk)) == len(walk)


@pytest.mark.parametrize(
    ("link", "is_sound"),
    [
        ("other.html#here", True),
        ("other.html#there", False),
        ("#top", True),
        ("#bottom", False),
        ("missing.html", False),
        ("http://example.org/", False),
        ("https://example.org/", True),
    ],
)
def test_a_broken_link_is_found(tmp_path, link, is_sound):
    (tmp_path / "page.html").write_text(f'<p id="top"><a href="{link}">Go</a></p>')
    (tmp_path / "other.html").write_text('<p id="here">Here.</p>')
    assert (broken_links(read(tmp_path), tmp_path) == []) is is_sound


def test_a_reader_can_step_forth_and_back(page, site):
    page.goto((site / "index.html").as_uri())
    first = page.title()
    page.locator("a.next-page").click()
    page.wait_for_url("**/reading.html")
    page.locator("a.prev-page").click()
    page.wait_for_url("**/index.html")
    assert page.title() == first


def moved():
    """Return the old addresses of pages, and where they are now."""
    spec = runpy.run_path(str(ROOT / "docs/conf.py"))
    return sorted(spec["redirects"].items())


@pytest.mark.parametrize(("old", "new"), moved())
def test_an_address_that_moved_leads_on_to_the_same_place_of_the_new_page(
    page, site, old, new
):
    now = (site / f"{old}.html").parent.joinpath(new).resolve()
    assert "<article" in now.read_text("utf-8")
    page.goto(f"{(site / old).as_uri()}.html#a-place")
    page.wait_for_url(f"{now.as_uri()}#a-place")
