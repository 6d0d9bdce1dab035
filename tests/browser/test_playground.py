"""The playground, driven as readers drive it, and held against the package."""

import math
import re
from functools import partial
from itertools import product

import numpy as np
import pytest
from playwright.sync_api import expect

from linreg import DivergenceError, Moments, init_weights, make_line, predict, train
from tests.browser import axe
from tests.browser.conftest import watching
from tests.browser.looks import COMFORTABLE, arrive, boxes
from tests.conftest import UNIT_ROUNDOFF

CHAPTER = "chapters/1_the_post/plot_5_training.html"
LINES = {"noise": make_line(rng=0), "shared": make_line(rng=0, shared_intercept=True)}
BOUND = Moments.from_data(LINES["noise"].x, LINES["noise"].y).max_learning_rate
BOOK = dict(zip(("w0", "w1"), init_weights(rng=1), strict=True))
START = {"w0": 1.5, "w1": -2.5}
RATES = [0.001, 0.0038, 0.0065, 0.0076, 0.008]
#: The buttons by the epoch that a run has come to after each of them in turn.
BUTTONS = {1: "+1 epoch", 21: "+20 epochs", 321: "+300 epochs"}
#: Where a reader's own point may stand: far below, among the others, and in a corner.
OWN = [(0.9, -1.5), (0.5, 1.2), (-0.02, 3.5)]
PARTS = ("line", "bowl", "error")


class Playground:
    """The controls as a reader finds them, by their labels; each waits for what it does."""

    def __init__(self, page):
        self.page = page
        self.root = page.locator(".playground")
        self.status = page.locator(".playground [role=status]")
        self.rate = self.root.get_by_label("Learning rate", exact=True)
        self.handle = self.root.get_by_role("button", name="Your point")

    def set(self, *, rate=None, w0=None, w1=None, points=None):
        if rate is not None:
            self.rate.fill(f"{rate:g}")
            expect(self.rate).to_have_value(f"{rate:g}")
            self.at_epoch(0)
        for name, value in (("w0", w0), ("w1", w1)):
            if value is not None:
                self.weight(name).fill(str(value))
                expect(self.root).to_have_attribute(f"data-{name}", f"{value:g}")
        if points is not None:
            self.root.locator(f"input[value={points}]").check()
            self.at_epoch(0)

    def weight(self, name):
        return self.root.get_by_label(name, exact=True)

    def press(self, name):
        self.root.get_by_role("button", name=name, exact=True).click()

    def run(self, epochs):
        before = int(self.number("epoch"))
        self.press("+1 epoch" if epochs == 1 else f"+{epochs} epochs")
        self.at_epoch(before + epochs)

    def reset(self):
        self.press("Reset")
        self.at_epoch(0)

    def at_epoch(self, epoch):
        expect(self.root).to_have_attribute("data-epoch", str(epoch))

    def lose(self):
        """Run until nothing is left to run."""
        while not re.search("Diverged|The pictures end", self.status.inner_text()):
            self.press("+300 epochs")

    def put(self, x, y):
        """Click into the picture of the points; return the point, which whole pixels round."""
        svg = self.root.locator(".playground-line svg")
        across, down = svg.evaluate(PLACE, [x, y])
        svg.click(position={"x": across, "y": down})
        expect(self.root).to_have_attribute("data-own", re.compile(r"\d"))
        own = self.own()
        assert own == pytest.approx((x, y), abs=0.07)  # two pixels
        return own

    def own(self):
        return tuple(map(float, self.root.get_attribute("data-own").split(",")))

    def number(self, name):
        return float(self.root.get_attribute(f"data-{name}"))

    def best(self):
        """Return the best weights, w0 first."""
        slope, intercept = self.root.get_attribute("data-best").split(",")
        return float(intercept), float(slope)

    def point(self, name):
        """Return where a dot stands in its picture."""
        dot = self.root.locator(f".moving-{name} use")
        return float(dot.get_attribute("x")), float(dot.get_attribute("y"))

    def arrow(self, picture):
        """Return how far right and up an arrow points, or nothing where none is shown."""
        view = self.root.locator(f".playground-{picture} svg")
        arrow = view.locator(".moving-arrow use")
        if not arrow.is_visible():
            return None
        around, pointing = boxes(view.locator("xpath=.").or_(arrow))
        assert inside(pointing, around)
        turn = float(arrow.get_attribute("transform").split("(")[1].split()[0])
        return math.sin(math.radians(turn)), math.cos(math.radians(turn))

    def places(self, name):
        """Return the places along each line of a name."""
        paths = self.root.locator(f".moving-{name} path").evaluate_all(
            "found => found.map(one => one.getAttribute('d'))"
        )
        return [places_of(path) for path in paths if path]

    def ends(self, name):
        (places,) = self.places(name)
        return places[[0, -1]].ravel().tolist()


