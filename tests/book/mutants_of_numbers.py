"""Change every digit and every number word of the prose, one at a time, and see what notices.

First in the file alone, as an editor does by mistake; then in the file and in its row of
docs/facts.toml alike, as somebody does who believes it. `make mutants` runs this file and writes what
it counted to docs/numbers.json, which the pages show.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / folder) for folder in ("docs", ".")]

from _ext.book import facts, prose  # noqa: E402

COUNTS = ROOT / "docs/numbers.json"


def measure():
    """Return the counts, and the mistakes that nothing notices."""
    known = facts.table()
    sources = [s for s in prose.sources(ROOT) if s.path.as_posix() not in known.not_yet]
    made = [facts.all_mistakes(source, known) for source in sources]
    missed = [line for source in sources for line in facts.missed(source, known)]
    believed = [line for source in sources for line in facts.believed(source, known)]
    counts = {
        "numbers": sum(len(source.numbers) for source in sources),
        "exempt": sum(len(source.within(known.exempt)) for source in sources),
        "given": sum(len(facts.given(source, known)) for source in sources),
        "mistakes": sum(map(len, made)),
        "missed": len(missed),
        "believed": len(believed),
    }
    return counts, missed + believed


if __name__ == "__main__":
    counts, missed = measure()
    print(*missed, sep="\n")
    print(counts)
    COUNTS.write_text(json.dumps(counts, indent=2) + "\n", encoding="utf-8")
    sys.exit(bool(missed))
