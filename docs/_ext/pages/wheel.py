"""Offer the package that the site was built from, so that a chapter needs no other place to run.

The builder of the package makes it, without a network; the time of the last commit makes it the
same each time.
"""

from hatchling.builders.wheel import WheelBuilder


def build_wheel(app, exception):
    """Put the wheel beside the first page."""
    if not exception and app.builder.name == "html":
        builder = WheelBuilder(str(app.confdir.parent))
        list(builder.build(directory=str(app.outdir), versions=["standard"]))


def setup(app):
    """Build it after the pages."""
    app.connect("build-finished", build_wheel)
