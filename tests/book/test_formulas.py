"""Every formula of the book is read from its TeX and computed; its sides agree.

What the symbols are stands in tests/formulas/environment.py, what expressions and conditions say in
expressions.py beside it. A formula that cannot be read fails here too.
"""

import json
import re
from itertools import combinations
from pathlib import Path

import pytest

from tests.formulas import environment, expressions, formulas, references, sources
from tests.formulas.reader import FormulaError, Reader, World, parse

from .mutants_of_formulas import (
    EQUIVALENTS,
    is_relation,
    listed,
    mutants,
    one_line,
    survives,
)

ROOT = Path(__file__).parents[2]
BOOK = formulas.of_the_book()
PHRASES = references.phrases(ROOT, expressions.WORDS)
DISPLAYED = [formula for formula in BOOK.formulas if formula.label]


def name(formula):
    return f"{formula.place} {formula.label}".strip()


def at(tex, path="docs/page.md", **more):
    return sources.Formula(tex, Path(path), 7, **more)


def problem(*texs):
    """Say what is wrong with the last of some formulas on one page."""
    page = [at(tex)._replace(line=k) for k, tex in enumerate(texs)]
    return formulas.Book(page).problem_of(page[-1])


@pytest.mark.parametrize("formula", BOOK.formulas, ids=name)
def test_a_formula_holds(formula):
    if complaint := BOOK.problem_of(formula):
        pytest.fail(complaint, pytrace=False)


@pytest.mark.parametrize("formula", DISPLAYED, ids=name)
def test_an_equation_is_a_definition_or_a_restatement_exactly_if_it_says_so(formula):
    assert formula.mark == formulas.kind_of(formula, DISPLAYED)
    if formula.mark == "definition":
        assert formulas.defined_by(formula) == environment.DEFINITIONS[formula.label]


@pytest.mark.parametrize("formula", DISPLAYED, ids=name)
def test_a_factor_behind_the_sign_is_noticed(formula):
    for sign in ("=", r"\approx", r"\le ", r"\mathcal U(0,", r"\leftarrow", "< "):
        if sign in formula.tex:
            wrong = formula.tex.replace(sign, f"{sign} 7 ", 1)
            assert not survives(wrong, formula, BOOK.formulas)
            return
    pytest.fail("this equation has no sign")


NO_TEXT = re.compile(r"^```.*?^```$|`[^`]*`", re.MULTILINE | re.DOTALL)


def signs_of_formulas(path):
    """Count what starts a formula, by hand."""
    text = (ROOT / path).read_text("utf-8")
    if path.suffix == ".md":
        roles = text.count("{given}`") + text.count("{math}`")
        text = text.replace("```{glossary}", "")  # it holds text, unlike other fences
        return roles + NO_TEXT.sub("", text).count("$") // 2
    return sum(text.count(sign) for sign in (":math:`", ":given:`", ".. math::"))


@pytest.mark.parametrize("path", sources.files(ROOT), ids=str)
def test_no_formula_is_passed_over(path):
    assert sum(one.path == path for one in BOOK.formulas) == signs_of_formulas(path)


# What can go wrong is said


def test_a_false_formula_is_shown_with_both_sides_its_place_and_what_to_do():
    said = problem(r"\sum x_i = 2 N \bar x")
    x, n = (
        environment.plain(environment.DRAWS[0]).values[symbol] for symbol in ("x", "N")
    )
    assert "docs/page.md:0" in said
    assert f"{x.sum()} = {2 * n * x.mean()} is false" in said
    assert "environment.py" in said


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        (r"x = \oint y", "grammar does not know"),
        ("E = E_", "grammar does not know"),
        ("E = (E", "grammar does not know"),
        (r"E = \zeta", "grammar does not know"),
        ("E = G", "symbol G is unknown"),
        (r"\frac{\partial E}{\partial x} = 1", "derivative ∂E/∂x is unknown"),
        ("x_9 = 1", "no entry 9"),
        ("y_k = y_k + 0", "the index k runs over nothing"),
        ("E = E", "says nothing"),
        ("E + N", "nothing says what this expression is"),
        ("g = 2 E", "defines g, which no other formula of the file uses"),
        (r"E \sim \mathcal U(0, 2)", "nothing says how E is drawn"),
        (r"E \leftarrow 2 E", "nothing says what E is after"),
        (r"E < 0", "is false"),
        (r"N \ge 5", "is false"),
        (r"N = 4 \quad\text{exactly if}\quad N < 5", "nothing tries both sides"),
        ("x y", "nothing says"),
        ("0 / 0 = 1", "cannot be computed"),
    ],
)
def test_what_cannot_be_read_or_is_wrong_is_an_error(tex, said):
    assert said in problem(tex)


def test_a_line_that_starts_with_a_sign_goes_on_with_the_line_above():
    assert problem(r"\sum x_i &= N \bar x \\ &= \sum x .") is None
    assert "is false" in problem(r"\sum x_i &= N \bar x \\ &= 2 \sum x .")
    assert problem(r"\sum x_i &= N \bar x , \\ \sum y_i &= N \bar y .") is None


def test_a_new_symbol_is_defined_by_its_first_relation_and_bound_by_it_afterwards():
    assert problem(r"g = N \bar x", r"\sum x_i = g") is None
    assert "is false" in problem(r"g = 2 N \bar x", r"\sum x_i = g")
    assert "unknown" in formulas.Book([at(r"\sum x_i = g")]).problem_of(
        at(r"\sum x_i = g")
    )


