"""The log box says what `linreg.diagnose` says, of whatever people paste, and nothing leaves it."""

import json
import math
import re
import sys
from contextlib import contextmanager

import numpy as np
import pytest
from _ext.live import log_box
from playwright.sync_api import expect

from benchmarks import verdicts
from linreg import diagnose
from linreg.diagnosis import table
from tests.browser import axe
from tests.browser.looks import arrive
from tests.logs import LOGS, Log

PAGE = "troubleshooting.html"
MODULE = "#log-box ~ script[type=module]"
TABLE = "#log-box-table"
NUMBERS = ("max_learning_rate", "floor", "epochs_needed")
# The names of the module, in a page that is empty but for them.
IMPORT = """async source => {
  const file = new Blob([source], {type: "text/javascript"});
  Object.assign(window, await import(URL.createObjectURL(file)));
}"""
# Typing thousands of lines, as fill() does, takes a browser minutes; pasting them does not.
ASK = """(form, texts) => {
  for (const [name, text] of Object.entries(texts)) {
    const field = form.querySelector(`#log-box-${name}`);
    field.value = text;
    field.dispatchEvent(new Event("input", {bubbles: true}));
  }
  form.requestSubmit();
}"""
# JSON as Python writes it, with NaN and Infinity, is JavaScript, and much quicker than arguments.
DIAGNOSE = """JSON.stringify(
  %s.map(([errors, rate, weights]) => diagnose(table, errors, rate, weights ?? undefined)),
  (_, value) => typeof value === "number" ? String(value) : value,
)"""
FIVE = [350.25, 120.5, 80.75, 60.125, 50.0]


class Box:
    """The box as a reader meets it."""

    def __init__(self, page):
        self.page = page
        self.form = page.locator("#log-box")
        self.errors = page.get_by_label("Errors of successive epochs")
        self.rate = page.get_by_label("Learning rate", exact=True)
        self.weights = page.get_by_label("One weight (optional)")
        self.button = page.get_by_role("button", name="Read the log")
        self.example = page.get_by_role("button", name="Show an example")
        self.status = self.form.get_by_role("status")

    def read(self, errors, rate="0.1", weights=""):
        """Fill in the form and return the paragraphs of its answer."""
        texts = {"errors": errors, "rate": rate, "weights": weights}
        self.form.evaluate(ASK, texts)
        return self.said()

    def press(self, button):
        """Press a button and wait for an answer: what is put in takes the one before away."""
        button.click()
        expect(self.status.locator("p")).not_to_have_count(0)

    def said(self):
        return self.status.locator("p").all_text_contents()


@contextmanager
def opened(page, site):
    """Open the page; afterwards nothing may have left it, and nothing gone wrong."""
    asked, wrong = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text))
    arrive(page, site / PAGE)
    yield Box(page)
    own = ((site / PAGE).as_uri(), (site / "_static").as_uri())
    assert [url for url in asked if not url.startswith(own)] == []
    assert wrong == []


@pytest.fixture
def box(page, site):
    with opened(page, site) as box:
        yield box


@pytest.fixture(scope="module")
def same_box(same_page, site):
    """One box for all questions, each of which takes the answer before it away."""
    with opened(same_page, site) as box:
        yield box


@pytest.fixture(scope="module")
def module(browser, site):
    """Take the module out of the page, so that its functions can be called."""
    page = browser.new_page()
    page.goto((site / PAGE).as_uri())
    source = page.locator(MODULE).text_content()
    table = page.locator(TABLE).text_content()
    page.goto("about:blank")
    page.evaluate(IMPORT, source)
    page.evaluate("text => { window.table = JSON.parse(text); }", table)
    yield page
    page.close()


def lines(numbers):
    """Print numbers as Python does, one a line."""
    return "\n".join(repr(float(number)) for number in numbers)


# The same answers as Python


