"""Say what ``make bench`` measured: two charts, three tables and the numbers of the prose.

Everything comes from results.json, so that docs/peers.md says what the last run found.
"""

import json
from datetime import date

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from benchmarks.run import RESULTS, TOOLS

SMALL, LARGE = "200", "1000000"
OURS, POST = "six_numbers", "post_loop"
#: What the times of a group are divided by.
BASE = {"descents": "times_six_numbers", "end_points": "times_moments_least_squares"}
LARGEST_RELATIVE_ROUNDING = 2.0**-53
ABOVE = {"textcoords": "offset points", "ha": "center", "fontsize": 10}


def results():
    """Read what the last run wrote."""
    return json.loads(RESULTS.read_text(encoding="utf-8"))


def plain(title):
    """Return a title without the marks of code."""
    return title.replace("`", "")


def power_of_ten(value):
    """Write a small number as a reader says it."""
    digits, exponent = f"{value:.1e}".split("e")
    factor = "" if digits == "1.0" else f"{digits}\u00a0×\u00a0"
    return f"{factor}10{raised(int(exponent))}"


def raised(number):
    """Write a whole number as an exponent."""
    return str(number).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def ratio(value):
    """Keep two digits; the next one changes from run to run."""
    rounded = float(f"{value:.2g}")
    if rounded >= 10:
        return f"{rounded:,.0f}"
    return f"{rounded:.1f}" if rounded >= 1 else f"{rounded:.2f}"


def on_the_point(text, decimals=2):
    """Pad behind the decimal point, with spaces as wide as what they stand for."""
    _, point, tail = text.partition(".")
    missing_point = "" if point else "&puncsp;&NoBreak;"
    return text + missing_point + "&numsp;" * (decimals - len(tail))


def span(values):
    """Return the smallest and the largest as one phrase."""
    least, *_, most = sorted(values)
    return f"{ratio(least)} to {ratio(most)}"


# Numbers for the prose


def others(found, size):
    """Return how many times as long the other descents take as the six numbers."""
    return {
        name: tool["timing"][size][BASE["descents"]]
        for name, tool in found["descents"].items()
        if name != OURS
    }


def substitutions():
    """Return the numbers and the tables of the page, as text."""
    found = results()
    about, descents = found["about"], found["descents"]
    small, large = others(found, SMALL), others(found, LARGE)
    quicker = [plain(descents[name]["title"]) for name in small if small[name] < 1]
    versions = [f"{name} {version}" for name, version in about["versions"].items()]
    day = date.fromisoformat(about["date"])
    return {
        "peers_epochs": str(about["epochs"]),
        "peers_bound": power_of_ten(about["bound"]),
        "peers_largest": power_of_ten(
            max(tool["agreement"]["largest"] for tool in descents.values())
        ),
        "peers_times_large": span(
            times for name, times in large.items() if name != POST
        ),
        "peers_quicker_when_small": " and ".join(quicker) or "none",
        "peers_times_post": ratio(large[POST]),
        "peers_milliseconds": ratio(1000 * descents[OURS]["timing"][LARGE]["seconds"]),
        "peers_one_read": ratio(found["one_read"]["times_one_read"]),
        "peers_one_read_points": f"{found['one_read']['n']:,}",
        "peers_rounds": " or ".join(map(str, sorted({*about["rounds"].values()}))),
        "peers_machine": f"{about['processor']}, {about['cores']} cores",
        "peers_date": f"{day.day} {day:%B %Y}",
        "peers_changed": " and ".join(changed(found)) or "none",
        "peers_versions": f"Python {about['python']}, {', '.join(versions)}",
        "peers_descents": times_table(found, "descents"),
        "peers_end_points": times_table(found, "end_points"),
        "peers_costs": costs_table(found),
    }


def changed(found):
    """List the tools that have been given other words for their work since they were timed."""
    timed = found["descents"] | found["end_points"]
    return [
        plain(timed[name]["title"])
        for name, tool in TOOLS.items()
        if timed[name]["pays_for"] != tool.pays_for
    ]


# Charts