# The place of a point in the picture of the points, in pixels from its corner.
PLACE = """(svg, [x, y]) => {
  const {left, right, bottom, top, x: [x0, x1], y: [y0, y1]} =
    JSON.parse(document.getElementById("playground-data").textContent).frames.line;
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  return [left + (right - left) * (x - x0) / (x1 - x0),
          bottom + (top - bottom) * (y - y0) / (y1 - y0)].map(one => one * scale);
}"""


def places_of(path):
    return np.array(re.findall(r"-?[\d.]+(?:e-?\d+)?", path), dtype=float).reshape(
        -1, 2
    )


def inside(box, of):
    """Tell whether a box lies in another one."""
    return all(
        of[start] <= box[start] and box[start] + box[size] <= of[start] + of[size]
        for start, size in (("x", "width"), ("y", "height"))
    )


@pytest.fixture
def visit(site, watched):
    """Open the chapter."""

    def open_in(page):
        arrive(watched(page), site / CHAPTER)
        return Playground(page)

    return open_in


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


@pytest.fixture(scope="module")
def opened(same_page, site):
    with watching() as watch:
        arrive(watch(same_page), site / CHAPTER)
        yield Playground(same_page)


@pytest.fixture
def same(opened):
    """Return one page for all questions, which all find it with the same settings."""
    if opened.root.get_attribute("data-own"):
        opened.press("Remove the point")
    opened.set(rate=0.001, **START, points="noise")
    return opened


def trained(line, rate, epochs, w0, w1):
    """Run the package as the controls say; a lost run keeps its record."""
    try:
        return train(line.x, line.y, w0=w0, w1=w1, learning_rate=rate, epochs=epochs)
    except DivergenceError as error:
        return error.history


def with_own(line, own):
    """Return the points of a line and a reader's own one."""
    return line._replace(x=np.append(line.x, own[0]), y=np.append(line.y, own[1]))


def farthest_rounding(line, epochs):
    """Bound what rounding does to a weight in a run that converges.

    An update rounds each of N terms, and N sums of them, by a machine epsilon of the sizes it adds,
    times the rate. Below the bound no later update makes that larger.
    """
    sizes = (abs(line.y) + abs(START["w1"] * line.x) + abs(START["w0"])).sum()
    return epochs * BOUND * line.x.size * 2 * UNIT_ROUNDOFF * sizes


# Numbers


def test_it_starts_where_the_book_starts(playground):
    assert playground.root.locator("output").inner_text() == "0.001"
    assert playground.status.inner_text().startswith("Epoch 0: E = 350.6,")
    assert (playground.number("w0"), playground.number("w1")) == (*BOOK.values(),)
    playground.run(300)
    run = trained(LINES["noise"], 0.001, 300, **BOOK)
    assert playground.number("w1") == pytest.approx(run.w1[-1], rel=1e-9, abs=0)


@pytest.mark.parametrize("points", LINES)
def test_it_learns_what_the_package_learns(same, points):
    line = LINES[points]
    same.set(points=points)
    for rate, (epochs, button) in product(RATES, BUTTONS.items()):
        if epochs == 1:
            same.set(rate=rate)  # which begins a new run
        same.press(button)
        run = trained(line, rate, epochs, **START)
        same.at_epoch(run.sse.size - 1)
        assert same.number("w0") == pytest.approx(run.w0[-1], rel=1e-9, abs=0)
        assert same.number("w1") == pytest.approx(run.w1[-1], rel=1e-9, abs=0)
        # Without noise the error falls below what rounding leaves of it. Its root is a length,
        # that of all misses, over the root of 2: weights off by r move it by at most this.
        r = farthest_rounding(line, epochs) if points == "shared" else 0.0
        floor = math.sqrt(line.x.size / 2) * 2 * r
        root = math.sqrt(run.sse[-1])
        off = abs(math.sqrt(same.number("sse")) - root)
        assert off <= 0.5e-9 * root + floor


