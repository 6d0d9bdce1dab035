"""What is written anew for e-readers, which parse XML and know an older MathML."""

from xml.etree import ElementTree

import pytest
from _ext.pages import ebook, mathml

MATHML = "{http://www.w3.org/1998/Math/MathML}"
SVG = "{http://www.w3.org/2000/svg}"


def parsed(body):
    """Parse a page as e-readers do: what is not XML raises."""
    return ElementTree.fromstring(f"<div>{ebook.as_xml(body)}</div>")


def test_entities_of_html_become_their_characters():
    assert parsed("a&nbsp;&lt;&ApplyFunction;&amp;nbsp;").text == "a\xa0<\u2061&nbsp;"


def test_formulas_and_figures_are_in_their_namespaces():
    formula = mathml.to_mathml(r"\log x \le 1", display=False)
    page = parsed(f'{formula}<svg><use href="#dot"/></svg><math-note/>')
    assert [child.tag for child in page] == [f"{MATHML}math", f"{SVG}svg", "math-note"]
    assert page[1][0].attrib == {"{http://www.w3.org/1999/xlink}href": "#dot"}


def test_styles_of_mathml_core_stand_on_an_element_of_their_own():
    page = parsed(mathml.to_mathml(r"\dfrac{\dfrac{1}{2}}{x}", display=False))
    outer, inner = page.findall(f".//{MATHML}mstyle")
    for style in (outer, inner):
        assert style.attrib == {"displaystyle": "true"}
        assert [child.tag for child in style] == [f"{MATHML}mfrac"]
        assert not style[0].attrib
    assert inner in list(outer.iter())


def test_what_a_formula_says_stays_and_what_checkers_misread_goes():
    tex = r"\begin{aligned} a_1 &\sim \mathcal N(0, 1) \\ b &= |c| \end{aligned}"
    formula = mathml.to_mathml(tex, display=True)
    page = parsed(formula)
    assert " form=" in formula
    assert not [element for element in page.iter() if "form" in element.attrib]
    words = "".join(page.itertext())
    assert words == "".join(ElementTree.fromstring(formula).itertext())


def test_a_figure_needs_no_variables_of_the_page():
    shown = '<path d="M 0 0" style="fill: var(--figure-paper)"/><path style=""/>'
    ((path,),) = parsed(f"<svg>{shown}</svg>")
    assert path.attrib == {"d": "M 0 0", "style": "fill: none"}


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
