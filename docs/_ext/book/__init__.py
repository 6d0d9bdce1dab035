"""What makes the pages true: derivations, their ledger, living numbers."""

PARTS = ("derivations", "ledger")


def setup(app):
    """Load the parts of this room."""
    for part in PARTS:
        app.setup_extension(f"{__name__}.{part}")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
