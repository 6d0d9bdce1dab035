"""The playground, driven as readers drive it, and held against the package."""

import math
import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

from linreg import DivergenceError, Moments, make_line, predict, train
from tests.browser.looks import boxes
from tests.conftest import UNIT_ROUNDOFF

CHAPTER = "chapters/2_beyond/plot_3_learning_rate.html"
LINES = {"noise": make_line(rng=0), "shared": make_line(rng=0, shared_intercept=True)}
BOUND = Moments.from_data(LINES["noise"].x, LINES["noise"].y).max_learning_rate
START = {"w0": 1.0, "w1": -2.0}
SHARES = ["0.02", "0.13", "0.50", "0.85", "0.99", "1.05"]
#: Axe would read the style sheets again, which browsers refuse to pages on disk.
NOTHING_FETCHED = {"preload": False}
#: What a finger hits without looking twice, in pixels.
COMFORTABLE = 44


class Playground:
    """The controls as a reader finds them, by their labels."""

    def __init__(self, page):
        self.page = page
        self.root = page.locator(".playground")
        self.status = page.locator(".playground [role=status]")

    def set(self, *, share=None, w0=None, w1=None, points=None):
        if share is not None:
            # A slider drops trailing zeros, and older drivers of browsers want its own writing.
            self.root.get_by_label("Learning rate").fill(f"{float(share):g}")
        for name, value in (("w0", w0), ("w1", w1)):
            if value is not None:
                self.weight(name).fill(str(value))
                self.weight(name).blur()
        if points is not None:
            self.root.locator(f"input[value={points}]").check()

    def weight(self, name):
        return self.root.get_by_label(name, exact=True)

    def press(self, name):
        self.root.get_by_role("button", name=name, exact=True).click()

    def run(self, epochs):
        self.press("+1 epoch" if epochs == 1 else f"+{epochs} epochs")

    def number(self, name):
        return float(self.root.get_attribute(f"data-{name}"))

    def point(self, name):
        """Return where a dot stands in the picture that is shown."""
        dot = self.root.locator(f"[data-set]:not([hidden]) .moving-{name} use")
        return float(dot.get_attribute("x")), float(dot.get_attribute("y"))

    def arrow(self, picture):
        """Return how far right and up an arrow points, or nothing where none is shown."""
        view = self.root.locator(f"[data-set]:not([hidden]) .playground-{picture}")
        arrow = view.locator(".moving-arrow use")
        if not arrow.is_visible():
            return None
        around, pointing = boxes(view.locator("xpath=.").or_(arrow))
        assert inside(pointing, around)
        turn = float(arrow.get_attribute("transform").split("(")[1].split()[0])
        return math.sin(math.radians(turn)), math.cos(math.radians(turn))

    def ends(self, name):
        """Return both ends of a line in the picture that is shown."""
        path = self.root.locator(f"[data-set]:not([hidden]) .moving-{name} path")
        numbers = re.findall(r"[-\d.]+", path.get_attribute("d"))
        return [float(number) for number in numbers[:2] + numbers[-2:]]


def inside(box, of):
    """Tell whether a box lies in another one."""
    return all(
        of[start] <= box[start] and box[start] + box[size] <= of[start] + of[size]
        for start, size in (("x", "width"), ("y", "height"))
    )


@pytest.fixture
def visit(site):
    """Open the chapter and insist that nothing is fetched and nothing goes wrong."""
    seen = []

    def open_in(page):
        page.on("request", lambda request: seen.append(request.url))
        page.on("console", lambda message: seen.extend(complaint(message)))
        page.on("pageerror", lambda error: seen.append(str(error)))
        page.goto((site / CHAPTER).as_uri())
        return Playground(page)

    yield open_in
    assert [entry for entry in seen if not entry.startswith(("file:", "data:"))] == []


def complaint(message):
    """Return what the console says, unless the theme only reports what it did."""
    return [message.text] if message.type in ("error", "warning") else []


@pytest.fixture
def stopped(page):
    """Return a way to open the chapter in stopped time."""

    def open_with(visit):
        page.clock.install(time=0)
        playground = visit(page)
        page.clock.pause_at(3_600_000)  # later than any page takes to load
        return playground

    return open_with


@pytest.fixture
def playground(page, visit):
    return visit(page)


def trained(line, share, epochs, w0, w1):
    """Run the package as the controls say; a lost run keeps its record."""
    rate = float(share) * BOUND
    try:
        return train(line.x, line.y, w0=w0, w1=w1, learning_rate=rate, epochs=epochs)
    except DivergenceError as error:
        return error.history


