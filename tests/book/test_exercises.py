"""The exercises can be solved, their checks can be failed, and the page shows both."""

import inspect
import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from _ext.book import living_numbers

import linreg

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "exercises"
PAGE = (ROOT / "docs" / "exercises.md").read_text("utf-8")
READING = (ROOT / "docs" / "reading.md").read_text("utf-8")
ALL_CODE = ROOT / "gallery" / "1_the_post" / "plot_7_all_code.py"

# Run under another name than __main__, so that the files only define.
STARTER = runpy.run_path(str(FOLDER / "starter.py"), run_name="starter")
SOLUTIONS = runpy.run_path(str(FOLDER / "solutions.py"), run_name="solutions")
CHECKS = STARTER["CHECKS"]
each_exercise = pytest.mark.parametrize("name", CHECKS)


def functions_of(namespace, module):
    """Return the public functions that a file defines itself."""
    return {
        name: value
        for name, value in namespace.items()
        if inspect.isfunction(value) and value.__module__ == module
    }


# The files


def test_there_are_thirteen_exercises_in_one_order_everywhere():
    solved = functions_of(SOLUTIONS, "solutions")
    asked = [name for name in functions_of(STARTER, "starter") if name in solved]
    shown = re.findall(r"^:pyobject: (\w+)$", PAGE, re.MULTILINE)
    assert len(CHECKS) == 13
    assert list(CHECKS) == list(solved) == asked == shown


@each_exercise
def test_the_solution_is_asked_for_in_the_same_words(name):
    starter, solution = STARTER[name], SOLUTIONS[name]
    assert inspect.signature(starter) == inspect.signature(solution)
    assert starter.__doc__.startswith(solution.__doc__)


# The checks


@each_exercise
def test_the_solution_passes_its_check(name):
    CHECKS[name](SOLUTIONS[name])


@each_exercise
def test_the_unsolved_starter_fails_its_check(name):
    with pytest.raises(NotImplementedError):
        CHECKS[name](STARTER[name])
    assert STARTER["verdict"](name, STARTER[name]) == "not yet"


def one_after_the_other(x, y, w0, w1, learning_rate):
    w0 = w0 - learning_rate * (w1 * x + w0 - y).sum()
    return w0, w1 - learning_rate * ((w1 * x + w0 - y) @ x)


def adds_the_gradient(x, y, w0, w1, learning_rate):
    return linreg.step(x, y, w0, w1, learning_rate=-learning_rate)


def takes_the_mean(x, y, w0, w1, learning_rate):
    return linreg.step(x, y, w0, w1, learning_rate=learning_rate / x.size)


def forgets_the_sign(x, y, w0, w1, learning_rate, tolerance):
    count = 0
    while max(linreg.gradient(x, y, w0, w1)) >= tolerance:
        w0, w1 = linreg.step(x, y, w0, w1, learning_rate=learning_rate)
        count += 1
    return count


def counts_one_too_many(*args, **kwargs):
    return SOLUTIONS["updates_until_flat"](*args, **kwargs) + 1


def trains_at_the_old_rate(distances, velocities, unit):
    rate = linreg.Moments.from_data(distances, velocities).max_learning_rate / 2
    settings = {"w0": 0, "w1": 0, "learning_rate": rate, "epochs": 2000}
    return linreg.train(unit * distances, velocities, **settings).w1[-1]


def multiplies_by_the_unit(distances, velocities, unit):
    return SOLUTIONS["hubble_slope"](distances, velocities, 1) * unit


def averages_the_lines(first, second):
    lines = [SOLUTIONS["line_of_two_files"](path, path) for path in (first, second)]
    return np.mean(lines, axis=0)


def of_the_steep_direction(x, learning_rate, share):
    _, steepest = np.linalg.eigvalsh(linreg.Moments.from_data(x, x).hessian)
    return np.ceil(np.log(share) / np.log(1 - learning_rate * steepest))


def forgets_the_quarter(x, y, w0, w1):
    return 4 * np.array(SOLUTIONS["quartic_gradient"](x, y, w0, w1))


def halves_the_rate(_errors, learning_rate):
    return learning_rate / 2


def takes_the_errors_for_distances(errors, learning_rate):
    return 2 * learning_rate / (1 + errors[-1] / errors[-2])