def agreement_figure():
    """Draw how far each tool strays from the exact weights, epoch by epoch."""
    found = results()
    descents = found["descents"]
    paths = {
        name: tool["agreement"]["per_ten_epochs"] for name, tool in descents.items()
    }
    epochs = np.linspace(0, found["about"]["epochs"], len(paths[OURS]) + 1)[1:]
    figure = Figure()
    axes = figure.subplots()
    for name, differences in paths.items():
        if name != OURS:
            axes.semilogy(epochs, differences, color="0.6", linewidth=1)
    axes.semilogy(epochs, paths[OURS], color="C1")
    axes.text(epochs[-1] + 5, paths[OURS][-1], "six\nnumbers", va="center")
    axes.text(80, 7e-16, "the other tools")
    axes.axhline(
        LARGEST_RELATIVE_ROUNDING, color="C3", linestyle="--", linewidth=1.5, zorder=0
    )
    axes.text(epochs[-1] + 5, LARGEST_RELATIVE_ROUNDING, "one\nrounding", va="center")
    axes.set(ylim=(1e-17, 1e-14), xlabel="epoch", ylabel="largest relative difference")
    axes.set_title(f"{len(paths)} tools, the same weights to the last digits")
    figure.set_label(
        f"{axes.get_title(loc='left')}. On a logarithmic axis against the epoch, "
        "the lines of all tools lie close together, near one rounding."
    )
    return figure


def ratio_figure():
    """Draw how many times as long as the six numbers each tool takes."""
    found = results()
    small, large = others(found, SMALL), others(found, LARGE)
    names = sorted(large, key=large.get)
    few, many = ([times[name] for name in names] for times in (small, large))
    rows = np.arange(len(names))
    figure = Figure(figsize=(5.6, 4.6), layout="constrained")
    figure.get_layout_engine().set(w_pad=0.1)  # browsers set the names a little wider
    axes = figure.subplots()
    axes.hlines(rows, few, many, color="C2", linewidth=1, zorder=0)
    axes.semilogx(few, rows, "s", color="C0", markersize=6, fillstyle="none")
    axes.semilogx(many, rows, "o", color="C0", markersize=8)
    axes.axvline(1, color="C1")
    for value, row in zip(many, rows, strict=True):
        axes.annotate(ratio(value), (value, row), (0, 7), **ABOVE)
    axes.set_yticks(rows, [plain(found["descents"][name]["title"]) for name in names])
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_ylim(-0.6, len(names) - 0.2)
    axes.set(xlabel="times as long as six numbers")
    times = f"{span(large.values())} times as long"
    axes.set_title(f"A million points:\n{times}")
    figure.set_label(
        f"A million points take the other tools {times} as six numbers, on a logarithmic axis."
    )
    return figure


# Tables


def markdown_table(header, alignment, rows):
    """Write a table as Markdown does."""
    lines = [header, alignment, *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def times_table(found, group):
    """Return agreement, ratios and first call of each tool, the quickest on top."""
    sizes = [str(n) for n in found["about"]["sizes"]]
    base = BASE[group]
    tools = sorted(found[group].values(), key=lambda tool: tool["timing"][LARGE][base])
    header = [
        "tool",
        "differs by",
        *(f"{int(n):,} points" for n in sizes),
        "first call, ms",
    ]
    rows = [
        [
            tool["title"],
            power_of_ten(farthest(tool)),
            *(times(tool["timing"][n], base) for n in sizes),
            on_the_point(ratio(1000 * tool["timing"][SMALL]["first_call"])),
        ]
        for tool in tools
    ]
    return markdown_table(header, [":--", *["--:"] * (len(header) - 1)], rows)


def farthest(tool):
    """Return the largest difference from the exact weights that was seen anywhere."""
    agreement = tool["agreement"]
    return max([agreement.get("largest", 0.0), *agreement["at_the_end"].values()])


def times(timing, base):
    """Return a ratio for a cell, or the mark of a size that was left out."""
    return on_the_point(ratio(timing[base])) if base in timing else on_the_point("–")


def costs_table(found):
    """Return what each tool spends its time on."""
    costs = {}
    for tool in [*found["descents"].values(), *found["end_points"].values()]:
        costs.setdefault(tool["title"], tool["pays_for"])
    return markdown_table(["tool", "pays for"], [":--", ":--"], costs.items())