def test_the_box_says_what_python_says(same_box):
    for log in LOGS[::6]:
        weights = "" if log.weights is None else lines(log.weights)
        _, said, *_ = same_box.read(lines(log.errors), repr(float(log.rate)), weights)
        seen = diagnose(log.errors, learning_rate=log.rate, w1=log.weights)
        assert said == f"{seen.verdict}: {seen.message}"


def test_words_and_thresholds_stand_once(page, site):
    page.goto((site / PAGE).as_uri())
    assert json.loads(page.locator(TABLE).text_content()) == table()
    source = page.locator(MODULE).text_content()
    for row in table()["rows"]:
        assert row["finding"][:30] not in source
        assert row["verdict"] not in source


def random_log(rng):
    """Draw a log: two parts that grow or shrink, a floor, some noise, perhaps a broken end."""
    count = int(rng.integers(1, 40))
    fast, slow = rng.choice([-1, 1], size=2) * 10 ** rng.uniform(-1, 1, size=2)
    powers = np.arange(count)
    weights = fast**powers + rng.choice([0, 1e-3, 10]) * slow**powers
    floor = rng.choice([0, 1, 1e6])
    noise = 1 + rng.choice([0, 1e-12, 1e-4]) * rng.normal(size=count)
    errors = 10 ** rng.uniform(-150, 150) * (floor + weights**2) * noise
    if rng.random() < 0.2:
        errors[int(rng.integers(count)) :] = rng.choice([np.inf, np.nan])
    given = weights.tolist() if rng.random() < 0.7 else None
    return Log("", "", np.abs(errors).tolist(), float(10 ** rng.uniform(-9, 3)), given)


def drawn_log(rng):
    """Take the log of one of the random runs whose verdicts the page publishes."""
    drawn = verdicts.draw(rng)
    weights = None if drawn.weights is None else drawn.weights[:300].tolist()
    return Log("", "", drawn.errors[:300].tolist(), drawn.rate, weights)


def test_verdicts_words_and_numbers_are_those_of_python(module, rng):
    logs = [*LOGS, *(random_log(rng) for _ in range(300))]
    logs += [drawn_log(rng) for _ in range(300)]
    asked = json.dumps([[log.errors, log.rate, log.weights] for log in logs])
    found = json.loads(module.evaluate(DIAGNOSE % asked))
    for log, here in zip(logs, found, strict=True):
        there = diagnose(log.errors, learning_rate=log.rate, w1=log.weights)
        assert (here["verdict"], here["message"]) == (there.verdict, there.message)
        for name in NUMBERS:
            if not math.isnan(getattr(there, name)):
                # Logarithms may differ in their last digits, and nothing else may.
                expected = pytest.approx(getattr(there, name), rel=1e-10)
                assert float(here["numbers"][name]) == expected
    assert {here["verdict"] for here in found} == {
        r["verdict"] for r in table()["rows"]
    }


def test_numbers_are_written_as_python_writes_them(module, rng):
    sizes = 10.0 ** rng.integers(-320, 308, size=3000)
    drawn = (rng.uniform(1, 10, size=3000) * sizes).tolist()
    ties = [k + 0.5 for k in range(1000, 1100)] + [(k + 0.5) / 8 for k in range(1600)]
    powers = [float(f"1e{k}") for k in range(-323, 309)]
    beside = [math.nextafter(power, end) for power in powers for end in (0, math.inf)]
    edges = [0.0, 5e-324, sys.float_info.max, 9999.5, 0.000099995, math.inf, math.nan]
    numbers = [*drawn, *ties, *powers, *beside, *edges]
    for digits in (4, 6, 15):
        written = module.evaluate(
            "([numbers, digits]) => numbers.map(one => g(one, digits))",
            [numbers, digits],
        )
        assert written == [f"{number:.{digits}g}" for number in numbers]


# What people paste