def test_near_half_of_the_bound_one_epoch_leads_to_the_hinge(playground):
    line = LINES["noise"]
    (_, steepest), ((_, steep), (_, tilt)) = np.linalg.eigh(
        Moments.from_data(line.x, line.y).hessian
    )
    hinge = tilt / steep  # the slow direction leaves the line's height there alone
    slope, intercept = np.polyfit(line.x, line.y, 1)
    best = predict(hinge, intercept, slope)
    above = predict(hinge, BOOK["w0"], BOOK["w1"]) - best
    playground.set(rate=0.0038)
    assert abs(1 - 0.0038 * steepest) < 0.003
    for _ in range(3):
        playground.run(1)
        above *= 1 - 0.0038 * steepest
        here = predict(hinge, playground.number("w0"), playground.number("w1"))
        assert here - best == pytest.approx(above, abs=1e-12)


def test_the_rates_to_try_do_what_the_chapter_says(playground):
    playground.set(rate=0.0075)
    playground.run(300)
    settled = playground.number("sse")
    assert settled < 1.01 * 0.5 * np.polyfit(*LINES["noise"][:2], 1, full=True)[1][0]
    playground.set(rate=0.0077)
    playground.run(300)
    assert playground.status.inner_text().startswith("Epoch 300:")
    playground.press("+300 epochs")
    expect(playground.status).to_have_text(re.compile("^Diverged"))


# A point of the reader's own


@pytest.mark.parametrize("own", OWN)
@pytest.mark.parametrize("points", LINES)
def test_bowl_bound_best_line_and_run_follow_a_point(same, points, own):
    same.set(points=points, rate=0.002)
    same.run(20)
    line = with_own(LINES[points], same.put(*own))
    moments = Moments.from_data(line.x, line.y)
    best = moments.least_squares()
    close = partial(pytest.approx, rel=1e-9, abs=0)
    assert same.best() == pytest.approx(best, rel=1e-9, abs=1e-9)
    assert same.number("bound") == close(moments.max_learning_rate)
    assert same.number("floor") == close(moments.sse(*best))
    for more in (0, 300):  # the run that was, on other points, and further
        if more:
            same.run(more)
        run = trained(line, 0.002, 20 + more, **START)
        assert same.number("epoch") == 20 + more
        assert same.number("w0") == close(run.w0[-1])
        assert same.number("w1") == close(run.w1[-1])
        assert same.number("sse") == close(run.sse[-1])


def test_on_each_ring_the_error_is_the_same_all_around(same):
    line = with_own(LINES["noise"], same.put(*OWN[2]))
    moments = Moments.from_data(line.x, line.y)
    frame = same.page.locator("#playground-data").evaluate(
        "data => JSON.parse(data.textContent).frames.bowl"
    )
    floor = moments.sse(*moments.least_squares())
    rings = same.places("rings")
    assert len(rings) == 7
    for k, ring in enumerate(rings):
        w1 = np.interp(
            ring[:, 0],
            *extended([frame["left"], frame["right"]], frame["x"]),
        )
        w0 = np.interp(
            -ring[:, 1],
            *extended([-frame["bottom"], -frame["top"]], frame["y"]),
        )
        above = np.array(
            [moments.sse(*both) - floor for both in zip(w0, w1, strict=True)]
        )
        assert above == pytest.approx(4.0**k, rel=1e-9)
    assert len({tuple(np.round(place)) for place in rings[3]}) > 50


def extended(places, values):
    """Lead a scale on to both sides, for what lies outside of its picture."""
    scale = np.polyfit(places, values, 1)
    far = np.array([places[0] - 1e4, places[1] + 1e4])
    return far, np.polyval(scale, far)


def test_a_point_is_dragged_within_its_picture(same):
    same.put(0.5, 0.0)
    svg = same.root.locator(".playground-line svg")
    corner = svg.bounding_box()
    mouse = same.page.mouse
    for goal, own in [((0.25, 3.0), (0.25, 3.0)), ((9, -9), (1.02, -2))]:
        grip = same.handle.bounding_box()
        across, down = svg.evaluate(PLACE, goal)
        mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
        mouse.down()
        mouse.move(corner["x"] + across, corner["y"] + down, steps=4)
        mouse.up()
        assert same.own() == pytest.approx(own, abs=0.07)
    mouse.move(corner["x"] + 50, corner["y"] + 50)  # let go is let go
    assert same.own() == (1.02, -2)


