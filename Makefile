# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Each target does all that it needs, from a machine with nothing but make on: see README.md. Parallel: make JOBS=4 ...
JOBS ?= $(shell nproc)
# make run P=path/to/build analyses that project; the default is the examples.
P ?= build/examples
PREFIX ?= /usr/local
FUZZ_SECONDS ?= 60
CMAKE_BUILD = cmake --build --preset $(1) -j $(JOBS)

.PHONY: run test build setup sanitize fuzz bench install clean help

help:
	@echo 'make run [P=DIR]   set up, build, and analyse the examples (or the project with compile_commands.json in DIR)'
	@echo 'make test          set up, build, and run every test'
	@echo 'make sanitize      the same tests with AddressSanitizer and UndefinedBehaviorSanitizer'
	@echo 'make fuzz          each fuzz target for FUZZ_SECONDS ($(FUZZ_SECONDS))'
	@echo 'make bench         what an analysis costs on the examples (or P=DIR), against parsing alone'
	@echo 'make install       into PREFIX ($(PREFIX))'

setup:
	@script/setup

build: setup
	@cmake --preset release --log-level=NOTICE
	@$(call CMAKE_BUILD,release)

# Findings (exit status 2) are what the examples are for; anything else is a failure.
run: build $(if $(filter build/examples,$(P)),build/examples/compile_commands.json)
	@build/bin/lien check -p '$(P)' --stats; status=$$?; [ $$status -eq 0 ] || [ $$status -eq 2 ]

# The example is a project of its own; to be analysed it needs to be configured, not built.
build/examples/compile_commands.json: examples/ledger/CMakeLists.txt | build
	@cmake -S examples/ledger -B build/examples -G Ninja -DPython3_EXECUTABLE=/usr/bin/python3 --log-level=NOTICE

test: build
	@ctest --preset release -j $(JOBS)

sanitize: setup
	@cmake --preset sanitize --log-level=NOTICE
	@$(call CMAKE_BUILD,sanitize)
	@ctest --preset sanitize -j $(JOBS)

fuzz: setup
	@script/setup libclang-rt-22-dev
	@cmake --preset fuzz --log-level=NOTICE
	@$(call CMAKE_BUILD,fuzz)
	@for target in build-fuzz/test/fuzz/fuzz_*; do \
	  [ -x "$$target" ] && [ -f "$$target" ] || continue; \
	  name=$$(basename $$target); mkdir -p build-fuzz/corpus/$$name; \
	  seeds=test/fuzz/seeds/$${name#fuzz_}; [ -d $$seeds ] || seeds=; \
	  echo "$$name: $(FUZZ_SECONDS) s"; \
	  $$target -max_total_time=$(FUZZ_SECONDS) -verbosity=0 -print_final_stats=1 -artifact_prefix=build-fuzz/$$name- \
	    build-fuzz/corpus/$$name $$seeds || exit 1; \
	done

# What an analysis costs, against parsing alone.
bench: build $(if $(filter build/examples,$(P)),build/examples/compile_commands.json)
	@/usr/bin/python3 bench/cost.py --lien build/bin/lien --clang /usr/lib/llvm-22/bin/clang '$(P)'

install: build
	@cmake --install build --prefix '$(PREFIX)'

clean:
	rm -rf build build-debug build-sanitize build-fuzz
