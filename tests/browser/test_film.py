"""The film on the home page shows the run of the package, when and as the reader wants it."""

import re
from itertools import pairwise

import numpy as np
import pytest
from playwright.sync_api import expect

from linreg import init_weights, make_line, train
from tests.browser.looks import arrive

EPOCHS = 300
EVERY = 20
# Figures are written with two decimals, so a place that was drawn is off by half of the last one.
DRAWN = 0.005 + 1e-9


@pytest.fixture(scope="module")
def run():
    line = make_line(rng=0)
    w0, w1 = init_weights(rng=1)
    return train(line.x, line.y, w0=w0, w1=w1, learning_rate=0.001, epochs=EPOCHS)


@pytest.fixture
def film(page, site):
    """Open the home page with a clock that only the test moves."""
    page.clock.install(time=0)
    arrive(page, site / "index.html")
    page.clock.pause_at(3_600_000)  # later than any page takes to load
    return Film(page)


@pytest.fixture(scope="module")
def same_film(same_page, site):
    """One page for all questions that begin with an epoch of their own, or with none."""
    arrive(same_page, site / "index.html")
    return Film(same_page)


class Film:
    """The film as a reader sees it."""

    def __init__(self, page):
        self.page = page
        self.button = page.get_by_role("button", name=re.compile("Play|Pause"))
        self.slider = page.get_by_role("slider", name="Epoch")

    def at(self, epoch):
        self.slider.fill(str(epoch))
        expect(self.slider).to_have_value(str(epoch))
        return self

    def press(self, word):
        """Press the button, which says the other word then."""
        self.page.get_by_role("button", name=word, exact=True).click()
        expect(self.button).to_have_text({"Play": "Pause", "Pause": "Play"}[word])

    def epoch(self):
        return int(self.slider.input_value())

    def output(self):
        return self.page.locator(".film output").text_content()

    def places(self, name):
        """Return the places along a line, in the units of the picture."""
        path = self.page.locator(f".film .moving-{name} path").last.get_attribute("d")
        return places_of(path)

    def traces(self):
        """Return the lines that stay, and which of them can be seen."""
        found = self.page.locator(".film .moving-trace").all()
        paths = [one.locator("path").last.get_attribute("d") for one in found]
        return np.array([places_of(d) for d in paths]), [o.is_visible() for o in found]

    def marks(self):
        """Return the marks along the path."""
        found = self.page.locator(".film .moving-marks use").all()
        marks = [[one.get_attribute(axis) for axis in "xy"] for one in found]
        return np.array(marks, dtype=float)


def places_of(path):
    return np.array(re.findall(r"-?\d+\.?\d*", path), dtype=float).reshape(-1, 2)


def scaled(values, places, at):
    """Fit a scale to drawn places; return others on it, and how far off they may be."""
    known, wanted = (np.vander(numbers, 2) for numbers in (values, at))
    fit = wanted @ np.linalg.pinv(known)
    return fit @ places, DRAWN * abs(fit).sum(axis=1)


def test_the_line_of_an_epoch_is_where_matplotlib_drew_it(same_film):
    drawn, _ = same_film.traces()
    assert len(drawn) == EPOCHS / EVERY
    for k, trace in enumerate(drawn):
        np.testing.assert_allclose(
            same_film.at(k * EVERY).places("line"), trace, atol=DRAWN
        )


def test_the_lines_are_those_of_the_run(same_film, run):
    drawn, _ = same_film.traces()
    heights = np.column_stack([run.w0, run.w0 + run.w1])[:EPOCHS:EVERY].ravel()
    places = drawn[:, :, 1].ravel()
    fitted, off = scaled(heights, places, heights)
    assert np.all(abs(places - fitted) <= DRAWN + off)
    assert np.corrcoef(heights, places)[0, 1] < 0  # a picture counts downwards


def test_the_path_goes_through_the_weights_of_every_epoch(same_film, run):
    marks, walked = same_film.marks(), same_film.at(EPOCHS).places("path")
    assert len(walked) == EPOCHS + 1
    for axis, weights in [(0, run.w1), (1, run.w0)]:
        fitted, off = scaled(weights[::EVERY], marks[:, axis], weights)
        assert np.all(abs(walked[:, axis] - fitted) <= off + 1e-9)