def test_keys_add_move_and_remove_a_point(same):
    adder = same.root.get_by_role("button", name="Add a point")
    adder.focus()
    press = same.page.keyboard.press
    press("Enter")
    expect(same.handle).to_be_focused()
    expect(same.root).to_have_attribute("data-own", "0.9,-1.5")
    for key, own in [
        ("ArrowLeft", "0.88,-1.5"),
        ("ArrowUp", "0.88,-1.4"),
        ("ArrowRight", "0.9,-1.4"),
        ("ArrowDown", "0.9,-1.5"),
    ]:
        press(key)
        expect(same.root).to_have_attribute("data-own", own)
    assert "x = 0.9, y = −1.5" in same.handle.get_attribute("aria-label")
    press("Delete")
    expect(adder).to_be_focused()
    assert not same.handle.is_visible()
    bound = Moments.from_data(*LINES["noise"][:2]).max_learning_rate
    assert same.number("bound") == pytest.approx(bound, rel=1e-12)
    press("Enter")
    remover = same.root.get_by_role("button", name="Remove the point")
    remover.click()
    expect(same.root).to_have_attribute("data-own", "")


# Words


@pytest.mark.parametrize("own", [None, OWN[2]])
@pytest.mark.parametrize("points", LINES)
def test_a_lost_run_says_what_the_exception_says(same, points, own):
    line = LINES[points]
    same.set(points=points)
    if own:
        line = with_own(line, same.put(*own))
    for w0, w1, rate in [
        (1, -2, 0.0077),
        (0, 0, 0.0081),
        (-10, 10, 0.01),
        (7.5, -0.1, 0.0081),
    ]:
        same.set(rate=rate, w0=w0, w1=w1)
        same.lose()
        with pytest.raises(DivergenceError) as lost:
            train(line.x, line.y, w0=w0, w1=w1, learning_rate=rate, epochs=1200)
        said, beyond, more = str(lost.value).partition(", which is 2 / lambda_max")
        assert beyond
        assert same.status.inner_text() == said + more


def test_a_lost_run_leads_to_what_can_be_done(playground):
    playground.set(rate=0.01)
    playground.lose()
    playground.status.get_by_role("link").click()
    playground.page.wait_for_url("**/troubleshooting.html#alternating-growth")
    assert playground.page.locator(":target").count() == 1


def test_after_each_action_one_sentence_says_where_the_run_is(same):
    assert same.status.get_attribute("aria-live") == "polite"
    same.run(20)
    run = trained(LINES["noise"], 0.001, 20, **START)
    w0, w1, error = run.w0[-1], run.w1[-1], run.sse[-1]
    said = f"Epoch 20: E = {error:#.4g}, line ŷ = {w1:#.4g} x + {w0:#.4g}."
    assert same.status.inner_text() == said.replace("-", "−")


def test_a_very_long_run_stretches_the_axis_and_ends_in_words(playground):
    numbers = playground.root.locator(".moving-epochs")
    for last in ("300", "600", "1200", "1200"):
        playground.run(300)
        assert numbers.last.text_content().strip() == last
    assert "The pictures end here" in playground.status.inner_text()
    playground.press("+1 epoch")
    assert playground.number("epoch") == 1200
    playground.reset()
    assert numbers.last.text_content().strip() == "300"


def test_what_is_no_weight_gets_a_sentence_and_never_a_nan(same):
    field = same.weight("w1")
    for typed, button in [
        ("", "+20 epochs"),
        ("1e999", "Play"),
        ("-", "Reset"),
        ("10.1", "+20 epochs"),
        ("-11", "Play"),
    ]:
        same.set(w1=1.5)
        field.fill("")
        field.press_sequentially(typed)
        same.press(button)
        expect(same.status).to_have_text("w1 needs a number from −10 to 10.")
        assert field.get_attribute("aria-invalid") == "true"
        assert same.number("epoch") == 0
        assert "NaN" not in same.root.evaluate("(root) => root.outerHTML")
    same.set(w1=1.5)
    same.run(1)
    assert field.get_attribute("aria-invalid") == "false"
    assert same.status.inner_text().startswith("Epoch 1:")


# Controls


