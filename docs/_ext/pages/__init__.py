"""What every page gets, whatever it says."""

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
        app.setup_extension(f"{__name__}.{part}")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
