"""Every page of the book, as eyes, ears and keyboards meet it: wide and narrow, light and dark."""

from collections import defaultdict
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.browser import axe
from tests.browser.conftest import pages_in
from tests.browser.faces import collect, strangers
from tests.browser.looks import await_faces

WIDTHS = {"wide": 1280, "phone": 390}
MODES = ["light", "dark"]
# Every page shows its words on a phone in both modes. What only a wide page has is the same around
# all pages, so a few stand for all.
ON_A_PHONE = {"light": axe.COLOURS, "dark": axe.EVERY_RULE}
ON_A_WIDE_PAGE = {"light": axe.EVERY_RULE, "dark": axe.COLOURS}
ONE_OF_A_KIND = {
    "index.html",
    "chapters/2_beyond/index.html",
    "chapters/2_beyond/plot_1_bowl_and_hinge.html",
    "api.html",
    "_modules/tests/package/test_properties.html",
    "bad.html",
}
# The listings of code are alike, so axe is asked about the longest of them.
LISTINGS = ("_modules/linreg/", "_modules/tests/")
# The pages are dealt out to as many tours, which can run at the same time.
TOURS = 4
KILOBYTE = 1000  # the smaller of the two that go by this name
#: What a first visit may load.
LIMITS = defaultdict(lambda: 400 * KILOBYTE, {"index.html": 300 * KILOBYTE})
# What can be seen but not heard, or only as TeX. Thumbnails stand beside a link that says the
# same.
UNNAMED = """() => [...document.querySelectorAll("img, video, canvas, iframe, article svg")]
  .filter(seen => seen.tagName === "IMG"
    ? !(seen.alt || (seen.hasAttribute("alt") && seen.closest(".sphx-glr-thumbcontainer")))
    : !/^[^$\\\\]+$/.test(seen.ariaLabel ?? "") && !seen.closest("[aria-hidden=true], button"))
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
CUT_OFF = """() => [...document.querySelectorAll("article svg[role=img] text")].filter(words => {
  const drawing = words.closest("svg").getBoundingClientRect();
  const { width, left, right, top, bottom } = words.getBoundingClientRect();
  return width && (left < drawing.left - 0.5 || right > drawing.right + 0.5
    || top < drawing.top - 0.5 || bottom > drawing.bottom + 0.5);
}).map(words => words.textContent)"""
# To axe a drawing or a formula is one thing with a name, and all words of code in one colour on
# one paper are alike: to walk each of them takes time and can find nothing more.
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
# What follows the size of the page has followed it after two frames.
SETTLE = "() => new Promise(d => requestAnimationFrame(() => requestAnimationFrame(d)))"


class Tour:
    """Visits pages once each; notes what is wrong, and what was seen, by subject."""

    def __init__(self, page, site):
        self.page, self.site = page, site
        self.name, self.place, self.mode = "", None, None
        self.found = defaultdict(list)
        self.asked = set()
        self.letters, self.kinds = {}, set()
        page.on("request", self.ask)
        page.on("pageerror", lambda error: self.note("console", error))
        page.on("console", self.listen)

    def note(self, subject, *things):
        self.found[subject] += [f"{self.name}: {thing}" for thing in things]

    def ask(self, request):
        self.asked.add(request.url)
        if not request.url.startswith(("file:", "data:")):
            self.note("request", request.url)

    def listen(self, said):
        if said.type in ("error", "warning"):
            self.note("console", said.text)

    def visit(self, path):
        self.name = path.relative_to(self.site).as_posix()
        self.asked.clear()
        self.show("wide", "light")
        self.page.goto(path.as_uri())
        self.weigh()
        self.page.evaluate(UNFOLD)
        self.note("unnamed", *self.page.evaluate(UNNAMED))
        self.note("unset", *self.page.evaluate(UNSET))
        collect(self.page, self.name, self.letters)
        self.found["figures"] += [self.name] * self.page.evaluate(FIGURES)
        for place in WIDTHS:
            self.show(place, "light")
            if (excess := self.page.evaluate(SIDEWAYS)) > 0:
                self.note("sideways", f"{excess} px too wide, {place}")
            cut_off = self.page.evaluate(CUT_OFF)
            self.note("cut off", *(f"{text}, {place}" for text in cut_off))
        self.page.evaluate(THIN_OUT)
        if self.name in ONE_OF_A_KIND or not self.name.startswith(LISTINGS):
            self.ask_axe("phone", ON_A_PHONE)
        if self.name in ONE_OF_A_KIND:
            self.ask_axe("wide", ON_A_WIDE_PAGE)

    def show(self, place, mode):
        """Change what differs: to ask for the same once more takes time, too."""
        if place != self.place:
            self.page.set_viewport_size({"width": WIDTHS[place], "height": 900})
        if mode != self.mode:
            self.page.emulate_media(color_scheme=mode)
        self.place, self.mode = place, mode

    def weigh(self):
        """Add up the sizes of the files that a visit asks for."""
        await_faces(self.page)
        places = map(urlsplit, self.asked)
        files = {unquote(place.path) for place in places if place.scheme == "file"}
        sizes = {Path(file).name: Path(file).stat().st_size for file in files}
        total = sum(sizes.values())
        self.found["weighed"].append((self.name, sizes))
        if total > LIMITS[self.name]:
            heaviest = sorted(sizes.items(), key=lambda file: -file[1])[:4]
            self.note("heavy", f"{total} bytes, {heaviest}")

    def ask_axe(self, place, rules_by_mode):
        self.show(place, self.mode)
        self.page.evaluate(SETTLE)
        for mode, rules in rules_by_mode.items():
            self.show(place, mode)
            broken, kinds = axe.broken(self.page, "html", rules=rules, known=self.kinds)
            self.kinds.update(kinds)
            self.note("axe", *(f"{place}, {mode}: {rule}" for rule in broken))


def tour(browser, site, paths):
    context = browser.new_context()
    axe.add_to(context)
    tour = Tour(context.new_page(), site)
    for path in paths:
        tour.visit(path)
    tour.found["strangers"] = strangers(tour.page, tour.letters)
    context.close()
    return tour.found


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


def test_the_pages_that_stand_for_all_are_there(site):
    names = {path.relative_to(site).as_posix() for path in pages_in(site)}
    assert {*ONE_OF_A_KIND} - {"bad.html"} <= names


def test_no_page_complains_in_the_console(found):
    assert found["console"] == []


def test_no_page_asks_another_host(found):
    assert found["request"] == []


def test_no_page_is_heavy(found):
    for name, files in found["weighed"]:
        assert {Path(name).name, "book.css", "stix-two-text.woff2"} <= {*files}
    assert found["heavy"] == []


def test_every_letter_comes_from_a_font_of_the_site(found):
    assert found["strangers"] == []


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
<style>
  .pale { color: #777; background: #888 }
  @media (prefers-color-scheme: dark) { .pale { color: #666 } }
  a { color: #222; text-decoration: none }
  button { width: 9px; height: 9px; padding: 0; font-size: 5px }
</style>
<p class="pale">Pale.</p>
<p>Words with <a href="#">a link</a> among them.</p>
<p><button>a</button><button>b</button></p>
<p style="font-family: sans-serif">\N{CYRILLIC SMALL LETTER DE}</p>
<div style="width: 1300px">Wide.</div>
<details><summary>More</summary><span class="math">x^2</span></details>
<svg viewBox="0 0 9 9" width="9" role="img" aria-label="x"><text y="9">too long</text></svg>
<svg></svg><svg aria-label="$x$"></svg><img src="https://elsewhere.invalid/a.png"><script>console.error("no")</script>
</article></main>"""