@pytest.mark.parametrize(
    "pasted",
    [
        "350.25\n120.5\n80.75\n60.125\n50",
        "350.25, 120.5, 80.75, 60.125, 50",
        "  [350.25, 120.5,\n 80.75, 60.125, 50.0]\n",
        "errors = [350.25, 120.5, 80.75, 60.125, 50.0]",
        "[ 350.25   120.5    80.75\n   60.125   50.   ]",
        "[[350.25 ]\n [120.5  ]\n [ 80.75 ]\n [ 60.125]\n [ 50.   ]]",
        "[np.float64(350.25), np.float64(120.5), np.float64(80.75), np.float64(60.125), "
        "np.float64(50.0)]",
        "3.5025e+02\n1.205E2\n80.75\n+60.125\n5.0e1",
        "350.25,\n120.5,\n80.75,\n60.125,\n50",
        "[350.25,120.5,80.75,60.125,50]",
        "350.25\n120.5\nWarning: overflow\n  return ((y - z) ** 2).sum() / 2\n80.75\n60.125\n50",
        "(0, 350.25)\n(1, 120.5)\n(2, 80.75)\n(3, 60.125)\n(4, 50.0)",
    ],
)
def test_a_list_is_read_however_it_is_printed(module, pasted):
    assert read(module, pasted) == (FIVE, None)


@pytest.mark.parametrize(
    "form",
    [
        "epoch {k}: loss = {e}",
        "Epoch {k}/300 - 12ms/step - error: {e} - val_loss: 7.5",
        "Epoch [{k}/300], Loss: {e}",
        "Epoch {k} of 300: train_loss {e}",
        "Cost after iteration {k}: {e}",
        "Error at epoch {k} is {e}.",
        "E={e}",
        "epoch {k} {e}",
        "{k} {e}",
        "{k}\t{e}",
        "12:00:00,123 INFO lr 0.01 mse: tensor({e}, grad_fn=<MseLossBackward0>)",
        "loss: [[{e}]]",
        "learning rate 0.01, SSE {e}, time 3.5 s",
        "Error {k}: {e}",
        "Test Loss: 90 | Train Loss: {e}",
        "val_loss: 7.5 - loss: {e}",
        "Norm: 0.54, NNZs: 1, Bias: 0.5, T: 100, Avg. loss: {e}",
    ],
)
def test_an_error_is_found_in_its_line(module, form):
    printed = [form.format(k=k, e=error) for k, error in enumerate(FIVE)]
    pasted = "\n".join(["Training 1 model", *printed, "", "Done in 3.2 s."])
    if form[0] == "{" or form.endswith("{k} {e}"):
        pasted = "\n".join(printed)  # without names every number counts
    assert read(module, pasted) == (FIVE, None)


@pytest.mark.parametrize(
    "form",
    ["loss {e}, w1 {w}, w0 7", "E: {e} w[0]=7 w[1]={w}", "{k} loss={e} slope={w}"],
)
def test_weights_are_found_beside_the_errors(module, form):
    weights = [-2.5, 1.0, -0.5, 0.25, 0.0]
    pairs = enumerate(zip(FIVE, weights, strict=True))
    pasted = "\n".join(form.format(k=k, e=error, w=w) for k, (error, w) in pairs)
    assert read(module, pasted) == (FIVE, weights)
    assert read(module, lines(FIVE), pasted) == (FIVE, weights)
    other = [9.0, 8.0, 7.0, 6.0, 5.0]
    assert read(module, pasted, lines(other)) == (FIVE, other)


def test_what_is_not_finite_is_read_too(module):
    errors, weights = read(module, "loss: 1\nloss: inf\nloss: nan\nloss: Infinity")
    assert errors == [1, math.inf, pytest.approx(math.nan, nan_ok=True), math.inf]
    assert weights is None
    assert read(module, "1\n2", "-inf\n\u22123")[1] == [-math.inf, -3]
    broken, _ = read(module, "1\n1.#IND\n-1.#IND\n1.#INF\n-nan(ind)\nNaN")
    expected = [1, math.nan, math.nan, math.inf, math.nan, math.nan]
    assert broken == pytest.approx(expected, nan_ok=True)


