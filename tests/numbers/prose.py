"""Find every number that a reader can meet in a sentence, with its file and line.

Sentences stand on the pages, in docstrings, comments, messages and titles, and in the forms and
scripts of the live parts. A number is a numeral, a number word or a substitution of a page.
"""

import re
from bisect import bisect
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from . import sentences

SOURCES = [
    "*.md",
    "benchmarks/report.py",
    "benchmarks/verdicts.py",
    "docs/*.md",
    "docs/derivations/*.md",
    "docs/derivation_figures.py",
    "docs/exercises/*.py",
    "docs/_ext/live/*.html",
    "docs/_ext/live/*.js",
    "docs/_ext/live/*.py",
    "linreg/*.py",
    "linreg/*.toml",
    "gallery/*/*.rst",
    "gallery/*/*.py",
]

UNITS = (
    "three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
)
TEENS = "sixteen seventeen eighteen nineteen twenty"
#: What each number word of the book stands for. One and two are too common to say a number.
WORDS = {
    **{word: k for k, word in enumerate(f"{UNITS} {TEENS}".split(), start=3)},
    **{word: 10 * k for k, word in enumerate(["thirty", "forty", "fifty", "sixty"], 3)},
    **dict.fromkeys(["half", "halves", "halve", "halved"], 0.5),
    **dict.fromkeys(["quarter", "quarters"], 0.25),
    **dict.fromkeys(["twice", "double", "doubles", "doubled", "doubling"], 2),
    **dict.fromkeys(["hundred", "hundreds"], 100),
    **dict.fromkeys(["thousand", "thousands"], 1000),
    **dict.fromkeys(["million", "millions"], 1_000_000),
    **dict.fromkeys(["billion", "billions"], 1_000_000_000),
} | {"tenth": 0.1, "thirtieth": 1 / 30, "hundredth": 0.01, "thousandth": 0.001}
NUMBER = re.compile(
    r"\{\{ *(?!minutes_plot)\w+ *\}\}"
    r"|(?<![\w.])\d+(?:[.,]?\d+)*(?:e[+-]?\d+)?(?![\d_])"
    r"|(?<!\w)[A-Za-z]+(?!\w)"
)


class Number(NamedTuple):
    """A number as it is written, and where."""

    text: str
    start: int
    stop: int


@dataclass(frozen=True)
class Source:
    """A file that has sentences."""

    path: Path
    #: Everything that is no program, and as much space for the rest.
    words: str
    #: That without formulas, addresses and examples.
    prose: str

    @cached_property
    def numbers(self):
        """The numbers of its sentences, in order."""
        return numbers(self.prose)

    @cached_property
    def flat(self):
        """Its words with single spaces."""
        return flat(self.words)

    @cached_property
    def _flat_starts(self):
        """Where each word starts, in the file and in the flat text."""
        starts, place = [], 0
        for word in re.finditer(r"\S+", self.words):
            starts.append((word.start(), place))
            place += len(word[0]) + 1
        return starts

    def matches(self, phrase):
        """List for each place where a flat phrase stands the numbers in it."""
        found = list(self._found(phrase))
        return [self._numbers_in(start, start + len(phrase)) for start in found]

    def _found(self, phrase):
        place = self.flat.find(phrase)
        while place >= 0:
            yield place
            place = self.flat.find(phrase, place + 1)

    def _numbers_in(self, start, stop):
        first, last = self.unflat(start), self.unflat(stop - 1) + 1
        return tuple(n for n in self.numbers if first <= n.start and n.stop <= last)

    def unflat(self, place):
        """Return the place in the file of a place in the flat text."""
        word = bisect(self._flat_starts, place, key=lambda pair: pair[1]) - 1
        start, flat_start = self._flat_starts[word]
        return start + place - flat_start

    def place(self, number):
        """Return file and line of a number."""
        line = self.words.count("\n", 0, number.start) + 1
        return f"{self.path.as_posix()}:{line}"

    def place_of_flat(self, place):
        """Return file and line of a place in the flat text."""
        return self.place(Number("", self.unflat(place), 0))

    def around(self, number):
        """Return the words around a number."""
        return flat(self.words[max(0, number.start - 30) : number.stop + 30])

    def within(self, patterns):
        """Return the numbers that are part of what some patterns match."""
        found = [re.compile(p, re.MULTILINE).finditer(self.words) for p in patterns]
        spans = [match.span() for matches in found for match in matches]
        return {
            n for n in self.numbers for a, b in spans if a <= n.start and n.stop <= b
        }

    def phrases_of(self, keys):
        """Return the phrases that are meant for this file, of keys that say "file: phrase"."""
        here = f"{self.path.as_posix()}: "
        return [key.removeprefix(here) for key in keys if key.startswith(here)]

    def in_phrases(self, keys):
        """Return the numbers in those phrases."""
        groups = [self.matches(flat(phrase)) for phrase in self.phrases_of(keys)]
        return {
            number for matches in groups for numbers in matches for number in numbers
        }

    def with_mistake(self, number, mistake):
        """Return the file with something else in the place of a number."""
        changed = [
            text[: number.start] + mistake + text[number.stop :]
            for text in (self.words, self.prose)
        ]
        return Source(self.path, *changed)


def numbers(text):
    """List the numerals, number words and substitutions of a text."""
    found = [Number(match[0], *match.span()) for match in NUMBER.finditer(text)]
    return [n for n in found if not n.text.isalpha() or n.text.lower() in WORDS]


def flat(text):
    """Return a text with single spaces."""
    return " ".join(text.split())


def sources(root):
    """Read all files that have sentences, in order."""
    return [
        read(path.read_text("utf-8"), path.relative_to(root))
        for pattern in SOURCES
        for path in sorted(Path(root).glob(pattern))
    ]


def read(text, path):
    """Tell the sentences of a file from the rest."""
    words = sentences.words(text, path)
    return Source(path, words, sentences.prose(words, path))
