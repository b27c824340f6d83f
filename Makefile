# `make` only finds a Python that works and builds .venv; everything else is `invoke` (.venv/bin/invoke --list).
SHELL := /bin/sh
VENV := .venv
STAMP := $(VENV)/.installed

.PHONY: demo test setup clean

demo: $(STAMP)
	@$(VENV)/bin/invoke demo

test: $(STAMP)
	@$(VENV)/bin/invoke test

setup: $(STAMP)

$(STAMP): pyproject.toml lab/setup_venv.sh
	@sh lab/setup_venv.sh $(VENV)
	@touch $@

clean:
	rm -rf $(VENV)
