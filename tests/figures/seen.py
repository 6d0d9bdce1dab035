"""A figure as its readers see it: asked by its words, not by the order in which it was drawn.

A label leads to the data along its axis, a name to the curve that it stands beside, a colour to
whose data they are. What nobody asked for, a curve or a word, is what no test has judged.
"""

import re

import matplotlib.style
import numpy as np
from matplotlib.colors import to_hex
from matplotlib.text import Text
from matplotlib.ticker import FixedFormatter

#: The font of words and of formulas whose file lies beside book.css.
SHIPPED = ("DejaVu Sans", "dejavusans")
#: Whose data a colour shows, in the order of the cycle of linreg/book.mplstyle.
ROLES = ["data", "learned", "true", "exact", "predicted"]
#: With another one in its place, a sentence says something else.
TELLING = re.compile(
    r"\d|\b(no|not|never|none|all|every|each|only|same|both|first|last|before|after|then|until|"
    r"left|right|above|below|up|down|near|far|close|in|out|along|through|like|parallel|"
    r"ris\w+|rose|fall\w*|climb\w*|drop\w*|grow\w*|shr\w+|settles|stays?|stops?|ends?|lands|"
    r"high\w*|low\w*|fast\w*|slow\w*|long\w*|short\w*|larg\w+|small\w*|more|less|most|least|few\w*|"
    r"straight|steep\w*|flat|round|thin|dashed|grey|logarithmic|exact|true|truth|learned|predicted|"
    r"best|half|halves?|twice|one|two|three|five|ten|sixteen)\b",
    re.IGNORECASE,
)


