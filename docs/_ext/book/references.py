"""Tell from the words around a reference which equation it should lead to.

docs/references.toml lists how the book speaks of each equation. The words before a reference, in
its sentence and behind any other reference, decide; where they name no equation, the words behind
it do.
"""

import re
import tomllib
from pathlib import Path

NAMES = Path("docs/references.toml")
OTHER = re.compile(r":eq:`[^`]*`|\{eq\}`[^`]*`")
STOP = re.compile(r"[.:;]\s+(?=[A-Z:{])|\n\s*\n|\n[-=]{3,}\n")


def phrases(root):
    """Map each phrase to the equation that it names."""
    listed = tomllib.loads((Path(root) / NAMES).read_text("utf-8"))
    return {phrase: label for label, names in listed.items() for phrase in names}


def around(reference):
    """Return the words before a reference and those behind it, as far as they may speak of it."""
    before = re.sub(r"(:eq:|\{eq\})?`?$", "", reference.text[: reference.start])
    after = reference.text[reference.start :].partition("`")[2]
    before = OTHER.split(STOP.split(before)[-1])[-1]
    after = OTHER.split(STOP.split(after)[0])[0]
    return " ".join(before.split()), " ".join(after.split())


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
    sides = around(reference)
    phrase = deciding(sides[0], names) or deciding(sides[1], names)
    named = names.get(phrase)
    if named == reference.tex:
        return None
    return (
        f"{reference.place}: the reference leads to {reference.tex}, but its words name {named}: "
        f"{' ... '.join(sides)!r}.\n"
        f"  Mend the reference, or say in {NAMES} how the book speaks of {reference.tex}."
    )
