# Two commands matter: `make demo` and `make test`. `make help` lists them all.

PORT ?= 8000
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	command -v $$p >/dev/null 2>&1 && \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && \
	echo $$p && break; done)
VENV = .venv/bin
MAKEFLAGS += --no-print-directory
# Some images set it; without compiled files every start reads all of Wagtail anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo reset test lint bench lock messages install install-dev

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

demo: install ## Start a filled site on 127.0.0.1 (PORT=8000)
	@PORT=$(PORT) exec $(VENV)/python -m scripts.demo

reset: ## Delete the demo's data (asks first; CONFIRM=1 does not)
	@CONFIRM=$(CONFIRM) sh scripts/reset

test: install-dev ## Run the whole suite on SQLite and PostgreSQL, in a real browser too
	@exec $(VENV)/python -m scripts.test $(ARGS)

lint: install-dev ## Style, types, import directions, migrations and translations
	@exec $(VENV)/python -m scripts.lint

bench: install-dev ## Measure, and write docs/performance.md
	@$(PYTHON) scripts/install.py requirements-bench.txt
	@exec $(VENV)/python -m scripts.postgres $(VENV)/python -m bench $(ARGS)

lock: ## Pin the newest packages that pyproject.toml allows
	@sh scripts/lock

messages: install-dev ## Collect texts for translation, and compile them
	@exec $(VENV)/python -m scripts.translations --write

install:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is missing. On Debian: apt-get install python3"; exit 1; }
	@$(PYTHON) scripts/install.py requirements.txt

install-dev:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is missing. On Debian: apt-get install python3"; exit 1; }
	@$(PYTHON) scripts/install.py requirements-dev.txt
