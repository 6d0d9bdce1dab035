"""Make every single-token mistake in every formula, and see whether the environment notices.

The mistakes are those that editors make: a sign, a half, an exponent, an index, x for y, a bar or a
hat, min for max, N - 1 for N, a fraction turned over, a relation turned round, one symbol for
another. What says the same after all is listed in equivalents.toml, with the reason. `make mutants`
runs this file and writes what it counted to docs/formulas.json, which the ledger shows.
"""

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from lark import Tree

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / folder) for folder in ("docs", "docs/exercises", ".")]

from tests.formulas import formulas, sources  # noqa: E402
from tests.formulas.reader import parse, tokens  # noqa: E402

EQUIVALENTS = Path(__file__).with_name("equivalents.toml")
COUNTS = ROOT / "docs/formulas.json"

#: What may stand in the place of a token, by its kind and its text.
EXCHANGES = {
    "PLUS": ["-"],
    "MINUS": ["+"],
    "NAME": {"x": ["y"], "y": ["x"], "N": ["(N - 1)"], r"\eta": [""]},
    "ACCENT": [""],
    "SLASH": [r"\cdot"],
    "REL": {"<": [">"], ">": ["<"], r"\le": [r"\ge"], r"\ge": [r"\le"]},
    "STAR": [""],
}
IN_SUBSCRIPTS = [
    ("0", "1"),
    ("1", "0"),
    ("1", "2"),
    (r"\min", r"\max"),
    (r"\max", r"\min"),
]
IN_SUBSCRIPTS += [
    ("x", "y"),
    ("y", "x"),
    ("a", "b"),
    ("b", "a"),
    ("+1", ""),
    ("-1", ""),
]
BEFORE_A_TERM = {
    "REL",
    "_OPEN",
    "_BEGIN",
    "_RAISE",
    "IFF",
    "QUAD",
    "NEWLINE",
    "BAR",
    "AND",
}


def mutants(tex: str) -> list[str]:
    """Return every formula that differs from this one by one mistake."""
    made = [
        tex[:start] + text + tex[end:]
        for edits in (of_tokens, of_fractions, of_symbols)
        for start, end, text in edits(tex)
    ]
    seen = {"".join(mutant.split()): mutant for mutant in [tex, *made]}
    return list(seen.values())[1:]


Edit = tuple[int, int, str]


def of_tokens(tex: str) -> Iterator[Edit]:
    """Exchange, drop or add one token."""
    found = tokens(tex)
    for k, token in enumerate(found):
        start, end, text = token.start_pos, token.end_pos, str(token)
        others = EXCHANGES.get(token.type, [])
        if isinstance(others, dict):
            others = others.get(text.strip("& \n"), [])
        yield from ((start, end, f" {other} ") for other in others)
        yield from of_numbers(token.type, start, end, text)
        if token.type == "SUB":
            yield from ((start, end, other) for other in other_subscripts(text))
        if k == 0 or found[k - 1].type in BEFORE_A_TERM:
            yield from of_a_term(token.type, text, start, end)


def of_numbers(kind: str, start: int, end: int, text: str) -> Iterator[Edit]:
    """Change a number, a half or an exponent."""
    if kind == "NUMBER":
        yield start, end, str(float(text) + 1) if "." in text else str(int(text) + 1)
        yield start, end, {"0": "1", "1": "0"}.get(text, "")
    if kind == "SHORT_FRAC":
        yield start, end, ""
        yield start, end, re.sub(r"(\w) *(\w)$", r"\2 \1", text)
    if kind == "POWER":
        yield start, end, ""
        yield (
            start,
            end,
            f"^{int(text[1]) + 1}" if text[1].isdigit() else f"{text} {text}",
        )


def of_a_term(kind: str, text: str, start: int, end: int) -> Iterator[Edit]:
    """Add or drop a minus, a two or a half at the start of a term."""
    if kind == "MINUS":
        yield start, end, ""
    elif text == "0":
        return
    else:
        yield start, start, "-"
    after = end if kind == "MINUS" else start
    yield after, after, " 2 "
    yield after, after, r" \tfrac12 "


