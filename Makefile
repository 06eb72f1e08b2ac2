# One environment, filled in steps: each target installs only what it needs, from the pins in constraints.txt.
# Needs Python 3.11 or newer and make; choose another interpreter with `make PYTHON=python3.12 ...`.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install -qq --constraint constraints.txt
PINS := pyproject.toml constraints.txt
WHEEL := .wheel-check
SLICE := docs/_static/slice-caucasus.svg
SLICED := regions caucasus --slice R_clash_caucasus,T_clash_caucasus
PAID := docs/_static/payoffs-syria-logistics.svg
PAYS := payoffs swap-syria-logistics --delta 9/10
PICTURES := $(notdir $(filter-out $(SLICE) $(PAID),$(wildcard docs/_static/*.svg)))

.PHONY: help env report test slow check format docs examples wheel-check picture bench lock clean
.NOTPARALLEL:
.DELETE_ON_ERROR:

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-12s %s\n", $$1, $$2}'

env: $(VENV)/.test $(VENV)/.lint $(VENV)/.docs ## create the whole development environment in .venv

$(VENV)/.pip: constraints.txt
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("bargain needs Python 3.11 or newer, and $(PYTHON) is " + sys.version.split()[0] + "; name another one: make PYTHON=python3.12")'
	@echo "setting up $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) --upgrade pip
	@touch $@

$(VENV)/.run: $(VENV)/.pip $(PINS)
	@$(PIP) --group build
	@$(PIP) --no-build-isolation --editable .
	@touch $@

$(VENV)/.test $(VENV)/.lint $(VENV)/.docs $(VENV)/.bench: $(VENV)/.%: $(VENV)/.run $(PINS)
	@$(PIP) --group $*
	@touch $@

report: $(VENV)/.run ## the main job: from the coded article to tables, figures and ranges in ./report
	$(BIN)/bargain report --out report

test: $(VENV)/.test ## every test and doctest but the slow proofs
	$(BIN)/python -m pytest -n auto -m "not slow" --quiet

slow: $(VENV)/.test ## the proofs that take minutes
	$(BIN)/python -m pytest -n auto -m slow --quiet

check: $(VENV)/.test $(VENV)/.lint ## lint, format, types, direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.lint ## apply the formatter and the safe fixes
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/.docs ## the documentation, warnings as errors, in docs/_build/html
	$(BIN)/python -m sphinx -W --keep-going --quiet --builder html docs docs/_build/html

examples: $(VENV)/.run ## run every example and compare with its expected output
	@set -o pipefail; for script in examples/[0-9]*.py; do \
	  expected=examples/expected/$$(basename "$$script" .py).txt; \
	  $(BIN)/python "$$script" | diff -u "$$expected" - || { echo "$$script: the output is not $$expected"; exit 1; }; \
	  echo "$$script: as expected"; \
	done

wheel-check: report ## the wheel, elsewhere, gives the bytes of the checkout
	@rm -rf $(WHEEL) && mkdir -p $(WHEEL)/elsewhere
	@$(BIN)/python -m pip wheel -qq --no-deps --no-build-isolation --wheel-dir $(WHEEL) .
	@$(PYTHON) -m venv $(WHEEL)/venv
	@PIP_DISABLE_PIP_VERSION_CHECK=1 $(WHEEL)/venv/bin/python -m pip install -qq --constraint constraints.txt $(WHEEL)/*.whl
	@cd $(WHEEL)/elsewhere && ../venv/bin/bargain report --out report > ../printed.txt
	diff -r report $(WHEEL)/elsewhere/report
	@for name in $(PICTURES); do cmp docs/_static/$$name report/figures/$$name || \
	  { echo "a picture of the README or the documentation is out of date: make picture"; exit 1; }; done
	@cd $(WHEEL)/elsewhere && ../venv/bin/bargain $(SLICED) --out ../slice.svg > ../sliced.txt
	cmp $(SLICE) $(WHEEL)/slice.svg || { echo "a picture of the documentation is out of date: make picture"; exit 1; }
	@cd $(WHEEL)/elsewhere && ../venv/bin/bargain $(PAYS) --out ../paid.svg > ../payoffs.txt
	cmp $(PAID) $(WHEEL)/paid.svg || { echo "a picture of the documentation is out of date: make picture"; exit 1; }
	@echo "wheel and checkout agree byte for byte: $$(find report -type f | wc -l) files"

picture: report ## renew the pictures of the README and the documentation, which are the report's own
	for name in $(PICTURES); do cp report/figures/$$name docs/_static/$$name || exit 1; done
	$(BIN)/bargain $(SLICED) --out $(SLICE)
	$(BIN)/bargain $(PAYS) --out $(PAID)

bench: $(VENV)/.test $(VENV)/.bench ## speed, side by side with the peers
	for script in benchmarks/*.py; do $(BIN)/python "$$script" || exit 1; done

lock: ## renew constraints.txt: the newest versions that pyproject.toml allows
	@rm -rf $(VENV)-lock && $(PYTHON) -m venv $(VENV)-lock
	@$(VENV)-lock/bin/python -m pip install -qq --upgrade pip
	@$(VENV)-lock/bin/python -m pip install -qq $(foreach g,build test lint docs,--group $(g)) --editable .
	@{ echo "# Every version that make installs; renew with 'make lock'."; \
	   $(VENV)-lock/bin/python -m pip freeze -qq --all --exclude setuptools --exclude-editable; } > constraints.txt
	@rm -rf $(VENV)-lock

clean: ## remove everything that can be made again
	rm -rf $(VENV) $(VENV)-lock $(WHEEL) build dist report docs/_build docs/reference/generated \
	  .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests examples benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} +
