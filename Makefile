# Every target does its own set-up: Python 3.11 or later and make are all it takes.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
MUTANTS := .venv-mutants
SHARED ?=

help: ## what there is to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /	/' | expand -t 14

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Eligo needs Python 3.11 or later")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

setup: $(READY) ## the development environment in .venv, as locked

demo: $(READY) ## screen patients/ against INSIGHT and show the report
	@$(BIN)/eligo screen criteria/NCT03252938.elig patients/

test: $(READY) ## the tests, under five minutes
	$(BIN)/python -m pytest tests --ignore=tests/packaging --ignore=tests/outside -n 2
	$(BIN)/eligo check criteria
	$(BIN)/eligo test criteria

format: $(READY) ## format Python and criteria files
	$(BIN)/ruff format engine tests benchmarks docs
	$(BIN)/ruff check --fix engine tests benchmarks docs
	$(BIN)/eligo fmt criteria

lint: $(READY) ## formatting, lint, types, the import rule, generated files
	$(BIN)/ruff format --check engine tests benchmarks docs
	$(BIN)/ruff check engine tests benchmarks docs
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/eligo fmt --check criteria
	$(BIN)/python -m eligo.quantity.build --check
	$(BIN)/python -m eligo.diagnostics.pages docs/diagnostics --check

golden: $(READY) ## rewrite the outputs in the golden documents and docs; read every changed line
	ELIGO_GOLDEN=reset $(BIN)/python -m pytest tests/golden
	ELIGO_DOCS=reset $(BIN)/python -m pytest tests/unit/docs

tables: $(READY) ## rebuild the conversion tables and the pages of the diagnostics
	$(BIN)/python -m eligo.quantity.build
	$(BIN)/python -m eligo.diagnostics.pages docs/diagnostics

explore: $(READY) ## the property tests with other examples each time; SEED=n repeats a run
	ELIGO_HYPOTHESIS=explore $(BIN)/python -m pytest tests/properties tests/differential $(if $(SEED),--hypothesis-seed=$(SEED))

pairs: $(READY) ## the closures against the interpreter on 100,000 pairs, minutes; PAIRS=n, SEED=n
	$(BIN)/python tests/differential/many_pairs.py $(if $(PAIRS),--pairs $(PAIRS)) $(if $(SEED),--seed $(SEED))

mutants: ## which errors in logic, windows, dates and comparison no test sees, a quarter of an hour; ONLY=facts/dates.py
	@test -x $(MUTANTS)/bin/python || $(PYTHON) -m venv $(MUTANTS)
	@$(MUTANTS)/bin/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock mutmut==3.8.1
	ONLY="$(ONLY)" $(MUTANTS)/bin/python tests/mutation/run.py

packaging: $(READY) ## sdist, wheel from it, a fresh installation outside the checkout
	$(BIN)/python -m pytest tests/packaging

outside: $(READY) ## against texts and tables that are not part of the project: SHARED=folder
	@test -n "$(SHARED)" || { echo 'usage: make outside SHARED=folder'; exit 2; }
	ELIGO_SHARED=$(abspath $(SHARED)) $(BIN)/python -m pytest tests/outside

bench: $(READY) ## what measures speed; prints ratios
	$(BIN)/python benchmarks/screening.py
	$(BIN)/python benchmarks/growth.py

lock: ## take the newest versions that pyproject.toml allows into requirements.lock
	@rm -rf .venv-lock && $(PYTHON) -m venv .venv-lock
	@.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check '.[dev]'
	@{ echo '# The development environment. Made by `make lock`.'; \
	   .venv-lock/bin/python -m pip freeze --exclude eligo; } > requirements.lock
	@rm -rf .venv-lock

clean: ## remove what the targets made
	rm -rf $(VENV) $(MUTANTS) .mutants dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

.DEFAULT_GOAL := help
.PHONY: help setup demo test format lint golden tables explore pairs mutants packaging outside bench lock clean
