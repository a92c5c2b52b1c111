# Everything runs in .venv, made from requirements.lock. `make demo` and `make test` need only
# Python (3.11) and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup demo test check lint types sql fresh postgres sweep sweep-postgres day fuzz mutants bench bench-growth bench-forms lock clean

help:  ## what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1|/' | column -t -s '|'

setup: $(READY)  ## the environment

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "segsmith needs Python 3.11; name one: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

demo: $(READY)  ## play four weeks of a small company on DuckDB
	$(BIN)/python -m segsmith.demo

test: $(READY)  ## unit, spec, golden, error, property and dbt tests on DuckDB
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not postgres and not slow"

check: lint types test sql fresh  ## all that must hold before a change lands

lint: $(READY)
	$(BIN)/ruff format --check generator tests tools examples benchmarks
	$(BIN)/ruff check generator tests tools examples benchmarks

types: $(READY)
	$(BIN)/mypy
	MYPYPATH=generator:. $(BIN)/mypy --package tools.docs

sql: $(READY)
	$(BIN)/sqlfluff lint --processes 2 --disable-progress-bar \
		models macros/generated integration_tests examples

fresh: $(READY)  ## generated files and docs are what their sources say
	$(BIN)/segsmith generate --check
	PYTHONPATH=generator:. $(BIN)/python -m tools.docs --check
	$(BIN)/dbt parse --quiet --no-partial-parse --profiles-dir . --warn-error-options '{"error": ["Deprecations"]}'

postgres: $(READY)  ## the warehouse tests on a PostgreSQL server of their own
	tests/postgres/run $(BIN)/python -m pytest -n 2 --dist worksteal -m "postgres and not slow"

sweep: $(READY)  ## kill a run at every SQL statement, and whatever else takes long
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "slow and not postgres"

sweep-postgres: $(READY)  ## the same on PostgreSQL
	SEGSMITH_SWEEP=1 tests/postgres/run $(BIN)/python -m pytest -n 2 --dist worksteal -m "slow and postgres"

day: $(READY)  ## a day of 96 refreshes with kills, retries, lost caches and edits, on DuckDB
	$(BIN)/python -m pytest -m "not postgres" tests/reliability/test_day.py

fuzz: $(READY)  ## the property tests with many more examples
	SEGSMITH_EXAMPLES=3000 $(BIN)/python -m pytest tests/property

mutants: $(READY)  ## break one evaluation rule at a time: a test notices every one
	PYTHONPATH=generator:. $(BIN)/python -m tools.mutants
	PYTHONPATH=generator:. $(BIN)/python -m tools.docs

CONTACTS ?= 1000000
EVENTS ?= 20000000
SEGMENTS ?= 200
ROUNDS ?= 3
SEED ?= 1
WRITE ?= --write

bench: $(READY)  ## our refresh, a project by hand and the limit, measured: docs/performance.md
	PYTHONPATH=generator:. $(BIN)/python -m benchmarks.engine $(WRITE) --contacts $(CONTACTS) \
		--events $(EVENTS) --segments $(SEGMENTS) --rounds $(ROUNDS) --seed $(SEED)

bench-growth: $(READY)  ## how it grows with each size, small; one point: CURVE="--curve ledger --points 1e6"
	PYTHONPATH=generator:. $(BIN)/python -m benchmarks.engine.growth $(WRITE) $(CURVE)

bench-forms: $(READY)  ## lines and seconds of every form on a million contacts: docs/forms.md
	PYTHONPATH=generator:. $(BIN)/python -m benchmarks.forms --write

lock:  ## resolve the pinned versions anew (needs uv)
	uv pip compile --quiet --no-header --no-emit-index-url --no-annotate --python-version 3.11 \
		--extra dev --output-file requirements.lock pyproject.toml

clean:
	rm -rf target logs warehouse
