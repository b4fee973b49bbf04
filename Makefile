# Kentongan: `make help` explains every target.
PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= 3
BENCH ?=

.DEFAULT_GOAL := help
.PHONY: help run demo venv test faults soak lint bench catalog docs clean

help:  ## explain the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 10

run: .venv/.stamp  ## start the daemon on an emulated modem and open a phone to type on
	@test -e modem.conf || $(BIN)/kentongan init --simulator </dev/null
	@$(BIN)/kentongan phone --run

demo: .venv/.stamp  ## play a city's conversation in the terminal; CITY=palu another, SPEED=4 faster
	@$(BIN)/python -m tests.acceptance.demo $(CITY)

venv: .venv/.stamp  ## make .venv with a working .venv/bin/kentongan

test: .venv/.stamp-dev  ## unit, integration and acceptance tests (under 5 minutes)
	$(BIN)/python -m pytest -q -n $(WORKERS) tests/unit tests/integration tests/acceptance

faults soak: WORKERS = 2
faults: .venv/.stamp-dev  ## kill, disk, clock and modem faults, planted bugs, branches never tried (under 15 minutes)
	$(BIN)/python -m pytest -q -n $(WORKERS) tests/faults

soak: .venv/.stamp-dev  ## the long forms of all tests (hours)
	KENTONGAN_SOAK=1 $(BIN)/python -m pytest -q -n $(WORKERS) tests

lint: .venv/.stamp-dev  ## ruff, mypy --strict, and the catalogues of both languages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m tests.catalogue --check

docs: .venv/.stamp-dev  ## write the generated half of docs/commands.md and configuration.md
	$(BIN)/python -m tests.reference

bench: .venv/.stamp-dev  ## measure speed and memory, as a table and JSON lines; BENCH=name runs one
	$(BIN)/python -m bench $(BENCH)

catalog: .venv/.stamp-dev  ## extract the words of both languages again and compile them
	$(BIN)/python -m tests.catalogue

clean:  ## remove .venv and what was built; never modem.conf, the key or var/
	rm -rf .venv build dist kentongan.egg-info .mypy_cache .ruff_cache .hypothesis

# A stamp, so that the second `make run` starts at once.
.venv/.stamp: setup.cfg pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "missing: python3 (Debian: apt install python3)"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "missing: python3 >= 3.11; this is $$($(PYTHON) --version)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "missing: python3-venv (Debian: apt install python3-venv)"; exit 1; }
	@echo "making .venv (once; a minute or two)" >&2
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e . </dev/null
	@touch $@

.venv/.stamp-dev: .venv/.stamp
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[dev]' </dev/null
	@touch $@
