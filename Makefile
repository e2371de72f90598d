# The commands of a working day, by name; the work is done by CMake and by the scripts in utils. `make help` lists them.
PYTHON := .venv/bin/python
# make test FILTER=inline-calls runs the tests whose name holds that
FILTER ?= .
# make fuzz TARGET=read TIME=600 runs that fuzzer for so many seconds
TARGET ?=
TIME ?= 600

.PHONY: help setup setup-tests configure build demo test check bench fuzz format format-check tidy clean
.DEFAULT_GOAL := help

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1 \t\2/' | expand -t 22

setup: ## install what the build takes and this machine lacks
	@utils/bootstrap

setup-tests:
	@utils/bootstrap test

configure: setup
	@cmake --preset release --log-level=WARNING >/dev/null

build: configure ## build build/bin/hier-opt, the libraries and the unit tests
	@cmake --build --preset release

demo: configure ## tag a BERT dump, sum up the tags and write its page
	@cmake --build --preset release --target hier-opt
	@$(PYTHON) utils/demo.py

test: setup-tests build ## run the tests, or some of them: make test FILTER=inline-calls
	@.venv/bin/lit -s -v --no-progress-bar --filter '$(FILTER)' build/test

check: setup-tests demo build ## check format, lint and tests, as the project's CI does
	@$(PYTHON) utils/check.py

bench: ## measure Hier beside its peers and print the ratios
	@utils/bootstrap bench
	@cmake --preset release --log-level=WARNING >/dev/null
	@cmake --build --preset release --target benchmarks
	@$(PYTHON) benchmarks/run.py

fuzz: setup ## run the fuzzers, or one of them: make fuzz TARGET=read TIME=600
	@cmake --preset asan --log-level=WARNING >/dev/null
	@cmake --build --preset asan --target fuzzers
	@$(PYTHON) utils/fuzz.py --time $(TIME) $(TARGET)

format: setup ## bring the C++ files into LLVM's style
	@utils/format

format-check: setup ## fail if a C++ file is not in LLVM's style
	@utils/format --check

tidy: setup-tests build ## run clang-tidy over what changed
	@$(PYTHON) utils/tidy.py

clean: ## remove the builds; .venv stays
	@rm -rf build build-debug build-asan
