"""The line to fit by hand, moved as readers move it, and held against the package."""

import re

import matplotlib.style
import numpy as np
import pytest
from _ext.figures.svg_figures import to_svg
from _ext.live import fit_by_hand

from linreg import gradient, init_weights, make_line, predict, sse, train
from tests.browser import axe
from tests.browser.conftest import watching
from tests.browser.looks import COMFORTABLE, arrive, boxes
from tests.conftest import UNIT_ROUNDOFF

CHAPTER = "chapters/1_the_post/plot_1_neuron_and_error.html"
LINE = make_line(rng=0)
START = fit_by_hand.START
EPOCHS, RATE = 300, 0.001
FIRST, *_, NEURON = train(
    LINE.x,
    LINE.y,
    **dict(zip(("w0", "w1"), init_weights(rng=1), strict=True)),
    learning_rate=RATE,
    epochs=EPOCHS,
).sse
BEST = np.polyfit(LINE.x, LINE.y, 1, full=True)[1][0] / 2
MOVED_BY_PULLS = ["pulls-w0", "mean-w0", "pulls-w1", "mean-w1"]
SOME_LINES = [(1, 0.5), (-0.3, 1.5), (0.02, 2.26), (3, 4), (-1, -4), (1.16, 0)]


class Fit:
    """The line and its controls as a reader finds them."""

    def __init__(self, page):
        self.page = page
        self.root = page.locator(".fit-by-hand")
        self.status = self.root.locator("p[role=status]")

    def slider(self, name):
        return self.root.get_by_role("slider", name=name)

    def set(self, w0, w1):
        self.slider("w1").fill(f"{w1:g}")
        self.slider("w0").fill(f"{w0:g}")

    def press(self, name):
        self.root.get_by_role("button", name=name, exact=True).click()

    def number(self, name):
        return float(self.root.get_attribute(f"data-{name}"))

    def numbers(self, *names):
        return [self.number(name) for name in names]

    def words(self):
        """Return what is said in the place of the pictures."""
        said = self.root.locator(".fit-pull p, .fit-error p").all_inner_texts()
        return [" ".join(text.split()) for text in said]

    def on_screen(self, across):
        """Return where a point of the line is on the screen."""
        [(x, y), (to_x, to_y)] = self.root.locator(".moving-line path").evaluate(
            "path => [0, path.getTotalLength()].map(part => {"
            "  const at = path.getPointAtLength(part).matrixTransform(path.getScreenCTM());"
            "  return [at.x, at.y]; })"
        )
        left, right = fit_by_hand.INPUTS
        part = (across - left) / (right - left)
        return x + part * (to_x - x), y + part * (to_y - y)

    def drag(self, across, up):
        """Pull the line at a place by some pixels."""
        self.root.locator(".fit-line svg").scroll_into_view_if_needed()
        x, y = self.on_screen(across)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x, y - up / 2)
        self.page.mouse.move(x, y - up)
        self.page.mouse.up()
        return x, y - up


def open_chapter(page, site):
    """Open the chapter where the line is in sight."""
    arrive(page, site / CHAPTER)
    page.locator(".fit-line svg").evaluate(
        "svg => svg.scrollIntoView({behavior: 'instant', block: 'center'})"
    )
    return Fit(page)


@pytest.fixture
def visit(site, watched):
    """Open the chapter, and see that all goes well."""
    return lambda page: open_chapter(watched(page), site)


@pytest.fixture
def fit(page, visit):
    return visit(page)


@pytest.fixture(scope="module")
def same_fit(same_page, site):
    """One page for all questions that begin with a line of their own."""
    with watching() as watch:
        yield open_chapter(watch(same_page), site)


@pytest.fixture
def stopped(page, visit):
    """Open the chapter in stopped time."""
    page.clock.install(time=0)
    fit = visit(page)
    page.clock.pause_at(3_600_000)  # later than any page takes to load
    return fit


def rounding_of_slopes(w0, w1):
    """Bound what rounding does to both sums of N misses, in whatever order they are added.

    A miss and its product with x, which is at most 1, take five roundings, and the sum of N terms
    N more, each of what has been added up.
    """
    n = LINE.x.size
    return (n + 5) * UNIT_ROUNDOFF * (abs(w1 * LINE.x) + abs(w0) + abs(LINE.y)).sum()


# Numbers


@pytest.mark.parametrize(("w0", "w1"), SOME_LINES)
def test_the_error_and_both_slopes_are_those_of_the_package(same_fit, w0, w1):
    same_fit.set(w0, w1)
    assert same_fit.numbers("w0", "w1", "epoch") == [w0, w1, 0]
    error = sse(LINE.y, predict(LINE.x, w0, w1))
    assert same_fit.number("sse") == pytest.approx(error, rel=1e-9, abs=0)
    slopes = gradient(LINE.x, LINE.y, w0, w1)
    lost = rounding_of_slopes(w0, w1)
    assert lost < 1e-9
    found = same_fit.numbers("d-e_dw0", "d-e_dw1")
    assert found == pytest.approx(slopes, rel=1e-9, abs=2 * lost)


