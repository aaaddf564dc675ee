# One word per chore. `make help` lists them.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
UV ?= uv
ARGS ?=

PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALL := $(PIP) install --require-hashes --no-deps
CATALOGS := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/fieldref.po))

# What is set up leaves a mark inside the environment: the marks go with it.
MADE := $(VENV)/.made
RUN := $(VENV)/.run
DEV := $(VENV)/.dev
SELF := $(VENV)/.self

.NOTPARALLEL:
.PHONY: help run test lint content messages bench dist wheel smoke screens lock clean setup setup-dev

help: ## list the chores
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

run: setup ## set up what is needed and open FieldRef (ARGS="programme/sisfin --lang en")
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}$${QT_QPA_PLATFORM:-}" ]; then $(BIN)/python tools/qt-libraries; fi
	@$(BIN)/fieldref $(ARGS)

test: setup-dev lint ## set up what is needed and run every check (ARGS="tests/test_i18n.py -k money")
	@$(BIN)/python tools/qt-libraries
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest $(ARGS)

lint: setup-dev ## style, types and layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

content: setup-dev ## build data/content.db from data/source
	$(BIN)/python -m fieldref.cli content build $(ARGS)

messages: setup-dev ## find the messages, update and compile the catalogs
	$(BIN)/python tools/messages.py

bench: setup-dev ## measure, as JSON; builds the package first where that is measured and older than the sources
	@$(BIN)/python tools/qt-libraries
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m benchmarks $(ARGS)

screens: setup-dev ## pictures of every page, in every language and look, in screens/
	@$(BIN)/python tools/qt-libraries
	QT_QPA_PLATFORM=offscreen $(BIN)/python tools/screens.py $(ARGS)

dist: setup-dev ## the package in dist/: a folder to unzip and start, its .deb, list of parts and checksums
	@$(BIN)/python tools/qt-libraries
	$(BIN)/python tools/dist archive

wheel: setup-dev ## wheel and source archive in dist/
	$(BIN)/python -m build --no-isolation --outdir dist

smoke: setup-dev ## run the frozen program where people run it (ARGS="offscreen odd-path")
	@$(BIN)/python tools/qt-libraries
	$(BIN)/python tools/smoke $(ARGS)

lock: ## write requirements/*.txt anew from pyproject.toml (needs uv)
	@command -v $(UV) >/dev/null || { echo "make lock needs uv: https://docs.astral.sh/uv/"; exit 1; }
	tools/lock $(ARGS)

clean: ## remove everything that was made here
	rm -rf $(VENV) build dist screens .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests tools benchmarks translations \( -name __pycache__ -o -name '*.mo' \) -prune -exec rm -rf {} +

setup: $(RUN) $(SELF) $(CATALOGS)
setup-dev: $(DEV) $(SELF) $(CATALOGS)

$(MADE):
	@[ -n "$(PYTHON)" ] || { echo "FieldRef needs Python 3.11 or newer; none was found."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Python cannot make environments here. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Setting up $(VENV)…"
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	@touch $@

$(RUN): requirements/run.txt requirements/build.txt | $(MADE)
	@echo "Installing what FieldRef runs on…"
	@$(INSTALL) -r requirements/run.txt -r requirements/build.txt
	@touch $@

$(DEV): requirements/dev.txt | $(MADE)
	@echo "Installing what FieldRef is built and tested with…"
	@$(INSTALL) -r requirements/dev.txt
	@touch $(RUN) $@

# The editable install: needs the build tools of whichever of the two came first, and no network.
$(SELF): pyproject.toml hatch_build.py | $(MADE)
	@[ -e $(DEV) ] || [ -e $(RUN) ] || $(MAKE) $(RUN)
	@$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@touch $@

%.mo: %.po tools/messages.py
	@$(BIN)/python tools/messages.py compile
