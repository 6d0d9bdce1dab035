"""The pictures that stand for the book elsewhere, and the words beside them."""

import struct
from pathlib import Path
from types import SimpleNamespace

import draw_pictures
import pytest
from _ext.book.living_numbers import the_run
from _ext.pages import sharing
from docutils import nodes

STATIC = Path(draw_pictures.__file__).parent / "_static"


@pytest.mark.parametrize(
    ("name", "pixels"),
    [("card.png", (1200, 630)), ("cover.png", (1200, 1600)), ("favicon.png", (48, 48))],
)
def test_a_picture_has_the_size_that_others_ask_for(name, pixels):
    png = (STATIC / name).read_bytes()
    assert png.startswith(b"\x89PNG")
    assert struct.unpack(">II", png[16:24]) == pixels


@pytest.mark.parametrize("name", ["card.png", "cover.png"])
def test_a_picture_was_drawn_from_the_run_as_it_is_now(name):
    said = draw_pictures.finding().encode()
    assert said in (STATIC / name).read_bytes(), "redraw it: make picture"


def test_the_finding_says_what_the_run_found():
    _, run = the_run()
    words = draw_pictures.finding().split()
    assert words[words.index("epochs:") - 1] == str(run.sse.size - 1)
    first, last = (words[words.index(before) + 1] for before in ("from", "to"))
    assert abs(float(first) - run.sse[0]) <= 0.5
    assert abs(float(last) - run.sse[-1]) <= 0.005


def page(*paragraphs):
    return nodes.section("", *(nodes.paragraph("", "", *parts) for parts in paragraphs))


def test_a_description_is_the_first_paragraph_without_sentences_that_hold_a_formula():
    formula = nodes.math("", r"\hat y_1")
    told = [
        nodes.Text("It is 2.5\nby "),
        nodes.literal("", "least_squares"),
        nodes.Text(". That makes "),
        formula.deepcopy(),
        nodes.Text(". Is it? Yes."),
    ]
    described = page([formula, nodes.Text(" is here.")], told, [nodes.Text("No.")])
    described.insert(0, nodes.note("", nodes.paragraph("", "A note.")))
    assert sharing.description(described) == "It is 2.5 by least_squares. Is it? Yes."


def test_a_page_without_a_sentence_has_no_description():
    assert sharing.description(page([nodes.Text("a b")])) == ""


@pytest.mark.parametrize(
    ("base", "card"),
    [
        ("", None),
        ("https://book.example/en/", "https://book.example/en/_static/card.png"),
        ("https://book.example/en", "https://book.example/en/_static/card.png"),
    ],
)
def test_the_card_has_a_full_address_or_none(base, card):
    app = SimpleNamespace(config=SimpleNamespace(html_baseurl=base))
    context = {}
    sharing.describe(app, "index", "page.html", context, None)
    assert context.get("card_url") == card
