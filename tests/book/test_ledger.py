"""Every equation has a test and a line of code, and the ledger would say if one had not."""

import json
import re
import shutil
import tomllib
from pathlib import Path

import pytest
from _ext.book import equations, ledger

from .claims import MEASURED, claimed

ROOT = Path(__file__).parents[2]

ON_A_PAGE = re.compile(
    r"^\s*(\$\$|`{3,}\{math\}|:{3,}\{math\}|\\begin\{)", re.MULTILINE
)
KINDS = {"", "definition", "restatement"}

MODULE = '''\
"""A module."""


def area(side):
    r"""Square a side.

    .. math::
       :label: area

       A = s^2
    """
    return side * side
'''
TEST = """\
import pytest


@pytest.mark.equation("area")
def test_a_square_of_three_by_hand():
    assert True
"""


@pytest.fixture
def small_book(tmp_path):
    """A book of one equation, in order."""
    for name, text in {
        "linreg/square.py": MODULE,
        "tests/test_square.py": TEST,
        "docs/ledger.toml": "",
        "docs/index.md": "# A page\n",
        "gallery/1/plot_1.py": '"""A chapter."""\n',
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text)
    return tmp_path


def change(root, name, old, new):
    text = (root / name).read_text()
    assert old in text
    (root / name).write_text(text.replace(old, new))


def place(equation):
    """Return the file and line, as compilers write them."""
    return f"{equation.path.as_posix()}:{equation.line}"


def problems(root):
    """Say what is wrong with the ledger, one sentence each; nothing to say is as it should be."""
    found, named = equations.equations(root), equations.claims(root)
    labels = [equation.label for equation in found]
    owned = {claim.label for claim in named}
    return [
        *(f"{place(e)}: the equation has no label" for e in found if not e.label),
        *(
            f"{place(e)}: a second equation has the label {e.label}"
            for k, e in enumerate(found)
            if e.label and e.label in labels[:k]
        ),
        *(
            f"{place(e)}: no test claims the equation {e.label}"
            for e in found
            if e.label and e.label not in owned
        ),
        *(
            f"{c.path}:{c.line}: the test claims the equation {c.label}, which is nowhere"
            for c in named
            if c.label not in labels
        ),
        *(
            f"{place(e)}: an equation is a definition, a restatement or derived, not {e.kind}"
            for e in found
            if e.kind not in KINDS
        ),
        *(
            f"{place(e)}: say in {equations.OVERRIDES} which code computes {e.label}"
            for e in found
            if e.label and equations.code_of(e, root) is None
        ),
        *(
            f"{equations.OVERRIDES}: there is no equation {label}"
            for label in tomllib.loads((root / equations.OVERRIDES).read_text("utf-8"))
            if label not in labels
        ),
        *(
            f"{path.relative_to(root)}: an equation on a page has no code; move it to a docstring"
            for path in pages(root)
            if ON_A_PAGE.search(path.read_text("utf-8"))
        ),
    ]


def pages(root):
    """Return the pages that are written by hand."""
    docs = root / "docs"
    return [*docs.glob("*.md"), *docs.glob("derivations/*.md")]


def test_the_ledger_of_the_book_is_in_order():
    assert problems(ROOT) == []


def test_every_claim_was_measured_to_fail_with_wrong_code():
    claims, measured = claimed(ROOT), json.loads(MEASURED.read_text("utf-8"))
    changed = [
        label
        for label in sorted(claims.keys() | measured.keys())
        if claims.get(label) != measured.get(label)
    ]
    if changed:
        pytest.fail(
            "Claims of tests are new, moved or gone, and nobody has seen them fail. Measure them: "
            f"python tests/book/claims.py {' '.join(changed)}",
            pytrace=False,
        )