def sums_a_few_points(x, y, chosen, w0, w1, learning_rate):
    return linreg.step(x[chosen], y[chosen], w0, w1, learning_rate=learning_rate)


def takes_the_mean_of_a_few_points(x, y, chosen, w0, w1, learning_rate):
    return sums_a_few_points(x, y, chosen, w0, w1, learning_rate / chosen.size)


def leaves_the_sum_of_squares(x, y, w0, w1, sigma):
    return SOLUTIONS["times_less_likely"](x, y, w0, w1, sigma) ** 2


def forgets_to_square_sigma(x, y, w0, w1, sigma):
    return SOLUTIONS["times_less_likely"](x, y, w0, w1, sigma**0.5)


def collects_for_each_run(n, epochs, runs):
    return SOLUTIONS["times_less_to_read"](n, epochs, 1 + 0 * runs)


def reads_six_of_the_eight(n, epochs, runs):
    return 2 * n * epochs * runs / (2 * n + 6 * epochs * runs)


def reads_one_file_twice(first, _second):
    return SOLUTIONS["line_of_two_files"](first, first)


@pytest.mark.parametrize(
    ("name", "near_miss"),
    [
        ("one_update", one_after_the_other),
        ("one_update", adds_the_gradient),
        ("one_update", takes_the_mean),
        ("quartic_gradient", linreg.gradient),
        ("quartic_gradient", forgets_the_quarter),
        ("updates_until_flat", forgets_the_sign),
        ("updates_until_flat", counts_one_too_many),
        ("noise_from_error", lambda error, n: (2 * error / n) ** 0.5),
        ("noise_from_error", lambda error, n: (error / (n - 2)) ** 0.5),
        ("hubble_slope", trains_at_the_old_rate),
        ("hubble_slope", multiplies_by_the_unit),
        ("hinge", np.mean),
        ("hinge", lambda x: -SOLUTIONS["hinge"](x)),
        ("epochs_needed", of_the_steep_direction),
        ("epochs_needed", lambda *a: SOLUTIONS["epochs_needed"](*a) - 1),
        ("largest_rate", halves_the_rate),
        ("largest_rate", takes_the_errors_for_distances),
        ("one_epoch", lambda x, y: SOLUTIONS["one_epoch"](x, y)[::-1]),
        ("one_epoch", lambda x, y: (y.mean(), SOLUTIONS["one_epoch"](x, y)[1])),
        ("batch_update", sums_a_few_points),
        ("batch_update", takes_the_mean_of_a_few_points),
        ("batch_update", lambda x, y, _, *rest: takes_the_mean(x, y, *rest)),
        ("times_less_likely", leaves_the_sum_of_squares),
        ("times_less_likely", forgets_to_square_sigma),
        ("times_less_likely", lambda *a: 1 / SOLUTIONS["times_less_likely"](*a)),
        ("line_of_two_files", averages_the_lines),
        ("line_of_two_files", reads_one_file_twice),
        ("times_less_to_read", collects_for_each_run),
        ("times_less_to_read", reads_six_of_the_eight),
    ],
)
def test_a_near_miss_is_told_that_it_is_not_right(name, near_miss):
    assert STARTER["verdict"](name, near_miss).startswith("not right. ")


def test_a_result_of_another_shape_is_not_right():
    expect = STARTER["expect"]
    expect("two numbers", (1, 2), (1.0, 2.0))
    for got in (1.0, (1.0, 2.0, 2.0), (1.0, np.nan)):
        with pytest.raises(AssertionError, match="two numbers: got"):
            expect("two numbers", got, (1.0, 2.0))


# The file as readers run it