def train_from(w0, w1):
    return train(LINE.x, LINE.y, w0=w0, w1=w1, learning_rate=RATE, epochs=EPOCHS)


def test_the_neuron_goes_on_step_by_step_as_the_package_does(stopped):
    run = train_from(*SOME_LINES[0])
    stopped.set(*SOME_LINES[0])
    stopped.press("Let the neuron go on")
    for wait in (0, 1000, 3000, 20_000):
        stopped.page.clock.run_for(wait)
        k = int(stopped.number("epoch"))
        assert stopped.number("w0") == pytest.approx(run.w0[k], rel=1e-9, abs=0)
        assert stopped.number("w1") == pytest.approx(run.w1[k], rel=1e-9, abs=0)
        assert stopped.number("sse") == pytest.approx(run.sse[k], rel=1e-9, abs=0)
    assert k == EPOCHS


def test_where_motion_is_not_wanted_the_neuron_arrives_at_once(page, stopped):
    page.emulate_media(reduced_motion="reduce")
    for w0, w1 in SOME_LINES:
        run = train_from(w0, w1)
        stopped.set(w0, w1)
        stopped.press("Let the neuron go on")
        assert stopped.number("epoch") == EPOCHS
        assert stopped.number("w0") == pytest.approx(run.w0[-1], rel=1e-9, abs=0)
        assert stopped.number("w1") == pytest.approx(run.w1[-1], rel=1e-9, abs=0)
        assert stopped.number("sse") == pytest.approx(run.sse[-1], rel=1e-9, abs=0)


def test_a_run_starts_slowly_and_gets_faster(stopped):
    stopped.press("Let the neuron go on")
    assert stopped.number("epoch") == 1
    assert stopped.status.get_attribute("aria-live") == "off"
    stopped.page.clock.run_for(1000)
    assert 2 < stopped.number("epoch") <= 5
    stopped.page.clock.run_for(4000)
    assert 30 < stopped.number("epoch") < 150
    stopped.page.clock.run_for(5000)
    assert stopped.number("epoch") == EPOCHS
    assert stopped.status.get_attribute("aria-live") == "polite"


def test_a_run_can_be_stopped_taken_up_again_and_repeated(stopped):
    stopped.press("Let the neuron go on")
    stopped.page.clock.run_for(2000)
    stopped.press("Pause")
    epoch = stopped.number("epoch")
    stopped.page.clock.run_for(2000)
    assert stopped.number("epoch") == epoch > 1
    stopped.press("Let the neuron go on")
    assert stopped.number("epoch") == epoch + 1
    stopped.page.clock.run_for(20_000)
    assert stopped.number("epoch") == EPOCHS
    error = stopped.number("sse")
    stopped.press("Let the neuron go on")
    assert stopped.number("epoch") == 1
    assert BEST < stopped.number("sse") < error


def test_who_takes_the_line_back_stops_the_neuron(stopped):
    for take_back in (
        lambda: stopped.slider("w1").press("ArrowRight"),
        lambda: stopped.drag(0.5, 10),
        lambda: stopped.press("Start again"),
    ):
        stopped.press("Let the neuron go on")
        stopped.page.clock.run_for(1000)
        assert stopped.number("epoch") > 1
        take_back()
        where = stopped.numbers("epoch", "w0", "w1")
        stopped.page.clock.run_for(5000)
        assert stopped.numbers("epoch", "w0", "w1") == where
        assert where[0] == 0
    assert where[1:] == [START["w0"], START["w1"]]


# Words


@pytest.mark.parametrize(("w0", "w1"), SOME_LINES)
def test_words_say_the_error_both_sums_and_whither_they_pull(same_fit, w0, w1):
    same_fit.set(w0, w1)
    first, second, error, _ = same_fit.words()
    misses = LINE.y - predict(LINE.x, w0, w1)
    pulls = [misses.sum(), (misses * LINE.x).sum()]
    ways = ["up" if pull > 0 else "down" for pull in pulls]
    sums = [f"{pull:.2f}".replace("-", "−") for pull in pulls]
    assert first == f"Σ (y − ŷ) = {sums[0]}: the points pull w0 {ways[0]}."
    assert second == f"Σ (y − ŷ) x1 = {sums[1]}: the points pull w1 {ways[1]}."
    found = sse(LINE.y, predict(LINE.x, w0, w1))
    assert error == (
        f"E = {found:.2f} From its own start, with E = {FIRST:.0f}, the neuron gets to "
        f"{NEURON:.2f} in {EPOCHS} steps. Can you?"
    )


