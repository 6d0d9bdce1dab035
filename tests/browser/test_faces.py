"""The test of letters finds those that come from elsewhere."""

import pytest

from tests.browser.faces import collect, strangers


@pytest.mark.parametrize(
    "body",
    [
        "<p>A \N{CYRILLIC SMALL LETTER DE}</p>",
        "<p style='font-family: sans-serif'>A</p>",
        "<input placeholder='A' style='font-family: serif'>",
        "<style>b::after { content: 'A'; font-family: serif }</style><b></b>",
        "<details><summary>A</summary><pre style='font-family: monospace'>A</pre></details>",
        "<math><mi style='font-family: serif'>A</mi></math>",
    ],
)
def test_a_letter_from_elsewhere_is_found(page, tmp_path, site, body):
    styles = (site / "_static" / "book.css").as_uri()
    face = "style='font-family: STIX Two Text'"
    bad = tmp_path / "bad.html"
    bad.write_text(
        f"<!DOCTYPE html><html {face}><link rel=stylesheet href='{styles}'>{body}A"
    )
    page.goto(bad.as_uri())
    faces = {}
    collect(page, "bad.html", faces)
    (said,) = strangers(page, faces)
    assert said.startswith('<span title="bad.html">')
