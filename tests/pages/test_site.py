"""The machinery of the site: what it shows, and what it refuses to show."""

import ast
import inspect
import re
import runpy
import shutil
import sys
import textwrap
from html import unescape
from pathlib import Path
from pkgutil import resolve_name
from warnings import catch_warnings, simplefilter

import matplotlib.pyplot as plt
import numpy as np
import pytest
from _ext.book import derivations, living_numbers
from _ext.figures import svg_figures
from _ext.live import film, playground, widgets
from _ext.pages import leftovers, mathml
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import docutils_namespace
from sphinx.util.inventory import InventoryFile

import linreg
from linreg.divergence import epochs_needed
from tests.conftest import UNIT_ROUNDOFF

DOCS = Path(__file__).parents[2] / "docs"

# A module with everything that makes cutting out a body hard.
MODULE = '''\
"""A module."""

from typing import NamedTuple

import numpy as np


def plain(x):
    """Return twice x."""
    return 2 * x


def undocumented(
    x,
):
    # a comment above the first statement
    return x


def refuse(x):
    """Refuse."""
    if x:
        raise ValueError(
            "one "
            "two"
        )


def decorated(function):
    return function


class Record(NamedTuple):
    """A record."""

    #: The *first* field.
    first: float

    @property
    @decorated
    def twice(self):
        r"""Double the field.

        Twice as much.

        .. math::
           :label: twice

           t = 2 f
        """
        if self.first:
            return np.multiply(2, self.first)
        return 0
'''


@pytest.fixture
def module(tmp_path, monkeypatch):
    (tmp_path / "hard_to_cut.py").write_text(MODULE)
    monkeypatch.syspath_prepend(tmp_path)
    yield resolve_name("hard_to_cut")
    sys.modules.pop("hard_to_cut")


@pytest.fixture
def read(tmp_path):
    """Build a site of a few pages without a gallery; return its HTML and its warnings."""

    def build(pages, builder="html", **settings):
        source, target = tmp_path / "source", tmp_path / "target"
        for name, text in pages.items():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_text(text)
        settings = {
            "extensions": [
                "myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.viewcode",
                "_ext.book.derivations", "_ext.figures.svg_figures", "_ext.pages.leftovers",
                "_ext.pages.mathml", "_ext.pages.search_words",
            ],
            "html_math_renderer": "mathml",
            "documented_package": "linreg",
            "default_role": "package-name",
            "autodoc_typehints": "none",
            "napoleon_use_param": False,
            "napoleon_use_rtype": False,
            "myst_enable_extensions": ["dollarmath"],
            "nitpicky": True,
            **settings,
        }  # fmt: skip
        warned = tmp_path / "warnings"
        with docutils_namespace(), catch_warnings(), warned.open("w") as stream:
            # What Sphinx and its extensions deprecate among themselves is not ours to mend.
            simplefilter("ignore", DeprecationWarning)
            simplefilter("ignore", PendingDeprecationWarning)
            app = Sphinx(
                source,
                None,
                target,
                target / ".doctrees",
                builder,
                settings,
                None,
                stream,
            )
            app.build()
        html = {page.stem: page.read_text() for page in target.glob("*.*html")}
        return html, warned.read_text()

    return build


@pytest.fixture(autouse=True)
def no_figures_left():
    yield
    plt.close("all")


# Mathematics


def test_a_formula_becomes_mathml(read):
    html, warnings = read({"index.md": "# Page\n\n$a_1$\n\n$$\nb^2\n$$\n"})
    assert not warnings
    assert "<msub><mi>a</mi><mn>1</mn></msub>" in html["index"]
    assert (
        '<math display="block"><msup><mi>b</mi><mn>2</mn></msup></math>'
        in html["index"]
    )
    assert "<script async" not in html["index"]


@pytest.mark.parametrize("builder", ["html", "epub"])
def test_a_book_gets_the_source_of_each_formula(read, builder):
    page = "# Page\n\n$a < \\hat b$\n\n$$\nc &= d \\\\\ne &= f\n$$\n"
    html, _ = read({"index.md": page}, builder)
    for said in (r"a &lt; \hat b", r"c &amp;= d \\ e &amp;= f"):
        assert (f'alttext="{said}"' in html["index"]) is (builder == "epub")


def test_a_tex_error_is_a_warning(read):
    html, warnings = read(
        {"index.md": "# Page\n\nWrong: $\\frac{1$ and $\\nonsense x$\n"}
    )
    assert warnings.count("WARNING: TeX error") == 2
    assert "index.md:3" in warnings
    assert "<math" not in html["index"]


