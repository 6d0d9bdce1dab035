"""The pictures that stand for the book elsewhere, and the words beside them."""

import struct
from types import SimpleNamespace

import pytest
from _ext.book.living_numbers import the_run
from _ext.figures import pictures
from _ext.pages import sharing
from docutils import nodes


@pytest.fixture(scope="module")
def drawn():
    return pictures.pictures()


def size(png):
    """Return width and height, which a PNG says at its beginning."""
    assert png.startswith(b"\x89PNG")
    return struct.unpack(">II", png[16:24])


@pytest.mark.parametrize(
    ("name", "pixels"),
    [("card.png", (1200, 630)), ("cover.png", (1200, 1600)), ("favicon.png", (48, 48))],
)
def test_a_picture_has_the_size_that_others_ask_for(drawn, name, pixels):
    assert size(drawn[name]) == pixels


def test_pictures_are_the_same_bytes_every_time(drawn):
    assert pictures.pictures() == drawn


def test_only_pictures_that_changed_are_written(drawn, tmp_path):
    app, config = SimpleNamespace(confdir=tmp_path), SimpleNamespace(pictures_dir="p")
    pictures.write_pictures(app, config)
    (tmp_path / "p/card.png").write_bytes(b"of another run")
    before = (tmp_path / "p/cover.png").stat().st_mtime_ns
    pictures.write_pictures(app, config)
    assert (tmp_path / "p/card.png").read_bytes() == drawn["card.png"]
    assert (tmp_path / "p/cover.png").stat().st_mtime_ns == before


def test_card_and_cover_say_what_the_run_found():
    _, run = the_run()
    for figure in (pictures.card(), pictures.cover()):
        words = " ".join(text.get_text() for text in figure.texts).split()
        assert words[words.index("epochs:") - 1] == str(run.sse.size - 1)
        first, last = (words[words.index(before) + 1] for before in ("from", "to"))
        assert abs(float(first) - run.sse[0]) <= 0.5
        assert abs(float(last) - run.sse[-1]) <= 0.005


def page(*paragraphs):
    return nodes.section("", *(nodes.paragraph("", "", *parts) for parts in paragraphs))


def test_a_description_is_the_first_sentence_that_needs_no_formula():
    first = [
        nodes.Text("It is "),
        nodes.math("", r"\hat y_1"),
        nodes.Text(". It is 2.5"),
    ]
    first += [
        nodes.Text("\nby "),
        nodes.literal("", "least_squares"),
        nodes.Text(". Ah."),
    ]
    described = page(first, [nodes.Text("No.")])
    described.insert(0, nodes.note("", nodes.paragraph("", "A note.")))
    assert sharing.description(described) == "It is 2.5 by least_squares."


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
