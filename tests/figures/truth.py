"""What the figures of the book have to show, computed here, and questions that many share."""

import numpy as np

from linreg import Moments, init_weights, make_line, train
from tests.figures.seen import role_of

#: The points, the start and the run of the book. No figure may have others in their place.
LINE = make_line(rng=0)
START = init_weights(rng=1)
RUN = train(LINE.x, LINE.y, w0=START[0], w1=START[1], learning_rate=0.001, epochs=300)
PATH = np.column_stack([RUN.w0, RUN.w1])
EXACT = np.polyfit(LINE.x, LINE.y, 1)[::-1]
MOMENTS = Moments.from_data(LINE.x, LINE.y)
FLOOR = MOMENTS.sse(*EXACT)
FLAT, STEEP = np.linalg.eigh(MOMENTS.hessian)[1].T
HINGE = -FLAT[0] / FLAT[1]
EVERY_20 = list(range(0, 301, 20))

QUESTIONS = {}


def figure(*key):
    """Register what to ask a figure: of a chapter by its name and number, of a page by its name."""

    def register(question):
        QUESTIONS[key] = question
        return question

    return register


def same(found, expected):
    """Compare up to the rounding of a run, and shapes as well."""
    return np.shape(found) == np.shape(expected) and np.allclose(
        found, expected, rtol=1e-10, atol=1e-12, equal_nan=True
    )


def weights_of(seen, line, across="$x_1$", up="$y$"):
    """Return intercept and slope of a straight line as drawn."""
    x, y = seen.along(across, line), seen.along(up, line)
    slope = (y[-1] - y[0]) / (x[-1] - x[0])
    assert same(y, y[0] + slope * (x - x[0]))
    return y[0] - slope * x[0], slope


def epoch_of(weights):
    """Return the epoch of the run to which a line belongs."""
    [epoch] = [k for k, pair in enumerate(PATH) if same(weights, pair)]
    return epoch


def ask_points(seen, across="$x_1$", up="$y$", axes=None):
    """The points of the book, and no others, are drawn in the colour of data."""
    [points] = seen.coloured("data", axes)
    assert same(seen.along(across, points), LINE.x)
    assert same(seen.along(up, points), LINE.y)


def ask_rings(seen, moments):
    """Each ring has one height, four times as far above the floor as the next one inside."""
    floor = moments.sse(*moments.least_squares())
    heights = []
    for ring in seen.others():
        w1, w0 = ring.axes.transData.inverted().transform(ring.get_verts()).T
        above = moments.sse(w0, w1) - floor
        assert (
            np.ptp(above) < 0.1 * above.min()
        )  # the corners of Matplotlib's arcs lie outside
        heights.append(above.min())
    assert np.allclose(np.divide(heights[1:], heights[:-1]), 4, rtol=1e-6)


def ask_lines_of_run(seen, axes=None, up="$y$"):
    """One line every 20 epochs, in their order, is drawn in the colour of what is learned."""
    lines = [weights_of(seen, line, up=up) for line in seen.coloured("learned", axes)]
    assert [epoch_of(line) for line in lines] == EVERY_20
    return lines


def ask_exact_line(seen, name):
    """The least-squares line is dashed and has the exact weights."""
    line = seen.curve(name)
    assert role_of(line) == "exact"
    assert line.get_linestyle() == "--"
    assert same(weights_of(seen, line), EXACT)


def ask_prediction(seen, line, up, values):
    """Circles lie where the run goes, and are not the run; return their epochs."""
    circles = seen.along(up, line)
    epochs = seen.along("epoch", line).astype(int)
    assert role_of(line) == "predicted"
    assert line.get_fillstyle() == "none"
    assert same(circles, values[epochs])
    assert not np.array_equal(circles, values[epochs]), "the run, not a prediction"
    return epochs.tolist()