def test_equations_are_numbered_and_can_be_referred_to(read):
    page = "# Page\n\n```{math}\n:label: one\n\na = b\n```\n\nSee {eq}`one`.\n"
    html, warnings = read({"index.md": page})
    assert not warnings
    assert '<span class="eqno">(1)' in html["index"]
    assert 'href="#equation-one">(1)</a>' in html["index"]
    assert 'href="#equation-one" title="Link to this equation"' in html["index"]
    assert html["index"].count('id="equation-one"') == 1


@pytest.mark.parametrize(
    ("tex", "is_aligned"),
    [
        (r"a &= b \\ c &= d", True),
        ("a = b\n\nc = d", True),
        (r"x = \begin{cases} 1 & y \\ 2 & z \end{cases}", False),
        (r"a \& b", False),
        ("a = b", False),
    ],
)
def test_displays_of_several_lines_are_aligned(tex, is_aligned):
    prepared = mathml.display_tex(tex)
    assert (r"\begin{aligned}" in prepared) is is_aligned
    assert mathml.to_mathml(prepared, display=True).startswith("<math")


# Figures


def scrape(tmp_path):
    """Scrape the open figures as one cell of a script."""
    paths = iter([str(tmp_path / "figure_001.png")])
    variables = {"src_file": "plot_it.py", "image_path_iterator": paths}
    return svg_figures.scrape(("code", "", 7), variables, {"src_dir": str(tmp_path)})


def draw(title="A straight line"):
    _, ax = plt.subplots()
    ax.plot([0, 1], color="black")
    ax.set_title(title, loc="left")
    return ax


def svg_of(tmp_path):
    scrape(tmp_path)
    return (tmp_path / "figure_001.html").read_text()


def test_two_figures_in_one_cell_are_refused(tmp_path):
    draw()
    draw()
    with pytest.raises(ExtensionError, match="line 7: 2 figures; draw one"):
        scrape(tmp_path)


def test_a_cell_without_a_figure_shows_none(tmp_path):
    assert scrape(tmp_path) == ""


def test_a_figure_says_what_it_shows(tmp_path):
    draw(title='one < two & "more"')
    said = 'role="img" aria-label="one &lt; two &amp; &quot;more&quot;"'
    assert said in svg_of(tmp_path)


def test_the_label_of_a_figure_wins_over_its_titles(tmp_path):
    ax = draw(title="Above")
    ax.figure.set_label("Said aloud")
    assert 'aria-label="Said aloud"' in svg_of(tmp_path)


def test_a_figure_follows_the_colours_of_the_page(tmp_path):
    draw()
    svg = svg_of(tmp_path)
    assert "#000000" not in svg
    assert "#ffffff" not in svg
    assert "stroke: currentColor" in svg
    assert "fill: var(--figure-paper)" in svg


def test_a_figure_is_the_same_bytes_every_time(tmp_path):
    draw()
    first, first_png = svg_of(tmp_path), (tmp_path / "figure_001.png").read_bytes()
    draw()
    assert svg_of(tmp_path) == first
    assert (tmp_path / "figure_001.png").read_bytes() == first_png


def test_ids_belong_to_one_figure(tmp_path):
    draw()
    svg = svg_of(tmp_path)
    again = svg_figures.to_svg(draw().figure, "another name")
    names, others = (set(re.findall(r' id="(\w+)"', text)) for text in (svg, again))
    assert names
    assert names.isdisjoint(others)
    assert set(re.findall(r"#(\w+)", svg)) - {"3a86c8"} <= names


def test_the_words_of_a_figure_can_be_found(tmp_path):
    draw(title="The error $E$ falls")
    assert ">The\u00a0error\u00a0\u00a0falls</tspan>" in svg_of(tmp_path)


def test_the_shipped_fonts_have_their_licences_beside_them():
    css = (DOCS / "_static" / "book.css").read_text()
    folder = DOCS / "_static" / "fonts"
    licensed = tuple(path.stem.split("-", 1)[1] for path in folder.glob("*.txt"))
    for font in folder.glob("*.woff2"):
        assert f"fonts/{font.name}" in css
        assert font.name.startswith(licensed)


def straight_line():
    """What a page names to have it drawn."""
    figure = plt.Figure()
    figure.subplots().set_title("A straight line", loc="left")
    return figure