def test_a_pull_lowers_the_error(same_fit):
    for w0, w1 in [(-0.3, 1.5), (1, 0.5), (0, 0), (2.5, 1)]:  # far from the best
        same_fit.set(w0, w1)
        before = same_fit.number("sse")
        for name, words in zip(("w0", "w1"), same_fit.words(), strict=False):
            key = "ArrowRight" if words.endswith("up.") else "ArrowLeft"
            same_fit.set(w0, w1)
            same_fit.slider(name).press(key)
            assert same_fit.number("sse") < before


def test_only_who_is_near_is_told_how_near_one_can_get(same_fit):
    floor = f"No line gets below {BEST:.2f}."
    heights = np.arange(0, 0.3, 0.04).round(2)
    said = set()
    for w0 in heights:
        same_fit.set(w0, 2.3)
        error = sse(LINE.y, predict(LINE.x, w0, 2.3))
        near, beaten = error <= 2 * BEST, error <= NEURON
        words = f"You beat the neuron. {floor}" if beaten else f"Close. {floor}"
        assert same_fit.status.inner_text() == (words if near else "")
        said |= {same_fit.status.inner_text()}
    assert len(said) == 3


def test_after_its_run_the_neuron_says_what_it_reached(stopped):
    stopped.press("Let the neuron go on")
    assert stopped.status.inner_text() == "Step 1 from your line."
    stopped.page.clock.run_for(20_000)
    reached = train_from(**START).sse[-1]
    assert stopped.status.inner_text() == (
        f"Step 300: from your line the neuron gets to {reached:.2f}, from its own start "
        f"to {NEURON:.2f}. No line gets below {BEST:.2f}."
    )


def test_at_the_best_line_the_pulls_cancel_in_words_too(fit):
    fit.page.emulate_media(reduced_motion="reduce")
    for _ in range(4):
        fit.press("Let the neuron go on")
    for said in fit.words()[:2]:
        assert "= 0.00: the points pull" in said
        assert said.endswith("neither up nor down.")


def test_a_slider_says_its_weight_and_the_error(same_fit):
    same_fit.set(-0.5, 2)
    error = sse(LINE.y, predict(LINE.x, -0.5, 2))
    for name, weight in (("w0", "−0.50"), ("w1", "2.00")):
        text = same_fit.slider(name).get_attribute("aria-valuetext")
        assert text == f"{weight}, E = {error:.2f}"
        assert same_fit.root.locator(f"output[for=fit-{name}]").inner_text() == weight


# By hand


def test_an_end_that_is_pulled_follows_and_the_other_end_stays(same_fit):
    for across, other in [(0.0, 1.0), (1.0, 0.0), (0.2, 1.0), (0.9, 0.0)]:
        same_fit.press("Start again")
        stays = predict(other, **START)
        x, y = same_fit.drag(across, 40)
        assert same_fit.on_screen(across) == pytest.approx((x, y), abs=0.5)
        w0, w1 = same_fit.numbers("w0", "w1")
        assert predict(other, w0, w1) == pytest.approx(stays, abs=1e-9)
        assert predict(across, w0, w1) > predict(across, **START)


def test_a_line_that_is_pulled_in_the_middle_keeps_its_slope(same_fit):
    for across in (0.4, 0.5, 0.6):
        same_fit.press("Start again")
        x, y = same_fit.drag(across, 40)
        assert same_fit.on_screen(across) == pytest.approx((x, y), abs=0.5)
        assert same_fit.number("w1") == START["w1"]
        assert same_fit.number("w0") > START["w0"]


def test_a_line_is_never_pulled_farther_than_its_sliders_go(same_fit):
    same_fit.press("Start again")
    for across, up in [(0.0, -1000), (0.5, 1000), (1.0, 1000), (0.0, -1000)]:
        same_fit.drag(across, up)
        for name, (low, high) in fit_by_hand.RANGES.items():
            assert low <= same_fit.number(name) <= high
            value = float(same_fit.slider(name).input_value())
            # A slider shows the nearest of its steps.
            assert value == pytest.approx(same_fit.number(name), abs=0.01)


def test_a_slider_leaves_the_other_weight_alone(same_fit):
    same_fit.press("Start again")
    same_fit.drag(1.0, 33)  # to a weight with many digits
    before = same_fit.number("w1")
    same_fit.slider("w0").fill("0.5")
    assert same_fit.numbers("w0", "w1") == [0.5, before]