def read(module, errors, weights="", rate="0.1"):
    """Return the errors and the weights that are read in texts."""
    run = module.evaluate(
        "texts => readRun(texts)", {"errors": errors, "weights": weights, "rate": rate}
    )
    return run["errors"], run.get("weights")


@pytest.mark.parametrize(
    "written",
    [
        "0.001",
        "1e-3",
        " lr = .001 ",
        "learning_rate=0.001",
        "1/1000",
        "0.1%",
        "1e-3.",
        "0,001",
    ],
)
def test_a_rate_is_read_with_or_without_its_name(module, written):
    texts = {"errors": "1", "weights": "", "rate": written}
    rate = module.evaluate("texts => readRun(texts).rate", texts)
    assert rate == pytest.approx(0.001, rel=1e-15)


# What cannot be read


@pytest.mark.parametrize(
    ("field", "texts", "sentence"),
    [
        ("errors", ["", "1"], "There is no error to read here. Paste one number"),
        ("errors", ["It does not work", "1"], "There is no error to read here."),
        ("errors", ["accuracy 0.5\naccuracy 0.6", "1"], "There is no error to read"),
        ("errors", ["[0] train-rmse:16\n[1] train-rmse:9", "1"], "There is no error"),
        ("errors", ["4\n-3", "1"], "Error 2 of 2 is below 0; a sum of squares cannot"),
        ("errors", ["4\n-inf", "1"], "Error 2 of 2 is below 0; a sum of squares"),
        ("errors", ["1,234.5\n2,345.6", "1"], '"1,234.5" may be one number or several'),
        (
            "errors",
            ["loss 84,2\nloss 80,1", "1"],
            '"84,2" may be one number or several',
        ),
        (
            "errors",
            ["1'234.5\n1'100.5", "1"],
            '"1\'234.5" may be one number or several',
        ),
        ("errors", ["1_000\n900", "1"], '"1_000" may be one number or several.'),
        ("errors", ["1.2×10^3\n1.1×10^3", "1"], '"1.2×10^3" may be one number or'),
        (
            "errors",
            ["[9. 8. 7. ... 1. 1.]", "1"],
            '"[9. 8. 7. ... 1. 1.]" leaves entries',
        ),
        (
            "errors",
            ["[9.0, 8.0, ..., 1.0]", "1"],
            '"[9.0, 8.0, ..., 1.0]" leaves entrie',
        ),
        ("errors", ["3 2 1\n2 1 0", "1"], '"3 2 1" holds 3 numbers without a name'),
        ("errors", ["9 8\n7 6\n9 1", "1"], '"9 8" holds 2 numbers without a name'),
        ("errors", ["1.5 8\n2.5 6", "1"], '"1.5 8" holds 2 numbers without a name'),
        (
            "errors",
            ["0 9\n10 8\n20 7", "1"],
            "The epochs go from 0 to 10. Only success",
        ),
        ("errors", ["epoch 1 E 9\nepoch 1 E 8", "1"], "The epochs go from 1 to 1."),
        (
            "errors",
            ["start: E 9\nepoch 0: E 8\nepoch 5: E 7", "1"],
            "The epochs go from 0",
        ),
        ("rate", ["1", ""], "Give the learning rate of this run: one number above"),
        ("rate", ["1", "0"], "Give the learning rate of this run: one number above"),
        ("rate", ["1", "-0.1"], "Give the learning rate of this run: one number abov"),
        ("rate", ["1", "nan"], "Give the learning rate of this run: one number above"),
        ("rate", ["1", "1e999"], "Give the learning rate of this run: one number abo"),
        ("rate", ["1", "fast"], "Give the learning rate of this run: one number above"),
        ("rate", ["1", "1,5"], "Give the learning rate of this run: one number above"),
        (
            "rate",
            ["1", "0.1 0.2"],
            "Give the learning rate of this run: one number above",
        ),
        (
            "weights",
            ["1\n2", "1", "1"],
            "Of errors there are 2, of weights 1. Give both",
        ),
        ("weights", ["1\n2", "1", "5 1\n2 4"], '"5 1" holds 2 numbers without a'),
    ],
)
def test_what_cannot_be_read_is_answered_with_a_sentence(
    same_box, field, texts, sentence
):
    (said,) = same_box.read(*texts)
    assert said.startswith(sentence)
    assert said.endswith(".")
    invalid = same_box.form.locator("[aria-invalid=true]")
    assert invalid.evaluate_all("found => found.map(one => one.id)") == [
        f"log-box-{field}"
    ]
    same_box.read("1\n2")
    assert invalid.count() == 0