def test_a_page_can_have_a_figure_drawn(read):
    drawn = f"```{{drawn-figure}} {__name__}.straight_line\nThe *caption*.\n```"
    html, warnings = read({"index.md": f"# Page\n\n{drawn}\n"})
    assert not warnings
    assert 'role="img" aria-label="A straight line"' in html["index"]
    assert "The <em>caption</em>." in html["index"]


# Docstrings


def test_a_docstring_is_cut_into_three_parts():
    text = "Sum up.\n\nBecause.\n\nMore.\n\nReturns\n-------\nint\n    A number."
    assert derivations.split(text) == (
        "Sum up.",
        "Because.\n\nMore.",
        "Returns\n-------\nint\n    A number.",
    )
    assert derivations.split("Sum up.") == ("Sum up.", "", "")
    assert derivations.split("Sum up.\n\nExamples\n--------\nOne.")[1] == ""


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("plain", "return 2 * x"),
        ("undocumented", "# a comment above the first statement\nreturn x"),
        (
            "refuse",
            'if x:\n    raise ValueError(\n        "one "\n        "two"\n    )',
        ),
        (
            "Record.twice",
            "if self.first:\n    return np.multiply(2, self.first)\nreturn 0",
        ),
    ],
)
def test_the_body_shown_is_the_functions_own_source_without_docstring(
    module, name, body
):
    found = derivations.function_of(resolve_name(f"{module.__name__}.{name}"))
    assert derivations.body_of(found) == body


def functions_shown():
    """Return every function whose body stands on a page of the derivations."""
    options = re.compile(r"```\{derivation\} (\S+)\n(?::with: (.+)\n)?")
    for page in sorted((DOCS / "derivations").glob("*.md")):
        for name, helpers in options.findall(page.read_text("utf-8")):
            found = derivations.function_of(resolve_name(name))
            for helper in filter(None, helpers.split(", ")):
                yield derivations.function_of(resolve_name(helper))
            if inspect.isfunction(found):
                yield found


@pytest.mark.parametrize("function", [*functions_shown()], ids=lambda f: f.__qualname__)
def test_a_body_shown_is_the_code_of_the_function_as_it_would_be_written(function):
    tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    shown = derivations.body_of(function)
    wrapped = ast.parse(f"def _():\n{textwrap.indent(shown, '    ')}").body[0]
    code = tree.body[ast.get_docstring(tree) is not None :]
    assert [*map(ast.dump, wrapped.body)] == [*map(ast.dump, code)]
    # The formatter indents by four, and what it has laid out stays so at the left margin.
    levels = {len(line) - len(line.lstrip()) for line in shown.splitlines() if line}
    assert levels == {4 * k for k in range(len(levels))}


def test_a_property_is_shown_as_it_is_used_and_a_method_with_its_arguments(site):
    page = (site / "derivations/moments.html").read_text("utf-8")
    heads = re.findall(r'<p class="derivation-source"><code[^>]*>(.*?)</code>', page)
    words = [re.sub("<.*?>", "", head) for head in heads]
    assert {"hessian", "max_learning_rate", "sse(self, w0, w1)"} <= {*words}


def test_the_small_words_beside_an_equation_say_where_they_lead(site):
    page = (site / "derivations/loss.html").read_text("utf-8")
    links = re.findall('<a class="ledger-link"[^>]*>', page)
    assert links
    assert all('title="The code that computes this equation' in link for link in links)


def test_the_notation_page_shows_the_table_of_the_package_and_nothing_else(site):
    page = (site / "notation.html").read_text("utf-8")
    rows = re.findall(r"<tr.*?</tr>", page.partition("<h2>")[0], re.DOTALL)
    *_, table = re.findall(
        r"^=+ .*?^=+ .*?^=+ [= ]+$", linreg.__doc__, re.M | re.DOTALL
    )
    assert len(rows) == len(table.splitlines()) - 3 > 10


# Two views of one docstring


def test_derivation_and_code_stand_together(read, module):
    page = f"# Page\n\n```{{derivation}} {module.__name__}.Record.twice\n```\n"
    html, warnings = read({"index.md": page})
    assert not warnings
    shown = html["index"]
    line = MODULE.splitlines().index("    @property") + 1
    where = f"hard_to_cut.py, line {line}"
    order = ["Double the field.", "Twice as much.", "<math", where, "multiply"]
    assert sorted(order, key=shown.index) == order
    assert "Double the field" not in shown[shown.index("multiply") :]
    assert ":label:" not in shown


