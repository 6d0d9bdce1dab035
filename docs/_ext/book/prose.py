"""Find every number that a reader can meet in a sentence, with its file and line.

Sentences stand on the pages, in docstrings, comments, messages and titles, and in the forms and scripts
of the live parts. Whatever else is in a file is replaced by as many spaces, so a place in the prose is
the same place in the file. A number is a numeral, a number word or a substitution of a page.
"""

import ast
import io
import re
import tokenize
from bisect import bisect
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

SOURCES = [
    "*.md",
    "docs/*.md",
    "docs/derivations/*.md",
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
    **{"tenth": 0.1, "thirtieth": 1 / 30, "hundredth": 0.01, "thousandth": 0.001},
    **dict.fromkeys(["billion", "billions"], 1_000_000_000),
}
NUMBER = re.compile(
    r"\{\{ *(?!minutes_plot)\w+ *\}\}"
    r"|(?<![\w.])\d+(?:[.,]?\d+)*(?:e[+-]?\d+)?(?![\d_])"
    r"|(?<![\w-])[A-Za-z]+(?!\w)"
)
#: A type of numbers, and no number.
ADDRESSES = r"\w+\.html[#\s]\S+|\b\w+/\d_\w+|`make twice`"
TYPES = r"(?:a|for|long|nearest|neighbouring|of|plain|to|two|which)\s+doubles?\b|double\s+precision"

