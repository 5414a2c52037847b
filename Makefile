# Everything here installs what it needs by itself. PORT and PORTAL_STATE are read from the environment.
RUN = python3 portal/embedded/install

.PHONY: demo test lint lock bench soak shell manage clean

demo: ## The whole portal on this machine, with a made-up region: http://127.0.0.1:8000
	@exec $(RUN) demo

test: ## Everything: make test ARGS="tests/orders -x" for a part of it
	@exec $(RUN) test $(ARGS)

lint:
	@$(RUN) python -m ruff check . && .venv/bin/ruff format --check . && .venv/bin/lint-imports

lock: ## After a change in requirements*.in
	@$(RUN) lock

bench: ## The promises of speed, measured here and now
	@exec $(RUN) bench $(ARGS)

soak: ## The promises of reliability, tried by killing: make soak ARGS="--minutes 5"
	@exec $(RUN) soak $(ARGS)

shell: ## Python with the running demo's data
	@exec $(RUN) manage shell

manage: ## make manage ARGS="verify_audit"
	@exec $(RUN) manage $(ARGS)

clean: ## Forgets the demo's data and everything that was installed
	rm -rf .venv .state staticfiles .pytest_cache .ruff_cache .mypy_cache .hypothesis .import_linter_cache
