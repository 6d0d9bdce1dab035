"""Every page of the book, as eyes, ears and keyboards meet it: wide and narrow, light and dark."""

from collections import defaultdict
from functools import cache

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.conftest import pages_in
from tests.browser.looks import NOTHING_FETCHED

WIDTHS = {"wide": 1280, "phone": 390}
MODES = ["light", "dark"]
# WCAG 2.2 AA holds all that came before it.
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    **NOTHING_FETCHED,
}  # fmt: skip
CONTRAST = AXE | {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
ALL_BUT_CONTRAST = AXE | {"rules": {"color-contrast": {"enabled": False}}}
SIZES = AXE | {"runOnly": {"type": "rule", "values": ["target-size"]}}
# Every page shows its words in both modes, at one width each. What only a wide page or a phone
# has is the same around all pages, so a few stand for all.
ONE_OF_A_KIND = {"index.html", "plot_1_bowl_and_hinge.html", "api.html", "bad.html"}
# The pages are dealt out to as many tours, which can run at the same time.
TOURS = 4
# What can be seen but not heard. Thumbnails stand beside a link that says the same.
UNNAMED = """() => [...document.querySelectorAll("img, video, canvas, iframe, article svg")]
  .filter(seen => seen.tagName === "IMG"
    ? !(seen.alt || (seen.hasAttribute("alt") && seen.closest(".sphx-glr-thumbcontainer")))
    : !seen.getAttribute("aria-label") && !seen.closest("[aria-hidden=true], button"))
  .map(seen => seen.outerHTML.slice(0, 100))"""
FIGURES = (
    "() => document.querySelectorAll('article :is(img, svg[role=img], video)').length"
)
# A formula without MathML, or whose MathML takes no room.
UNSET = """() => [...document.querySelectorAll("article .math:is(span, div)")]
  .filter(formula => !formula.querySelector("math")?.getBoundingClientRect().width)
  .map(formula => formula.outerHTML.slice(0, 100))"""
# A table or list that is folded away takes no room either.
UNFOLD = (
    "() => document.querySelectorAll('details').forEach(fold => { fold.open = true; })"
)
SIDEWAYS = "() => document.documentElement.scrollWidth - innerWidth"
# The layout of Matplotlib makes no room for a title, and a browser sets it up to a tenth wider.
CUT_OFF = """async () => {
  await document.fonts.ready;
  return [...document.querySelectorAll("article svg[role=img] text")].filter(words => {
    const drawing = words.closest("svg").getBoundingClientRect();
    const { width, left, right, top, bottom } = words.getBoundingClientRect();
    return width && (left < drawing.left - 0.5 || right > drawing.right + 0.5
      || top < drawing.top - 0.5 || bottom > drawing.bottom + 0.5);
  }).map(words => words.textContent);
}"""
# To axe a drawing or a formula is one thing with a name, and all words of code in one colour on
# one paper are alike: walking each of them takes most of the time and can find nothing more.
THIN_OUT = """() => {
  document.querySelectorAll("svg[role=img]").forEach(drawing => drawing.replaceChildren());
  document.querySelectorAll("math").forEach(formula => formula.replaceChildren("x"));
  const seen = new Set();
  for (const word of document.querySelectorAll(":is(pre, .sig) span:not([id]):not(:has(*))")) {
    const paper = word.closest("div[class*=highlight]")?.parentElement.className;
    const kind = `${word.className} on ${paper}`;
    if (seen.has(kind)) word.replaceWith(word.textContent);
    seen.add(kind);
  }
  document.querySelectorAll("pre").forEach(block => block.normalize());
}"""
# Words of one colour, size and weight on the same papers are as easy to read as one another; so
# contrast, which takes axe most of its time, is asked of one of each kind.
KINDS = """() => {
  const kinds = new Map();
  const looks = (element, ...names) => {
    const style = getComputedStyle(element);
    return names.map(name => style[name]);
  };
  const papers = new Map();
  const paperOf = element => {
    if (!element) return "";
    if (!papers.has(element)) {
      const own = looks(element, "backgroundColor", "backgroundImage", "opacity");
      papers.set(element, `${own} on ${paperOf(element.parentElement)}`);
    }
    return papers.get(element);
  };
  for (const words of document.querySelectorAll("body *")) {
    const texts = [...words.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
    const says = texts.some(({ data }) => data.trim()) || words.matches("input, select");
    if (!says || words.getBoundingClientRect().width <= 1) continue;
    const kind = `${looks(words, "color", "fontSize", "fontWeight")} ${paperOf(words)}`;
    if (!kinds.has(kind)) kinds.set(kind, words);
  }
  // Only now, as each change of the page lets the browser find all styles anew.
  document.querySelectorAll("[data-kind]").forEach(old => old.removeAttribute("data-kind"));
  kinds.forEach(words => words.setAttribute("data-kind", ""));
}"""


RUN = "([part, rules]) => axe.run(part, rules).then(({ violations }) => violations)"
# What follows the size of the page has followed it after two frames.
SETTLE = "() => new Promise(d => requestAnimationFrame(() => requestAnimationFrame(d)))"


def tour(browser, site, paths):
    """Visit each page once and return what is wrong, and what was seen, by subject."""
    found = defaultdict(list)
    context = browser.new_context(viewport={"width": WIDTHS["wide"], "height": 900})
    page, name = context.new_page(), ""

    def note(subject, *things):
        found[subject] += [f"{name}: {thing}" for thing in things]

    page.on("pageerror", lambda error: note("console", error))
    page.on(
        "console",
        lambda said: said.type in ("error", "warning") and note("console", said.text),
    )
    page.on(
        "request",
        lambda asked: asked.url.startswith("file:") or note("request", asked.url),
    )
    for path in paths:
        name = path.relative_to(site).as_posix()
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": WIDTHS["wide"], "height": 900})
        page.goto(path.as_uri())
        page.evaluate(UNFOLD)
        note("unnamed", *page.evaluate(UNNAMED))
        note("unset", *page.evaluate(UNSET))
        found["figures"] += [name] * page.evaluate(FIGURES)
        look(page, note, in_all_ways=path.name in ONE_OF_A_KIND)
    context.close()
    return found


def look(page, note, *, in_all_ways):
    """Try both widths and both modes; of the rules of axe, only contrast depends on the mode."""
    for place, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 900})
        if (excess := page.evaluate(SIDEWAYS)) > 0:
            note("sideways", f"{excess} px too wide, {place}")
        note("cut off", *(f"{text}, {place}" for text in page.evaluate(CUT_OFF)))
    page.evaluate(THIN_OUT)
    page.evaluate(AXE_SCRIPT)
    for place, mode, rules in [
        ("phone", "dark", ALL_BUT_CONTRAST),
        ("wide", "light", ALL_BUT_CONTRAST if in_all_ways else SIZES),
        *([("phone", "light", None), ("wide", "dark", None)] if in_all_ways else []),
    ]:
        page.set_viewport_size({"width": WIDTHS[place], "height": 900})
        page.emulate_media(color_scheme=mode)
        page.evaluate(SETTLE)
        page.evaluate(KINDS)
        broken = page.evaluate(RUN, ["[data-kind]", CONTRAST])
        broken += page.evaluate(RUN, ["html", rules]) if rules else []
        for rule in broken:
            where, times = rule["nodes"][0]["html"][:100], len(rule["nodes"])
            note("axe", f"{place}, {mode}: {rule['id']}, {times} times, as in {where}")


