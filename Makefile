# make start   everything, ending in the address of a page to chat in
# make test    all tests, also in a real browser
# make check   lint, types, import directions, content
# make bench   the benchmarks of bench/README.md
# make setup   all that start and test need, without starting
# make lock    renew the lock files (needs uv)

SHELL := /bin/bash
PYTHON ?= python3.11
PORT ?= 8080
BIN := .venv/bin
INSTALL := $(BIN)/uv pip install -q --python $(BIN)/python --no-deps
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3

MODEL := models/vraagwijs.tar.gz
MODEL_INPUT := $(shell find data -name '*.yml' -o -name '*.jsonl') data/vragen/uitdrukkingen.yaml domain.yml config.yml \
  connectors/rasa_intents.py assistent/begrip/schatten.py assistent/kennis/synoniemen.yaml assistent/kennis/afkortingen.yaml \
  assistent/kennis/bronvragen.yaml assistent/kennis/themawoorden.csv

.PHONY: start test check bench setup lock clean
.DELETE_ON_ERROR:

start: .venv/runtime.klaar $(MODEL)
	@exec $(BIN)/assistent start --port $(PORT)

setup: .venv/runtime.klaar .venv/dev.klaar .venv/browser.klaar $(MODEL)

.venv/pip.klaar:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 ontbreekt: installeer python3.11 of zet PYTHON=/pad/naar/python3.11"; exit 1; }
	@echo "[1/4] Eigen Python-omgeving maken (.venv)"
	@$(PYTHON) -m venv .venv 2>/dev/null || { \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -q && apt-get install -qy python3.11-venv && $(PYTHON) -m venv .venv; \
	  else echo "Voor een eigen omgeving is nodig: sudo apt install python3.11-venv"; exit 1; fi; }
	@touch $@

# pip fetches uv and the build backend, uv the rest: pip refuses Rasa on Python 3.11 by Rasa's own outdated metadata (docs/adr/0001)
.venv/uv.klaar: requirements-tools.lock | .venv/pip.klaar
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements-tools.lock 2>/dev/null \
	  || $(BIN)/python -m pip install --disable-pip-version-check --no-deps --require-hashes -r requirements-tools.lock
	@touch $@

.venv/runtime.klaar: requirements.lock pyproject.toml | .venv/uv.klaar
	@echo "[2/4] Programma's ophalen en controleren (eerste keer een paar minuten)"
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-build-isolation -e .
	@touch $@

.venv/dev.klaar: requirements-dev.lock | .venv/runtime.klaar
	@echo "Gereedschap voor tests ophalen"
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

# Debian's Chromium when it is there or can be installed, else Playwright's own
.venv/browser.klaar: | .venv/dev.klaar
	@if command -v chromium >/dev/null || command -v chromium-browser >/dev/null; then true; \
	elif [ "$$(id -u)" = 0 ] && apt-get update -q && apt-get install -qy chromium; then true; \
	elif sudo -n true 2>/dev/null && sudo apt-get update -q && sudo apt-get install -qy chromium; then true; \
	else $(BIN)/playwright install chromium; fi
	@touch $@

$(MODEL): $(MODEL_INPUT) | .venv/runtime.klaar
	@echo "[3/4] Inhoud controleren"
	@$(BIN)/assistent controleer-kennis
	@echo "[4/4] Leren: begrijpen, zoeken en de dialoog (eerste keer een paar minuten)"
	@$(BIN)/assistent train

check: .venv/runtime.klaar .venv/dev.klaar
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/assistent controleer-kennis

test: setup
	@mkdir -p var
	@echo "Verhalen: rasa test (uitvoer in var/rasa-test.log)"
	@VRAAGWIJS_TRACKER_URL=sqlite:// $(BIN)/python -m connectors.rasa_start test core --model $(MODEL) --stories tests/stories \
	  --fail-on-prediction-errors --out var/rasa-test > var/rasa-test.log 2>&1 || { tail -n 60 var/rasa-test.log; exit 1; }
	@grep -ao "Correct: *[0-9]* / [0-9]*" var/rasa-test.log | tail -n 2
	$(BIN)/python -m pytest

bench: setup
	$(BIN)/python -m bench.intents
	$(BIN)/python -m bench.begrip
	$(BIN)/python -m bench.zoeken
	$(BIN)/python -m bench.gemeenten
	$(BIN)/python -m bench.maskeren
	$(BIN)/python -m bench.verheldering
	$(BIN)/python -m bench.collegas
	$(BIN)/python -m bench.stappenplan
	$(BIN)/python -m bench.rasa --epochs 5

lock:
	@command -v uv >/dev/null || { echo "uv ontbreekt; draai eerst make setup"; exit 1; }
	uv lock --upgrade
	uv export -q --frozen --no-emit-project --no-dev --extra betekenis --no-header -o requirements.lock
	uv export -q --frozen --no-emit-project --only-dev --no-header -o requirements-dev.lock

clean:
	rm -rf .venv models var
