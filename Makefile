.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.ready

.PHONY: help setup run test check format bench lock migration clean system-run system-test types style

help: ## What there is to do
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | column -t -s '|'

setup: $(STAMP) ## Prepare the environment in .venv

$(STAMP): requirements.lock
	@bash scripts/need-python.sh $(PYTHON)
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

run: $(STAMP) system-run ## Start everything on http://127.0.0.1:8000 (PORT=… for another port)
	@exec $(BIN)/flask --app app serve

system-run: ## Install what the product needs from Debian (Pango, for PDF files)
	@bash scripts/need-system.sh run

system-test: ## Install what the tests need from Debian (Pango, PostgreSQL, Chromium)
	@bash scripts/need-system.sh test

test: $(STAMP) system-test ## Run every test
	$(BIN)/python -m pytest -q -n 2 --dist loadgroup --no-loadscope-reorder

# mypy begins beside everything else: alone it would keep one of two processors idle for a minute.
check: $(STAMP) ## Format, lint, types, import order, dependencies, tests
	@$(MAKE) --no-print-directory --jobs 2 types style
	$(MAKE) test

types: $(STAMP)
	$(BIN)/mypy

style: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/deptry .

format: $(STAMP) ## Put the code into its form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(STAMP) ## Measure; writes docs/performance.md
	$(BIN)/python -m bench

migration: $(STAMP) ## New migration from the models: make migration NAME=add-something
	$(BIN)/flask --app app database revision "$(NAME)"

lock: ## Renew requirements.lock from pyproject.toml
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/pip install --quiet pip-tools
	.venv-lock/bin/pip-compile --quiet --upgrade --extra postgres --extra dev --generate-hashes \
		--strip-extras --allow-unsafe --no-header --no-emit-index-url --no-emit-find-links \
		--no-emit-trusted-host -o requirements.lock pyproject.toml
	rm -rf .venv-lock

clean: ## Remove the environment and the caches, not the data
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
