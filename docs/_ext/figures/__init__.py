"""The figures of the book."""

from importlib import import_module

PARTS = ("svg_figures", "folds")


def setup(app):
    """Load the parts of this room."""
    for part in PARTS:
        import_module(f"{__name__}.{part}").setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