def expressions_of_the_book():
    inline = [one for one in BOOK.formulas if not one.label and one.mark != "given"]
    return [one for one in inline if expressions.key_of(one.tex) in expressions.KNOWN]


def test_another_expression_that_is_known_too_is_noticed_by_the_words_around_it():
    formula = next(one for one in expressions_of_the_book() if one.tex == "2E/N")
    assert "speak of 2E/N" in BOOK.problem_of(formula._replace(tex="E/N"))


def test_every_phrase_decides_for_an_expression():
    sides = [references.around(formula) for formula in expressions_of_the_book()]
    used = {
        references.deciding(before, PHRASES) or references.deciding(after, PHRASES)
        for before, after in sides
    }
    assert sorted(set(PHRASES) - used) == []


def test_a_condition_that_nobody_registered_is_an_error():
    page = at("E = 0", mark="given")
    assert "nothing says where this condition holds" in formulas.Book(
        [page]
    ).problem_of(page)


def test_a_condition_that_holds_everywhere_is_none(monkeypatch):
    key = expressions.key_of("m = 0")
    always = [(environment.at_best(9), True), (environment.at_best(10), False)]
    monkeypatch.setitem(expressions.CONDITIONS, key, lambda _: always)
    formula = next(one for one in BOOK.formulas if one.tex == "m = 0")
    assert "should be False" in BOOK.problem_of(formula)


def test_a_sum_without_limits_runs_over_the_index_it_finds_or_over_the_points():
    world = environment.plain(environment.DRAWS[0])
    x = world.values["x"]
    for tex in ("\\sum x_i", "\\sum x", r"\sum_{i=1}^{N} x_i"):
        (tree,) = parse(tex).children
        assert Reader(world).compute(tree) == x.sum()


@pytest.mark.parametrize(
    ("tex", "value"),
    [
        ("2 + 3 / 2 b", "5/2"),
        (r"\frac b2 - \frac12", "1"),
        ("-b^2", "-9"),
        ("2 b^{2} b", "54"),
        (r"\sqrt{b + 1} \cdot b", "6"),
        ("|1 - b|", "2"),
    ],
)
def test_precedence_is_that_of_mathematics(tex, value):
    (tree,) = parse(tex).children
    assert str(Reader(World({"b": environment.Fraction(3)})).compute(tree)) == value


# Nothing hides behind a special value


@pytest.mark.parametrize("draw", environment.DRAWS)
def test_no_symbol_is_0_or_1_or_equal_to_another(draw):
    values = environment.plain(draw).values
    numbers = {
        symbol: value
        for symbol, value in values.items()
        if isinstance(value, environment.Fraction)
    }
    assert len(numbers) > 15
    assert {symbol for symbol, value in numbers.items() if value in {0, 1}} == {"x_0"}
    assert [
        pair
        for pair in combinations(numbers, 2)
        if numbers[pair[0]] == numbers[pair[1]]
    ] == []
    for symbol in ("x", "y", "Z", "∂E/∂w", "w^*", "\\lambda"):
        entries = [abs(entry) for entry in values[symbol]]
        assert 0 not in entries
        assert len(set(entries)) == len(entries)


@pytest.mark.parametrize("draw", environment.DRAWS)
def test_the_best_line_is_the_one_the_points_were_built_around(draw):
    x, y, best, _ = environment.points(draw)
    assert environment.linreg.gradient(x, y, *best) == (0, 0)


# Mutants


def test_every_equivalent_mutant_is_one_of_a_formula_that_is_there():
    tex_of = {one_line(formula.tex): formula for formula in BOOK.formulas}
    for tex, mutant in listed(EQUIVALENTS.read_text("utf-8")):
        assert mutant in [one_line(one) for one in mutants(tex_of[tex].tex)]


def test_the_counts_that_pages_show_are_those_of_the_book():
    counted = json.loads((ROOT / "docs/formulas.json").read_text("utf-8"))
    relations = [formula for formula in BOOK.formulas if is_relation(formula)]
    again = "run: python tests/book/mutants_of_formulas.py (it takes a minute)"
    assert set(counted["equations"]) == {formula.label for formula in DISPLAYED}, again
    assert counted["formulas"] == len(BOOK.formulas), again
    assert counted["relations"] == len(relations), again
    assert counted["mutants"] == sum(len(mutants(f.tex)) for f in relations), again


def test_every_relation_has_mutants():
    assert [
        f.place for f in BOOK.formulas if is_relation(f) and len(mutants(f.tex)) < 3
    ] == []


def test_a_mutant_is_one_mistake():
    made = set(mutants(r"\hat y = \frac12 x_1^2"))
    assert r"\hat  x  = \frac12 x_1^2" in made
    assert r"\hat y = \frac2 1 x_1^2" in made
    assert r"\hat y = \frac12 x_1^3" in made
    assert r"\hat y = \frac12 x_0^2" in made
    assert r"\hat y = -\frac12 x_1^2" in made
    assert r"\hat y = \frac12 \hat y^2" in made


def test_a_formula_that_cannot_be_parsed_says_where():
    with pytest.raises(FormulaError, match="line 1 col 5"):
        parse(r"E = \oint")
