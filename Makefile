# The two commands of the README. Settings are environment variables: docs/running.md lists them.
PYTHON ?= python3
VENV ?= .venv
TEST_POSTGRES_URL ?= postgres://root@127.0.0.1:5432/test
ARGS ?=

BIN := $(VENV)/bin
CONNECT := import sys, psycopg; psycopg.connect(sys.argv[1], connect_timeout=3).close()

.DELETE_ON_ERROR:
.PHONY: targets run test verify format clean

targets:
	@echo "make run     serve Errata on http://127.0.0.1:8000/   (PORT and DATABASE_URL are honoured)"
	@echo "make test    run the whole suite, on SQLite and on PostgreSQL   (ARGS='-k name' goes to pytest)"
	@echo "make verify  run the suites of all test patterns   (ARGS='NAME --redis redis://…' goes to verify_patterns)"
	@echo "make format  put the code in the form that the checks want"
	@echo "make clean   take away $(VENV) and staticfiles; data/ stays"

run: $(VENV)/installed
	@$(BIN)/python manage.py serve

test: export REQUIRE_BROWSER := $(REQUIRE_BROWSER)
test: export REQUIRE_POSTGRES := $(REQUIRE_POSTGRES)
test: $(VENV)/installed-dev
	@echo "== the suite on SQLite"
	@env -u DATABASE_URL $(BIN)/python -m pytest $(ARGS)
	@if $(BIN)/python -c '$(CONNECT)' '$(TEST_POSTGRES_URL)' 2> $(VENV)/postgres.log; then \
		echo "== the suite on PostgreSQL"; \
		DATABASE_URL='$(TEST_POSTGRES_URL)' $(BIN)/python -m pytest $(ARGS); \
	else \
		echo "The suite did not run on PostgreSQL: $$(grep -m 1 Error $(VENV)/postgres.log)"; \
		test "$(REQUIRE_POSTGRES)" != 1; \
	fi

verify: $(VENV)/installed data/patterns-env/installed
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py verify_patterns --postgres '$(TEST_POSTGRES_URL)' $(ARGS)

format: $(VENV)/installed-dev
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

clean:
	rm -rf $(VENV) staticfiles

# A stamp is newer than the list it was installed from, or pip runs again.
$(VENV)/installed: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt requirements-sso.txt requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $(VENV)/installed $@

data/patterns-env/installed: requirements-patterns.txt
	$(PYTHON) -m venv data/patterns-env
	data/patterns-env/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-patterns.txt
	@touch $@

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
