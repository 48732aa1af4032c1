# The whole interface: make run | test | check | bench | faults | fuzz | pictures | coverage. Python 3.11 is all that must be there.
PYTHON ?= python3
comma := ,
VENV := .venv
BIN := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: run test check bench faults fuzz coverage pictures schema clean

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

# The tools that generate and check the TypeScript client, where there is an npm.
$(VENV)/.node: config/tests/clients/typescript/package-lock.json $(VENV)/.develop
	@if command -v npm > /dev/null; then \
		npm ci --prefix config/tests/clients/typescript --no-audit --no-fund --silent && touch $@; \
	fi

test: $(VENV)/.develop $(VENV)/.node  ## Every way that this machine can run
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

bench: $(VENV)/.develop  ## Ours, the floor and the peer side by side; SCALE=10000,100000 and ARGS="lists --json FILE"
	@$(BIN)/python -m benchmarks $(ARGS)

# On servers that it starts for itself; FAULTS_REQUIRED=1 fails where PostgreSQL or Redis are not installed.
faults: $(VENV)/.develop  ## Kill, cut and restart things, then ask the database what it cost
	@REQUIRE=$(if $(filter 1,$(FAULTS_REQUIRED)),$${REQUIRE:+$$REQUIRE$(comma)}postgres$(comma)redis,$$REQUIRE) \
		$(BIN)/python -m config.testing.faults $(ARGS)

fuzz: $(VENV)/.develop  ## 1,000 random requests an operation and long conversations, with each of the seeds 1 to 5
	@for seed in 1 2 3 4 5; do \
		BOTH_WAYS=1 FUZZ_SEED=$$seed FUZZ_EXAMPLES=1000 ORACLE_TRIPLES=100000 MACHINE_EXAMPLES=200 MACHINE_STEPS=50 \
		$(BIN)/python -m config.testing.ways config/tests/fuzz config/tests/oracles config/tests/machines $(ARGS) || exit 1; \
	done

coverage: $(VENV)/.develop $(VENV)/.node
	@$(BIN)/python -m config.testing.ways --cov --cov-report=term-missing:skip-covered $(ARGS)

pictures: $(VENV)/.develop  ## Photograph the pages for the README, into docs/pictures
	@$(BIN)/python -m config.testing.pictures

schema: $(VENV)/.develop  ## Write the OpenAPI document to var/openapi.json
	@mkdir -p var && $(BIN)/python manage.py spectacular --format openapi-json --file var/openapi.json

clean:
	rm -rf $(VENV) var staticfiles .mypy_cache .ruff_cache .import_linter_cache
