# Everything here sets itself up: a Python 3.11 or newer and make are enough.
#   make demo     code the bundled sample articles
#   make test     the tests                     make lint   style, types, generated docs
#   make bench    every suite on DATA's dev sets make gate   the same scores against their floors
#   make docs     write the generated parts     make golden the golden tests, with what each found
#   make train    retrain the model from DATA   make lock   new pins in requirements/dev.txt

DATA ?= ../shared/data
LIMIT ?=
REVIEWS ?=
VENV ?= .venv
SUITES := events plv attribution ner timexes factuality coref roles geoparse entities speed same_events stories disputes store

ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
STAMP := $(VENV)/.installed

# The first that runs, is new enough, and can make a virtual environment. PYTHON=... overrides.
CANDIDATES := $(if $(PYTHON),$(PYTHON),python3 python3.13 python3.12 python3.11 python)
FIND_PYTHON = for p in $(CANDIDATES); do \
	if "$$p" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info)' \
	>/dev/null 2>&1; then echo "$$p"; break; fi; done

.PHONY: help demo test lint bench gate golden docs schema train lock clean

help:
	@sed -n 's/^#   //p' Makefile

$(STAMP): requirements/dev.txt pyproject.toml
	@python="$$($(FIND_PYTHON))"; if [ -z "$$python" ]; then \
	echo "no Python of 3.11 or newer with venv and ensurepip among: $(CANDIDATES);" \
	"install one (Debian: python3 and python3-venv), or name it: make PYTHON=/path/to/python3" >&2; \
	exit 1; fi; \
	if [ ! -x "$(BIN)/python" ] || ! "$(BIN)/python" -c 'import pip' 2>/dev/null; then \
	echo "making $(VENV) with $$python"; "$$python" -m venv --clear "$(VENV)"; fi
	@echo "installing the pinned packages into $(VENV)"
	@"$(BIN)/python" -m pip install -qq --disable-pip-version-check --require-hashes \
	--requirement requirements/dev.txt
	@"$(BIN)/python" -m pip install -qq --disable-pip-version-check --no-deps \
	--no-build-isolation --editable .
	@touch $@

demo: $(STAMP)
	@"$(BIN)/tacitus" demo

test: $(STAMP)
	"$(BIN)/python" -m pytest

lint: $(STAMP)
	"$(BIN)/ruff" check .
	"$(BIN)/ruff" format --check .
	"$(BIN)/mypy"
	"$(BIN)/python" -m docs --check
	"$(BIN)/python" -m benchmarks table --check

bench: $(STAMP)
	@for suite in $(SUITES); do "$(BIN)/python" -m benchmarks run $$suite --data "$(DATA)" \
	--json benchmarks/results/$$suite.json $(if $(LIMIT),--limit $(LIMIT)) || exit 1; done
	@"$(BIN)/python" -m benchmarks table
	@"$(BIN)/python" -m docs

gate: $(STAMP)
	"$(BIN)/python" -m benchmarks.gate --data "$(DATA)"

golden: $(STAMP)
	"$(BIN)/python" -m pytest -vv $$(grep -rl --include='test_*.py' golden tests)

docs: $(STAMP) schema
	"$(BIN)/python" -m docs --sessions README.md
	"$(BIN)/python" -m benchmarks table

schema: $(STAMP)
	"$(BIN)/python" -m tacitus.schema

train: $(STAMP)
	"$(BIN)/python" -m pip install --quiet --editable '.[train]'
	"$(BIN)/python" -m training --data "$(DATA)" \
	$(if $(REVIEWS),--with-reviews "$(REVIEWS)")

lock:
	uv pip compile pyproject.toml --extra fetch --extra s3 --extra warc --extra xlsx --group dev --universal --generate-hashes \
	--no-emit-index-url --python-version 3.11 --custom-compile-command "make lock" \
	--quiet --output-file requirements/dev.txt

clean:
	rm -rf "$(VENV)" build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
