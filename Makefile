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
.PHONY: help run build release test check format contract cycles journey hostile fuzz drawn mail samples browser crash \
	reference soak bench clean

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

test: ## every ring on real servers: Swift, journey, life cycles, hostile and drawn input, mail, browser, crash, and contract when CONTRACTS=DIR is given
	@Scripts/bootstrap.sh test
	@$(RINGS) format build tools swift journey cycles hostile fuzz drawn mail samples browser crash \
		$(if $(CONTRACTS),contract reference)

check: ## the quick rings: format, build, house rules
	@Scripts/bootstrap.sh build
	@$(RINGS) format build house

format: ## put every Swift file into the house's format
	swift format -i -r Sources Tests Benchmarks Package.swift

contract: ## the journeys of a directory of contracts on both engines: make contract CONTRACTS=DIR
	@test -n "$(CONTRACTS)" || { echo "make contract CONTRACTS=DIR"; exit 64; }
	@Scripts/bootstrap.sh test
	@$(RINGS) build contract

cycles: ## every resource through creation, plans, changes and deletion, on both engines
	@Scripts/bootstrap.sh test
	@$(RINGS) build cycles

journey: ## the main journey by API, on both engines and with the gateway apart
	@Scripts/bootstrap.sh test
	@$(RINGS) build journey

hostile: ## hostile input at every door
	@Scripts/bootstrap.sh test
	@$(RINGS) build hostile

fuzz: ## CASES drawn requests per operation of the served documents, with a printed seed: make fuzz [CASES=N]
	@Scripts/bootstrap.sh test
	@PORTICO_FUZZ_CASES=$(CASES) $(RINGS) build fuzz

mail: ## e-mails through a real mail server: encrypted, signed, refused, put off
	@Scripts/bootstrap.sh test
	@$(RINGS) build mail

samples: ## code samples of the reference, run as printed in each language that this machine has
	@Scripts/bootstrap.sh test
	@$(RINGS) build samples

drawn: ## drawn descriptions of APIs through parser and renderer for SECONDS, with a printed seed
	@PORTICO_DRAWN_SECONDS=$(SECONDS) $(RINGS) build drawn

reference: ## every kind of page of real descriptions: make reference CONTRACTS=DIR [PORTICO_PAGES=all]
	@test -n "$(CONTRACTS)" || { echo "make reference CONTRACTS=DIR"; exit 64; }
	@Scripts/bootstrap.sh test
	@$(RINGS) build reference

browser: ## the journeys in Chromium
	@Scripts/bootstrap.sh test
	@$(RINGS) build browser

crash: ## kill the server KILLS times under load, on both engines
	@Scripts/bootstrap.sh test
	@PORTICO_CRASH_KILLS=$(KILLS) $(RINGS) build crash

soak: release ## mixed load, then drawn descriptions, each for SECONDS with a printed seed
	@Scripts/bootstrap.sh test
	@PORTICO_DRAWN_SECONDS=$(SECONDS) $(RINGS) build drawn
	$(HARNESS) PORTICO_BINARY=.build/release/portico $(PYTHON) Benchmarks/soak.py --seconds $(SECONDS)

bench: release ## the performance promises, measured against nginx in the same run
	@Scripts/bootstrap.sh bench
	swift build -c release --product bare-hummingbird
	$(HARNESS) PORTICO_BINARY=.build/release/portico $(PYTHON) Benchmarks/run.py

clean: ## forget builds and test output; data stays
	rm -rf .build out
