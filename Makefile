# make report   the report, in reports/
# make test     everything that must hold
.DEFAULT_GOAL := help
.PHONY: help report test lint lab lock refresh font clean spark bench soak
SHELL := /bin/sh

# The first Python between 3.11 and 3.13 that can make a virtual environment.
# A name on PATH is no proof (version managers leave stand-ins), so each is run.
define FIND_PYTHON
for candidate in $(PYTHON) python3.13 python3.12 python3.11 python3 python; do \
  if $$candidate -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1; then \
    echo $$candidate; exit 0; fi; done
endef

BIN := .venv/bin
READY := .venv/installed-from-lock

help:
	@echo "make report   run the notebooks, write reports/report.html, report.pdf and numbers.csv"
	@echo "make test     unit tests, doctests, and every stored notebook output against a fresh run"
	@echo "make lint     ruff and mypy"
	@echo "make lab      JupyterLab on notebooks/"
	@echo "make refresh  accept new numbers: store notebook outputs and reports/baseline/"
	@echo "make bench    how fast panels are, against SQL and pandas by hand (ten minutes)"
	@echo "make soak     long runs: panels on Spark with two executors (needs Java 17)"
	@echo "make lock     resolve the dependencies anew (needs uv)"
	@echo "make font     subset the bundled font anew from SOURCE=folder with NotoSansCJK-*.ttc"
	@echo "make clean    remove .venv and everything that git ignores in reports/"

$(READY): requirements.lock pyproject.toml
	@python=$$($(FIND_PYTHON)); \
	if [ -z "$$python" ]; then \
	  echo "marketshare needs Python 3.11, 3.12 or 3.13 with its venv module, and found none on PATH." >&2; \
	  echo "Install one (Debian and Ubuntu: apt-get install python3 python3-venv; macOS: brew install python@3.13)," >&2; \
	  echo "or name it: make PYTHON=/path/to/python3.12 report" >&2; \
	  exit 1; fi; \
	echo "Creating .venv with $$($$python --version); the first time takes a minute or two"; \
	$$python -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

report: $(READY)
	@$(BIN)/marketshare check
	@$(BIN)/marketshare report

refresh: $(READY)
	@$(BIN)/marketshare refresh

# Spark is 400 MB, so that only machines with Java, which can run it, download it.
spark: $(READY)
	@if ! java -version >/dev/null 2>&1; then \
	  echo "No Java, so that tests on Spark are skipped (Debian and Ubuntu: apt-get install openjdk-17-jre-headless)"; \
	elif ! [ .venv/installed-spark -nt requirements-spark.lock ]; then \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.lock && \
	  touch .venv/installed-spark; fi

test: $(READY) spark
	$(BIN)/python -m pytest -n auto --dist loadscope --nbval tests src notebooks

lint: $(READY)
	$(BIN)/ruff check src tests
	$(BIN)/ruff format --check src tests
	$(BIN)/mypy

lab: $(READY)
	$(BIN)/jupyter lab notebooks

bench: $(READY) spark
	$(BIN)/python tests/benchmarks/bench_panel.py
	@if [ -e .venv/installed-spark ]; then $(BIN)/python tests/benchmarks/bench_panel_spark.py; fi

soak: $(READY) spark
	$(BIN)/python -m pytest -m soak tests/soak

lock:
	uv pip compile --quiet --universal --fork-strategy fewest --generate-hashes --no-emit-index-url \
	  --python-version 3.11 --extra dev --custom-compile-command "make lock" pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --fork-strategy fewest --generate-hashes --no-emit-index-url \
	  --python-version 3.11 --extra spark --constraint requirements.lock --custom-compile-command "make lock" \
	  pyproject.toml -o requirements-spark.lock

font: $(READY)
	$(BIN)/python -m marketshare.font "$(SOURCE)"

clean:
	rm -rf .venv && find reports -mindepth 1 -maxdepth 1 ! -name baseline -exec rm -rf {} +