def test_home_leads_here_in_one_click(page, site):
    arrive(page, site / "index.html")
    page.get_by_role("link", name="Train it yourself").click()
    page.wait_for_url("**/plot_5_training.html#*")
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

    playground.page.goto(playground.page.url + "#train-it-yourself")
    walk_to("#playground-rate")
    press("ArrowRight")
    walk_to('[data-do="20"]')
    walk_to("[name=w1]")
    press("ArrowUp")
    walk_to("[name=w0]")
    playground.page.keyboard.type("0.5")
    walk_to(".playground-add")
    walk_to("[name=playground-set]")
    press("ArrowDown")
    for _ in range(20):  # back to the buttons
        press("Shift+Tab")
        if playground.page.evaluate("document.activeElement.dataset.do === '20'"):
            break
    press("Enter")
    playground.at_epoch(20)
    run = trained(LINES["shared"], 0.0011, 20, w0=0.5, w1=-2)
    assert playground.number("w1") == pytest.approx(run.w1[-1], rel=1e-9)
    walk_to("[data-do=reset]")
    press("Space")
    playground.at_epoch(0)


def test_what_is_typed_counts_before_a_button_is_pressed(playground):
    """What a field says when it is left would move the button between press and release."""
    for width in (390, 1280):
        playground.page.set_viewport_size({"width": width, "height": 844})
        playground.set(rate=0.01)
        playground.lose()
        playground.weight("w1").fill("3")
        playground.run(1)
        run = trained(LINES["noise"], 0.01, 1, w0=BOOK["w0"], w1=3)
        assert playground.number("w1") == pytest.approx(run.w1[-1], rel=1e-9)


def test_no_button_moves_when_a_run_is_lost(playground):
    buttons = playground.root.locator("[data-do]")
    for width in (390, 1280):
        playground.page.set_viewport_size({"width": width, "height": 844})
        playground.set(rate=0.01)
        playground.run(1)
        before = boxes(buttons)
        playground.lose()
        assert boxes(buttons) == before


def test_reset_leads_to_the_start_and_keeps_the_settings(same):
    same.set(rate=0.003, w0=-1.0, w1=4.0, points="shared")
    same.run(300)
    same.reset()
    assert [same.number(name) for name in ("w0", "w1")] == [-1, 4]
    assert same.root.locator("output").inner_text() == "0.003"


def test_the_bound_is_marked_and_a_rate_above_it_is_called_so(same):
    said = same.root.locator("output")
    mark = same.root.locator(".playground-bound")
    for own, last in [(None, 0.0076), (OWN[0], 0.0075)]:
        if own:
            same.put(*own)
        assert mark.inner_text() == f"lost above {last}"
        for rate, is_above in [(last, False), (round(last + 0.0001, 4), True)]:
            same.set(rate=rate)
            assert ("above the bound" in said.inner_text()) is is_above
            assert (same.number("bound") < rate) is is_above


def test_the_mark_stands_where_the_thumb_would_stand(same):
    (slider,) = boxes(same.rate)
    thumb = 16
    share = (BOUND - 0.0001) / (0.01 - 0.0001)
    place = slider["x"] + thumb / 2 + share * (slider["width"] - thumb)
    (mark,) = boxes(same.root.locator(".playground-bound"))
    assert mark["x"] == pytest.approx(place, abs=1)


def test_a_click_among_the_rings_starts_there(same):
    svg = same.root.locator(".playground-bowl svg")
    for points in LINES:
        same.set(points=points)
        box = svg.bounding_box()
        svg.click(position={"x": 0.6 * box["width"], "y": 0.3 * box["height"]})
        w1, w0 = (float(same.weight(name).input_value()) for name in ("w1", "w0"))
        assert (same.number("w1"), same.number("w0")) == (w1, w0)
        # The dot stands where the click was, to half of a tenth of a weight.
        natural = svg.evaluate("(svg) => svg.viewBox.baseVal.width")
        tenth = 0.1 * natural / 9
        x, y = same.point("start")
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
    playground.set(rate=0.009)
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


def test_the_script_draws_what_matplotlib_drew(without_script, page, visit):
    drawn = visit(without_script)
    playground = visit(page)
    playground.run(300)
    rounding = 0.005 + 1e-9  # of what Matplotlib drew, to a hundredth
    for dot in ("start", "here", "now", "true", "star"):
        assert playground.point(dot) == pytest.approx(drawn.point(dot), abs=rounding)
    for line in ("line", "path", "curve", "truth", "best", "floor"):
        assert playground.ends(line) == pytest.approx(drawn.ends(line), abs=rounding)
    heights = "dots => dots.map(dot => Number(dot.getAttribute('y')))"
    dots, here = (
        one.root.locator(".moving-points use").evaluate_all(heights)
        for one in (drawn, playground)
    )
    assert len(here) == 200
    assert here == pytest.approx(dots, abs=rounding)
    for name in ("epochs", "errors"):
        ticks = playground.root.locator(f".moving-{name}").all_text_contents()
        assert ticks == drawn.root.locator(f".moving-{name}").all_text_contents()


