# Every command a developer types; `make` alone lists them. The work is done by scripts/*.sh, one job each.
#   JOBS=N  parallel compilations and tests (default: all cores)
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo test screenshots bench bench-page bench-train kill-resume labels-table fid-table fuzz coverage faults mutations soak train build dist format format-check lint clean
MAKEFLAGS += --no-print-directory

JOBS ?= $(shell nproc)
PORT ?=
RUN ?= runs/mnist
ARGS ?=
WEIGHTS ?=
SUITES ?= native wasm-simd wasm-scalar fuzz web
BENCH ?= browser native
ROUNDS ?= 15
MODEL ?= web/weights/reference.safetensors
OUT ?= build/bench-results.json
TRAIN_ROUNDS ?= 5
PAGE_ROUNDS ?= 5
CURVES ?=
CURVE_STEPS ?= 1800
KILLS ?= 100
SEED ?=
THREADS ?=
SOAK_MINUTES ?= 30
FUZZ_RUNS ?= 10000000
FUZZ_SECONDS ?= 1800
TARGETS ?=
export JOBS

help:  ## this list
	@echo 'make TARGET [NAME=VALUE...]'
	@sed -En 's/^([a-z-]+):.*## (.*)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

demo:  ## build the page and serve it on this machine; PORT=8080 WEIGHTS=file.safetensors
	@scripts/install-packages.sh page
	@scripts/build-page.sh $(if $(WEIGHTS),"$(WEIGHTS)")
	@scripts/serve.sh build/site $(PORT)

test:  ## build everything and run every test; SUITES="native wasm-simd wasm-scalar fuzz web", also core sanitize threads coverage
	@scripts/install-packages.sh page native trainer npm browser fuzz
	@scripts/fetch-mnist.sh
	@$(if $(filter-out native core sanitize threads fuzz coverage,$(SUITES)),scripts/build-page.sh)
	@$(if $(filter web,$(SUITES)),scripts/build.sh native sgan)
	@for preset in $(filter-out web,$(SUITES)); do scripts/build.sh $$preset || exit; done
	@scripts/test.sh $(SUITES)

bench:  ## compare the speed with other engines; BENCH="browser native" ROUNDS=15 MODEL=file.safetensors OUT=results.json
	@scripts/install-packages.sh page native trainer npm browser bench
	@scripts/bench.sh "$(MODEL)" "$(OUT)" "$(ROUNDS)" $(BENCH)

bench-page:  ## measure the page: loading, weight, frames, rest; PAGE_ROUNDS=5
	@scripts/install-packages.sh page npm browser
	@scripts/build-page.sh $(if $(WEIGHTS),"$(WEIGHTS)")
	@scripts/build-dist.sh
	@scripts/bench-page.sh "$(PAGE_ROUNDS)"

screenshots:  ## take the pictures of the page in docs/ anew
	@scripts/install-packages.sh page npm browser
	@scripts/build-page.sh
	@scripts/screenshots.sh

bench-train:  ## compare training with eager PyTorch; TRAIN_ROUNDS=5 THREADS=n, CURVES=1 draws docs/training/loss-curves.svg
	@scripts/install-packages.sh native trainer npm bench-train
	@scripts/bench-train.sh build/bench-train-results.json "$(TRAIN_ROUNDS)" "$(or $(THREADS),0)" $(if $(CURVES),"$(CURVE_STEPS)")

kill-resume:  ## kill training at random moments, resume it and compare its bits with an undisturbed run's; KILLS=100 SEED=n THREADS=1
	@scripts/install-packages.sh native trainer npm
	@scripts/kill-resume.sh "$(KILLS)" "$(or $(THREADS),1)" $(SEED)

fuzz:  ## give every reader of outside bytes ten million inputs, or half an hour each; FUZZ_RUNS=n FUZZ_SECONDS=n TARGETS="weights png"
	@scripts/install-packages.sh native fuzz
	@scripts/build.sh fuzz
	@scripts/fuzz.sh "$(FUZZ_RUNS)" "$(FUZZ_SECONDS)" $(TARGETS)

faults:  ## let training and the programs meet full disks, failing calls, signals and the like; what is lost? nothing
	@scripts/install-packages.sh native trainer npm
	@scripts/faults.sh

soak:  ## use the page at random for half an hour and watch memory and stalls; SOAK_MINUTES=30 SEED=1
	@scripts/install-packages.sh page npm browser
	@scripts/build-page.sh
	@scripts/soak.sh "$(SOAK_MINUTES)" $(SEED)

mutations:  ## break the core in sixteen places and see that its tests notice each
	@scripts/install-packages.sh native
	@scripts/mutations.sh

coverage:  ## which lines of shared/ and native/ the native tests reach
	@scripts/install-packages.sh native trainer npm coverage
	@scripts/fetch-mnist.sh
	@scripts/build.sh coverage
	@scripts/test.sh coverage >build/log/coverage-tests.log || { tail -n 40 build/log/coverage-tests.log; exit 1; }
	@scripts/coverage.sh

labels-table:  ## train with few labels, with and without a generator, into docs/quality.md; ARGS="--recipes classifier --draws 2"
	@scripts/install-packages.sh native trainer npm labels-table
	@scripts/labels-table.sh $(ARGS)

fid-table:  ## train GANs with and without classes, FID after each epoch into docs/quality.md; ARGS="--seeds 3 --epochs 4"
	@scripts/install-packages.sh native trainer npm labels-table
	@scripts/fid-table.sh $(ARGS)

train:  ## train on MNIST, then build the page with the new weights; RUN=runs/mnist ARGS="--epochs 5"
	@scripts/install-packages.sh page native trainer npm
	@scripts/fetch-mnist.sh
	@scripts/build.sh native sgan sgan-train
	build/bin/sgan-train --data build/data/mnist --out "$(RUN)" $(ARGS)
	@build/bin/sgan evaluate --model "$(RUN)/model.safetensors" --data build/data/mnist
	@scripts/build-page.sh "$(RUN)/model.safetensors"
	@echo 'See it: make demo WEIGHTS=$(RUN)/model.safetensors'

build:  ## the programs (build/bin) and the page (build/site)
	@scripts/install-packages.sh page native trainer
	@scripts/build.sh native sgan sgan-train
	@scripts/build-page.sh $(if $(WEIGHTS),"$(WEIGHTS)")

dist:  ## the page as a folder for any static host (build/dist), the engine's npm package in it; WEIGHTS=file.safetensors
	@scripts/install-packages.sh page
	@scripts/build-page.sh $(if $(WEIGHTS),"$(WEIGHTS)")
	@scripts/build-dist.sh

format:  ## format the C++ sources
	@scripts/install-packages.sh format
	@scripts/format.sh

format-check:  ## fail if a C++ source is not formatted
	@scripts/install-packages.sh format
	@scripts/format.sh --check

lint:  ## clang-tidy, cppcheck and shellcheck; slow
	@scripts/install-packages.sh native trainer fuzz lint
	@scripts/lint.sh

clean:  ## remove build/ (what was trained stays in runs/)
	rm -rf build
