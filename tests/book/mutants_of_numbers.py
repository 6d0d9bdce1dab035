"""Change every digit and every number word of the prose, one at a time, and see what notices.

First in the file alone, as an editor does by mistake; then in the file and in its row of
docs/facts.toml alike, as somebody does who believes it. `make mutants` runs this file and writes
what it counted to docs/numbers.json, which the pages show.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / folder) for folder in ("docs", ".")]

from tests.numbers import facts, prose  # noqa: E402

COUNTS = ROOT / "docs/numbers.json"
#: What stands in the place of a number word by mistake.
EXCHANGED = "half twice three four five six seven ten twelve hundred thousand million"


def mistakes(number, others=()):
    """List what could stand in the place of a number, of the same kind."""
    word = number.text.lower()
    if word in prose.WORDS:
        exchanged = EXCHANGED.split()
        return [one for one in exchanged if not facts.says(one, prose.WORDS[word])]
    if number.text.startswith("{"):
        names = {other.text for other in others if other.text.startswith("{")}
        return sorted(names - {number.text})
    return [
        f"{number.text[:k]}{digit}{number.text[k + 1 :]}"
        for k, old in enumerate(number.text)
        for digit in "0123456789"
        if old.isdigit() and digit != old
    ]


def all_mistakes(source, table):
    """List every mistake in every number of a file that needs a row."""
    exempt = source.within(table.exempt)
    return [
        (number, mistake)
        for number in source.numbers
        if number not in exempt
        for mistake in mistakes(number, source.numbers)
    ]


def missed(source, table, *, every=1):
    """Make mistakes, each so many-th of all, and return those that nobody notices."""
    rows = table.facts(source)
    return [
        f"{source.place(number)}: {number.text!r} made {mistake!r} in {source.around(number)!r}"
        for number, mistake in all_mistakes(source, table)[::every]
        if not facts.complaints(
            source.with_mistake(number, mistake), rows, table.exempt
        )
    ]


def believed(source, table):
    """Return the mistakes that page and table can share, as the expression says them too."""
    return [
        f"{source.place(number)}: {number.text!r} made {mistake!r} is {expression}, too"
        for row in table.facts(source)
        for numbers in source.matches(row.flat)
        for number, expression, value in zip(
            numbers, row.expressions or [], row.values or [], strict=False
        )
        for mistake in mistakes(number)
        if facts.says(mistake, value)
    ]


def counted(table, sources):
    """Count the numbers and the mistakes that can be made in them."""
    return {
        "numbers": sum(len(source.numbers) for source in sources),
        "exempt": sum(len(source.within(table.exempt)) for source in sources),
        "given": sum(len(source.in_phrases(table.given)) for source in sources),
        "mistakes": sum(len(all_mistakes(source, table)) for source in sources),
    }


def measure():
    """Return the counts, and the mistakes that nothing notices."""
    table = facts.table()
    sources = prose.sources(ROOT)
    unnoticed = [line for source in sources for line in missed(source, table)]
    shared = [line for source in sources for line in believed(source, table)]
    counts = {"missed": len(unnoticed), "believed": len(shared)}
    return counted(table, sources) | counts, unnoticed + shared


if __name__ == "__main__":
    counts, unnoticed = measure()
    print(*unnoticed, counts, sep="\n")
    COUNTS.write_text(json.dumps(counts, indent=2) + "\n", encoding="utf-8")
    sys.exit(bool(unnoticed))
