# Every verb of the project, thin; continuous integration calls the same ones. `make` alone lists them.

PORT ?= 8080
T ?= tests
FAST := not slow and not browser and not foreign
# What is about data, and runs a second time on PostgreSQL.
STORED := tests/access tests/keys tests/portal/credentials tests/portal/operator tests/portal/discussions tests/portal/stocks \
  tests/portal/orders/test_operator_placing.py tests/portal/orders/test_operator_discussions.py tests/operator_api tests/gateway/test_passes.py \
  tests/market tests/seller_v2 tests/gateway/test_hostile.py tests/faults/test_kill.py tests/faults/test_other_process.py

# Half again as many as there are cores: a third of the time of all tests is waiting.
AT_ONCE := $(shell echo $$(( $$(nproc 2>/dev/null || echo 2) * 3 / 2 )))

BIN := .venv/bin
# What this machine lacked for the tests, or had too old (bin/test-tools); its own nginx is where only root looks.
export PATH := $(CURDIR)/.tools/node/bin:$(CURDIR)/.tools/debian/bin:$(PATH):/usr/sbin

# Where it is set, each start of pytest would rewrite the assertions of every test again: 5 seconds.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run init serve test check lint fix bench docs openapi sdk texts vendor lock release-notes clean

help: ## List the verbs
	@echo "Usage: make VERB [NAME=value]"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' Makefile

run: ## Serve the demo marketplace on http://127.0.0.1:8080 (PORT=9000: on another port)
	@bin/bootstrap run
	@exec $(BIN)/sellergate demo --port $(PORT)

init: ## Set up everything a developer needs: environment, Chromium, wrk, servers, npm programs
	@bin/bootstrap dev
	@bin/test-tools

serve: ## Serve with your own configuration (ARGS="--config sellergate.toml")
	@bin/bootstrap run
	@exec $(BIN)/sellergate serve $(ARGS)

test: init ## Run every test (T=tests/gateway: those; ARGS="-k quota": by name)
	@$(BIN)/pytest -n $(AT_ONCE) --dist worksteal $(T) $(ARGS)
	@$(if $(filter tests,$(T)$(ARGS)),$(BIN)/pytest -q -n $(AT_ONCE) --dist worksteal --on postgres \
	  -m "not browser and not foreign" $(STORED))

check: lint ## Say within a minute whether a change is in order: lint and the fast tests
	@$(BIN)/pytest -q -n 2 --dist worksteal -m "$(FAST)"

lint: ## Check what needs no running: style, types, rooms, own rules, spelling, texts
	@bin/bootstrap dev
	@bin/check

fix: ## Mend what tools can mend: import order, simple lint, format
	@bin/bootstrap dev
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check .

bench: ## Measure tokens, calls, revocation, start and memory against a bare endpoint
	@bin/bootstrap dev
	@bin/test-tools
	@$(BIN)/python -m bench $(ARGS)

docs: ## Write docs/reference from the code: settings, commands, problem types
	@bin/bootstrap dev
	@$(BIN)/python tools/reference.py

openapi: ## Write the OpenAPI documents of docs/reference from the code, and what the client library knows of them
	@bin/bootstrap dev
	@mkdir -p docs/reference
	@SELLERGATE_PUBLIC_URL=http://127.0.0.1:8080 $(BIN)/sellergate openapi > docs/reference/openapi.yaml
	@SELLERGATE_PUBLIC_URL=http://127.0.0.1:8080 $(BIN)/sellergate openapi --operator > docs/reference/operator-openapi.yaml
	@$(BIN)/python -m tools.sdk

sdk: ## Write the values and operations of the client library from docs/reference/openapi.yaml
	@bin/bootstrap dev
	@$(BIN)/python -m tools.sdk

texts: ## Collect the texts of pages into the French catalogue, which then wants translating
	@bin/bootstrap dev
	@$(BIN)/python tools/texts.py

vendor: ## Fetch the browser libraries we ship, at their pinned versions and hashes
	@bin/bootstrap dev
	@$(BIN)/python tools/vendor.py

lock: ## Bring uv.lock and tests/npm/package-lock.json in line (ARGS=--upgrade: and take new releases)
	@bin/uv lock $(ARGS)
	@cd tests/npm && npm install --package-lock-only --ignore-scripts --no-audit --no-fund

release-notes: ## Show the notes of the next release (VERSION=0.2.0: write them into CHANGELOG.md)
	@bin/bootstrap dev
	@$(BIN)/towncrier build $(if $(VERSION),--yes --version $(VERSION),--draft --version next)

clean: ## Remove all that can be made again, the demo marketplace too
	rm -rf $(realpath .tools/debian) .venv .tools .sellergate .mypy_cache .ruff_cache .pytest_cache .hypothesis .schemathesis \
	  .import_linter_cache dist build tests/npm/node_modules