def test_the_tour_finds_each_thing_that_is_wrong_with_a_page(
    browser, tmp_path, monkeypatch
):
    bad = tmp_path / "bad.html"
    bad.write_text(BAD)
    size = bad.stat().st_size
    monkeypatch.setitem(LIMITS, "bad.html", size - 1)
    found = tour(browser, tmp_path, pages_in(tmp_path))
    assert "bad.html: no" in found["console"]
    assert found["request"] == ["bad.html: https://elsewhere.invalid/a.png"]
    assert found["heavy"] == [f"bad.html: {size} bytes, [('bad.html', {size})]"]
    assert any("\N{CYRILLIC SMALL LETTER DE}" in said for said in found["strangers"])
    assert all('title="bad.html"' in said for said in found["strangers"])
    assert {said.rsplit(", ", 1)[1] for said in found["sideways"]} == set(WIDTHS)
    assert found["cut off"] == [f"bad.html: too long, {place}" for place in WIDTHS]
    assert len(found["unnamed"]) == 3
    assert found["unset"] == ['bad.html: <span class="math">x^2</span>']
    assert any("link-in-text-block" in said for said in found["axe"])
    for mode in MODES:
        assert any(f"{mode}: color-contrast" in said for said in found["axe"])
    for place in WIDTHS:
        for rule in ("image-alt", "target-size"):
            assert any(f"{place}" in said and rule in said for said in found["axe"])


def test_words_are_asked_about_again_where_their_colours_differ(browser, tmp_path):
    """Each kind of words is asked about once in a tour; a later page must not hide in it."""
    page = BAD.partition("<main>")[0] + "<main><h1>Title</h1><p style='{}'>Words."
    for name, style in {
        "first": "",
        "pale": "color: #999",
        "pale_on_black": "color: #999; background: #000",
        "pale_again": "color: #999",
    }.items():
        (tmp_path / f"{name}.html").write_text(page.format(style))
    found = tour(browser, tmp_path, pages_in(tmp_path))
    assert {said.partition(":")[0] for said in found["axe"]} == {"pale.html"}
