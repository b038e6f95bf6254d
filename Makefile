# SPDX-License-Identifier: MIT
# The menu; what a line does is in cmake/*.sh and CMakePresets.json. `make help` lists it.
.DEFAULT_GOAL := help
.PHONY: help deps release demo test check asan tidy fuzz bench docs format update figures install clean

prefix ?= /usr/local
DESTDIR ?=

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 18

deps: ## install the Debian packages that are missing (says which; sudo only when not root)
	@sh cmake/deps.sh install

release: ## build the program: build/release/weald
	@sh cmake/deps.sh
	@sh cmake/build.sh release

demo: release ## check, pool and draw the bundled reviews; figures go into build/demo/
	@sh cmake/demo.sh build/release/weald build/demo

test: ## build with warnings as errors and run every test; the last line counts them
	@sh cmake/deps.sh
	@sh cmake/build.sh dev
	@sh cmake/test.sh build/dev

check: ## what a careful developer runs: format, tidy, tests, sanitizers, documents, fuzzing
	@sh cmake/deps.sh developer
	@sh cmake/format.sh check
	@sh cmake/build.sh dev
	@sh cmake/test.sh build/dev
	@sh cmake/docs.sh build/dev/weald check
	@sh cmake/tidy.sh build/dev
	@sh cmake/build.sh asan
	@sh cmake/test.sh build/asan
	@sh cmake/build.sh fuzz
	@sh cmake/fuzz.sh build/fuzz 30
	@echo "check: all is well"

asan: ## tests under the address and undefined-behaviour sanitizers
	@sh cmake/deps.sh
	@sh cmake/build.sh asan
	@sh cmake/test.sh build/asan

fuzz: ## every reader of files under libFuzzer, ten minutes each (seconds=600)
	@sh cmake/deps.sh developer
	@sh cmake/build.sh fuzz
	@sh cmake/fuzz.sh build/fuzz $(or $(seconds),600)

tidy: ## clang-tidy
	@sh cmake/deps.sh developer
	@sh cmake/build.sh dev
	@sh cmake/tidy.sh build/dev

bench: release ## our times beside metafor's (installs r-cran-metafor where it is missing)
	@sh cmake/deps.sh bench
	@bash bench/run build/release

docs: release ## write docs/measures.md and docs/diagnostics.md from the program's tables
	@sh cmake/docs.sh build/release/weald write

format: ## clang-format on every source
	@sh cmake/deps.sh developer
	@sh cmake/format.sh write

update: ## rewrite the expectations of tests/cases; read the diff
	@sh cmake/deps.sh
	@sh cmake/build.sh dev
	@WEALD_UPDATE=1 sh cmake/test.sh build/dev

figures: release ## every figure of the bundled reviews into build/figures/
	@sh cmake/figures.sh build/release/weald build/figures

install: release ## program, library, man page, completions, bundled reviews (prefix=/usr/local)
	@DESTDIR="$(DESTDIR)" cmake --install build/release --prefix "$(prefix)"

clean: ## remove build/
	rm -rf build