def farthest_rounding(line, epochs):
    """Bound what rounding does to a weight in a run that converges.

    An update rounds each of N terms, and N sums of them, by a machine epsilon of the sizes it adds,
    times the rate. Below the bound no later update makes that larger.
    """
    sizes = (abs(line.y) + abs(START["w1"] * line.x) + abs(START["w0"])).sum()
    return epochs * BOUND * line.x.size * 2 * UNIT_ROUNDOFF * sizes


# Numbers


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("points", LINES)
def test_it_learns_what_the_package_learns(playground, points, share):
    line = LINES[points]
    playground.set(share=share, points=points, **START)
    for epochs in (1, 20, 300):
        playground.press("Reset")
        playground.run(epochs)
        run = trained(line, share, epochs, **START)
        assert playground.number("epoch") == run.sse.size - 1
        assert playground.number("w0") == pytest.approx(run.w0[-1], rel=1e-9, abs=0)
        assert playground.number("w1") == pytest.approx(run.w1[-1], rel=1e-9, abs=0)
        # Without noise the error falls below what rounding leaves of it. Its root is a length,
        # that of all misses, over the root of 2: weights off by r move it by at most this.
        r = farthest_rounding(line, epochs) if points == "shared" else 0.0
        floor = math.sqrt(line.x.size / 2) * 2 * r
        root = math.sqrt(run.sse[-1])
        off = abs(math.sqrt(playground.number("sse")) - root)
        assert off <= 0.5e-9 * root + floor


def test_at_half_of_the_bound_one_epoch_leads_to_the_hinge(playground):
    line = LINES["noise"]
    (_, steep), (_, tilt) = np.linalg.eigh(
        Moments.from_data(line.x, line.y).hessian
    ).eigenvectors
    hinge = tilt / steep  # the slow direction leaves the line's height there alone
    slope, intercept = np.polyfit(line.x, line.y, 1)
    playground.set(share="0.50")
    for _ in range(3):
        playground.run(1)
        here = predict(hinge, playground.number("w0"), playground.number("w1"))
        best = predict(hinge, intercept, slope)
        assert here == pytest.approx(best, abs=1e-12)


def test_the_rates_to_try_do_what_the_chapter_says(playground):
    playground.set(share="0.99")
    playground.run(300)
    settled = playground.number("sse")
    assert settled < 1.01 * 0.5 * np.polyfit(*LINES["noise"][:2], 1, full=True)[1][0]
    playground.set(share="1.01")
    playground.run(300)
    assert playground.status.inner_text().startswith("Epoch 300:")
    playground.run(300)
    assert playground.status.inner_text().startswith("Diverged")


# Words


@pytest.mark.parametrize("points", LINES)
def test_a_lost_run_says_what_the_exception_says(playground, points):
    line = LINES[points]
    playground.set(points=points)
    for w0, w1 in [(1.0, -2.0), (0.0, 0.0), (-10.0, 10.0), (0.0, 2.3), (7.5, -0.1)]:
        for share in ("1.02", "1.05", "1.13", "1.25"):
            playground.set(share=share, w0=w0, w1=w1)
            for _ in range(3):  # nothing is left to run after the end
                playground.run(300)
            rate = float(share) * BOUND
            with pytest.raises(DivergenceError) as lost:
                train(line.x, line.y, w0=w0, w1=w1, learning_rate=rate, epochs=900)
            assert playground.status.inner_text() == str(lost.value)
    playground.root.get_by_role("link", name="what now?").click()
    playground.page.wait_for_url("**/troubleshooting.html#alternating-growth")
    assert playground.page.locator(":target").count() == 1


def test_after_each_action_one_sentence_says_where_the_run_is(playground):
    assert playground.status.get_attribute("aria-live") == "polite"
    playground.set(share="0.13", **START)
    playground.run(20)
    run = trained(LINES["noise"], "0.13", 20, **START)
    w0, w1, error = run.w0[-1], run.w1[-1], run.sse[-1]
    said = f"Epoch 20: E = {error:#.4g}, line ŷ = {w1:#.4g} x + {w0:#.4g}."
    assert playground.status.inner_text() == said.replace("-", "−")


def test_a_very_long_run_stretches_the_axis_and_ends_in_words(playground):
    numbers = playground.root.locator("[data-set=noise] .moving-epochs")
    for epochs, last in [(300, "300"), (600, "600"), (900, "1200"), (1200, "1200")]:
        playground.run(300)
        assert playground.number("epoch") == epochs
        assert numbers.last.text_content().strip() == last
    assert "The pictures end here" in playground.status.inner_text()
    playground.run(1)
    assert playground.number("epoch") == 1200
    playground.press("Reset")
    assert numbers.last.text_content().strip() == "300"


