"""The parts of a page that move."""

from _ext.live.film import Film
from _ext.live.fit_by_hand import FitByHand
from _ext.live.log_box import LogBox
from _ext.live.playground import Playground


def setup(app):
    """Register the directives, whose names are those of their files."""
    app.add_directive("film", Film)
    app.add_directive("fit-by-hand", FitByHand)
    app.add_directive("log-box", LogBox)
    app.add_directive("playground", Playground)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
