"""Which tests of the book one process runs."""

import re

import pytest


def pytest_collection_modifyitems(items):
    """Leave all tests that name one chapter to one process, which runs its script once."""
    for item in items:
        if found := re.search(r"\[.*(plot_\d_\w+)", item.name):
            item.add_marker(pytest.mark.xdist_group(found[1]))
