# Two commands: `make demo` runs a month on the sample mail, `make test` proves that all of it works.
# Both set up what they need on the first run and only then.
SHELL := /bin/sh
PYTHON ?= python3
UV_VERSION := 0.13.8
UV := .stamps/tools/bin/uv
RUN := .venv/bin/python
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1

.PHONY: demo test lint golden bench docs templates samples chaos clean help

help:
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile

demo: .stamps/core ## the whole month on sample_inputs, into out/demo
	.venv/bin/zijian demo

test: .stamps/full lint ## install all that tests need, then run every test
	$(RUN) -m pytest -n 2 --dist loadgroup

lint: .stamps/full ## ruff, mypy --strict, import contracts
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	.venv/bin/lint-imports

golden: .stamps/full ## write the expected files anew; read the difference before you commit it
	$(RUN) -m pytest -n 2 --dist loadgroup --golden
	git --no-pager diff --stat

bench: .stamps/full ## speed, measured against peers in one run
	$(RUN) -m benchmarks

docs: .stamps/full ## generated pages of docs/, and the words that the PDF reader knows
	.venv/bin/zijian rules --markdown > docs/findings.md
	$(RUN) -m warehouse.dictionary > docs/warehouse.md
	$(RUN) -m tests.schemas.known_words > .stamps/words && mv .stamps/words schemas/known_words.py

templates: .stamps/full ## docx templates from their script
	$(RUN) -m generators.template_build

samples: .stamps/full ## sample_inputs from its generator (needs LibreOffice)
	$(RUN) -m sample_inputs.generate

chaos: .stamps/full ## kill the month at every step and compare
	ZIJIAN_CHAOS=full $(RUN) -m pytest tests/intake -k kill

clean: ## remove what the set-up and the runs made
	rm -rf .venv .stamps out build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(UV):
	@echo "== set-up: uv $(UV_VERSION)"
	@mkdir -p .stamps
	@$(PYTHON) -m venv .stamps/tools || { sh tests/install-system-packages.sh python3-venv && $(PYTHON) -m venv .stamps/tools; }
	@.stamps/tools/bin/python -m pip install -q --disable-pip-version-check uv==$(UV_VERSION)

.stamps/core: $(UV) uv.lock pyproject.toml
	@echo "== set-up: the core with OCR and camelot, from uv.lock"
	@test -e .stamps/full && test .stamps/full -nt uv.lock || $(UV) sync -q --frozen --no-dev --inexact --extra ocr --extra tables --python $(PYTHON)
	@touch $@

.stamps/system: tests/system-packages.txt tests/install-system-packages.sh
	@mkdir -p .stamps
	@sh tests/install-system-packages.sh $$(sed 's/#.*//' tests/system-packages.txt)
	@touch $@

.stamps/full: .stamps/system $(UV) uv.lock pyproject.toml
	@echo "== set-up: all extras and the tools, from uv.lock"
	@$(UV) sync -q --frozen --all-extras --python $(PYTHON)
	@touch $@