def run_file(path):
    return subprocess.run(
        [sys.executable, "-W", "error", path],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_downloaded_starter_reports_that_nothing_is_solved(tmp_path):
    done = run_file(shutil.copy(FOLDER / "starter.py", tmp_path))
    *lines, last = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (1, "")
    assert last == "0 of 13 solved"
    assert [line.split()[1] for line in lines] == list(CHECKS)
    assert all(line.endswith(" not yet") for line in lines)


def test_the_starter_with_the_solutions_pasted_in_reports_thirteen(tmp_path):
    text = (FOLDER / "starter.py").read_text("utf-8")
    head, run = text.split('if __name__ == "__main__":')
    solved = (FOLDER / "solutions.py").read_text("utf-8")
    path = tmp_path / "starter.py"
    path.write_text(f'{head}\n{solved}\nif __name__ == "__main__":{run}', "utf-8")
    done = run_file(path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("13 of 13 solved\n")


# The page


@pytest.mark.parametrize("number", range(1, 14))
def test_an_exercise_has_an_anchor_a_hint_and_a_solution(number):
    section = re.split(r"^\(exercise-[a-z-]+\)=\n## ", PAGE, flags=re.MULTILINE)[number]
    assert section.startswith(f"{number}. ")
    task, hint, solution = section.split('<details class="fold">\n<summary>')
    assert "chapters/" in task
    assert f"`{list(CHECKS)[number - 1]}`" in task
    assert hint.startswith(f"Hint {number}</summary>\n\n")
    assert solution.startswith(f"Solution {number}</summary>\n\n")
    assert hint.rstrip().endswith("\n\n</details>")
    assert solution.rstrip().endswith("\n\n</details>")
    assert ">>> " in solution


# The way through the book


def test_the_lesson_takes_the_minutes_it_says():
    _, lesson = re.split(r"^## In one lesson$", READING, flags=re.MULTILINE)
    minutes = [int(n) for n in re.findall(r"^\| (\d+) \|", lesson, re.MULTILINE)]
    assert f"A lesson of {sum(minutes)} minutes" in lesson


def test_the_reading_plan_gives_every_chapter_its_own_minutes():
    rows = re.findall(r"\{doc\}`chapters/(\S+)` \| \{\{ minutes_(\w+) \}\} \|", READING)
    assert [path.rpartition("/")[-1] for path, _ in rows] == [name for _, name in rows]
    assert len(rows) == len(living_numbers.minutes())


def test_minutes_are_those_of_words_and_figures_and_not_of_code(tmp_path):
    script = tmp_path / "plot_one.py"
    # 400 words and two figures: two minutes and one.
    text, code = "Words\n=====\n" + "word " * 397, "x = 1  # not counted\nplt.show()\n"
    script.write_text(f'"""\n{text}\n"""\n{code}\n# %%\n# word\n{code}')
    assert living_numbers.minutes_of(script) == 3


def test_the_reading_plan_has_every_chapter_once_and_in_order():
    planned = re.findall(r"^\| \{doc\}`chapters/([\w/]+)`", READING, re.MULTILINE)
    scripts = sorted(ROOT.glob("gallery/*/plot_*.py"))
    written = [f"{path.parent.name}/{path.stem}" for path in scripts]
    parts = {path.parent.name for path in scripts}
    assert planned == sorted(set(planned))
    assert [page for page in planned if page.split("/")[0] in parts] == written


def run_all_code(rate, points):
    """Run the chapter that a class gets, with a change; say whether its check holds."""
    code = ALL_CODE.read_text("utf-8").replace("errors = 0.001,", f"errors = {rate},")
    code = code.replace("rng.random(200)", f"rng.random({points})")
    code = code.replace("rng.normal(0, 0.1, 200)", f"rng.normal(0, 0.1, {points})")
    plt.switch_backend("Agg")
    names = {}
    try:
        exec(code, names)
    except AssertionError:
        return names, False
    finally:
        plt.close("all")
    return names, True


@pytest.mark.filterwarnings("ignore:FigureCanvasAgg is non-interactive")
def test_the_first_change_of_the_lesson_gets_closer():
    assert "`0.001`" in READING
    assert "`0.002`" in READING
    distances = []
    for rate in ("0.001", "0.002"):
        names, holds = run_all_code(rate, 200)
        assert holds
        distances.append(abs(names["w1"] - names["w1_exact"]))
    assert distances[1] < 0.1 * distances[0]


@pytest.mark.filterwarnings("ignore:FigureCanvasAgg is non-interactive")
@pytest.mark.parametrize(("rate", "points"), [("0.01", 200), ("0.001", 2000)])
def test_the_other_changes_of_the_lesson_make_the_check_fail(rate, points):
    assert f"`{rate}`" in READING
    assert f"`{points}`" in READING
    names, holds = run_all_code(rate, points)
    assert not holds
    assert names["errors"][-1] > 1e6 * names["errors"][0]
