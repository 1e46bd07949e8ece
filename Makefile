# Thin: every target calls a tool. Nothing but git, make and Python 3.11 or newer need be there: the first call sets
# .venv up from the lock files, and a change of a lock file or of pyproject.toml sets it up anew.

PYTHON ?= python3
AS_OF ?= 2026-09-30

VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input
COMPILE := .venv-lock/bin/pip-compile --quiet --no-config --no-header --no-emit-options --strip-extras \
  --generate-hashes --allow-unsafe --annotation-style=line --build-deps-for editable

# Files that hold slow tests are begun first (tests/conftest.py), so that no core waits for one at the end.
TEST = $(BIN)/python -m pytest --numprocesses=auto --dist=loadfile --no-loadscope-reorder

# Stamps: what the program needs, the program itself, what tests and linters need on top, and what heavy tests need.
LOCKED := $(VENV)/.locked
READY := $(VENV)/.ready
DEV := $(VENV)/.dev
CORE := domain graph inventory detectors scoring
SPARK := $(VENV)/.spark

.DEFAULT_GOAL := help
.PHONY: demo test coverage core parts spark lint docs pictures bench lock clean help

demo: $(READY) ## audit the fictional company: its ten worst debts, then the report for the board
	@$(BIN)/debtaudit backlog sample_inventory --as-of $(AS_OF) --limit 10
	@$(BIN)/debtaudit report sample_inventory --as-of $(AS_OF) --out demo-report

test: $(READY) $(DEV) ## run every test, on all cores; ARGS="-m 'not slow' tests/graph" narrows it
	@$(TEST) $(ARGS)

coverage: $(READY) $(DEV) ## the same, twice as slow, and show which lines and branches no test took
	@$(TEST) --cov=debtaudit $(ARGS)

core: $(READY) $(DEV) ## the same of what judges and prices alone: a minute and a half
	@$(TEST) $(CORE:%=--cov=debtaudit.%) $(CORE:%=tests/%)

parts: $(READY) $(DEV) ## install the programs that some tests run against, each into an environment of its own
	@$(BIN)/python -m tests.collectors.parts

spark: $(READY) $(SPARK) ## add Spark (450 MB): without it, the tests that need it are left out

lint: $(READY) $(DEV) ## style, format, types and the floors of the house
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

docs: $(READY) $(DEV) ## build the documentation as a site, and run the commands that it shows
	@$(BIN)/python docs/generate.py --check
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet --strict --config-file docs/site/mkdocs.yml
	@echo dist/docs/index.html

pictures: $(READY) $(DEV) ## take the picture of the board's page anew; needs Chromium
	@$(BIN)/python docs/pictures.py

bench: $(READY) $(DEV) ## measure what the speed claims rest on
	@$(BIN)/python benchmarks/run.py $(ARGS)

lock: ## resolve the lock files anew, with the lowest supported Python
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11) and "locks are made with Python 3.11")'
	@$(PYTHON) -m venv --clear .venv-lock
	@.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check pip-tools
	@$(COMPILE) --upgrade --output-file requirements.lock pyproject.toml
	@$(COMPILE) --upgrade --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	@$(COMPILE) --upgrade --extra spark --constraint requirements-dev.lock --output-file requirements-spark.lock pyproject.toml

clean: ## remove everything that was made here
	@rm -rf $(VENV) .venv-lock demo-report dist .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r target does; do \
	  printf '  make %-8s %s\n' "$$target" "$$does"; done

$(LOCKED): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
	  "debtaudit needs Python 3.11 or newer, and this is " + sys.version.split()[0] + "; name one: make PYTHON=python3.12 ...")'
	@echo "setting up $(VENV) (once)" >&2
	@$(PYTHON) -m venv --clear $(VENV)
	@$(INSTALL) --require-hashes --requirement requirements.lock
	@touch $@

$(READY): $(LOCKED) pyproject.toml
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): $(LOCKED) requirements-dev.lock | $(READY)
	@echo "adding what tests and linters need (once)" >&2
	@$(INSTALL) --require-hashes --requirement requirements-dev.lock
	@touch $@

$(SPARK): $(LOCKED) requirements-spark.lock | $(READY) $(DEV)
	@echo "adding Spark (once)" >&2
	@$(INSTALL) --require-hashes --requirement requirements-spark.lock
	@touch $@
