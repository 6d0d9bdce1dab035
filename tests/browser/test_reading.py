"""The book without scripts, and in the dark."""

import pytest

from tests.browser.looks import BACKGROUND, TEXT, sizes

CHAPTER = "chapters/2_beyond/plot_1_bowl_and_hinge.html"
MODES_OF_THE_BUTTON = ["auto", "light", "dark"]


@pytest.mark.parametrize("name", ["index.html", CHAPTER, "derivations/loss.html"])
def test_text_figures_and_formulas_need_no_script(without_script, site, name):
    page = without_script
    page.goto((site / name).as_uri())
    assert page.locator("article p:visible").count() > 0
    for kind in ["p", "svg[role=img]", "math", "div.highlight"]:
        for width, height in sizes(page, f"article {kind}:visible"):
            assert width > 0
            assert height > 0
    assert page.locator("article math, article svg[role=img]").count() > 0
    assert page.locator("aside .sidebar-tree a").first.is_visible()


def test_the_button_turns_the_page_dark_and_keeps_it_dark(page, site):
    page.emulate_media(color_scheme="light")
    page.goto((site / CHAPTER).as_uri())
    body, figure = page.locator("body"), page.locator("article svg[role=img]").first
    assert body.evaluate(BACKGROUND) > 0.9
    assert figure.evaluate(TEXT) < 0.3
    for _ in MODES_OF_THE_BUTTON:
        page.locator(".theme-toggle:visible").first.click()
        if body.get_attribute("data-theme") == "dark":
            break
    assert body.evaluate(BACKGROUND) < 0.2
    assert figure.evaluate(TEXT) > 0.7
    page.reload()
    assert body.evaluate(BACKGROUND) < 0.2


def test_thumbnails_are_dark_in_the_dark(page, site):
    page.goto((site / "chapters/2_beyond/index.html").as_uri())
    picture = page.locator(".sphx-glr-thumbcontainer img").first
    look = "picture => getComputedStyle(picture).filter"
    for mode, is_turned in [("light", False), ("dark", True)]:
        page.emulate_media(color_scheme=mode)
        assert ("invert" in picture.evaluate(look)) is is_turned


SCROLLING = """() => {
  const boxes = [...document.querySelectorAll(
    "pre, .table-wrapper, .math-wrapper, .inline-figure > div")];
  const is_right = box => {
    const scrolls = box.scrollWidth > box.clientWidth;
    return (box.tabIndex === 0) === scrolls && Boolean(box.ariaLabel) === scrolls;
  };
  return boxes.every(is_right) && boxes.filter(box => box.tabIndex === 0).length;
}"""


@pytest.mark.parametrize(
    "name", ["derivations/moments", "ledger", "_modules/linreg/loss"]
)
def test_the_keyboard_stops_at_what_scrolls_and_nowhere_else(page, site, name):
    page.goto((site / f"{name}.html").as_uri())
    for width in (390, 1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        stops = page.wait_for_function(
            f"() => {{ const n = ({SCROLLING})(); return n !== false && n + 1; }}"
        )
        assert stops.json_value() > (1 if width == 390 else 0)


@pytest.mark.parametrize("width", [390, 1280])
def test_buttons_on_code_are_large_enough_to_hit(page, site, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((site / "api.html").as_uri())
    buttons = sizes(page, "button.copybtn")
    assert buttons
    assert min(min(size) for size in buttons) >= 24  # WCAG 2.2, 2.5.8
