# make report   the report, in reports/
# make test     everything that must hold
.DEFAULT_GOAL := help
.PHONY: help report test test-spark test-newest lint lab lock refresh diff mutate mutate-figures mutate-words mutate-code font referee soak soak-fuzz soak-panel soak-examples soak-faults soak-incremental soak-edits soak-characters soak-watch soak-offline bench bench-panel bench-report bench-tab bench-watch bench-reading bench-coverage spark audit licences clean
SHELL := /bin/sh
# Kernels and workers start from compiled modules, even where the environment forbids to keep them.
export PYTHONDONTWRITEBYTECODE :=

# Pythons from 3.11 up that can make a virtual environment, the newest first; PYTHON, where it is named, alone.
# A name on PATH is no proof (version managers leave stand-ins), so each is run.
define FIND_PYTHONS
named="$(PYTHON)"; \
numbered=$$(IFS=:; for folder in $$PATH; do for found in "$$folder"/python3.[0-9] "$$folder"/python3.[0-9][0-9]; do \
  if [ -x "$$found" ]; then echo "$${found##*/}"; fi; done; done | sort -t. -k2,2nr -u); \
for candidate in $${named:-$$numbered python3 python}; do \
  if "$$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
    echo "$$candidate"; fi; done
endef

BIN := .venv/bin
READY := .venv/installed-from-lock

help:
	@echo "make report    run the notebooks, write reports/report.html, report.pdf and numbers.csv"
	@echo "make test      unit tests, doctests, and every stored notebook output against a fresh run"
	@echo "make test-spark   panels on Spark, where there is Java 17"
	@echo "make test-newest   the tests with the newest versions of everything, instead of the locked ones"
	@echo "make lint      ruff and mypy"
	@echo "make lab       JupyterLab on notebooks/"
	@echo "make diff      what moved since it was accepted, and why; with charts in reports/diff.html"
	@echo "make refresh   accept what moved: make refresh BECAUSE=\"the note was misread\""
	@echo "make mutate    change every figure, rule and label, and the code in one place at a time: which check goes red?"
	@echo "make lock      resolve the dependencies anew (needs uv)"
	@echo "make audit     known vulnerabilities of the locked packages; make licences lists their licences"
	@echo "make font      subset the bundled font anew from SOURCE=folder with NotoSansCJK-*.ttc"
	@echo "make referee   bounds, rules and derivations against exact enumeration: half an hour, OPTIONS=\"--minutes 5\""
	@echo "make soak      long runs: a million damaged inputs, kills at random moments, panels on Spark"
	@echo "make bench     how fast the report, panels and Tab are, against what else there is"
	@echo "make clean     remove .venv and everything that git ignores in reports/"