@pytest.mark.parametrize("typed", ["", "1e999", "-", "10.1", "-11"])
def test_what_is_no_weight_gets_a_sentence_and_never_a_nan(playground, typed):
    field = playground.weight("w1")
    field.fill("")
    field.press_sequentially(typed)
    for button in ("+20 epochs", "Play", "Reset"):
        playground.press(button)
        said = playground.status.inner_text()
        assert said == "w1 needs a number from −10 to 10."
    assert field.get_attribute("aria-invalid") == "true"
    assert playground.number("epoch") == 0
    assert "NaN" not in playground.root.evaluate("(root) => root.outerHTML")
    playground.set(w1="1.5")
    playground.run(1)
    assert field.get_attribute("aria-invalid") == "false"
    assert playground.status.inner_text().startswith("Epoch 1:")


# Controls


def test_home_leads_here_in_one_click(page, site):
    page.goto((site / "index.html").as_uri())
    page.get_by_role("link", name="Train it yourself").click()
    page.wait_for_url("**/plot_3_learning_rate.html#*")
    assert page.get_by_role("button", name="Play").is_visible()


def test_the_keyboard_is_enough(playground):
    press = playground.page.keyboard.press

    def walk_to(selector):
        for _ in range(40):
            press("Tab")
            if playground.page.evaluate(
                f"document.activeElement.matches('{selector}')"
            ):
                outline = "getComputedStyle(document.activeElement).outlineStyle"
                assert playground.page.evaluate(outline) == "solid"
                return
        raise AssertionError(f"no way to {selector}")

    playground.page.goto(playground.page.url + "#try-it")
    walk_to("#playground-share")
    press("ArrowRight")
    walk_to("[name=w1]")
    press("ArrowUp")
    walk_to("[name=w0]")
    playground.page.keyboard.type("0.5")
    walk_to("[name=playground-set]")
    press("ArrowDown")
    walk_to('[data-do="20"]')
    press("Enter")
    run = trained(LINES["shared"], "0.14", 20, w0=0.5, w1=-1.9)
    assert playground.number("epoch") == 20
    assert playground.number("w1") == pytest.approx(run.w1[-1], rel=1e-9)
    walk_to("[data-do=reset]")
    press("Space")
    assert playground.number("epoch") == 0


def test_reset_leads_to_the_start_and_keeps_the_settings(playground):
    playground.set(share="0.30", w0=-1.0, w1=4.0, points="shared")
    playground.run(300)
    playground.press("Reset")
    names = ("epoch", "w0", "w1")
    assert [playground.number(name) for name in names] == [0, -1, 4]
    assert "0.30" in playground.root.locator("output").inner_text()


def test_a_rate_above_the_bound_is_called_so(playground):
    for share, is_above in [("0.99", False), ("1.00", False), ("1.01", True)]:
        playground.set(share=share)
        said = playground.root.locator("output").inner_text()
        assert ("above the bound" in said) is is_above


def test_a_click_among_the_rings_starts_there(playground):
    for points in LINES:
        playground.set(points=points)
        svg = playground.root.locator(f"[data-set={points}] .playground-bowl svg")
        box = svg.bounding_box()
        svg.click(position={"x": 0.6 * box["width"], "y": 0.3 * box["height"]})
        w1, w0 = (float(playground.weight(name).input_value()) for name in ("w1", "w0"))
        assert (playground.number("w1"), playground.number("w0")) == (w1, w0)
        # The dot stands where the click was, to half of a tenth of a weight.
        natural = svg.evaluate("(svg) => svg.viewBox.baseVal.width")
        tenth = 0.1 * 190 / 9
        x, y = playground.point("start")
        height = natural * box["height"] / box["width"]
        assert x == pytest.approx(0.6 * natural, abs=tenth)
        assert y == pytest.approx(0.3 * height, abs=tenth)


def test_it_plays_twenty_epochs_a_second_and_stops_at_once(page, visit, stopped):
    playground = stopped(visit)
    playground.press("Play")
    page.clock.run_for(1000)
    assert playground.number("epoch") == 20
    assert playground.status.get_attribute("aria-live") == "off"
    playground.press("Pause")
    assert playground.status.get_attribute("aria-live") == "polite"
    page.clock.run_for(1000)
    assert playground.number("epoch") == 20
    playground.press("Play")
    page.clock.run_for(20_000)
    assert playground.number("epoch") == 300
    assert playground.root.get_by_role("button", name="Play").is_visible()
    playground.set(share="1.20")
    playground.press("Play")
    page.clock.run_for(10_000)
    assert playground.status.inner_text().startswith("Diverged")
    playground.press("Play")  # again, from the start
    page.clock.run_for(100)
    assert playground.number("epoch") == 2


