#!/usr/bin/env bash
# The whole check of training on a GPU in one go, on a machine with Python 3, PyTorch 2, CMake, Ninja, a C++20 compiler
# and the headers of CUDA's runtime:
#   gpu.sh MNIST PREFIX [OUT]
# MNIST: folder of the IDX files, raw or .gz.  PREFIX: what gpu-stage.sh collected, or /usr on a Debian machine with our
# packages.  OUT: folder for the results (build/gpu).
# Builds sgan-train and its tests against PyTorch's own LibTorch, runs the tests, compares with the article's script by
# turns, trains 50 epochs and prints how that stands to the goals. Status 1 if anything fails, not if a goal is short.
#   DEVICE=cpu  the same on a CPU, to try the script itself; PYTHON=python3 ROUNDS=3 STEPS=400 CURVE_STEPS=1800 EPOCHS=50
source "$(dirname "${BASH_SOURCE[0]}")/../../../scripts/lib.sh"

(($# == 2 || $# == 3)) || fail "usage: gpu.sh MNIST PREFIX [OUT]"
readonly mnist=$1 prefix=$2 out=${3:-$root/build/gpu}
readonly device=${DEVICE:-cuda} python=${PYTHON:-python3}
readonly rounds=${ROUNDS:-3} steps=${STEPS:-400} curve_steps=${CURVE_STEPS:-1800} epochs=${EPOCHS:-50}
readonly most_seconds=60 build=$root/build/gpu-$device
readonly here=$root/tests/bench/train

check_tools() {
  local tool
  for tool in cmake ninja c++ "$python"; do
    command -v "$tool" >/dev/null || fail "$tool is missing"
  done
  [[ $device == cuda || $device == cpu ]] || fail "DEVICE=$device: cuda or cpu"
  [[ -r $mnist/train-images-idx3-ubyte || -r $mnist/train-images-idx3-ubyte.gz ]] || fail "no MNIST in $mnist"
  [[ -d $prefix/include/nlohmann ]] || fail "$prefix/include has no nlohmann/: gpu-stage.sh makes such a folder"
  "$python" -c 'import numpy, torch' 2>/dev/null || fail "$python has no PyTorch with NumPy"
  [[ $device == cpu ]] || "$python" -c 'import sys, torch; sys.exit(not torch.cuda.is_available())' ||
    fail "PyTorch finds no CUDA device"
}

configure() {
  local torch googletest=$prefix/googletest
  torch=$("$python" -c 'import torch; print(torch.utils.cmake_prefix_path)')
  [[ -d $googletest ]] || googletest=/usr/src/googletest
  cmake -G Ninja -S "$root" -B "$build" -DCMAKE_BUILD_TYPE=Release "-DCMAKE_PREFIX_PATH=$torch;$prefix" \
    "-DSGAN_SYSTEM_INCLUDE=$prefix/include" "-DSGAN_GOOGLETEST=$googletest" \
    ${SGAN_CUDA_INCLUDE:+"-DSGAN_CUDA_INCLUDE=$SGAN_CUDA_INCLUDE"} >"$out/configure.log" 2>&1 ||
    fail "cannot configure the build: $(grep -m 1 -A 2 'CMake Error' "$out/configure.log" | tail -n 1) ($out/configure.log)"
  [[ $device == cpu ]] || grep -q SGAN_WITH_CUDA "$build/build.ninja" ||
    fail "the build has no CUDA: set SGAN_CUDA_INCLUDE to the headers of CUDA's runtime ($out/configure.log says more)"
}

# run_tests: all of the trainer's; on a GPU none of those for it may be left out.
run_tests() {
  local log=$out/tests.log
  (cd "$root" && "$build/tests/native/train_tests") >"$log" 2>&1 ||
    fail "tests fail: $(grep -m 1 -F '[  FAILED  ]' "$log" || tail -n 1 "$log") ($log)"
  if [[ $device == cuda ]] && grep -F '[  SKIPPED ]' "$log" | grep -iE 'gpu|cuda'; then
    fail "tests for the GPU were left out ($log)"
  fi
  say "tests: $(grep -F '[  PASSED  ]' "$log")"
}

compare() {
  local precisions=fp32,tf32,bf16
  [[ $device == cuda ]] || precisions=fp32,bf16
  "$python" "$here/bench_train.py" --data "$mnist" --trainer "$build/native/train/sgan-train" --python "$python" \
    --device "$device" --precisions "$precisions" --rounds "$rounds" --steps "$steps" --curve-steps "$curve_steps" \
    --plot "$out/loss-curves.svg" --out "$out/results.json"
}

# train_whole: the timed run, at the precision that was fastest.
train_whole() {
  local precision begin seconds verdict=ok
  precision=$("$python" -c 'import json, sys
rows = [row for row in json.load(open(sys.argv[1]))["rows"] if row["engine"].startswith("sgan-train")]
print(min(rows, key=lambda row: row["ms"])["precision"])' "$out/results.json")
  rm -rf "$out/run"
  begin=$EPOCHREALTIME
  "$build/native/train/sgan-train" --data "$mnist" --out "$out/run" --preset reference --epochs "$epochs" --seed 1 \
    --device "$device" --precision "$precision" >"$out/run.log" 2>&1 ||
    fail "the run of $epochs epochs fails: $(tail -n 1 "$out/run.log")"
  seconds=$(awk -v from="$begin" -v to="$EPOCHREALTIME" 'BEGIN { printf "%.1f", to - from }')
  awk -v seconds="$seconds" -v most="$most_seconds" 'BEGIN { exit !(seconds <= most) }' || verdict=short
  [[ $device == cuda && $epochs == 50 ]] || verdict='no goal here'
  say "$epochs epochs of MNIST, $precision, from start to end: $seconds s (goal: 50 in $most_seconds s): $verdict"
  say "last epoch: $(grep '"type":"epoch"' "$out/run/metrics.jsonl" | tail -n 1)"
}

check_tools
mkdir -p "$out"
configure
say "building with $jobs jobs"
cmake --build "$build" --parallel "$jobs" --target sgan-train train_tests >"$out/build.log" 2>&1 ||
  fail "cannot build: $(grep -m 1 -E 'error:|FAILED' "$out/build.log") ($out/build.log)"
run_tests
compare
train_whole
