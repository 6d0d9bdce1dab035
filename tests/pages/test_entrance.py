"""What surrounds the code says what is so: guide, README, changelog and workflows."""

import importlib.util
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from _ext.book import living_numbers

import linreg

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
WORKFLOWS = {
    path.stem: yaml.safe_load(path.read_text("utf-8"))
    for path in ROOT.glob(".github/workflows/*.yml")
}
HEART = ["neuron", "loss", "backprop", "descent"]
NUMBER_WORDS = dict(enumerate(["ten", "eleven", "twelve", "thirteen", "fourteen"], 10))

FENCED = re.compile(r"^```sh\n(.+?)^```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
#: Programs that a page may name, besides make and python.
PROGRAMS = {"git", "pre-commit", "source"}
PATH = re.compile(r"[\w./-]*/[\w./-]*|[\w-]+\.(?:md|toml|yml|cff|py)")
#: Folders and files that a command makes or a reader names.
NOT_IN_A_CLONE = {"dist/", ".venv/bin/activate"}


def lines(block):
    """Return the commands of a block, without their comments."""
    return [shlex.join(shlex.split(c, comments=True)) for c in block.splitlines()]


def commands(text):
    """Return the commands in the blocks of a page."""
    return lines("".join(FENCED.findall(text)))


def spans(text):
    """Return what a page sets as code inside its sentences."""
    return SPAN.findall(
        re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    )


def is_command(code):
    return code.split()[0] in {"make", "python"} | PROGRAMS and " " in code


def paths_in(code):
    """Return the paths of this repository that a piece of code names."""
    words = {word for word in shlex.split(code) if PATH.fullmatch(word)}
    return words - NOT_IN_A_CLONE


def exists(path):
    """Say whether a path, or a file of that name, is in the repository."""
    return (ROOT / path).exists() or any(ROOT.glob(f".github/workflows/{path}"))


def targets_in(command):
    """Return what a command asks make for."""
    program, *arguments = command.split()
    return [a for a in arguments if "=" not in a] if program == "make" else []


FOR_EVERYBODY, WITHOUT_MAKE = FENCED.findall(README)
README_COMMANDS = [*lines(FOR_EVERYBODY), *filter(is_command, spans(README))]
GUIDE_COMMANDS = commands(GUIDE) + [code for code in spans(GUIDE) if is_command(code)]
GUIDE_PATHS = sorted(
    {path for code in commands(GUIDE) + spans(GUIDE) for path in paths_in(code)}
)


@pytest.mark.parametrize("path", GUIDE_PATHS)
def test_a_path_in_the_guide_exists(path):
    assert exists(path)


@pytest.mark.parametrize("command", README_COMMANDS + GUIDE_COMMANDS)
def test_a_command_of_the_guide_and_the_readme_can_be_given(command):
    program, *arguments = command.split()
    for target in targets_in(command):
        assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)
    if program == "python" and arguments[0] == "-m":
        assert importlib.util.find_spec(arguments[1])
    assert program in {"make", "python"} | PROGRAMS


def test_everything_else_that_the_guide_sets_as_code_stands_somewhere_in_the_repository():
    searched = [
        path
        for pattern in ["*.toml", "docs/**/*.py", "tests/**/*.py", "linreg/*.py",
                        "docs/derivations/*.md", ".github/**/*.yml", "Makefile"]
        for path in ROOT.glob(pattern)
        if path != Path(__file__) and "_build" not in path.parts
    ]  # fmt: skip
    everything = "".join(path.read_text("utf-8") for path in searched)
    named = [
        code for code in spans(GUIDE) if not is_command(code) and not paths_in(code)
    ]
    given_by_sphinx = {"WARNING:", "dist/"}
    assert {c for c in named if c not in everything} <= given_by_sphinx


def test_the_map_shows_every_room():
    rooms = {
        f"{path.relative_to(ROOT).as_posix()}/"
        for inside in ["docs/_ext", "tests"]
        for path in (ROOT / inside).iterdir()
        if (path / "__init__.py").is_file()
    }
    mapped = set(re.findall(r"^\| `([^`]+)`", GUIDE, re.MULTILINE))
    assert rooms <= mapped