def test_a_finger_moves_the_line_and_elsewhere_the_page(browser, visit):
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    fit = visit(context.new_page())
    touch = context.new_cdp_session(fit.page)

    def swipe(x, y):
        scrolled = fit.page.evaluate("scrollY")
        for step in range(11):
            kind = "touchMove" if step else "touchStart"
            point = {"x": x, "y": y - 4 * step}
            touch.send(
                "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]}
            )
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        return fit.page.evaluate("scrollY") - scrolled

    x, y = fit.on_screen(1.0)
    assert swipe(x, y + 15) == 0  # a finger is not that exact
    assert fit.number("w1") > START["w1"]
    moved = fit.numbers("w0", "w1")
    assert swipe(x, y + 100) > 0
    assert fit.numbers("w0", "w1") == moved
    context.close()


def test_the_keyboard_is_enough(fit):
    press = fit.page.keyboard.press
    fit.slider("w1").focus()
    for key, name, change in [("ArrowRight", "w1", 0.02), ("ArrowDown", "w0", -0.02)]:
        press(key)
        assert fit.number(name) == pytest.approx(START[name] + change, abs=1e-12)
        outline = "getComputedStyle(document.activeElement).outlineStyle"
        assert fit.page.evaluate(outline) == "solid"
        press("Tab")
    fit.page.emulate_media(reduced_motion="reduce")
    press("Enter")
    assert fit.number("epoch") == EPOCHS
    press("Tab")
    press("Space")
    assert fit.numbers("epoch", "w0", "w1") == [0, START["w0"], START["w1"]]


# Pictures


@pytest.mark.parametrize(("w0", "w1"), SOME_LINES[:3])
def test_the_script_draws_what_matplotlib_would_draw(same_fit, w0, w1):
    same_fit.set(w0, w1)
    pulled = fit_by_hand.pulls(LINE, w0, w1)
    with matplotlib.style.context("linreg.book"):
        figures = [fit_by_hand.pull_figure(LINE, *of) for of in pulled.items()]
        figures.append(fit_by_hand.line_figure(LINE, w0, w1))
        drawn = "".join(to_svg(figure, "drawn") for figure in figures)
    for name in ("line", "misses", "squares", *MOVED_BY_PULLS):
        [expected] = re.findall(rf'class="moving-{name}"[^>]*><path d="([^"]+)"', drawn)
        path = same_fit.root.locator(f".moving-{name} path").get_attribute("d")
        # Matplotlib writes a hundredth.
        assert places(path) == pytest.approx(places(expected), abs=0.005 + 1e-9)


def places(path):
    """Return the places that a path leads through; Matplotlib may write the last one twice."""
    numbers = [float(n) for n in re.findall(r"-?[\d.]+(?:e-?\d+)?", path)]
    return numbers[:-2] if numbers[-2:] == numbers[-4:-2] else numbers


def test_without_scripts_the_pictures_stand_and_say_what_a_script_would(
    without_script, page, visit
):
    drawn, moving = Fit(without_script), visit(page)
    drawn.page.goto(moving.page.url)
    assert drawn.words() == moving.words()
    assert not drawn.root.locator("button:visible, input:visible").count()
    assert drawn.root.get_by_text("With scripts allowed").is_visible()
    assert not moving.root.get_by_text("With scripts allowed").is_visible()
    for picture in drawn.root.locator("svg").all():
        assert picture.is_visible()
        assert picture.get_attribute("aria-label")


def test_on_paper_the_pictures_stand_and_the_controls_are_gone(fit):
    fit.page.emulate_media(media="print")
    assert fit.root.locator("svg:visible").count() == 3
    assert not fit.root.locator("button:visible, input:visible").count()
    assert not fit.root.get_by_text("Drag the line").is_visible()


def test_on_a_phone_line_pulls_and_controls_are_in_view_together(page, visit):
    page.set_viewport_size({"width": 390, "height": 844})
    fit = visit(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    targets = boxes(fit.root.locator("button, [type=range]"))
    assert all(box["height"] >= COMFORTABLE <= box["width"] for box in targets)
    seen = [*boxes(fit.root.locator("svg")), *targets]
    top = min(box["top"] for box in seen)
    assert max(box["bottom"] for box in seen) - top < 844 - 2 * COMFORTABLE
    small = fit.root.locator(
        "svg :is(text, tspan), p, label, output, button"
    ).evaluate_all(
        "found => found.map(one => [one.textContent, parseFloat(getComputedStyle(one).fontSize)"
        " * (one.ownerSVGElement?.getScreenCTM().a ?? 1)]).filter(([_, size]) => size < 11)"
    )
    assert small == []


@pytest.mark.usefixtures("width")
def test_axe_finds_nothing(fit):
    fit.page.emulate_media(reduced_motion="reduce")
    for button in ("Start again", "Let the neuron go on"):
        fit.press(button)
        assert axe.faults(fit.page, ".fit-by-hand") == []
