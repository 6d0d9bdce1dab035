"""Tell the sentences of a file from all else in it.

Whatever is no sentence is replaced by as many spaces, so a place in the rest is the same place in
the file. What a program is made of is not kept at all; formulas, addresses and examples of a page
or docstring go in a second step, since the words around a number may name them.
"""

import ast
import io
import re
import tokenize

#: Directives of a page whose body is words.
BODIES = "drawn-figure|film|glossary|log-box|note|only|tip"
FENCE = re.compile(rf"(`{{3,}})(\{{(?:{BODIES})\}})?")
#: Folders whose docstrings and comments are for makers, not for readers.
MACHINERY = {"_ext", "benchmarks"}
#: What a formatted string computes, which may have braces of its own.
VALUE = re.compile(r"\{(?:[^{}]|\{[^{}]*\})*\}")
#: Marks of strings and comments.
MARKS = re.compile(r'["#]|(?<!\w)[rf](?=")')

#: Addresses of pages and files.
ADDRESSES = [r"\w+\.html[#\s]\S+", r"\b\w+/\d_\w+", r"`make \w+`"]
#: Where a double is a type of numbers, and no number.
TYPES = [
    r"(?:a|for|long|nearest|neighbouring|of|plain|two)\s+doubles?\b",
    r"doubles\s+hold",
    r"double\s+precision",
]
MARKDOWN = [
    r"\A---\n.*?^---$",  # what a page says to Sphinx
    r"^:[\w-]+:[^\n]*",  # what a directive is told
    r"\$\$.*?\$\$|\$[^$\n][^$]*\$",
    r"\{(?:doc|download|eq|func|given|math|meth|py:\w+)\}`[^`<]*`",
    r"\]\([^)]*\)|^\([\w-]+\)=$|</?\w[^>]*>|<!--.*?-->",
    r"^ *\d+\. ",  # the page counts its lists itself
]
RST = [
    r"^[ #]*>>> .*?(?:^[ #]*$|\Z)",
    r"^(?P<i>[ #]*)\.\. math::.*?(?=^(?P=i)[^\s#]|\Z)",
    r":(?:attr|class|doc|eq|func|given|label|math|meth|py:\w+|ref):`[^`<]*?(?:<[^>]*>)?`",
    r"\$[^$\n][^$\n]*\$",
    r"^[ #]*\d+\. ",
]


def words(text, path):
    """Keep what is no program."""
    by_kind = {".html": of_html, ".js": of_javascript, ".md": of_page, ".toml": of_toml}
    if path.suffix == ".py":
        is_read = MACHINERY.isdisjoint(path.parts)
        return of_python(text, everything=is_read)
    return by_kind.get(path.suffix, str)(text)


def prose(words, path):
    """Keep of the words what is no formula, address or example either."""
    rules = {".md": MARKDOWN, ".py": RST, ".rst": RST}.get(path.suffix, [])
    return without(words, [*rules, *ADDRESSES, *TYPES])


def blank(text):
    """Return as much space, on as many lines."""
    return re.sub(r"[^\n]", " ", text)


def without(text, patterns):
    """Blank whatever matches."""
    for pattern in patterns:
        found = re.compile(pattern, re.MULTILINE | re.DOTALL)
        text = found.sub(lambda match: blank(match[0]), text)
    return text


def only(text, spans):
    """Blank everything but some spans."""
    kept, end = [], 0
    for start, stop in sorted(spans):
        kept += [blank(text[end:start]), text[start:stop]]
        end = stop
    return "".join([*kept, blank(text[end:])])


# Programs


def of_python(text, *, everything):
    """Keep strings that are words, and, where readers see them, docstrings and comments."""
    tree = ast.parse(text)
    spans = spans_of(text, sentences(tree))
    if everything:
        spans += [*spans_of(text, docstrings(tree)), *comments(text)]
    return MARKS.sub(" ", only(without_values(text, tree), spans))


def docstrings(tree):
    """Return the strings that stand alone."""
    alone = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    return [node for node in alone if isinstance(node, ast.Constant)]


def sentences(tree):
    """Yield the other strings of a program that are words; those with values come whole."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.JoinedStr):
            said = [part for part in ast.walk(node) if isinstance(part, ast.Constant)]
            yield from [node] * any(is_sentence(part.value) for part in said)
        elif isinstance(node, ast.Constant):
            yield from [node] * is_sentence(node.value)
        elif not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            yield from sentences(node)


def is_sentence(value):
    """Tell words from programs, patterns and names."""
    if not isinstance(value, str) or not re.search(r"[A-Za-z]{2}", value.strip()):
        return False
    if " " not in value.strip() or re.search(r'[\\<>^]\w|\w="', value):
        return False
    try:
        ast.parse(value)
    except (SyntaxError, ValueError):
        return True
    return False


def spans_of(text, nodes):
    """Return where in a program some nodes are; ast counts bytes."""
    starts = starts_of_lines(text)
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
    starts = starts_of_lines(text)
    return [
        tuple(starts[line - 1] + column for line, column in (token.start, token.end))
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.COMMENT
    ]


def starts_of_lines(text):
    """Return where each line starts."""
    return [0, *(match.end() for match in re.finditer("\n", text))]


def without_values(text, tree):
    """Blank what formatted strings compute, but not the words in it."""
    said = list(text)
    formatted = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    for start, stop in spans_of(text, formatted):
        said[start:stop] = VALUE.sub(
            lambda value: only(
                value[0], [m.span() for m in re.finditer(r"'\w+ [^']+'", value[0])]
            ),
            text[start:stop],
        )
    return "".join(said)


# Pages, tables and scripts


def of_page(text):
    """Keep the text and the bodies of those directives that are words."""
    kept, inside = [], ""
    for line in text.splitlines(keepends=True):
        fence = FENCE.match(line)
        kept.append(blank(line) if fence or inside == "program" else line)
        if fence:
            opened = "words" if fence[2] else "program"
            inside = "" if inside else opened
    return "".join(kept)


def of_toml(text):
    """Keep the long strings, without what is filled in."""
    said = [match.span() for match in re.finditer(r'"{3}.*?"{3}', text, re.DOTALL)]
    return re.sub(r'["\\]', " ", without(only(text, said), [r"\{\w+\}"]))


def of_javascript(text):
    """Keep the strings of more than a word, without what is filled in; no patterns, no comments."""
    found = re.finditer(r"//[^\n]*|/\*.*?\*/|\"[^\"\n]*\"|`[^`]*`", text, re.DOTALL)
    said = [m.span() for m in found if re.match(r"[^/][^\\]* [^\\]*\Z", m[0])]
    return re.sub(r"[\"`]", " ", without(only(text, said), [r"\$\{[^{}]*\}"]))


def of_html(text):
    """Keep what stands between tags, and the attributes read out, without what is filled in."""
    text = without(text, [r"<sub>\w+</sub>", r"\{\{.*?\}\}|\{%.*?%\}"])
    said = r">[^<>]+<|(?:aria-label|title|placeholder|alt)=\"[^\"]*\""
    return only(text, [match.span() for match in re.finditer(said, text)])
