# PolyStatus. The two commands: make up, make test.
.PHONY: up demo test contract faults fuzz bench containers build swaggers fmt lint clean

up: ## install what is missing, build, start everything; Ctrl-C stops it
	@deploy/up.sh

demo: ## a cluster of its own, and a story played on it; PORTS=free where the usual ports are taken
	@deploy/demo.sh

test: ## install what the tests need, run all of them
	@deploy/test.sh

contract: ## the promises of the API, looked at for two minutes at each service: FUZZ_SECONDS=600, FUZZ_SEED=… for a known one
	@deploy/contract.sh

containers: ## builds the containers, starts them under a name of their own, checks what they promise; needs Docker
	@deploy/containers.sh

faults: ## a long storm of kills and freezes over a cluster of its own: FAULTS=120, SEED=… for a known one
	@deploy/faults.sh

fuzz: ## the reader of feeds, fed what nobody should send: FUZZ_SECONDS=600, SEED=… for a known run
	@deploy/fuzz.sh

bench: ## every figure beside its yardstick: BENCH="--only incident --rounds 6" for a short look
	@deploy/bench.sh

build: ## the programs and the site
	@deploy/setup.sh
	@deploy/build.sh

swaggers: ## swaggers/*.yaml and the site's types, from the code
	@deploy/build.sh programs
	@deploy/build.sh packages
	@deploy/swaggers.sh

fmt: ## bring everything into form
	@cargo fmt
	@if [ -x .venv/bin/ruff ]; then .venv/bin/ruff format --quiet deploy simulator tests; fi
	@deploy/build.sh packages
	@cd frontend && npm run --silent format

lint: ## what make test holds against form and style
	@deploy/test.sh lint

clean: ## what was built; the data stays
	@cargo clean --quiet
	@rm -rf frontend/dist frontend/node_modules .venv tests/.artifacts
