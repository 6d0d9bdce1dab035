"""The list of the extensions names every file, and no other."""

import re
import runpy
from importlib import import_module
from pathlib import Path

import pytest

ROOMS = Path(__file__).parents[2] / "docs/_ext"


def listed():
    """Map each room that has a heading in the list to the files named below it."""
    text = (ROOMS / "README.md").read_text("utf-8")
    _, *parts = re.split(r"^## (\w+)$", text, flags=re.MULTILINE)
    files = (re.findall(r"^- `([^`]+)`", part, re.MULTILINE) for part in parts[1::2])
    return dict(zip(parts[::2], files, strict=True))


@pytest.mark.parametrize("room", ["book", "figures", "live", "pages"])
def test_every_file_of_a_room_is_listed_once_and_there(room):
    files = {path.name for path in (ROOMS / room).iterdir() if path.is_file()}
    names = listed()[room]
    assert set(names) == files - {"__init__.py"}
    assert len(names) == len(set(names))


def test_no_extension_lies_outside_of_a_room():
    assert [path.name for path in ROOMS.glob("*.py")] == []
    assert {path.parent.name for path in ROOMS.glob("*/__init__.py")} == set(listed())


@pytest.mark.parametrize("room", ["book", "figures", "pages"])
def test_a_room_loads_every_part_that_asks_for_it(room):
    asking = {
        path.stem
        for path in (ROOMS / room).glob("[!_]*.py")
        if "\ndef setup(app):" in path.read_text("utf-8")
    }
    assert asking == {*import_module(f"_ext.{room}").PARTS}


def test_sphinx_loads_every_room():
    loaded = runpy.run_path(str(ROOMS.with_name("conf.py")))["extensions"]
    rooms = [name.removeprefix("_ext.") for name in loaded if name.startswith("_ext.")]
    assert rooms == [*listed()]
