"""The box that reads a pasted log as ``linreg.diagnose`` does, in the reader's own browser."""

from _ext.live.widgets import LivePart
from docutils import nodes

from linreg import Moments, diagnosis, init_weights, make_line, step

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


class LogBox(LivePart):
    """Place the box; the body of the directive is for readers without scripts."""

    has_content = True

    def run(self):
        """Return the form, hidden until its script shows it, and what stands in its place."""
        self.depend_on(diagnosis.TABLE)
        instead = nodes.container(classes=["log-box-instead"])
        instead += self.parse_content_to_nodes()
        starts_from = self.script(example=example(), table=diagnosis.table())
        return [instead, *self.page(), *starts_from]
