"""The figures of the book."""


def setup(app):
    """Load the one part of this room that speaks to Sphinx."""
    app.setup_extension(f"{__name__}.svg_figures")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
