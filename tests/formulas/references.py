"""Tell from the words around a reference which equation it should lead to.

docs/references.toml lists how the book speaks of each equation. The words before a reference, in
its sentence and behind any other reference, decide; where they name no equation, the words behind
it do.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

NAMES = Path("docs/references.toml")
OTHER = re.compile(r":eq:`[^`]*`|\{eq\}`[^`]*`")
# The marks of a role or of dollars, which are no words.
BEHIND = re.compile(r"(\{\w+\}`|:\w+:`|[`$])$")
AHEAD = re.compile(r"^(:\w+:`[^`]*`|[^`$]*[`$])")
STOP = re.compile(r"[.:;]\s+(?=[A-Z:{]|$)|\n\s*\n|\n[-=]{3,}\n")


@cache
def phrases(root, file=NAMES):
    """Map each phrase to what it names: an equation, or an expression."""
    listed = tomllib.loads((Path(root) / file).read_text("utf-8"))
    return {phrase: name for name, names in listed.items() for phrase in names}


def around(formula):
    """Return the words before a formula and those behind it, as far as they may speak of it."""
    before = BEHIND.sub("", formula.text[: formula.start])
    after = AHEAD.sub("", formula.text[formula.start :], count=1)
    before = OTHER.split(STOP.split(before)[-1])[-1]
    after = OTHER.split(STOP.split(after)[0])[0]
    return " ".join(before.split()), " ".join(after.split())


def named(formula, names):
    """Return what the words around a formula name, or None."""
    before, after = around(formula)
    return names.get(deciding(before, names) or deciding(after, names))


def deciding(words, names):
    """Return the last phrase in some words, the longest if several end there, or None."""
    found = [
        (words.rfind(phrase) + len(phrase), len(phrase), phrase)
        for phrase in names
        if phrase in words
    ]
    return max(found)[-1] if found else None


def problem_of(reference, names):
    """Say what is wrong with a reference, or return None."""
    label = named(reference, names)
    if label == reference.tex:
        return None
    return (
        f"{reference.place}: the reference leads to {reference.tex}, but its words name {label}: "
        f"{' ... '.join(around(reference))!r}.\n"
        f"  Mend the reference, or say in {NAMES} how the book speaks of {reference.tex}."
    )
