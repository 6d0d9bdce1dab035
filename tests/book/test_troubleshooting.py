"""The page for readers in trouble: every symptom can be found, linked to and run."""

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
#: Words for the search, which no reader sees.
INDEX = re.compile(r"^```\{index\} .*\n```\n\n", re.MULTILINE)
PAGE = INDEX.sub("", (DOCS / "troubleshooting.md").read_text("utf-8"))
INTRODUCTION, *PARTS = re.split(r"^\(([^)\n]+)\)=\n(?=## )", PAGE, flags=re.MULTILINE)
SECTIONS = dict(zip(PARTS[::2], PARTS[1::2], strict=True))
SOURCES = sorted(ROOT.glob("linreg/*.py"))
CHAPTERS = sorted(ROOT.glob("gallery/*/*.py"))

CODE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"troubleshooting\.html(?:#([\w-]*\w))?")
each_symptom = pytest.mark.parametrize("anchor", SECTIONS)


def anchors_named_in(text):
    """Return the anchors of this page that a text sends its readers to."""
    return NAMED.findall(text)


# Anchors


def test_anchors_are_unique_and_survive_the_way_to_html():
    assert len(PARTS) == 2 * len(SECTIONS) >= 2 * 19
    as_written = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
    assert [anchor for anchor in SECTIONS if not as_written.fullmatch(anchor)] == []


def test_every_heading_below_the_title_has_an_anchor():
    assert PAGE.count("\n## ") == len(SECTIONS)
    assert PAGE.count("\n### ") == 0


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_every_anchor_that_the_package_names_is_on_the_page(path):
    # A message may be broken over two strings, but an address may not.
    named = anchors_named_in(path.read_text("utf-8"))
    assert [anchor for anchor in named if anchor not in SECTIONS] == []


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda path: path.name)
def test_every_anchor_that_another_page_names_exists(page):
    exercises = (DOCS / "exercises.md").read_text("utf-8")
    known = {*re.findall(r"^\(([\w-]+)\)=$", PAGE + exercises, re.MULTILINE)}
    for chapter in CHAPTERS:
        text = chapter.read_text("utf-8")
        known.update(re.findall(r"^# \.\. _([\w-]+):$", text, re.MULTILINE))
    named = re.findall(r"\]\(#([\w-]+)\)", page.read_text("utf-8"))
    assert [anchor for anchor in named if anchor not in known] == []


# The way from a symptom to its section


def test_the_table_on_top_leads_to_every_section_once_and_in_order():
    rows = re.findall(r"^\| (.+) \| \[(.+)\]\(#(.+)\) \|$", INTRODUCTION, re.MULTILINE)
    assert [anchor for _, _, anchor in rows] == list(SECTIONS)
    assert len({symptom for symptom, _, _ in rows}) == len(rows)


# Sections


def test_a_mistake_that_a_section_names_is_in_the_museum():
    museum = (ROOT / "gallery/3_further/plot_7_museum.py").read_text("utf-8")
    ends = re.findall(r"See\s[^`]+`[^`]+`, and\s([^`]+)`\S+plot_7_museum`", PAGE)
    named = re.findall(r"\*([^*]+)\*", " ".join(ends))
    assert len(ends) == PAGE.count("plot_7_museum") > 0
    assert [name for name in named if f'"{name}": ' not in museum] == []


@each_symptom
def test_a_section_has_a_symptom_an_answer_an_example_and_a_reason(anchor):
    heading, answer, *rest = SECTIONS[anchor].strip().split("\n\n")
    assert re.fullmatch(r"## .+", heading)
    assert re.match(r"[A-Z`][^\n]{20,}", answer)
    assert answer.endswith((".", ":"))
    assert len(CODE.findall(SECTIONS[anchor])) == 1
    assert rest[-1].startswith("Why: ")
    assert re.search(r"\{eq\}`[\w-]+`", rest[-1])
    assert re.search(r"\{doc\}`chapters/[\w/]+`$", rest[-1])


@each_symptom
def test_an_example_is_short_and_prints_what_it_shows(anchor):
    (code,) = CODE.findall(SECTIONS[anchor])
    assert code.endswith("\n\n")  # else the closing fence would count as output
    examples = doctest.DocTestParser().get_examples(code)
    assert sum(example.source.count("\n") for example in examples) <= 8
    assert any(example.want for example in examples)
    assert max(map(len, code.splitlines())) <= 88


@each_symptom
def test_an_example_needs_only_the_lines_on_top_and_its_own(anchor):
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    code = "".join(CODE.findall(INTRODUCTION) + CODE.findall(SECTIONS[anchor]))
    test = doctest.DocTestParser().get_doctest(code, {}, anchor, None, 0)
    complaints = []
    doctest.DocTestRunner(optionflags=flags).run(test, out=complaints.append)
    assert "".join(complaints) == ""
