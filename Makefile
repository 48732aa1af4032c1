# The whole interface: make run | test | check | bench | faults | fuzz | coverage. Python 3.11 is all that must be there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: run test check bench faults fuzz coverage schema clean

$(VENV)/.runtime: requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.develop: requirements-dev.txt requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/.runtime

run: $(VENV)/.runtime  ## Serve the platform on PORT with demo data; state under DATA_DIR
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py seed_demo --if-empty
	@exec $(BIN)/python manage.py serve

test: $(VENV)/.develop  ## Every way that this machine can run
	@$(BIN)/python -m config.testing.ways $(ARGS)

check: $(VENV)/.develop  ## Lint, types, borders, migrations, schema, indexes, route table
	ruff check .
	ruff format --check .
	mypy
	lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py spectacular --validate --fail-on-warn --file /dev/null
	$(BIN)/python manage.py check --fail-level WARNING
	pytest -q -p no:randomly config/tests/test_the_house.py config/tests/routes/test_table.py
	@echo "check: all good"

bench: $(VENV)/.develop  ## Ours, the floor and the peer side by side
	@$(BIN)/python -m benchmarks

faults: $(VENV)/.develop  ## Kill, cut and restart things, then ask the database what it cost
	@$(BIN)/python -m config.testing.ways --only-full -m slow $(ARGS)

fuzz: $(VENV)/.develop  ## 1,000 random requests an operation and long conversations, with each of the seeds 1 to 5
	@for seed in 1 2 3 4 5; do \
		FUZZ_SEED=$$seed FUZZ_EXAMPLES=1000 ORACLE_TRIPLES=100000 MACHINE_EXAMPLES=200 MACHINE_STEPS=50 \
		$(BIN)/python -m config.testing.ways config/tests/fuzz config/tests/oracles config/tests/machines $(ARGS) || exit 1; \
	done

coverage: $(VENV)/.develop
	@$(BIN)/python -m config.testing.ways --cov --cov-report=term-missing:skip-covered $(ARGS)

schema: $(VENV)/.develop  ## Write the OpenAPI document to var/openapi.json
	@mkdir -p var && $(BIN)/python manage.py spectacular --format openapi-json --file var/openapi.json

clean:
	rm -rf $(VENV) var staticfiles .mypy_cache .ruff_cache .import_linter_cache
