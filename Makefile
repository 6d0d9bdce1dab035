# Two commands for readers, `make site` and `make test`; the rest serves them.
# Everything is installed into .venv, afresh whenever pyproject.toml changes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SITE := docs/_build/html
BENCH := .venv-bench
OLDEST := .venv-oldest
AGAIN := build/again
GENERATED := docs/_build docs/chapters
SPHINX := -m sphinx -W -n --keep-going -q -b html -d docs/_build/doctrees docs $(SITE)
# As many processes as the machine has processors; what is costly to make, one makes for all.
PYTEST := -m pytest --numprocesses logical --dist loadgroup
# A build for the processor alone, if pip knows an index that has it; else what pip finds.
TORCH ?= torch==2.13.0+cpu
# The book is as old as the last commit, so that the same sources give the same bytes.
SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || date +%s)
export SOURCE_DATE_EPOCH

.DEFAULT_GOAL := help
.PHONY: help site epub test oldest twice again mutants attack lint picture fonts bench build clean

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 12

site: $(VENV)/.installed  ## train, draw the figures, build the book, print the page to open
	$(BIN)/python $(SPHINX)
	@echo "The book is ready. Open $(CURDIR)/$(SITE)/index.html"

epub: site  ## build the book for e-readers, which the site offers too
	@echo "The EPUB is ready: $(CURDIR)/$(SITE)/linreg.epub"

test: $(VENV)/.installed lint site  ## run every test: formulas, docstrings, pages, gallery scripts
	$(BIN)/python $(PYTEST)

oldest: $(OLDEST)/.installed  ## run every test with the oldest versions that pyproject.toml admits
	$(OLDEST)/bin/python $(SPHINX)
	$(OLDEST)/bin/python $(PYTEST)

twice:  ## build the site from nothing in two places at once and compare every byte
	rm -rf $(GENERATED) $(AGAIN) && mkdir -p $(AGAIN)
	git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t $(AGAIN)
	$(MAKE) --jobs=2 site again
	diff -rq $(SITE) $(AGAIN)/$(SITE)
	@echo "The two sites are the same, byte for byte."

again: $(VENV)/.installed
	cd $(AGAIN) && PYTHONHASHSEED=7 TZ=UTC-7 $(abspath $(BIN))/python $(SPHINX)

mutants: $(VENV)/.mutants  ## break formulas, numbers and code in one place at a time: does a test notice?
	rm -rf mutants
	$(BIN)/python tests/book/mutants_of_formulas.py
	$(BIN)/python tests/book/mutants_of_numbers.py
	$(BIN)/python tests/book/claims.py
	CI=true DASK_SCHEDULER=synchronous $(BIN)/mutmut run
	$(BIN)/python tests/package/mutants.py

attack: $(VENV)/.installed  ## let diagnose read thousands of random runs; keep what it got right
	$(BIN)/python -m benchmarks.verdicts

lint: $(VENV)/.installed
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --quiet --check .
	$(BIN)/mypy --no-error-summary

picture: $(VENV)/.installed  ## redraw icon, card, cover and the picture of the README
	$(BIN)/python docs/draw_pictures.py

fonts: $(VENV)/.fonts  ## make the fonts of the site anew, from their packages (needs npm)
	$(BIN)/python docs/fonts.py

bench: $(BENCH)/.installed  ## time the same training in other tools, in an environment of its own
	env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE $(BENCH)/bin/python -m benchmarks.run

build: $(VENV)/.installed  ## build the wheel and the source distribution into dist/
	$(BIN)/python -m pip install --quiet build
	$(BIN)/python -m build --quiet --outdir dist

clean:  ## remove the environment and everything that was generated
	rm -rf $(VENV) $(BENCH) $(OLDEST) $(GENERATED) build dist mutants .*_cache .coverage
	find . -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/.installed: pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here. Install Python 3.11 or newer, or name yours: make PYTHON=/path/to/python"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is $$($(PYTHON) --version 2>&1). This needs Python 3.11 or newer: make PYTHON=/path/to/python"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) has no venv module. Install it (on Debian and Ubuntu: apt install python3-venv)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $@

$(VENV)/.mutants: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --group mutants
	@touch $@

$(VENV)/.fonts: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --group fonts
	@touch $@

$(BENCH)/.installed: pyproject.toml
	$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/python -m pip install --quiet --upgrade 'pip>=25.1'
	@$(BENCH)/bin/python -m pip install --quiet '$(TORCH)' 2>/dev/null || echo "There is no $(TORCH) here; taking the usual torch"
	$(BENCH)/bin/python -m pip install --quiet --editable . --group bench
	@touch $@

$(OLDEST)/.installed: pyproject.toml
	$(PYTHON) -m venv $(OLDEST)
	$(OLDEST)/bin/python -m pip install --quiet uv
	$(OLDEST)/bin/uv pip install --quiet --python $(OLDEST)/bin/python --resolution lowest-direct --editable . --group dev
	@touch $@