def test_the_readme_and_the_site_lead_to_the_guide():
    assert "](CONTRIBUTING.md)" in README
    assert "{include} ../CONTRIBUTING.md" in (ROOT / "docs/contributing.md").read_text(
        "utf-8"
    )
    assert re.search(
        r"^contributing$", (ROOT / "docs/index.md").read_text("utf-8"), re.MULTILINE
    )


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_a_link_of_a_page_leads_to_a_file_of_the_repository(page):
    links = re.findall(r"\]\(([^):#]+)\)", (ROOT / page).read_text("utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_heart_takes_the_minutes_that_the_readme_promises():
    modules = [(ROOT / f"linreg/{name}.py").read_text("utf-8") for name in HEART]
    words = sum(len(module.split()) for module in modules)
    minutes = round(words / living_numbers.WORDS_A_MINUTE)
    (promised,) = re.findall(r"a (\w+)-minute read", README)
    assert promised == NUMBER_WORDS[minutes]
    assert all(f"](linreg/{name}.py)" in README for name in HEART)


def test_what_the_readme_promises_is_what_continuous_integration_runs():
    script = (ROOT / ".ci/run").read_text("utf-8").splitlines()
    promised = lines(FOR_EVERYBODY)
    assert promised == ["make site", "make test"]
    assert set(promised) <= set(script)


# The changelog


def test_the_changelog_begins_with_what_is_not_released_and_dates_the_rest():
    headings = re.findall(
        r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )
    unreleased, *released = headings
    assert unreleased == "Unreleased"
    dates = [re.fullmatch(r"\d+\.\d+\.\d+, (\d{4}-\d\d-\d\d)", h)[1] for h in released]
    assert dates == sorted(dates, reverse=True)
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert released[0] == f"{linreg.__version__}, {citation['date-released']}"


# What the code host reads


@pytest.mark.parametrize(
    ("schema", "pattern"),
    [
        ("github-workflows", ".github/workflows/*.yml"),
        ("github-issue-forms", ".github/ISSUE_TEMPLATE/*.yml"),
        ("dependabot", ".github/dependabot.yml"),
        ("readthedocs", ".readthedocs.yaml"),
    ],
)
def test_a_file_for_the_code_host_keeps_to_its_schema(schema, pattern):
    files = sorted(ROOT.glob(pattern))
    assert files
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    done = subprocess.run(
        [*check, f"vendor.{schema}", *files], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_actionlint_has_nothing_to_say_about_the_workflows():
    if (actionlint := shutil.which("actionlint")) is None:
        pytest.skip("there is no actionlint here; only the schema was checked")
    done = subprocess.run([actionlint], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def jobs():
    for name, workflow in WORKFLOWS.items():
        for job in workflow["jobs"].values():
            yield name, job


def test_a_workflow_may_only_read_unless_a_job_says_what_it_has_to_write():
    assert all(w["permissions"] == {"contents": "read"} for w in WORKFLOWS.values())
    written = {
        (name, right)
        for name, job in jobs()
        for right, level in job.get("permissions", {}).items()
        if level == "write"
    }
    assert written == {("site", "pages"), ("site", "id-token"), ("release", "id-token")}


def test_the_actions_of_others_are_named_by_commit_and_alike_everywhere():
    named = [
        step["uses"]
        for _, job in jobs()
        for step in job.get("steps", [])
        if "uses" in step
    ]
    assert len(named) > 5
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action) for action in named)
    assert len(set(named)) == len({action.partition("@")[0] for action in named})


def test_the_tests_run_on_every_python_from_the_oldest_that_is_allowed_to_the_newest():
    linux = WORKFLOWS["tests"]["jobs"]["linux"]
    *named, newest = linux["strategy"]["matrix"]["python"]
    oldest = SETTINGS["project"]["requires-python"].removeprefix(">=")
    minors = [int(version.removeprefix("3.")) for version in named]
    assert named[0] == oldest
    assert minors == list(range(minors[0], minors[-1] + 1))
    assert newest == "3.x"
    assert linux["steps"][-1]["run"] == "make test PYTHON=python"


def test_machines_without_make_run_the_commands_of_the_readme():
    job = WORKFLOWS["tests"]["jobs"]["without-make"]
    run = [step["run"] for step in job["steps"] if set(step) == {"run"}]
    assert run == [c for c in WITHOUT_MAKE.splitlines() if "activate" not in c]


@pytest.mark.parametrize(
    "command",
    [
        (name, step["run"])
        for name, job in jobs()
        for step in job.get("steps", [])
        if step.get("run", "").startswith("make ")
    ],
    ids=" ".join,
)
def test_a_workflow_asks_make_for_what_it_can_make(command):
    for target in targets_in(command[1]):
        assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


def test_commits_are_formatted_by_the_ruff_of_the_environment():
    settings = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    hooks = [hook for repo in settings["repos"] for hook in repo["hooks"]]
    assert [hook["entry"].split()[:4] for hook in hooks] == [
        ["python", "-m", "ruff", "check"],
        ["python", "-m", "ruff", "format"],
    ]
    assert {hook["language"] for hook in hooks} == {"system"}
