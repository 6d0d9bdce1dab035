"""What every page gets, whatever it says."""

from importlib import import_module

PARTS = (
    "ebook",
    "edit_links",
    "leftovers",
    "mathml",
    "notebooks",
    "search_words",
    "sharing",
    "wheel",
)


def setup(app):
    """Load the parts of this room."""
    for part in PARTS:
        import_module(f"{__name__}.{part}").setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
