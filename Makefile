# Every verb of the project. CI calls the same ones. `make` alone lists them.

PORT ?= 8080
T ?= tests
# Where Node.js is when this machine has none recent enough (bin/test-tools).
export PATH := $(CURDIR)/.tools/node/bin:$(PATH)

BIN := .venv/bin
FAST := not slow and not browser and not foreign

.DEFAULT_GOAL := help
.PHONY: help run init serve test check lint fix bench docs openapi texts vendor lock release-notes clean

help: ## List the verbs
	@echo "Usage: make VERB [NAME=value]"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' Makefile

run: ## Serve the demo marketplace on http://127.0.0.1:8080 (PORT=9000 for another port)
	@bin/bootstrap run
	@exec $(BIN)/sellergate demo --port $(PORT)

init: ## Set up everything a developer needs: environment, Chromium, npm programs
	@bin/bootstrap dev
	@bin/test-tools

serve: ## Serve with your own configuration (ARGS="--only api" and others)
	@bin/bootstrap run
	@exec $(BIN)/sellergate serve $(ARGS)

test: init ## Run the tests, all of them or T=tests/gateway (ARGS="-k words" and others)
	@$(BIN)/pytest -n 2 --dist worksteal $(T) $(ARGS)

check: lint ## Say within a minute whether a change is in order: lint, then the fast tests
	@$(BIN)/pytest -q -n 2 -m "$(FAST)"

lint: ## The checks that run no code: style, types, rooms, own rules, spelling
	@bin/bootstrap dev
	@bin/check

fix: ## Mend what tools can mend: format, import order, simple lint
	@bin/bootstrap dev
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check .

lock: ## Resolve the dependencies again: uv.lock and tests/npm/package-lock.json
	@bin/uv lock
	@cd tests/npm && npm install --package-lock-only --ignore-scripts --no-audit --no-fund

clean: ## Remove everything that can be made again (the demo marketplace too)
	rm -rf .venv .tools .sellergate .mypy_cache .ruff_cache .pytest_cache .hypothesis \
	  .import_linter_cache dist build tests/npm/node_modules
