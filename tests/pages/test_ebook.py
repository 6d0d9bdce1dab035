"""What is written anew for e-readers, which parse XML and know an older MathML."""

from xml.etree import ElementTree

import pytest
from _ext.pages import ebook, mathml

MATHML = "{http://www.w3.org/1998/Math/MathML}"


def of_book(tex, *, display=False):
    """Convert a formula and parse it as e-readers do: what is not XML raises."""
    formula = mathml.to_mathml(tex, display=display)
    return ElementTree.fromstring(mathml.for_books(formula, tex))


def test_a_formula_is_in_its_namespace_and_says_its_source():
    formula = of_book(r"\log  x < 1")
    assert {element.tag.partition("}")[0] + "}" for element in formula.iter()} == {
        MATHML
    }
    assert formula.get("alttext") == r"\log x < 1"
    assert "\u2061" in "".join(formula.itertext())


def test_styles_of_mathml_core_stand_on_an_element_of_their_own():
    page = of_book(r"\dfrac{\dfrac{1}{2}}{x}")
    outer, inner = page.findall(f".//{MATHML}mstyle")
    for style in (outer, inner):
        assert style.attrib == {"displaystyle": "true"}
        assert [child.tag for child in style] == [f"{MATHML}mfrac"]
        assert not style[0].attrib
    assert inner in list(outer.iter())


def test_what_a_formula_says_stays_and_what_checkers_misread_goes():
    tex = r"\begin{aligned} a_1 &\sim \mathcal N(0, 1) \\ b &= |c| \end{aligned}"
    formula = mathml.to_mathml(tex, display=True)
    page = of_book(tex, display=True)
    assert " form=" in formula
    assert not [element for element in page.iter() if "form" in element.attrib]
    words = "".join(page.itertext())
    assert words == "".join(ElementTree.fromstring(formula).itertext())


def test_a_figure_needs_no_variables_of_the_page():
    shown = '<svg role="img"><use href="#a"/><path style="fill: var(--figure-paper)"/></svg>'
    use, path = ElementTree.fromstring(ebook.as_figure_of_a_book(shown))
    assert use.tag == "{http://www.w3.org/2000/svg}use"
    assert use.attrib == {"{http://www.w3.org/1999/xlink}href": "#a"}
    assert path.attrib == {"style": "fill: none"}


@pytest.mark.parametrize(
    ("part", "is_left_out"),
    [
        ('<script type="module">1</script>', True),
        ('<div class="a" hidden>x</div>', True),
        ('<form class="a" hidden="">x</form>', True),
        ('<div class="a"><p hidden>x</p></div>', False),
        ("<p>hidden</p>", False),
    ],
)
def test_what_waits_for_a_script_is_no_part_of_a_book(part, is_left_out):
    assert bool(ebook.FOR_BROWSERS.match(part)) is is_left_out