def test_without_noise_the_axis_of_the_error_goes_down_to_rounding(same):
    floor = same.root.locator(".moving-floor path")
    expect(floor).to_have_css("visibility", "visible")
    same.set(points="shared")
    expect(floor).to_have_css("visibility", "hidden")
    same.run(300)
    # Six ticks from 1e-32 on, each eight powers of ten above the one before.
    said = same.root.locator(".moving-errors").all_text_contents()
    assert said == ["1e−32", "1e−24", "1e−16", "1e−8", "1e0", "1e8"]
    frame = same.page.locator("#playground-data").evaluate(
        "data => JSON.parse(data.textContent).frames.error"
    )
    scale = np.polyfit(frame["y"], [frame["bottom"], frame["top"]], 1)
    ticks = (math.log10(same.number("sse")) + 32) / 8
    assert same.point("now")[1] == pytest.approx(np.polyval(scale, ticks))
    same.put(*OWN[0])  # then no line goes through all points
    expect(floor).to_have_css("visibility", "visible")


@pytest.mark.parametrize("epochs", [20, 21])  # from side to side
def test_arrows_point_to_what_has_left_its_picture(same, epochs):
    slope, intercept = np.polyfit(*LINES["noise"][:2], 1)
    same.set(rate=0.007)
    same.run(300)
    assert [same.arrow(picture) for picture in PARTS] == [None] * 3
    same.set(rate=0.0092)
    same.run(20)
    if epochs > 20:
        same.run(epochs - 20)
    right, up = same.number("w1") - slope, same.number("w0") - intercept
    line, bowl, error = (same.arrow(picture) for picture in PARTS)
    assert line == pytest.approx((0, math.copysign(1, right / 2 + up)))
    assert np.sign(bowl).tolist() == np.sign([right, up]).tolist()
    assert error == pytest.approx((0, 1))
    same.reset()
    assert [same.arrow(picture) for picture in PARTS] == [None] * 3


def test_a_start_to_the_right_of_the_rings_has_its_arrow_there(same):
    same.set(w1=10, w0=0)
    right, up = same.arrow("bowl")
    assert right > 0.99
    assert abs(up) < 0.1


def test_without_scripts_the_pictures_stand_and_the_controls_are_gone(
    without_script, visit
):
    playground = visit(without_script)
    for picture in playground.root.locator("svg").all():
        assert picture.is_visible()
        assert picture.get_attribute("aria-label")
    assert not playground.root.locator("button:visible, input:visible").count()
    assert playground.root.get_by_text("With scripts allowed").is_visible()


def test_on_paper_the_pictures_stand_and_the_controls_are_gone(playground):
    playground.page.emulate_media(media="print")
    assert playground.root.locator("svg").first.is_visible()
    assert not playground.root.locator("button:visible, input:visible").count()


def test_words_follow_the_dark_toggle(playground):
    label = playground.root.locator("svg text").first
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
    buttons = boxes(playground.root.locator("[data-do]"))
    assert len({box["y"] for box in buttons}) == 1
    assert all(0 < box["y"] < 844 - box["height"] for box in buttons)
    playground.press("Play")
    assert boxes(playground.root.locator("[data-do]"))[0]["y"] == buttons[-1]["y"]
    playground.set(rate=0.0084)
    playground.lose()
    playground.press("Add a point")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    targets = playground.root.locator("button, fieldset label, [type=range]")
    for box in boxes(targets):
        assert box["height"] >= COMFORTABLE
        assert box["width"] >= COMFORTABLE
    places = [box["y"] for box in boxes(playground.root.locator("svg:visible"))]
    assert places == sorted(set(places))


@pytest.mark.usefixtures("width")
def test_axe_finds_nothing(playground):
    playground.put(*OWN[0])
    for rate in (0.0038, 0.0084):
        playground.set(rate=rate)
        playground.press("+300 epochs")
        assert axe.faults(playground.page, ".playground") == []
