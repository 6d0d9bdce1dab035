"""Compare the tools, then time them: ``make bench``, or ``python -m benchmarks.run``.

Each package gets a process of its own, because their thread pools disturb one another. All
processes stay alive and are visited in turn, so that whatever else the machine does hits all
tools alike; in each visit the tools that others are compared with run in the same process.
"""

from __future__ import annotations

import json
import os
import re
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from benchmarks import measure
from benchmarks.peers import DESCENTS, END_POINTS
from benchmarks.task import (
    EPOCHS,
    ROUNDS,
    SIZES,
    difference,
    exact_least_squares,
    exact_path,
)

RESULTS = Path(__file__).with_name("results.json")
TOOLS = DESCENTS | END_POINTS
#: What every tool is compared with, in its own process.
BESIDE = {
    **dict.fromkeys(DESCENTS, ("six_numbers", "post_loop")),
    **dict.fromkeys(END_POINTS, ("moments_least_squares",)),
}
#: Relative difference between weights above which there is nothing to time.
BOUND = 1e-9
#: Largest differences are recorded for so many epochs at a time.
WINDOW = 10


class Workers:
    """A process for each package, started when it is first asked."""

    def __init__(self):
        self.pools = {}

    def ask(self, package, question, *arguments):
        """Run a function of `measure` in the process of a package."""
        if package not in self.pools:
            self.pools[package] = ProcessPoolExecutor(1, get_context("spawn"))
        return self.pools[package].submit(question, *arguments).result()


def main():
    """Compare, time, write."""
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # inherited by the processes
    workers = Workers()
    agreement = {name: {"at_the_end": {}} for name in TOOLS}
    timing = {name: {} for name in TOOLS}
    for n in SIZES:
        names = [name for name, tool in TOOLS.items() if n <= tool.largest]
        for name in names:
            seconds, apart = first_call(workers, name, n)
            agreement[name]["at_the_end"][n] = apart
            timing[name][n] = {"first_call": seconds}
            if name in DESCENTS and n == SIZES[0]:
                agreement[name] |= whole_path(workers, name, n)
        for name, seconds in fastest_of_rounds(workers, names, n).items():
            timing[name][n] |= compared(name, seconds)
    results = {
        "about": about(workers),
        "one_read": one_read(workers, SIZES[-1]),
        "descents": {name: entry(name, agreement, timing) for name in DESCENTS},
        "end_points": {name: entry(name, agreement, timing) for name in END_POINTS},
    }
    RESULTS.write_text(to_json(results), encoding="utf-8")
    print(f"Written: {RESULTS}")


def first_call(workers, name, n):
    """Time the first call, which compiles what is compiled, and check where it ends."""
    say(f"{name}: first call, {n} points")
    tool = TOOLS[name]
    seconds, weights = workers.ask(tool.package, measure.first, name, n)
    exact = exact_path(n)[-1] if name in DESCENTS else exact_least_squares(n)
    apart = difference(weights, exact)
    if not tool.inexact:
        insist(f"{name}, {n} points", apart)
    return rounded(seconds), rounded(apart, 2)


def whole_path(workers, name, n):
    """Compare the weights after every epoch with the exact ones."""
    say(f"{name}: {EPOCHS} epochs, one by one")
    path = workers.ask(TOOLS[name].package, measure.path, name, n)
    exact = exact_path(n)[1:]
    apart = [difference(*pair) for pair in zip(path, exact, strict=True)]
    insist(name, max(apart))
    windows = [apart[k : k + WINDOW] for k in range(0, EPOCHS, WINDOW)]
    return {
        "largest": rounded(max(apart), 2),
        "per_ten_epochs": [rounded(max(window), 2) for window in windows],
    }


def insist(who, largest):
    """Stop if a tool did not do the same training."""
    if not largest <= BOUND:
        raise AssertionError(f"{who}: weights differ by {largest:.1e}, not the same")


def fastest_of_rounds(workers, names, n):
    """Visit all tools in turn, several times, and keep the fastest of each process."""
    rounds = [
        {name: time_beside(workers, name, n) for name in names}
        for _ in range(ROUNDS[n])
    ]
    return {name: smallest(turn[name] for turn in rounds) for name in names}


def time_beside(workers, name, n):
    """Time a tool and what it is compared with."""
    say(f"{name}: warm, {n} points")
    together = list(dict.fromkeys([*BESIDE[name], name]))
    return workers.ask(TOOLS[name].package, measure.visit, together, n)


def smallest(dictionaries):
    """Return the smallest value of each key."""
    first, *others = dictionaries
    return {key: min([first[key], *(d[key] for d in others)]) for key in first}


def compared(name, seconds):
    """Return the seconds of a tool, and its ratios to those beside it."""
    ratios = {
        f"times_{other}": rounded(seconds[name] / seconds[other])
        for other in BESIDE[name]
    }
    return {"seconds": rounded(seconds[name])} | ratios


def one_read(workers, n):
    """Compare collecting the six numbers with the least that any tool must do."""
    say(f"one read of {n} points")
    turns = [workers.ask("numpy", measure.read, n) for _ in range(ROUNDS[n])]
    seconds = smallest(turns)
    ratio = seconds["from_data"] / seconds["one_read"]
    return {"n": n, "times_one_read": rounded(ratio)} | {
        f"{key}_seconds": rounded(value) for key, value in seconds.items()
    }


def entry(name, agreement, timing):
    """Put together what the page tells about a tool."""
    tool = TOOLS[name]
    why = f"would take too long with more than {tool.largest:,} points"
    left_out = {n: {"left_out": why} for n in SIZES if n > tool.largest}
    return {
        "title": tool.title,
        "precision": "float64",
        "agreement": agreement[name]
        | ({"inexact": tool.inexact} if tool.inexact else {}),
        "timing": timing[name] | left_out,
        "pays_for": tool.pays_for,
    }


def about(workers):
    """Say when, where and how."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "epochs": EPOCHS,
        "sizes": SIZES,
        "rounds": ROUNDS,
        "bound": BOUND,
    } | workers.ask("numpy", measure.machine)


def rounded(value, digits=3):
    """Keep the digits that mean something."""
    return float(f"{value:.{digits}g}")


def to_json(results):
    """Write one line for each list and for each size."""
    text = json.dumps(results, indent=2, ensure_ascii=False)
    flat = re.compile(r"(?<=: )[\[{][^\[\]{}]*[\]}]")
    one_line = flat.sub(lambda found: re.sub(r"\s*\n\s*", " ", found[0]), text)
    return one_line + "\n"


def say(what):
    """Tell who is waited for."""
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
