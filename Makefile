# Portico. `make run` shows it, `make test` proves it; everything else is for those who work on it.

CONFIGURATION ?= debug
DATA ?= .portico
LISTEN ?= 127.0.0.1:8080
GATEWAY ?= 127.0.0.1:8000
SERVE ?= --demo
CONTRACTS ?=
SECONDS ?= 60
KILLS ?= 50
CASES ?= 40

PYTHON := .venv/bin/python
RINGS := python3 Scripts/rings.py $(if $(CONTRACTS),--contracts $(CONTRACTS))
HARNESS := PYTHONPATH=Tests/Harness PYTHONDONTWRITEBYTECODE=1

.DEFAULT_GOAL := help
.PHONY: help run build release test check format contract journey hostile fuzz browser crash soak bench clean

help: ## what there is to make
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## (.*)/\1|\2/' | column -t -s '|'

run: ## build everything and start it, with the demo: make run [CONFIGURATION=release] [DATA=DIR] [SERVE=flags]
	@Scripts/bootstrap.sh build
	swift build -c $(CONFIGURATION) --product portico
	exec .build/$(CONFIGURATION)/portico serve --data $(DATA) --listen $(LISTEN) --gateway $(GATEWAY) $(SERVE)

build: ## debug build of the product and of the tests
	@Scripts/bootstrap.sh build
	swift build --build-tests

release: ## optimised build of the product
	@Scripts/bootstrap.sh build
	swift build -c release --product portico

test: ## every ring on real servers: Swift, journey, hostile and drawn input, browser, crash, and contract when CONTRACTS=DIR is given
	@Scripts/bootstrap.sh test
	@$(RINGS) format build tools swift journey hostile fuzz browser crash $(if $(CONTRACTS),contract)

check: ## the quick rings: format, build, house rules
	@Scripts/bootstrap.sh build
	@$(RINGS) format build house

format: ## put every Swift file into the house's format
	swift format -i -r Sources Tests Benchmarks Package.swift

contract: ## the journeys of a directory of contracts on both engines: make contract CONTRACTS=DIR
	@test -n "$(CONTRACTS)" || { echo "make contract CONTRACTS=DIR"; exit 64; }
	@Scripts/bootstrap.sh test
	@$(RINGS) build contract

journey: ## the main journey by API, on both engines and with the gateway apart
	@Scripts/bootstrap.sh test
	@$(RINGS) build journey

hostile: ## hostile input at every door
	@Scripts/bootstrap.sh test
	@$(RINGS) build hostile

fuzz: ## CASES drawn requests per operation of the served documents, with a printed seed: make fuzz [CASES=N]
	@Scripts/bootstrap.sh test
	@PORTICO_FUZZ_CASES=$(CASES) $(RINGS) build fuzz

browser: ## the journeys in Chromium
	@Scripts/bootstrap.sh test
	@$(RINGS) build browser

crash: ## kill the server KILLS times under load, on both engines
	@Scripts/bootstrap.sh test
	@PORTICO_CRASH_KILLS=$(KILLS) $(RINGS) build crash

soak: release ## mixed load for SECONDS with a printed seed, watching memory and errors
	@Scripts/bootstrap.sh test
	$(HARNESS) PORTICO_BINARY=.build/release/portico $(PYTHON) Benchmarks/soak.py --seconds $(SECONDS)

bench: release ## the performance promises, measured against nginx in the same run
	@Scripts/bootstrap.sh bench
	swift build -c release --product bare-hummingbird
	$(HARNESS) PORTICO_BINARY=.build/release/portico $(PYTHON) Benchmarks/run.py

clean: ## forget builds and test output; data stays
	rm -rf .build out