def test_a_record_shows_what_its_fields_mean(read, module):
    html, warnings = read(
        {"index.md": f"# P\n\n```{{derivation}} {module.__name__}.Record\n```\n"}
    )
    assert not warnings
    assert "The <em>first</em> field." in html["index"]


def test_a_helper_can_be_shown_with_the_function_it_serves(read):
    page = "# Page\n\n```{derivation} linreg.Moments.sse\n:with: linreg.Moments._miss\n```\n"
    html, _ = read({"index.md": page})
    assert "_miss(self, w0, w1)" in plain(html["index"])
    assert "# The heads cancel before the tails" in plain(html["index"])


def test_viewcode_lists_a_helper_that_users_do_not_import(read, tmp_path):
    page = "# Page\n\n```{derivation} linreg.Moments.sse\n:with: linreg.Moments._miss\n```\n"
    html, _ = read({"index.md": page})
    listing = (tmp_path / "target/_modules/linreg/moments.html").read_text()
    upstream = "sphinx.ext.viewcode no longer reads env._viewcode_modules"
    assert 'id="Moments._miss"' in listing, upstream
    assert 'href="../../index.html#linreg.Moments._miss"' in listing, upstream
    assert 'id="linreg.Moments._miss"' in html["index"]


API = (
    "# API\n\n```{eval-rst}\n.. currentmodule:: linreg\n\n.. autofunction:: sse\n```\n"
)
ERROR = "# The error\n\n```{derivation} linreg.sse\n```\n"


def test_the_api_links_to_the_derivation_instead_of_repeating_it(read):
    index = "# Home\n\n```{toctree}\napi\nerror\n```\n"
    html, warnings = read({"index.md": index, "api.md": API, "error.md": ERROR})
    # The docstring refers to the equation of another function, which this small site leaves out.
    assert "duplicate" not in warnings
    assert html["error"].count('id="equation-sse"') == 1
    assert "<math" not in html["api"]
    link = 'href="error.html#derivation-linreg-sse"><span class="std std-ref">'
    assert f"{link}The error</span></a>" in html["api"]
    assert 'href="api.html#linreg.sse"' in html["error"]
    assert '_modules/linreg/loss.html#sse"><span>linreg/loss.py, line' in html["error"]


def test_a_derivation_that_no_page_shows_is_a_warning(read):
    _, warnings = read({"index.md": API})
    assert "undefined label: 'derivation-linreg.sse'" in warnings


# What nobody needs


def test_words_of_the_colour_of_the_text_are_not_marked_up(read):
    """What sphinx-gallery writes for each token, told by a role."""
    code = "```{eval-rst}\n.. role:: n\n.. role:: k\n\n:n:`name` :k:`word`\n```"
    html, _ = read({"index.md": f"# Page\n\n{code}\n"})
    assert 'name <span class="k">word</span>' in html["index"]


def test_code_marks_up_what_has_a_colour_of_its_own_alone(read):
    html, _ = read({"index.md": "# Page\n\n```python\nname = 1 if y else x(2)\n```\n"})
    [code] = re.findall(r"<pre><span></span>(.*?)\n</pre>", html["index"], re.DOTALL)
    assert plain(code) == "name = 1 if y else x(2)"
    assert re.findall(r'class="(\w+)"', code) == ["mi", "k", "k", "mi"]


def test_plain_code_has_the_colour_of_the_text_around_it():
    css = (DOCS / "_static/book.css").read_text("utf-8")
    (listed,) = re.findall(r":is\(([^)]+)\) \{ color: inherit;", css)
    named = {name.removeprefix(".") for name in listed.split(", ")}
    assert leftovers.PLAIN - {"w"} == named  # blanks have no colour


def test_the_empty_line_that_ends_a_session_is_not_shown(site):
    html = "".join(path.read_text("utf-8") for path in site.glob("*.html"))
    blocks = re.findall(r"<pre>(.*?)</pre>", html, re.DOTALL)
    sessions = [block for block in map(plain, blocks) if block.startswith(">>>")]
    assert len(sessions) > 10
    assert [block for block in sessions if block.endswith("\n\n")] == []


def plain(html):
    return unescape(re.sub(r"<[^>]+>", "", html))


def test_the_page_of_a_script_that_moved_is_not_part_of_the_site(tmp_path, monkeypatch):
    for name in ("gallery/1/plot_1.py", "docs/chapters/1/plot_{}.rst"):
        for k in (1, 2):
            path = tmp_path / name.format(k)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
    for name in ("pyproject.toml", "docs/conf.py"):
        shutil.copy(DOCS.parent / name, tmp_path / name)
    monkeypatch.setattr(sys, "path", [*sys.path])
    excluded = runpy.run_path(str(tmp_path / "docs/conf.py"))["exclude_patterns"]
    assert [name for name in excluded if "plot" in name] == ["chapters/1/plot_2.rst"]


