"""The box that reads a pasted log as ``linreg.diagnose`` does, in the reader's own browser."""

from _ext.live import widgets
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from linreg import Moments, diagnosis, init_weights, make_line, step

FORM = widgets.SOURCES / "log_box.html"
#: Ten times the rate of the chapters, which is above the bound of their data.
RATE = 0.01
EPOCHS = 20


def example():
    """Return the fields of the form for a run that explodes."""
    line, (w0, w1) = make_line(rng=0), init_weights(rng=1)
    six_numbers = Moments.from_data(line.x, line.y)
    lines = []
    for epoch in range(EPOCHS):
        lines.append(f"epoch {epoch}: error {six_numbers.sse(w0, w1):.6g}, w1 {w1:.6g}")
        w0, w1 = step(line.x, line.y, w0, w1, learning_rate=RATE)
    return {"errors": "\n".join(lines), "rate": str(RATE), "weights": ""}


class LogBox(SphinxDirective):
    """Place the box; the body of the directive is for readers without scripts."""

    has_content = True

    def run(self):
        """Return the form, hidden until its script shows it, and what stands in its place."""
        self.env.note_dependency(str(FORM))
        self.env.note_dependency(str(diagnosis.TABLE))
        instead = nodes.container(classes=["log-box-instead"])
        instead += self.parse_content_to_nodes()
        return [
            instead,
            nodes.raw("", FORM.read_text(encoding="utf-8"), format="html"),
            widgets.data("log-box-example", example()),
            widgets.data("diagnosis-table", diagnosis.table()),
            widgets.script("log_box"),
        ]


def setup(app):
    """Register the directive."""
    app.setup_extension("_ext.live.widgets")
    app.add_directive("log-box", LogBox)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
