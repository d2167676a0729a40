# What people need, and nothing else: setup, run, test, slow, lint, bench, crash, screenshots, lock.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null || echo $(CURDIR)/.uv/bin/uv)
ARGS ?=

.PHONY: setup run serve test slow lint bench crash screenshots lock clean

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml requirements.lock hatch_build.py | $(UV)
	$(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV)
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(UV) pip sync --quiet --compile-bytecode --require-hashes requirements.lock
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(UV) pip install --quiet --no-deps --editable .
	$(BIN)/python -m compileall -q src
	touch $@

$(CURDIR)/.uv/bin/uv:
	$(PYTHON) -m venv .uv
	.uv/bin/pip install --quiet --disable-pip-version-check uv

run: setup
	$(BIN)/pressroom demo $(ARGS)

serve: setup
	$(BIN)/pressroom serve $(ARGS)

test: setup
	$(BIN)/python -m pytest -n 4 --dist worksteal -m "not kills and not slow" tests/unit tests/integration tests/workflows tests/providers $(ARGS)

slow: setup
	$(BIN)/python -m pytest -n 2 --dist worksteal -m slow tests/integration tests/workflows tests/providers $(ARGS)
	@# What failed while the browser shared two cores with another runs once more, alone; what fails twice has failed.
	$(BIN)/python -m pytest -n 2 --dist loadfile tests/browser $(ARGS) || \
	  { echo "!!! SOME OF THE BROWSER'S TESTS FAILED; THEY RUN ONCE MORE, ALONE" >&2; \
	    $(BIN)/python -m pytest --last-failed --last-failed-no-failures none tests/browser $(ARGS); }

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q -n 2 tests/architecture

bench: setup
	$(BIN)/python -m bench $(ARGS)

crash: setup
	$(BIN)/python -m pytest -n 2 --dist load tests/crash $(ARGS)
	$(BIN)/python -m pytest -n 4 -m kills tests/workflows $(ARGS)

screenshots: setup
	$(BIN)/python -m bench.screenshots $(ARGS)

lock: | $(UV)
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --group dev pyproject.toml --output-file requirements.lock --custom-compile-command "make lock" $(ARGS)

clean:
	rm -rf $(VENV) .uv data