def test_a_part_of_the_ledger_has_the_title_of_the_derivations_that_it_repeats():
    page = (ROOT / "docs/ledger.md").read_text("utf-8")
    parts = re.findall(
        r"^## (.+)\n\n```\{ledger\} linreg/(\w+)\.py", page, re.MULTILINE
    )
    pages = {
        path.stem: path.read_text("utf-8")
        for path in ROOT.glob("docs/derivations/*.md")
    }
    paths = {equation.path for equation in equations.equations(ROOT)}
    derived = {path.stem for path in paths if path.parts[0] == "linreg"}
    assert {name for _, name in parts} == derived
    (table,) = re.findall(r"```\{ledger-table\}\n(.+?)\n```", page, re.DOTALL)
    assert table.splitlines() == re.findall(r"```\{ledger\} (.+)", page)
    assert [
        title for title, name in parts if not pages[name].startswith(f"# {title}\n")
    ] == []


def test_the_equations_that_derive_nothing_are_few():
    found = equations.equations(ROOT)
    assert sum(bool(equation.kind) for equation in found) < len(found) / 3


def test_a_book_in_order_has_no_problems(small_book):
    assert problems(small_book) == []


def test_an_equation_is_found_with_its_place_its_code_and_its_test(small_book):
    (found,) = equations.equations(small_book)
    assert (found.label, found.tex, found.owner) == ("area", "A = s^2", "area")
    assert place(found) == "linreg/square.py:7"
    code = equations.code_of(found, small_book)
    assert (code.text, code.line) == ("return side * side", 12)
    (claim,) = equations.claims(small_book)
    assert (claim.words, claim.line) == ("a square of three by hand", 5)


def test_an_equation_in_the_comments_of_a_chapter_is_found(small_book):
    path = small_book / "gallery/1/plot_1.py"
    path.write_text('"""A chapter."""\n# %%\n# .. math::\n#    :label: b\n#\n#    b\n')
    found = equations.equations(small_book)[-1]
    assert (found.label, found.tex, found.line) == ("b", "b", 3)


def test_a_chapter_may_show_a_formula_again_without_a_label(small_book):
    before = equations.equations(small_book)
    path = small_book / "gallery/1/plot_1.py"
    path.write_text('"""A chapter."""\n# %%\n# .. math::\n#\n#    b\n')
    assert equations.equations(small_book) == before
    assert problems(small_book) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("linreg/square.py", "       :label: area\n", "", "has no label"),
        ("linreg/square.py", "label: area", "label: circle", "no test claims"),
        ("linreg/square.py", "label: area", "label: circle", "which is nowhere"),
        ("linreg/square.py", "return side", "side", "say in docs/ledger.toml"),
        ("linreg/square.py", ":label:", ":class: guess\n       :label:", "not guess"),
        ("tests/test_square.py", "@pytest", "# @pytest", "no test claims"),
        ("docs/index.md", "A page\n", "A page\n$$\nx\n$$\n", "on a page"),
        ("docs/index.md", "A page\n", "A page\n```{math}\nx\n```\n", "on a page"),
    ],
)
def test_what_is_wrong_is_said(small_book, name, old, new, problem):
    change(small_book, name, old, new)
    assert any(problem in said for said in problems(small_book))


def test_two_equations_with_one_label_are_refused(small_book):
    shutil.copy(small_book / "linreg/square.py", small_book / "linreg/twice.py")
    (said,) = problems(small_book)
    assert said == "linreg/twice.py:7: a second equation has the label area"


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ('[circle]\nfile = "linreg/square.py"\ncode = "side * side"\n', "no equation"),
        ('[area]\nfile = "linreg/square.py"\ncode = "side**2"\n', "say in"),
        ('[area]\nfile = "linreg/square.py"\ncode = "side"\n', "say in"),
    ],
)
def test_an_entry_that_points_nowhere_is_refused(small_book, entry, problem):
    (small_book / "docs/ledger.toml").write_text(entry)
    assert any(problem in said for said in problems(small_book))


def test_viewcode_is_handed_the_tests_and_need_not_import_them():
    code, tags = ledger.find_source(None, "tests.book.test_ledger")
    assert code == Path(__file__).read_text("utf-8")
    name = test_viewcode_is_handed_the_tests_and_need_not_import_them.__name__
    kind, first, _ = tags[name]
    assert (kind, code.splitlines()[first - 1]) == ("def", f"def {name}():")
    assert ledger.find_source(None, "linreg.loss") is None
