"""How the site is built: ``python -m sphinx -W -n --keep-going -b html docs docs/_build/html``."""

import os
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE), str(ROOT)]

from _ext.book import living_numbers  # noqa: E402  (found on the paths added above)

import linreg  # noqa: E402
from benchmarks import report, verdicts  # noqa: E402

project = "linreg"
author = "The linreg developers"
version = release = linreg.__version__

# Shared links show a picture where the site knows its own address: those who publish it say so.
html_baseurl = os.environ.get(
    "SITE_URL", os.environ.get("READTHEDOCS_CANONICAL_URL", "")
)
# What a notebook needs beside Matplotlib: the package that the site was built from.
wheel = f"one_linear_neuron-{version}-py3-none-any.whl"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.intersphinx",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
    "sphinx_copybutton",
    "sphinx_gallery.gen_gallery",
    "sphinx_reredirects",
    "_ext.book",
    "_ext.figures",
    "_ext.live",
    "_ext.pages",
]

# The package and its docstrings.
documented_package = "linreg"
default_role = "package-name"
# Else "ndarray, shape (N,)" becomes links to "shape" and "N".
napoleon_use_param = False
napoleon_use_rtype = False
autodoc_typehints = "none"  # the docstrings say types, shapes and units
autodoc_preserve_defaults = True  # "h=2.0**-10" says more than its digits
autodoc_member_order = "bysource"
add_module_names = False
toc_object_entries_show_parents = "hide"

# Mathematics: numbers like (4.2) say which page of the derivations an equation is on.
html_math_renderer = "mathml"
numfig = True
math_numfig = True
math_eqref_format = "Eq. {number}"

# Pages.
myst_enable_extensions = [
    "attrs_block",
    "colon_fence",
    "dollarmath",
    "substitution",
]
myst_substitutions = (
    living_numbers.substitutions()
    | report.substitutions()
    | verdicts.substitutions()
    | {"wheel": f'<a href="{wheel}">{wheel}</a>'}
)
myst_heading_anchors = 3

# Names of other projects that code and docstrings mention: inventories as text, read from disk.
intersphinx_mapping = {
    "matplotlib": ("https://matplotlib.org/stable/", "_inv/matplotlib.txt"),
    "numpy": ("https://numpy.org/doc/stable/", "_inv/numpy.txt"),
    "python": ("https://docs.python.org/3/", "_inv/python.txt"),
}

# Chapters: the scripts of ../gallery, run at every build. Their pages are written to chapters/.
chapters_dir = "chapters"
used_by_dir = f"{chapters_dir}/_used_by"
galleries = sorted(
    path.parent.name for path in ROOT.glob("gallery/*/GALLERY_HEADER.rst")
)
# The pages of scripts that moved stay there, and are none of the book.
moved = [
    page.relative_to(HERE).as_posix()
    for page in HERE.glob(f"{chapters_dir}/*/plot_*.rst")
    if not (ROOT / "gallery" / page.parent.name / f"{page.stem}.py").exists()
]
exclude_patterns = ["_build", "_ext", *moved]
sphinx_gallery_conf = {
    "examples_dirs": [f"../gallery/{name}" for name in galleries],
    "gallery_dirs": [f"{chapters_dir}/{name}" for name in galleries],
    "backreferences_dir": used_by_dir,
    "doc_module": (documented_package,),
    # Functions would make the configuration impossible to store, so they are named.
    "image_scrapers": ("_ext.figures.svg_figures.scrape",),
    "within_subsection_order": "FileNameSortKey",
    "abort_on_example_error": True,
    "capture_repr": (),
    "download_all_examples": False,
    "first_notebook_cell": (
        "# Once, where they are missing; the first page of the book has the wheel:\n"
        f"# %pip install matplotlib {html_baseurl}{wheel}"
    ),
    "inspect_global_variables": False,
    "min_reported_time": 10**6,  # times differ from build to build; pages should not
    "remove_config_comments": True,
    "reset_modules": ("matplotlib",),
    "show_signature": False,
    "thumbnail_size": (288, 180),  # twice the size that book.css shows
    "write_computation_times": False,  # that page loads scripts from other hosts
}

# Pages that moved: error messages and other people's links still name the old places.
redirects = {
    "chapters/1_the_post/plot_3_check": "plot_8_check.html",
    "chapters/1_the_post/plot_4_data_and_start": "plot_3_data.html",
    "chapters/1_the_post/plot_8_hubble": "plot_9_hubble.html",
    "chapters/2_beyond/plot_5_why_not_solve": "../3_further/plot_1_why_not_solve.html",
    "chapters/2_beyond/plot_6_too_many_points": "../3_further/plot_2_too_many_points.html",
    "chapters/2_beyond/plot_7_softmax": "../3_further/plot_4_softmax.html",
    "chapters/2_beyond/plot_8_other_tools": "../3_further/plot_6_other_tools.html",
    "chapters/2_beyond/plot_9_museum": "../3_further/plot_7_museum.html",
}

# Prompts and outputs are not part of what the copy button copies.
copybutton_prompt_text = ">>> |\\.\\.\\. "
copybutton_prompt_is_regexp = True

# The site, the package and its README find the repository by one line of pyproject.toml.
settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
repository = settings["tool"]["hatch"]["metadata"]["hooks"]["custom"]["repository"]

# The book for e-readers, which the site offers on its first page.
epub_basename = project
epub_title = "One linear neuron, derived, trained and checked"
epub_description = "One linear neuron, derived, trained and checked: a book that runs."
epub_contributor = epub_publisher = author
epub_copyright = "BSD 3-Clause licence"
# The two have to agree: one table of the book holds the one, one the other.
epub_identifier = epub_uid = "one-linear-neuron"
epub_cover = ("_static/cover.png", "epub-cover.html")
epub_css_files = ["ebook.css"]
epub_exclude_files = [".buildinfo.bak"]  # Sphinx's own
epub_show_urls = "no"
epub_tocscope = "includehidden"
epub_tocdepth = 2
epub_tocdup = False
epub_use_index = False

# Look.
html_theme = "furo"
html_title = project
html_theme_options = {
    # One accent, the colour of the learned line: darker on white and lighter on dark paper, so
    # that text in it keeps a contrast of at least 4.5 (also on the panel).
    "light_css_variables": {
        "color-brand-primary": "#b3440f",
        "color-brand-content": "#a63f0e",
        "color-brand-visited": "#a63f0e",
        "color-foreground-muted": "#62666d",
        "color-api-name": "#a63f0e",
        "color-highlight-on-target": "var(--panel)",
        "color-sidebar-link-text--top-level": "var(--color-foreground-primary)",
        "panel": "#faf7f3",
        "hairline": "#e4dfd8",
    },
    "dark_css_variables": {
        "color-brand-primary": "#f0905f",
        "color-brand-content": "#f29a6c",
        "color-brand-visited": "#f29a6c",
        "color-foreground-muted": "#9a9ea6",
        "color-api-name": "#f29a6c",
        "color-highlight-on-target": "var(--panel)",
        "panel": "#1b1d20",
        "hairline": "#34373c",
    },
}
html_static_path = ["_static"]
templates_path = ["_templates"]
html_css_files = ["book.css"]
html_js_files = [("scroll_boxes.js", {"defer": "defer"})]
html_search_scorer = str(HERE / "search_scores.js")
html_copy_source = False
html_show_copyright = False
html_show_sphinx = False
# Doctest needs an empty line behind a session; readers do not.
highlight_options = {key: {"stripnl": True} for key in ["default", "python"]}
pygments_style = "github-light-colorblind"
pygments_dark_style = "github-dark-colorblind"