@pytest.fixture(scope="module")
def tours(browser, site):
    """Make each tour once, in whatever order its tests come."""
    return cache(lambda part: tour(browser, site, pages_in(site)[part::TOURS]))


@pytest.fixture(
    params=[
        pytest.param(part, marks=pytest.mark.xdist_group(f"tour {part}"))
        for part in range(TOURS)
    ],
)
def found(request, tours):
    return tours(request.param)


def test_no_page_complains_in_the_console(found):
    assert found["console"] == []


def test_no_page_asks_another_host(found):
    assert found["request"] == []


def test_no_page_scrolls_sideways(found):
    assert found["sideways"] == []


def test_no_words_of_a_figure_run_out_of_it(found):
    assert found["cut off"] == []


def test_every_image_and_figure_has_a_name(found):
    assert found["figures"]
    assert found["unnamed"] == []


def test_every_formula_is_mathml(found):
    assert found["unset"] == []


def test_axe_finds_nothing(found):
    assert found["axe"] == []


BAD = """<!DOCTYPE html><html lang="en"><title>Bad</title><main><article><h1>Bad</h1>
<p style="background: #888">Dark. <a href="#" style="color: #777">Pale.</a></p>
<div style="width: 1300px">Wide.</div>
<details><summary>More</summary><span class="math">x^2</span></details>
<svg viewBox="0 0 9 9" width="9" role="img" aria-label="x"><text y="9">too long</text></svg>
<svg></svg><img src="https://elsewhere.invalid/a.png"><script>console.error("no")</script>
</article></main>"""


def test_the_tour_finds_each_thing_that_is_wrong_with_a_page(browser, tmp_path):
    (tmp_path / "bad.html").write_text(BAD)
    found = tour(browser, tmp_path, pages_in(tmp_path))
    assert "bad.html: no" in found["console"]
    assert found["request"] == ["bad.html: https://elsewhere.invalid/a.png"]
    assert {said.rsplit(", ", 1)[1] for said in found["sideways"]} == set(WIDTHS)
    assert found["cut off"] == [f"bad.html: too long, {place}" for place in WIDTHS]
    assert len(found["unnamed"]) == 2
    assert found["unset"] == ['bad.html: <span class="math">x^2</span>']
    for place in WIDTHS:
        for mode in MODES:
            assert any(
                f"{place}, {mode}: color-contrast" in said for said in found["axe"]
            )
        assert any(f"{place}" in said and "image-alt" in said for said in found["axe"])
