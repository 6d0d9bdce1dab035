"""The book on paper: the text alone, dark on white, whatever the screen shows."""

import pytest

from tests.browser.looks import BACKGROUND, TEXT, sizes

CHAPTER = "chapters/2_beyond/plot_1_bowl_and_hinge.html"
# Everything that is of use on a screen only.
SCREEN_ONLY = [
    ".sidebar-drawer",
    ".toc-drawer",
    ".mobile-header",
    ".related-pages",
    ".copybtn",
    ".sphx-glr-footer",
    ".back-to-top",
    ".content-icon-container",
    ".headerlink",
    ".skip-to-content",
    ".bottom-of-page",
]
PAPER_WIDTH = 718  # px: A4 less the margins of 1 cm that browsers print by default


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("name", [CHAPTER, "derivations/loss.html", "exercises.html"])
def test_paper_shows_the_text_alone_dark_on_white(page, site, name, mode):
    page.goto((site / name).as_uri())
    page.evaluate(f"document.body.dataset.theme = '{mode}'")
    page.set_viewport_size({"width": PAPER_WIDTH, "height": 1000})
    page.emulate_media(media="print", color_scheme=mode)
    left = [part for part in SCREEN_ONLY if page.locator(f"{part}:visible").count()]
    assert left == []
    assert page.locator("body").evaluate(BACKGROUND) == 1
    texts = page.locator(
        "article :is(h1, h2, p, li, pre, pre span, math, svg, a):visible"
    )
    pale = texts.evaluate_all(
        f"found => found.filter(one => ({TEXT})(one) > 0.5).map(one => one.outerHTML)"
    )
    assert pale == []
    papers = page.locator("article, article div, article pre, main, .page")
    grey = papers.evaluate_all(
        f"found => found.filter(one => ({BACKGROUND})(one) < 0.9).map(one => one.className)"
    )
    assert grey == []
    too_wide = [
        size for size in sizes(page, "article svg[role=img]") if size[0] > PAPER_WIDTH
    ]
    assert too_wide == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER_WIDTH