# What is no sentence. A group called "keep" stays.
MARKDOWN = [
    r"\A---\n.*?^---$",
    r"^:[\w-]+:[^\n]*",
    r"\$\$.*?\$\$|\$[^$\n][^$]*\$",
    r"\{(?:eq|math|given|doc|download|py:\w+|meth|func)\}`[^`<]*`",
    r"\]\([^)]*\)|^\([\w-]+\)=$|</?\w[^>]*>|<!--.*?-->",
    r"^ *\d+\. ",
]
RST = [
    r"^[ #]*>>> .*?(?:^[ #]*$|\Z)",
    r"^(?P<i>[ #]*)\.\. math::.*?(?=^(?P=i)[^\s#]|\Z)",
    r":(?:eq|math|given|label|class|doc|ref|func|meth|class|attr|py:\w+):`[^`<]*?(?:<[^>]*>)?`",
    r"^[ #]*\d+\. ",
    r"\$[^$\n][^$\n]*\$",
]
HTML = [r"<(?!(?:textarea|input|button|div|label)\b)[^>]*>"]


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
        return [
            self._numbers_in(place, place + len(phrase))
            for place in self._found(phrase)
        ]

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
        return (
            f"{self.path.as_posix()}:{self.words.count(chr(10), 0, number.start) + 1}"
        )

    def place_of_flat(self, place):
        """Return file and line of a place in the flat text."""
        return self.place(Number("", self.unflat(place), 0))

    def around(self, number):
        """Return the words around a number."""
        return flat(self.words[max(0, number.start - 30) : number.stop + 30])

    def within(self, patterns):
        """Return the numbers that are part of what some patterns match."""
        spans = [
            m.span() for p in patterns for m in re.finditer(p, self.words, re.MULTILINE)
        ]
        return {
            n
            for n in self.numbers
            if any(a <= n.start and n.stop <= b for a, b in spans)
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
    found = NUMBER.finditer(text)
    return [
        Number(m[0], *m.span())
        for m in found
        if not m[0].isalpha() or m[0].lower() in WORDS
    ]


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
    """Tell sentences from the rest by the kind of the file."""
    words = {
        ".py": of_extension if "_ext" in path.parts else of_python,
        ".js": of_javascript,
        ".html": of_html,
        ".md": of_markdown,
        ".toml": of_toml,
    }.get(path.suffix, str)(text)
    rules = {".md": MARKDOWN, ".py": RST, ".rst": RST}.get(path.suffix, [])
    return Source(path, words, without(words, [*rules, ADDRESSES, TYPES]))


def blank(text):
    """Return as much space, on as many lines."""
    return re.sub(r"[^\n]", " ", text)


def without(text, patterns):
    """Blank whatever matches."""
    for pattern in patterns:
        text = re.sub(
            pattern, lambda m: blank(m[0]), text, flags=re.MULTILINE | re.DOTALL
        )
    return text


def keep(text, spans):
    """Blank everything but some spans."""
    kept, end = [], 0
    for start, stop in sorted(spans):
        kept += [blank(text[end:start]), text[start:stop]]
        end = stop
    return "".join([*kept, blank(text[end:])])


def of_python(text):
    """Keep docstrings, comments, and strings that are no program themselves."""
    tree = ast.parse(text)
    spans = [*spans_of(text, [*docstrings(tree), *sentences(tree)]), *comments(text)]
    return re.sub(
        r'["#]|(?<!\w)[rf](?=")', " ", keep(without_values(text, tree), spans)
    )


def of_extension(text):
    """Keep the strings of an extension of the site; its docstrings and comments are for its makers."""
    tree = ast.parse(text)
    spans = spans_of(text, sentences(tree))
    return re.sub(
        r'["#]|(?<!\w)[rf](?=")', " ", keep(without_values(text, tree), spans)
    )


def spans_of(text, nodes):
    """Return where in a program some nodes are; ast counts bytes."""
    starts = [0, *(m.end() for m in re.finditer("\n", text))]
    lines = [line.encode() for line in text.split("\n")]

    def place(line, column):
        return starts[line - 1] + len(lines[line - 1][:column].decode())

    return [
        (
            place(node.lineno, node.col_offset),
            place(node.end_lineno, node.end_col_offset),
        )
        for node in nodes
    ]


def comments(text):
    """Return where the comments of a program are."""
    starts = [0, *(m.end() for m in re.finditer("\n", text))]
    return [
        tuple(starts[line - 1] + column for line, column in (token.start, token.end))
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.COMMENT
    ]


def without_values(text, tree):
    """Blank what formatted strings compute."""
    said = list(text)
    formatted = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    for start, stop in spans_of(text, formatted):
        said[start:stop] = without(text[start:stop], [r"\{(?:[^{}]|\{[^{}]*\})*\}"])
    return "".join(said)


def docstrings(tree):
    """Return the strings that stand alone."""
    alone = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    return [node for node in alone if isinstance(node, ast.Constant)]


def sentences(tree):
    """Yield the other strings of a program that are words."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.JoinedStr):
            said = [part for part in node.values if isinstance(part, ast.Constant)]
            if any(is_sentence(part.value) for part in said):
                yield node
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if is_sentence(node.value):
                yield node
        elif not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            yield from sentences(node)


def is_sentence(text):
    """Tell words from programs, patterns and names."""
    if not re.search(r"[A-Za-z]{2}.* |.* [A-Za-z]{2}", text) or re.search(
        r"[\\<>^]\w|\w=\"", text
    ):
        return False
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return True
    return False


def of_markdown(text):
    """Keep what is no program: of the fences those whose body is words, as a note."""
    kept, inside = [], ""
    for line in text.splitlines(keepends=True):
        fence = re.match(
            r"(`{3,})(\{(?:drawn-figure|film|glossary|log-box|note|only|tip)\})?", line
        )
        kept.append(blank(line) if fence or inside == "program" else line)
        if fence:
            opened = "words" if fence[2] else "program"
            inside = "" if inside else opened
    return "".join(kept)


def of_toml(text):
    """Keep the long strings, without what is filled in."""
    said = keep(text, [m.span() for m in re.finditer(r'"{3}.*?"{3}', text, re.DOTALL)])
    return re.sub(r'["\\]', " ", without(said, [r"\{\w+\}"]))


def of_javascript(text):
    """Keep the strings of more than a word."""
    found = re.finditer(r"//[^\n]*|/\*.*?\*/|\"[^\"\n]*\"|`[^`]*`", text, re.DOTALL)
    said = keep(
        text,
        [
            m.span()
            for m in found
            if " " in m[0] and m[0][0] != "/" and "\\" not in m[0]
        ],
    )
    return re.sub(r"[\"`]", " ", without(said, [r"\$\{[^{}]*\}"]))


def of_html(text):
    """Keep what stands between tags, and the attributes that are read out."""
    text = without(text, [r"<sub>\w+</sub>"])
    said = re.finditer(
        r">[^<>]+<|(?:aria-label|title|placeholder|alt)=\"[^\"]*\"", text
    )
    return keep(text, [m.span() for m in said])