@pytest.mark.parametrize(
    ("errors", "rate", "weights"),
    [
        ([], 1, None),
        ([4, -3], 1, None),
        ([4, -math.inf], 1, None),
        ([1, 2], 1, [1]),
        ([1], 0, None),
        ([1], -0.1, None),
        ([1], math.nan, None),
        ([1], math.inf, None),
    ],
)
def test_what_python_refuses_is_refused(same_box, errors, rate, weights):
    with pytest.raises(ValueError):  # noqa: PT011  (tests/package/test_diagnosis.py has the words)
        diagnose(errors, learning_rate=rate, w1=weights)
    said = same_box.read(lines(errors), repr(rate), lines(weights or []))
    assert len(said) == 1
    assert said[0].endswith(".")


# What is pasted stays text, and here


@pytest.mark.parametrize("field", ["errors", "rate", "weights"])
@pytest.mark.parametrize(
    "markup",
    [
        "1\n2 <img src=x onerror='window.hit=1'> 3",
        "</textarea></script><script>window.hit = 1</script> 4",
        "<b>loss</b>: 5 <svg onload=window.hit=1>",
    ],
)
def test_markup_is_never_interpreted(same_box, field, markup):
    texts = {"errors": "1\n2", "rate": "0.1", "weights": ""} | {field: markup}
    outside = same_box.page.locator(":not(#log-box [role=status] *)")
    before = outside.count()
    said = same_box.read(**texts)
    same_box.page.evaluate("() => new Promise(done => setTimeout(done))")
    assert said
    assert outside.count() == before
    assert set(same_box.status.evaluate(TAGS)) <= {"P", "A", "STRONG"}
    assert same_box.page.evaluate("window.hit") is None


TAGS = "status => [...status.querySelectorAll('*')].map(one => one.tagName)"


def test_the_module_has_no_way_to_write_markup_or_to_reach_out(page, site):
    page.goto((site / PAGE).as_uri())
    source = page.locator(MODULE).text_content()
    assert "export function diagnose" in source
    ways = (
        r"innerHTML|outerHTML|insertAdjacent|document\.write|DOMParser|\beval\b|\bFunction\(|"
        r"\bfetch\b|XMLHttp|WebSocket|EventSource|sendBeacon|\bimport\b|https?:|"
        r"localStorage|sessionStorage|indexedDB|cookie|postMessage"
    )
    assert re.findall(ways, source) == []


def test_no_field_would_be_sent_with_the_form(box):
    assert box.form.locator("[name]").count() == 0
    assert box.form.get_attribute("action") is None


# The form


def test_the_answer_says_back_what_was_read(same_box):
    said = "I read 3 errors, the first 5, the last 1e+09, the learning rate 0.1 and no weights."
    assert same_box.read("5\n4\n1e9")[0] == said
    assert same_box.read("5 4", weights="1 2")[0].endswith("and 2 weights.")
    assert same_box.read("5")[0].startswith("I read 1 error, the first 5, the last 5,")


