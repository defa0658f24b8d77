# Two commands matter: `make run` and `make test`; `make rehearse` adds the long rehearsals. Paths are relative, so a folder with a space works.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PORT ?= 8000
KAFKA_PORT ?= 9092
# Every process that starts would compile the product again: its start takes twice as long.
unexport PYTHONDONTWRITEBYTECODE
PYTHON ?= python3
BIN := .venv/bin
TESTS = $(BIN)/pytest -n 2 --dist loadscope --no-loadscope-reorder
STATIC := shared/web/static/build
# Where PYTHONDONTWRITEBYTECODE is set, pip leaves this out, and every start of a process takes seconds more.
COMPILED = $(BIN)/python -m compileall -qq -j 0 -x '/tests?/' .venv/lib || true

.PHONY: help
help: ## List these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

.PHONY: run
run: install ## Start everything on http://127.0.0.1:8000 (PORT= changes it); Ctrl-C stops
	@exec $(BIN)/cdop up --port $(PORT)

.PHONY: test
test: install-dev ## The suite, with checks: nine to eleven minutes on two cores, after the install
	@$(MAKE) --no-print-directory -j 2 check-types compiled
	$(TESTS) -m "not rehearsal"

# While types are checked the other processor compiles the tests, once for both processes that run them.
.PHONY: compiled
compiled: check-the-rest
	@$(BIN)/pytest --collect-only -qq >/dev/null

.PHONY: rehearse
rehearse: install-dev ## What is long by nature (tests/rehearsals.py): about twenty minutes on two cores
	$(TESTS) -m rehearsal

.PHONY: check
check: install-dev ## Style, types, import contracts, rules of safety, advisories, generated files
	@$(MAKE) --no-print-directory -j 2 check-types check-the-rest

.PHONY: check-types
check-types:
	$(BIN)/mypy shared deploy services

.PHONY: check-the-rest
check-the-rest:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/python -m deploy.generated --check
	$(BIN)/pytest -p no:cacheprovider tests/architecture/test_security_rules.py
	$(BIN)/python -m deploy.supply.advisories

.PHONY: generate
generate: install-dev ## Write the generated files (schemas, diagrams, bills of materials, licences)
	$(BIN)/python -m deploy.generated

.PHONY: released
released: install-dev ## Record what a released version says to its databases (COMMIT= names it)
	$(BIN)/python -m deploy.released $(COMMIT)

.PHONY: kafka
kafka: install ## One Kafka node on 127.0.0.1:9092 (KAFKA_PORT= changes it); needs Java 17 and Maven
	@exec env KAFKA_PORT=$(KAFKA_PORT) $(BIN)/python -m deploy.kafka

.PHONY: bench
bench: install-dev ## Measure, and print the figures
	$(BIN)/python -m tests.benchmarks

.PHONY: chaos
chaos: install-dev ## Break everything at random for 20 minutes, and count what was lost
	$(BIN)/python -m tests.chaos

.PHONY: seed
seed: install ## Fill the demonstration (make run does it by itself)
	$(BIN)/cdop seed

.PHONY: migrate
migrate: install ## Bring the databases up to date
	$(BIN)/cdop migrate

.PHONY: lock
lock: ## Make the locks again (needs uv)
	uv pip compile -q pyproject.toml --extra theming --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements.lock
	uv pip compile -q pyproject.toml --extra theming --extra telemetry --group dev --universal --python-version 3.11 -c requirements.lock --generate-hashes --no-emit-index-url --no-header -o requirements-dev.lock

.PHONY: clean
clean: ## Remove what was installed and built; the data under var/ stays
	rm -rf .venv node_modules $(STATIC)

.PHONY: install
install: .venv/installed $(STATIC)/built

.PHONY: install-dev
install-dev: .venv/installed-dev $(STATIC)/built

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed (PYTHON=... names one)."; exit 1; }
	@echo "Making .venv"
	@$(PYTHON) -m venv .venv

.venv/installed: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing Python packages (about a minute, the first time)"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(COMPILED)
	@touch $@

.venv/installed-dev: requirements-dev.lock .venv/installed
	@echo "Installing what the tests need"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(COMPILED)
	@touch $@

node_modules/installed: package-lock.json
	@echo "Installing the design system (npm ci)"
	@npm ci --silent --no-audit --no-fund
	@touch $@

$(STATIC)/built: node_modules/installed $(wildcard shared/web/styling/*)
	@echo "Building the assets"
	@npm run --silent build
	@touch $@