def test_where_motion_is_not_wanted_it_jumps(page, visit, stopped):
    page.emulate_media(reduced_motion="reduce")
    playground = stopped(visit)
    playground.press("Play")
    assert playground.number("epoch") == 300
    assert playground.status.inner_text().startswith("Epoch 300:")


# Pictures


def test_the_script_draws_what_matplotlib_drew(browser, page, visit):
    still = browser.new_context(java_script_enabled=False)
    drawn = visit(still.new_page())
    playground = visit(page)
    playground.run(300)
    rounding = 0.005 + 1e-9  # of what Matplotlib drew, to a hundredth
    for dot in ("start", "here", "now"):
        assert playground.point(dot) == pytest.approx(drawn.point(dot), abs=rounding)
    for line in ("line", "path", "curve"):
        assert playground.ends(line) == pytest.approx(drawn.ends(line), abs=rounding)
    still.close()


@pytest.mark.parametrize("epochs", [20, 21])  # from side to side
def test_arrows_point_to_what_has_left_its_picture(playground, epochs):
    slope, intercept = np.polyfit(*LINES["noise"][:2], 1)
    pictures = ("line", "bowl", "error")
    playground.set(share="0.90")
    playground.run(300)
    assert [playground.arrow(picture) for picture in pictures] == [None] * 3
    playground.set(share="1.20")
    playground.run(20)
    if epochs > 20:
        playground.run(epochs - 20)
    right, up = playground.number("w1") - slope, playground.number("w0") - intercept
    line, bowl, error = (playground.arrow(picture) for picture in pictures)
    assert line == pytest.approx((0, math.copysign(1, right / 2 + up)))
    assert np.sign(bowl).tolist() == np.sign([right, up]).tolist()
    assert error == pytest.approx((0, 1))
    playground.press("Reset")
    assert [playground.arrow(picture) for picture in pictures] == [None] * 3


def test_a_start_to_the_right_of_the_rings_has_its_arrow_there(playground):
    playground.set(w1=10, w0=0)
    right, up = playground.arrow("bowl")
    assert right > 0.99
    assert abs(up) < 0.1


def test_without_scripts_the_pictures_stand_and_the_controls_are_gone(browser, visit):
    still = browser.new_context(java_script_enabled=False)
    playground = visit(still.new_page())
    for picture in playground.root.locator("[data-set=noise] svg").all():
        assert picture.is_visible()
        assert picture.get_attribute("aria-label")
    assert not playground.root.locator("button:visible, input:visible").count()
    assert playground.root.get_by_text("With scripts allowed").is_visible()
    still.close()


def test_on_paper_the_pictures_stand_and_the_controls_are_gone(playground):
    playground.page.emulate_media(media="print")
    assert playground.root.locator("[data-set=noise] svg").first.is_visible()
    assert not playground.root.locator("button:visible, input:visible").count()


def test_words_follow_the_dark_toggle(playground):
    label = playground.root.locator("[data-set=noise] text").first
    colour = "(text) => getComputedStyle(text).fill"
    light = label.evaluate(colour)
    playground.page.locator(".theme-toggle:visible").first.click()
    assert label.evaluate(colour) != light


def test_a_phone_is_wide_enough(page, visit, stopped):
    page.set_viewport_size({"width": 390, "height": 844})
    playground = stopped(visit)
    # The buttons are in view as soon as the pictures are, beside one another.
    playground.root.locator("svg:visible").first.evaluate(
        "svg => svg.scrollIntoView({behavior: 'instant', block: 'center'})"
    )
    buttons = boxes(playground.root.locator("button"))
    assert len({box["y"] for box in buttons}) == 1
    assert all(0 < box["y"] < 844 - box["height"] for box in buttons)
    playground.press("Play")
    assert boxes(playground.root.locator("button"))[0]["y"] == buttons[-1]["y"]
    playground.set(share="1.10")
    playground.run(300)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    targets = playground.root.locator("button, fieldset label, [type=range]")
    for box in boxes(targets):
        assert box["height"] >= COMFORTABLE
        assert box["width"] >= COMFORTABLE
    places = [box["y"] for box in boxes(playground.root.locator("svg:visible"))]
    assert places == sorted(set(places))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(page, visit, theme, width):
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=theme)
    playground = visit(page)
    for share in ("0.50", "1.10"):
        playground.set(share=share)
        playground.run(300)
        found = Axe().run(page, context=".playground", options=NOTHING_FETCHED)
        assert found.violations_count == 0, found.generate_report()