def other_subscripts(text: str) -> Iterator[str]:
    """Exchange one character or word of a subscript at a time."""
    for old, new in IN_SUBSCRIPTS:
        for found in re.finditer(re.escape(old), text):
            changed = text[: found.start()] + new + text[found.end() :]
            if changed not in ("_", "_{}"):
                yield changed


def of_fractions(tex: str) -> Iterator[Edit]:
    """Turn a fraction over."""
    for tree in parse(tex).iter_subtrees():
        if tree.data == "fraction" and str(tree.children[0]) in (r"\frac", r"\tfrac"):
            above, below = (part.meta for part in tree.children[1:])
            upper, lower = (
                tex[above.start_pos : above.end_pos],
                tex[below.start_pos : below.end_pos],
            )
            between = tex[above.end_pos : below.start_pos]
            yield above.start_pos, below.end_pos, f"{lower}{between}{upper}"


def of_symbols(tex: str) -> Iterator[Edit]:
    """Put another symbol of the same formula in the place of one."""
    found = [tree.meta for tree in parse(tex).iter_subtrees() if tree.data == "symbol"]
    spans = [(meta.start_pos, meta.end_pos) for meta in found if not meta.empty]
    names = sorted({tex[start:end] for start, end in spans})
    for start, end in spans:
        yield from ((start, end, name) for name in names if name != tex[start:end])


def survives(
    mutant: str, formula: sources.Formula, book: list[sources.Formula]
) -> bool:
    """Tell whether nothing notices a mutant: neither itself nor a later formula of its file."""
    changed = formula._replace(tex=mutant)
    file = [
        changed if one == formula else one for one in book if one.path == formula.path
    ]
    checked = formulas.Book(file)
    if checked.problem_of(changed):
        return False
    if "definition" not in checked.kinds[changed]:
        return True
    later = file[file.index(changed) + 1 :]
    return not any(checked.problem_of(one) for one in later)


def is_relation(formula: sources.Formula) -> bool:
    """Tell a formula that says something by itself from an expression and a symbol."""
    return any(
        isinstance(part, Tree) and part.data in {"relation", "statement"}
        for part in parse(formula.tex).children
    )


def listed(text: str) -> dict[tuple[str, str], str]:
    """Return the mutants that say the same, each with its reason."""
    return {
        (entry["formula"], mutant): entry["reason"]
        for entry in tomllib.loads(text).get("equivalents", [])
        for mutant in entry["mutants"]
    }


def one_line(tex: str) -> str:
    """Write a formula on one line."""
    return " ".join(tex.split())


def measure(book: list[sources.Formula]) -> tuple[dict, set[tuple[str, str]]]:
    """Count relations and their mutants; return the mutants that nothing notices, too."""
    counts = {"formulas": len(book), "relations": 0, "mutants": 0, "missed": 0}
    counts["equations"] = {}
    missed = set()
    for formula in filter(is_relation, book):
        made = mutants(formula.tex)
        unnoticed = [mutant for mutant in made if survives(mutant, formula, book)]
        missed |= {(one_line(formula.tex), one_line(mutant)) for mutant in unnoticed}
        counts["relations"] += 1
        counts["mutants"] += len(made)
        counts["missed"] += len(unnoticed)
        if formula.label:
            counts["equations"][formula.label] = [len(made), len(unnoticed)]
    return counts, missed


def main() -> None:
    """Make all mutants, compare those that were missed with the list, and write the counts."""
    book = sources.formulas(ROOT)
    kinds = formulas.Book(book)
    if wrong := [problem for formula in book if (problem := kinds.problem_of(formula))]:
        sys.exit("\n".join(wrong))
    counts, missed = measure(book)
    allowed = set(listed(EQUIVALENTS.read_text("utf-8")))
    wrong = [
        f"Nothing notices {mutant} for {tex}"
        for tex, mutant in sorted(missed - allowed)
    ]
    wrong += [
        f"Listed as equivalent, but noticed: {mutant} for {tex}"
        for tex, mutant in sorted(allowed - missed)
    ]
    print("{relations} relations, {mutants} mutants, {missed} missed.".format(**counts))
    if wrong:
        sys.exit("\n".join(wrong))
    COUNTS.write_text(json.dumps(counts, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