class Seen:
    """A figure, the names of the script when it was shown, and what has been asked so far."""

    def __init__(self, figure, names=None):
        """Look at all that is drawn and written."""
        self.figure, self.names = figure, names
        figure.draw_without_rendering()  # a layout moves what is written
        titles = {axes: axes.get_title("left") for axes in figure.axes}
        self.title = figure.get_suptitle() or ". ".join(filter(None, titles.values()))
        self.panels = {
            name: axes for axes, name in titles.items() if figure.get_suptitle()
        }
        self.alt = figure.get_label() or self.title
        self.unsaid = list(dict.fromkeys([self.title, self.alt]))
        self.unjudged = {
            mark for axes in figure.axes for mark in (*axes.lines, *axes.patches)
        }
        self.unjudged |= {mark for axes in figure.axes for mark in axes.collections}
        self.unasked = set(self._words())

    def _words(self):
        yield from filter(None, self.panels)
        yield from filter(
            None, [self.figure.get_supxlabel(), self.figure.get_supylabel()]
        )
        for axes in self.figure.axes:
            if axes.axison:
                yield from filter(None, [axes.get_xlabel(), axes.get_ylabel()])
            yield from (text.get_text() for text in axes.texts if text.get_text())
            yield from axes.get_legend_handles_labels()[1]
            for axis in (axes.xaxis, axes.yaxis):
                if isinstance(axis.get_major_formatter(), FixedFormatter):
                    yield from (text.get_text() for text in axis.get_ticklabels())

    def panel(self, name):
        """Return the axes under a title of their own."""
        self.unasked.discard(name)
        return self.panels[name]

    def coloured(self, role, axes=None):
        """Return the lines in the colour of a role."""
        places = [axes] if axes else self.figure.axes
        found = [line for ax in places for line in ax.lines if role_of(line) == role]
        self.unjudged -= {*found}
        return found

    def others(self, axes=None):
        """Return what is drawn and not a line."""
        places = [axes] if axes else self.figure.axes
        found = [mark for ax in places for mark in (*ax.collections, *ax.patches)]
        self.unjudged -= {*found}
        return found

    def along(self, label, line):
        """Return the data of a line along the axis with this label."""
        values = {
            values: line.get_data()[which]
            for which, values in enumerate("xy")
            if label in self._labels(line.axes, values)
        }
        assert len(values) == 1, f"{label!r} is the label of {len(values)} axes"
        self.unasked.discard(label)
        return np.asarray(*values.values(), dtype=float)

    def by_label(self, axes, places, *labels):
        """Return the columns of some places in the order of these labels."""
        self.unasked -= {*labels}
        across = [label in self._labels(axes, "x") for label in labels]
        up = [label in self._labels(axes, "y") for label in labels]
        assert across == [not is_up for is_up in up], f"which axes are {labels}?"
        return places[:, [0 if is_across else 1 for is_across in across]]

    def _labels(self, axes, which):
        sharing = getattr(axes, f"get_shared_{which}_axes")().get_siblings(axes)
        own = [getattr(ax, f"get_{which}label")() for ax in {*sharing, axes}]
        return [*own, getattr(self.figure, f"get_sup{which}label")()]

    def curve(self, word, axes=None):
        """Return the line that a legend calls so, or that lies nearest to the word."""
        self.unasked.discard(word)
        for ax in self.figure.axes:
            for handle, label in zip(*ax.get_legend_handles_labels(), strict=True):
                if label == word:
                    self.unjudged.discard(handle)
                    return handle
        text = self._text(word, axes)
        curves = [line for line in text.axes.lines if not is_cloud(line)]
        nearest = min(curves, key=lambda line: distance(text, drawn(line)))
        self.unjudged.discard(nearest)
        return nearest

    def near(self, word, line, axes=None):
        """Return the index of the point, or of the mark, of a line that is nearest to the word."""
        text = self._text(word, axes)
        self.unasked.discard(word)
        return min(
            range(0, len(line.get_xdata()), line.get_markevery() or 1),
            key=lambda k: distance(text, drawn(line, between=False)[[k]]),
        )

    def is_beside(self, word, line):
        """Tell whether a word stands within the height of a letter from a line or a mark."""
        text = self._text(word, None)
        self.unasked.discard(word)
        return distance(text, drawn(line)) < 2 * text.get_window_extent().height

    def is_in(self, word, axes):
        """Tell whether a word stands in these axes."""
        self.unasked.discard(word)
        return self._text(word, None).axes is axes

    def place_of(self, word):
        """Return where a word stands, in the data of its axes."""
        self.unasked.discard(word)
        return self._text(word, None).get_position()

    def arrows(self):
        """Return the notes that are arrows and nothing else."""
        texts = [text for axes in self.figure.axes for text in axes.texts]
        return [
            text for text in texts if hasattr(text, "xyann") and not text.get_text()
        ]

    def written_at(self, x, y):
        """Return what is written at a place."""
        [text] = [
            text
            for axes in self.figure.axes
            for text in axes.texts
            if np.array_equal(getattr(text, "xy", text.get_position()), (x, y))
        ]
        self.unasked.discard(text.get_text())
        return text.get_text()

    def _text(self, word, axes):
        places = [axes] if axes else self.figure.axes
        [text] = [t for ax in places for t in ax.texts if t.get_text() == word]
        return text

    def at(self, label, which):
        """Return where on an axis this label stands."""
        [place] = [
            tick
            for ax in self.figure.axes
            for axis in [getattr(ax, f"{which}axis")]
            for tick, text in zip(
                axis.get_ticklocs(), axis.get_ticklabels(), strict=True
            )
            if text.get_text() == label
        ]
        self.unasked.discard(label)
        return place

    def says(self, words, fact):
        """Insist that title or alt text say so, and that it is so."""
        self.reads(words)
        assert fact, f"the figure says {words!r}, and what it shows is otherwise"

    def reads(self, words):
        """Insist on words that name what was compared before, or numbers computed from it."""
        said = " ".join([self.title, self.alt])
        assert words in said, f"the figure does not say {words!r}, but: {said}"
        self.unsaid = [text.replace(words, " ; ") for text in self.unsaid]

    def insist_on_use(self):
        """Fail when readers could not hear what it shows, or would see it in another font."""
        assert self.alt, "the figure has no title; say in one sentence what it shows"
        texts = [text for text in self.figure.findobj(Text) if text.get_text()]
        fonts = {(text.get_fontname(), text.get_math_fontfamily()) for text in texts}
        # In a font that readers may lack, words would come out with wrong widths.
        assert fonts <= {SHIPPED}, f"the site does not ship {max(fonts - {SHIPPED})}"

    def insist_on_all(self):
        """Fail when something was drawn or written that nobody asked for."""
        is_log = any(
            "log" in (axes.get_xscale(), axes.get_yscale()) for axes in self.figure.axes
        )
        assert is_log == ("logarithmic" in self.alt), (
            "an alt text says 'logarithmic' exactly if an axis is"
        )
        self.unsaid = [text.replace("logarithmic", "") for text in self.unsaid]
        for text in self.unsaid:
            assert not TELLING.search(text), (
                f"no test says that this is so: {text!r}, see {TELLING.search(text)[0]!r}"
            )
        assert not self.unasked, f"no test reads the words {sorted(self.unasked)}"
        assert not self.unjudged, f"no test looks at {[*map(str, self.unjudged)]}"


def role_of(line):
    """Return whose data a line shows, by its colour."""
    with matplotlib.style.context("linreg.book"):
        cycle = matplotlib.rcParams["axes.prop_cycle"].by_key()["color"]
        roles = {
            to_hex(f"#{colour.lstrip('#')}"): role
            for role, colour in zip(ROLES, cycle, strict=True)
        }
        return roles.get(to_hex(line.get_color()))


def is_cloud(line):
    """Tell whether a line is a cloud of points, which is near to everything."""
    return line.get_linestyle() == "None" and role_of(line) == "data"


def drawn(line, *, between=True):
    """Return the places that a line goes through, in pixels."""
    places = line.get_transform().transform(line.get_xydata())
    if not between or line.get_linestyle() == "None" or len(places) < 2:
        return places
    knots = np.arange(len(places))
    fine = np.linspace(0, knots[-1], max(200, 5 * len(places)))
    return np.column_stack([np.interp(fine, knots, column) for column in places.T])


def distance(text, places):
    """Return how far the nearest of some places is from a text, in pixels."""
    box = text.get_window_extent()
    away = np.maximum(0, [box.p0 - places, places - box.p1]).max(axis=0)
    from_middle = abs(places - (box.p0 + box.p1) / 2).sum(axis=1)
    return (np.hypot(*away.T) + 1e-3 * from_middle).min()  # of equals, the one in line
