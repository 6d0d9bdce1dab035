"""Take comments and blank space out of the style sheets that the site ships."""

import rcssmin


def minify(app, exception):
    """Write every style sheet of the finished site anew."""
    if exception is None and app.builder.name == "html":
        for path in app.outdir.glob("_static/**/*.css"):
            path.write_text(rcssmin.cssmin(path.read_text("utf-8")), "utf-8")


def setup(app):
    """Register the step."""
    app.connect("build-finished", minify)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
