"""The figures of the chapters beyond the post."""

import numpy as np

from tests.figures.truth import LINE, RUN, START, figure, same

# The museum


@figure("plot_9_museum", 0)
def _(seen):
    loops = seen.names.wrong_loops
    points = np.column_stack(LINE[:2])
    [grey] = seen.coloured("true", seen.panel("the right loop"))
    assert same(seen.along("$E$", grey), RUN.sse)
    assert same(seen.along("epoch", grey), np.arange(301))
    reported = {}
    for name, loop in loops.items():
        [right] = seen.coloured("true", seen.panel(name))
        [wrong] = seen.coloured("learned", seen.panel(name))
        with np.errstate(over="ignore", invalid="ignore"):
            _, errors, _ = loop(points, START, 0.001, 300)
        assert same(seen.along("$E$", right), RUN.sse)
        assert same(seen.along("epoch", right), np.arange(301))
        assert same(seen.along("$E$", wrong), errors)
        assert same(seen.along("epoch", wrong), np.arange(301))
        reported[name] = errors
    falls = {name for name, errors in reported.items() if errors[-1] < errors[0]}
    # Nearer than the width of a line, which is a fifth of a decade in so small a panel.
    alike = {
        name for name in falls if (abs(np.log10(reported[name] / RUN.sse)) < 0.2).all()
    }
    n = len(loops)
    seen.says(f"{len(falls)} of {n} wrong loops report an error that falls", n)
    seen.says(f"{n} small panels, one for each mistake", len(seen.panels) == n + 1)
    seen.says("the error of the right loop and of the wrong loop over 300 epochs", n)
    seen.says(f"In {len(falls)} panels the wrong one falls, too", len(falls) > 1)
    seen.says("in some of them the two can hardly be told apart", len(alike) > 1)
    seen.says(
        "With a flipped sign and with targets in a column it shoots up",
        loops.keys() - falls == {"sign flipped", "targets in a column"},
    )


@figure("plot_9_museum", 1)
def _(seen):
    rows, columns = seen.names.wrong_loops, seen.names.notices
    discs, rings = seen.coloured("learned"), seen.coloured("true")
    filled = {(*line.get_xdata(), *line.get_ydata()) for line in discs}
    hollow = {(*line.get_xdata(), *line.get_ydata()) for line in rings}
    last = seen.at("noticed", "y")
    for check, noticed in columns.items():
        name = check.__name__.replace("_", "\n", 1).replace("_", " ")
        column = seen.at(name, "x")
        places = {mistake: (column, seen.at(mistake, "y")) for mistake in rows}
        assert {mistake for mistake, at in places.items() if at in filled} == {*noticed}
        assert filled.isdisjoint(hollow)
        assert {*places.values()} <= filled | hollow
        assert seen.written_at(column, last) == str(len(noticed))
    by_slopes, by_path = ({*columns[getattr(seen.names, name)]} for name in BOTH)
    n = len(rows)
    seen.says(
        f"Gradient check and exact trajectory notice {len(by_slopes | by_path)} of {n}",
        len(filled | hollow) == n * len(columns),
    )
    seen.says("one row for each mistake and one column for each check", n)
    seen.says(
        "a disc means noticed, a small ring means silent",
        min(disc.get_markersize() for disc in discs)
        > max(ring.get_markersize() for ring in rings)
        and {ring.get_fillstyle() for ring in rings} == {"none"},
    )
    seen.says("The same grid is printed below", n)
    seen.says(f"gradient check notices {len(by_slopes)}", n)
    seen.says(f"the exact trajectory {len(by_path)}", n)
    seen.says(
        "every row has a disc in one of these two columns",
        {*rows} == by_slopes | by_path,
    )


BOTH = "gradient_check", "exact_trajectory"
