"""The figures of the book."""

PARTS = ("svg_figures", "folds")


def setup(app):
    """Load the parts of this room."""
    for part in PARTS:
        app.setup_extension(f"{__name__}.{part}")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