@pytest.mark.parametrize("epoch", [0, 1, 20, 119, 300])
def test_an_epoch_shows_what_happened_up_to_it_and_its_error(same_film, run, epoch):
    same_film.at(epoch)
    _, visible = same_film.traces()
    assert sum(visible) == min(epoch // EVERY + 1, len(visible))
    assert len(same_film.places("path")) == epoch + 1
    number, error = re.fullmatch(r"epoch (\d+), E = (\S+)", same_film.output()).groups()
    assert int(number) == epoch
    assert float(error) == float(f"{run.sse[epoch]:.3g}")
    spoken = same_film.slider.get_attribute("aria-valuetext")
    assert spoken == f"epoch {epoch}, error {error}"


def test_nothing_moves_before_the_reader_says_so(film):
    film.page.clock.run_for(60_000)
    assert film.epoch() == EPOCHS
    assert film.button.text_content() == "Play"


def test_the_keyboard_plays_pauses_and_seeks(film):
    press = film.page.keyboard.press
    film.button.focus()
    press("Enter")
    film.page.clock.run_for(3000)
    stopped_at = film.epoch()
    assert 0 < stopped_at < EPOCHS
    press("Space")
    film.page.clock.run_for(3000)
    assert film.epoch() == stopped_at
    press("Tab")
    press("ArrowRight")
    assert film.epoch() == stopped_at + 1
    press("Home")
    assert film.output().startswith("epoch 0,")
    press("End")
    assert film.output().startswith("epoch 300,")


def test_the_film_goes_on_from_where_it_stands_and_ends_by_itself(film):
    film.at(200).press("Play")
    film.page.clock.run_for(1000)
    assert 200 < film.epoch() < EPOCHS
    assert film.button.text_content() == "Pause"
    film.page.clock.run_for(3000)
    assert film.epoch() == EPOCHS
    assert film.button.text_content() == "Play"


def test_ten_epochs_take_five_seconds_and_the_rest_a_quarter_of_a_minute(film):
    film.at(0).press("Play")
    shown = [film.epoch()]
    while shown[-1] < EPOCHS:
        film.page.clock.run_for(500)
        shown.append(film.epoch())
    assert max(abs(np.array(shown[:11]) - np.arange(11))) <= 1  # of pictures in between
    steps = np.diff(shown[10:-1])
    assert all(later >= earlier - 1 for earlier, later in pairwise(steps))
    assert 36 <= len(shown) <= 46  # half seconds
    film.page.clock.run_for(500)
    assert film.button.text_content() == "Play"


def test_seeking_stops_the_film(film):
    film.press("Play")
    film.at(7).page.clock.run_for(3000)
    assert film.epoch() == 7


def test_who_asked_for_less_motion_gets_single_pictures(film):
    film.page.emulate_media(reduced_motion="reduce")
    film.press("Play")
    seen = set()
    for _ in range(20):
        film.page.clock.run_for(200)
        seen.add(film.epoch())
    assert len(seen) > 3
    assert all(epoch % EVERY == 0 for epoch in seen)


def test_without_scripts_the_last_picture_is_complete(without_script, site, film):
    still = Film(without_script)
    still.page.goto((site / "index.html").as_uri())
    _, visible = still.traces()
    assert all(visible)
    np.testing.assert_allclose(
        still.places("line"), film.places("line"), atol=DRAWN, strict=True
    )
    assert not still.page.locator(".film-controls").is_visible()


def test_paper_shows_the_last_picture_and_no_controls(film):
    film.at(40).page.pdf()
    assert film.epoch() == EPOCHS
    film.page.emulate_media(media="print")
    assert not film.page.locator(".film-controls").is_visible()


def test_the_spoken_numbers_are_those_of_the_run(same_film, run):
    line = make_line(rng=0)
    (floor,) = np.polyfit(line.x, line.y, 1, full=True)[1] / 2
    avoidable = (run.sse - floor) / (run.sse[0] - floor)
    half, nearly = np.sum(avoidable > 0.5), np.sum(avoidable > 0.01)
    spoken = same_film.page.get_by_role("img", name="over the points").get_attribute(
        "aria-label"
    )
    assert (
        f"gone after {half} epochs, all but a hundredth of it after {nearly}" in spoken
    )
    path = same_film.page.get_by_role("img", name="over both weights")
    turn = f"turns after {run.w0.argmax()} epochs"
    assert turn in path.get_attribute("aria-label")