def test_the_answer_draws_the_errors_that_have_a_logarithm(box):
    line = box.form.locator("polyline")
    assert line.is_hidden()
    box.read("100\n10\n1\n0\ninf")
    assert line.is_visible()
    # Powers of ten lie on a line from the top of the box to its bottom, 5 errors wide.
    assert line.get_attribute("points") == "0.0,0.0 32.0,20.0 64.0,40.0"
    box.rate.fill("2")
    assert line.is_hidden()


def test_every_verdict_leads_to_its_sections(same_box):
    anchors = {anchor for row in table()["rows"] for anchor in row["see"]}
    for anchor in anchors:
        assert same_box.page.locator(f"#{anchor}").count() == 1
    same_box.read("1\n4\n16\n64", "0.3", "1\n-2\n4\n-8")
    (link,) = same_box.status.locator("a").all()
    # The anchor is the section or stands in it, as the version of MyST will have it.
    section = same_box.page.locator(link.get_attribute("href")).locator(
        "xpath=ancestor-or-self::section[1]"
    )
    assert section.locator("h2").text_content().startswith(link.text_content())


def test_the_example_is_a_run_that_explodes(same_box):
    same_box.press(same_box.example)
    _, message, link = same_box.said()
    assert "The learning rate 0.01 must stay below" in message
    assert link.startswith("More: ")
    fields = log_box.example()
    assert same_box.errors.input_value() == fields["errors"]
    printed = re.findall(r"error (\S+), w1 (\S+)", fields["errors"])
    errors, weights = np.array(printed, dtype=float).T
    assert len(errors) == log_box.EPOCHS
    seen = diagnose(errors, learning_rate=log_box.RATE, w1=weights)
    assert message == f"{seen.verdict}: {seen.message}"


def test_an_answer_goes_when_its_question_is_changed(box):
    box.press(box.example)
    assert box.said()
    box.rate.fill("0.02")
    assert box.said() == []


def test_the_keyboard_is_enough(box):
    keyboard = box.page.keyboard
    box.errors.focus()
    for typed in ["1\n4\n16\n64", "0.3", "1\n-2\n4\n-8"]:
        keyboard.type(typed)
        keyboard.press("Tab")
    keyboard.press("Enter")
    seen = diagnose([1, 4, 16, 64], learning_rate=0.3, w1=[1, -2, 4, -8])
    assert f"{seen.verdict}: {seen.message}" in box.said()
    keyboard.press("Tab")
    keyboard.press("Space")
    assert box.rate.input_value() == str(log_box.RATE)
    box.rate.focus()
    keyboard.type("1")
    assert box.said() == []
    keyboard.press("Enter")
    assert box.said()


def test_axe_finds_nothing_in_an_answer_or_a_refusal(width, box):
    for rate in ("0.01", ""):
        box.press(box.example)
        box.rate.fill(rate)
        box.press(box.button)
        assert box.said()
        assert axe.faults(box.page, "#log-box") == []
        assert box.page.evaluate("document.documentElement.scrollWidth") <= width


def test_everything_to_touch_is_large_enough(box):
    box.page.set_viewport_size({"width": 390, "height": 900})
    for control in [box.errors, box.rate, box.weights, box.button, box.example]:
        place = control.bounding_box()
        assert min(place["width"], place["height"]) >= 24


def test_without_scripts_the_function_stands_in(without_script, site):
    page = without_script
    page.goto((site / PAGE).as_uri())
    assert page.locator("#log-box").is_hidden()
    instead = page.locator(".log-box-instead")
    assert instead.is_visible()
    assert "linreg.diagnose" in instead.text_content()


def test_on_paper_the_function_stands_in(box):
    instead = box.page.locator(".log-box-instead")
    assert box.form.is_visible()
    assert instead.is_hidden()
    box.page.emulate_media(media="print")
    assert box.form.is_hidden()
    assert instead.is_visible()