# The search


def test_the_search_keeps_the_words_of_pages_that_a_later_build_leaves_alone(
    read, tmp_path
):
    pages = {"index.md": "# Home\n\n```{toctree}\npage\n```\n"}
    pages["page.md"] = "# Page\n\n```{index} single: momentum\n```\n\nIt rolls on.\n"
    read(pages)
    searched = tmp_path / "target/searchindex.js"
    words = '"indexentries":{"momentum":[['
    assert words in searched.read_text()
    read({"index.md": pages["index.md"] + "\nOne sentence more.\n"})
    assert words in searched.read_text()


# Inventories and numbers

INVENTORIES = sorted((DOCS / "_inv").glob("*.txt"))


@pytest.mark.parametrize("path", INVENTORIES, ids=lambda path: path.stem)
def test_sphinx_still_reads_inventories_of_version_1(path):
    text = path.read_bytes()
    read = InventoryFile.loads(text, uri="https://example.org").data
    assert sum(map(len, read.values())) == len(text.splitlines()) - 3


@pytest.mark.parametrize("path", INVENTORIES, ids=lambda path: path.stem)
def test_every_listed_name_exists(path):
    for line in path.read_text().splitlines()[3:]:
        name, _, address = line.split()
        assert address.endswith(".html")
        found = "." in name or name == path.stem
        resolve_name(name if found else f"builtins.{name}")  # raises if there is none


def test_numbers_for_the_prose_are_computed():
    numbers = living_numbers.substitutions()
    _, run = living_numbers.the_run()
    assert len(run.sse) == 301
    assert abs(float(numbers["learned_w1"]) - run.w1[-1]) <= 0.005
    assert abs(float(numbers["last_error"]) - run.sse[-1]) <= 0.005
    assert all(isinstance(text, str) for text in numbers.values())


# The playground


def test_on_a_ring_the_error_is_the_same_all_around():
    line = linreg.make_line(rng=0)
    moments = linreg.Moments.from_data(line.x, line.y)
    axes = plt.Figure().subplots()
    film.draw_rings(axes, moments)
    floor = np.polyfit(line.x, line.y, 1, full=True)[1][0] / 2
    for k, ring in enumerate(axes.patches):
        ends_of_arcs = ring.get_path().vertices[:-1:3]
        for w1, w0 in ring.get_patch_transform().transform(ends_of_arcs):
            error = linreg.sse(line.y, linreg.predict(line.x, w0, w1))
            rounding = line.x.size * UNIT_ROUNDOFF * error  # of the sum alone
            assert error - floor == pytest.approx(4.0**k, rel=0, abs=rounding)


#: A name that a module gives away to all that stand with it in one script.
NAME = re.compile(r"^(?:export )?(?:const|let|function|class) (\w+)", re.MULTILINE)


@pytest.mark.parametrize("part", ["film", "playground", "fit_by_hand", "log_box"])
def test_a_script_has_no_name_twice_and_ends_where_it_should(part):
    *imported, module = widgets.modules(widgets.SOURCES / f"{part}.js")
    assert [path for path in imported if len(widgets.modules(path)) > 1] == []
    script = widgets.bundle([*imported, module])
    assert script.count("<!--") == 0
    assert script.lower().count("</script") == 1
    names = NAME.findall(script)
    assert len(names) > 10
    assert {name for name in names if names.count(name) > 1} == set()


@pytest.mark.parametrize("rate", [0.0081, 0.01])
def test_the_words_of_a_lost_run_are_those_of_the_exception(rate):
    line = linreg.make_line(rng=0)
    words = playground.lost_sentence(line)
    with pytest.raises(linreg.DivergenceError) as lost:
        living_numbers.run_of(line, rate=rate)
    bound = lost.value.max_learning_rate
    filled = words.format(
        epoch=lost.value.epoch,
        rate=f"{rate:.4g}",
        bound=f"{bound:.4g}",
        advised=f"{bound / 2:.4g}",
        needed=epochs_needed(lost.value.condition),
    )
    assert filled == str(lost.value).replace(", which is 2 / lambda_max", "")
    assert not re.search(
        r"[1-9]\d", words.replace("{", "")
    )  # no number is left but 1 %
