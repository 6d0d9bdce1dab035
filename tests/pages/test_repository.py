"""One line of pyproject.toml says where the repository is; package, README and site follow it."""

import io
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest
from _ext.pages import edit_links
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

import hatch_build

ROOT = Path(__file__).parents[2]
ADDRESS = "https://github.com/Some-Body/a.book"


def with_address(settings, address):
    """Return the text of pyproject.toml with another address in its one line."""
    text, lines = re.subn(
        r'^repository = ".*"$',
        f'repository = "{address}"',
        settings,
        flags=re.MULTILINE,
    )
    assert lines == 1
    return text


def metadata_of_a_wheel(folder, address):
    """Build a wheel as if the repository were at an address; return its metadata."""
    shutil.copytree(ROOT / "linreg", folder / "linreg")
    for name in ["README.md", "LICENSE", "hatch_build.py"]:
        shutil.copy(ROOT / name, folder)
    settings = with_address((ROOT / "pyproject.toml").read_text("utf-8"), address)
    (folder / "pyproject.toml").write_text(settings, "utf-8")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("dist/*.whl")
    with zipfile.ZipFile(wheel) as content:
        (name,) = [n for n in content.namelist() if n.endswith("/METADATA")]
        return message_from_bytes(content.read(name))


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    return metadata_of_a_wheel(tmp_path_factory.mktemp("known"), ADDRESS)


def test_the_links_of_a_wheel_follow_the_address(known):
    links = dict(link.split(", ") for link in known.get_all("Project-URL"))
    assert links == {
        "Documentation": "https://some-body.github.io/a.book/",
        "Repository": ADDRESS,
        "Issues": f"{ADDRESS}/issues",
        "Changelog": f"{ADDRESS}/blob/HEAD/CHANGELOG.md",
    }


def test_picture_and_links_of_the_long_description_work_outside_the_repository(known):
    text = known.get_payload(decode=True).decode("utf-8")
    assert known["Description-Content-Type"] == "text/markdown"
    assert f"]({ADDRESS}/raw/HEAD/docs/_static/training.svg)" in text
    assert f"]({ADDRESS}/blob/HEAD/CONTRIBUTING.md)" in text
    assert {link["path"] for link in hatch_build.LINK.finditer(text)} == set()


def test_without_an_address_a_wheel_has_no_links_and_the_readme_as_it_is(tmp_path):
    metadata = metadata_of_a_wheel(tmp_path, "")
    assert metadata.get_all("Project-URL") is None
    text = metadata.get_payload(decode=True).decode("utf-8")
    assert text.strip() == (ROOT / "README.md").read_text("utf-8").strip()


@pytest.mark.parametrize(
    "typed",
    [ADDRESS + "/", ADDRESS + ".git/", "http://github.com/a/b", "a/b", "git@github.com:a/b"],
)  # fmt: skip
def test_an_address_of_another_form_is_refused_and_shown(typed):
    with pytest.raises(ValueError, match="write it like") as refusal:
        hatch_build.urls(typed)
    assert repr(typed) in str(refusal.value)


def test_links_that_are_full_already_or_stay_on_the_page_are_left_alone():
    text = "[a](https://b.example/c) [d](#e) ![f\ng](h.svg) [`i`](j/k#l)"
    assert hatch_build.with_full_links(text, ADDRESS) == (
        "[a](https://b.example/c) [d](#e) "
        f"![f\ng]({ADDRESS}/raw/HEAD/h.svg) [`i`]({ADDRESS}/blob/HEAD/j/k#l)"
    )


# The site


@pytest.mark.parametrize(
    ("page", "source"),
    [
        ("index.md", "docs/index.md"),
        ("derivations/loss.md", "docs/derivations/loss.md"),
        ("chapters/1_the_post/index.rst", "gallery/1_the_post/GALLERY_HEADER.rst"),
        ("chapters/1_the_post/plot_8_check.rst", "gallery/1_the_post/plot_8_check.py"),
        ("contributing.md", "CONTRIBUTING.md"),
    ],
)
def test_the_source_of_a_page_is_a_file_that_is_written_by_hand(page, source):
    assert edit_links.source_of(page) == source
    assert (ROOT / source).is_file()


def site(folder, address):
    """Build a site of one page in the theme of the book; return it and a page without a source."""
    (folder / "index.md").write_text("# Page\n\nWords.\n")
    settings = {
        "extensions": ["myst_parser", "_ext.pages.edit_links"],
        "html_theme": "furo",
        "repository": address,
    }
    with docutils_namespace():
        target = folder / "html"
        app = Sphinx(
            folder, None, target, folder / "trees", "html", settings, None, io.StringIO()
        )  # fmt: skip
        app.build()
    return [
        (target / name).read_text("utf-8") for name in ("index.html", "search.html")
    ]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
def test_a_page_leads_to_its_source_where_the_address_is_known(tmp_path):
    page, without_source = site(tmp_path, ADDRESS)
    assert f'href="{ADDRESS}/edit/main/docs/index.md"' in page
    assert f'href="{ADDRESS}/blob/main/docs/index.md"' in page
    assert ADDRESS not in without_source


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
def test_a_page_has_no_edit_link_while_the_address_is_unknown(tmp_path):
    page, _ = site(tmp_path, "")
    assert (
        "edit-this-page" not in page.partition("<article")[0].rpartition("</style>")[2]
    )


def test_the_site_takes_the_address_from_the_line_that_the_package_takes_it_from(
    monkeypatch,
):
    read, project = tomllib.loads, (ROOT / "pyproject.toml").read_text("utf-8")
    known = {project: with_address(project, ADDRESS)}
    monkeypatch.setattr(tomllib, "loads", lambda text: read(known.get(text, text)))
    assert runpy.run_path(str(ROOT / "docs/conf.py"))["repository"] == ADDRESS


def test_the_tests_of_a_group_are_left_to_one_process(request):
    """Else each process makes again what is costly, and nothing says so."""
    if not request.config.getoption("loadgroup", default=False):
        return
    items = request.session.items
    grouped = [item for item in items if item.get_closest_marker("xdist_group")]
    assert [item.nodeid for item in grouped if "@" not in item.nodeid] == []
