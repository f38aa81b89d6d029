# Everything happens in .venv; nothing but Python >= 3.11 and make is needed beforehand.
PYTHON ?= python3
BIN := .venv/bin
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo test test-all faults lint bench schema picture

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

demo: .venv/product ## Set everything up, answer a first question, and serve (ARGS=--once: answer and exit)
	@$(BIN)/apfa demo $(ARGS)

test: .venv/development ## Run the tests (a few minutes)
	@$(BIN)/pytest -n logical --maxprocesses 4 --dist loadfile $(ARGS)

test-all: .venv/development ## Run all tests, the slow ones and those that need other tools too
	@$(BIN)/pytest -m "" $(ARGS)

faults: .venv/development ## Kill, empty and restart things at full size, and print what that cost (ten minutes or more)
	@FAULTS=long $(BIN)/pytest -m slow tests/faults $(ARGS)

lint: .venv/development ## Check style, types, the four rooms' imports, and schema.graphql
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/apfa schema --check schema.graphql
	@$(BIN)/apfa config --check docs/configuration.md

bench: .venv/development ## Measure what the design promises (ARGS=NAME: one of them)
	@$(BIN)/python -m tests.benchmarks $(ARGS)

schema: .venv/product ## Write schema.graphql and docs/configuration.md anew from the code
	@$(BIN)/apfa schema > schema.graphql.new && mv schema.graphql.new schema.graphql
	@$(BIN)/apfa config > docs/configuration.md.new && mv docs/configuration.md.new docs/configuration.md

picture: .venv/product ## Draw docs/answer.svg anew: what the first question of the README prints
	@$(BIN)/python docs/picture.py

.venv/product: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "APFA needs Python 3.11 or newer; name one with make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { echo "This Python cannot make virtual environments (on Debian: apt-get install python3-venv)"; exit 1; }
	@echo "Installing APFA into .venv (torch is large; this takes a few minutes the first time)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/development: .venv/product
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@