# Where the lock has no wheel of some package for a Python, which is what happens to one that has just come out,
# the next older one is taken; nothing is compiled.
$(READY): requirements.lock pyproject.toml
	@pythons=$$($(FIND_PYTHONS)); \
	for python in $$pythons; do \
	  echo "Creating .venv with $$("$$python" --version); the first time takes a minute or two"; \
	  "$$python" -m venv --clear .venv || exit 1; \
	  if $(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes \
	    -r requirements.lock 2>.venv/pip.log; then \
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . && \
	    touch $@; exit; fi; \
	  grep -v '^WARNING' .venv/pip.log >&2; \
	  grep -q 'No matching distribution' .venv/pip.log || exit 1; \
	  echo "requirements.lock has no wheel of that package for $$("$$python" --version) on this machine." >&2; done; \
	if [ -n "$$pythons" ]; then echo "Install an older Python beside it, from 3.11 up," >&2; else \
	  echo "marketshare needs Python 3.11 or later with its venv module, and found none on PATH." >&2; \
	  echo "Install one (Debian and Ubuntu: apt-get install python3 python3-venv; macOS: brew install python)," >&2; fi; \
	echo "or name it: make PYTHON=/path/to/python3.12 report" >&2; \
	exit 1

report: $(READY)
	@$(BIN)/marketshare check
	@$(BIN)/marketshare report

refresh: $(READY)
	@$(BIN)/marketshare refresh --because "$(BECAUSE)"

diff: $(READY)
	@$(BIN)/marketshare diff --html

# Spark is 400 MB, so that only machines with Java, which can run it, download it.
spark: $(READY)
	@if ! java -version >/dev/null 2>&1; then \
	  echo "No Java, so that tests on Spark are skipped (Debian and Ubuntu: apt-get install openjdk-17-jre-headless)"; \
	elif ! [ .venv/installed-spark -nt requirements-spark.lock ]; then \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.lock && \
	  touch .venv/installed-spark; fi

test: $(READY)
	$(BIN)/python -m pytest -n auto --dist loadscope --nbval tests src notebooks

test-spark: $(READY) spark
	$(BIN)/python -m pytest -m soak tests/panel/test_panel_spark.py

# In an environment of its own: the lock stays what the project is built with.
test-newest: $(READY)
	@$(BIN)/python -m venv --clear .venv/newest
	@.venv/newest/bin/python -m pip install --quiet --disable-pip-version-check --upgrade -e '.[dev]'
	.venv/newest/bin/python -m pytest -n auto --dist loadscope --nbval tests src notebooks

mutate: mutate-figures mutate-words mutate-code

mutate-figures: $(READY)
	$(BIN)/python tests/mutation/figures.py

mutate-words: $(READY)
	PYTHONPATH=tests $(BIN)/python tests/mutation/words.py

mutate-code: $(READY)
	$(BIN)/python tests/mutation/mutate_code.py $(MODULES)

lint: $(READY)
	$(BIN)/ruff check src tests
	$(BIN)/ruff format --check src tests
	$(BIN)/ruff format --check --isolated --line-length 100 notebooks
	$(BIN)/mypy

lab: $(READY)
	$(BIN)/jupyter lab notebooks

bench: bench-report bench-watch bench-panel bench-tab

bench-report: $(READY)
	@$(BIN)/python tests/benchmarks/bench_report.py

# The first Tab in a notebook, with the completions of this library and with those of IPython alone.
bench-tab: $(READY)
	@$(BIN)/python tests/benchmarks/bench_tab.py

bench-watch: $(READY)
	@$(BIN)/python tests/benchmarks/bench_watch.py

# The other readers are installed in an environment of their own, by the network.
bench-coverage: $(READY)
	$(BIN)/python tests/benchmarks/bench_coverage.py

bench-reading: $(READY)
	$(BIN)/python tests/benchmarks/bench_reading.py --peers .venv/peers

bench-panel: $(READY) spark
	$(BIN)/python tests/benchmarks/bench_panel.py
	@if [ -e .venv/installed-spark ]; then $(BIN)/python tests/benchmarks/bench_panel_spark.py; fi

soak: referee soak-fuzz soak-faults soak-incremental soak-edits soak-watch soak-panel soak-examples soak-characters soak-offline

referee: $(READY)
	@$(BIN)/python tests/referee/referee.py $(OPTIONS)

soak-offline: $(READY)
	unshare --user --map-root-user --net $(BIN)/python tests/supply/offline.py \
	  $(BIN)/python -m pytest -q -n auto --dist loadscope --nbval tests src notebooks

soak-incremental: $(READY)
	@$(BIN)/python tests/soak/incremental.py

soak-edits: $(READY) spark
	@$(BIN)/python tests/soak/accepted_edits.py

soak-faults: $(READY)
	@$(BIN)/python tests/soak/faults.py

soak-characters: $(READY)
	$(BIN)/python -m pytest -n auto -m soak tests/ledger tests/report

soak-fuzz: $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/fuzz/atheris.lock \
	  || echo "atheris: skipped, it cannot be installed here; the other inputs need nothing"
	@$(BIN)/python tests/fuzz/soak.py --inputs 1000000

soak-examples: $(READY)
	$(BIN)/python -m pytest -n auto --hypothesis-profile thorough tests/metrics tests/wording tests/quantity tests/market \
	  tests/test_interval.py

soak-panel: test-spark
	$(BIN)/python -m pytest -m soak tests/soak/test_soak_panel_csv.py tests/soak/test_soak_panel_spark.py

soak-watch: $(READY)
	$(BIN)/python -m pytest -m soak tests/soak/test_soak_watch.py

lock:
	uv pip compile --quiet --universal --fork-strategy fewest --generate-hashes --no-emit-index-url \
	  --python-version 3.11 --extra dev --custom-compile-command "make lock" pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --fork-strategy fewest --generate-hashes --no-emit-index-url \
	  --python-version 3.11 --extra spark --constraint requirements.lock --custom-compile-command "make lock" \
	  pyproject.toml -o requirements-spark.lock
	uv pip compile --quiet --universal --fork-strategy fewest --generate-hashes --no-emit-index-url \
	  --python-version 3.11 --custom-compile-command "make lock" tests/supply/audit.in -o requirements-audit.lock

# Tools that look at the installed packages stand apart from them.
.venv/audit: requirements-audit.lock $(READY)
	@$(BIN)/python -m venv --clear .venv/audit
	@.venv/audit/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-audit.lock

audit: .venv/audit
	.venv/audit/bin/pip-audit --disable-pip --require-hashes -r requirements.lock

licences: .venv/audit
	@{ echo "# Licences of the packages in requirements.lock"; echo; \
	   echo "As each package states it, on the machine that wrote this list; \`make licences\` writes it anew."; \
	   echo "pypandoc-binary, itself MIT, carries the program pandoc, which is under the GPL, version 2 or later."; echo; \
	   .venv/audit/bin/pip-licenses --python $(BIN)/python --with-system --format=markdown | cut -d'|' -f1,2,4-; } > THIRD_PARTY.md
	@echo THIRD_PARTY.md

font: $(READY)
	$(BIN)/python -m marketshare.font "$(SOURCE)"

clean:
	rm -rf .venv && find reports -mindepth 1 -maxdepth 1 ! -name baseline -exec rm -rf {} +
