#!/usr/bin/env bash
# Builds the engines to compare, gives all of them the same weights and measures:
#   bench.sh MODEL.safetensors RESULTS.json ROUNDS browser|native...
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

(($# > 3)) || fail "usage: bench.sh MODEL.safetensors RESULTS.json ROUNDS browser|native..."
readonly model=$1 results=$2 rounds=$3 models=$root/build/bench-models
shift 3
[[ -r $model ]] || fail "cannot read the weights file $model"
[[ -d $(dirname "$results") || $(dirname "$results") == build ]] || fail "there is no folder $(dirname "$results") for $results"
[[ $rounds =~ ^[1-9][0-9]{0,3}$ ]] || fail "ROUNDS=$rounds is not a number of rounds (1 to 9999)"
for place in "$@"; do
  [[ $place == browser || $place == native ]] || fail "BENCH names the places to measure, browser and native, not \"$place\""
done

readonly places=$*

wants() {
  [[ " $places " == *" $1 "* ]]
}

# export_models: the weights as they are, in full precision, and as ONNX.
export_models() {
  local fresh=$models.new
  rm -rf "$fresh"
  mkdir -p "$fresh"
  cp "$model" "$fresh/model.safetensors"
  "$root/build/bin/sgan" convert --model "$model" --dtype f32 --out "$fresh/f32.safetensors"
  # Debian's Python: the module onnx is its package.
  /usr/bin/python3 "$root/tests/bench/export_onnx.py" "$fresh/f32.safetensors" "$fresh"
  rm -rf "$models"
  mv "$fresh" "$models"
}

mkdir -p "$root/build"
"$root/scripts/install-npm.sh"
"$root/scripts/install-npm.sh" tests/bench build/bench-npm 700
"$root/scripts/build.sh" wasm-simd sgan_engine sgan_bench_wasm
"$root/scripts/build.sh" native sgan
if wants native; then
  grep -qx SGAN_BUILD_BENCH:BOOL=ON "$root/build/native/CMakeCache.txt" ||
    (cd "$root" && cmake --preset native -DSGAN_BUILD_BENCH=ON >/dev/null)
  "$root/scripts/build.sh" native sgan-bench sgan-instructions
  # What LibTorch cannot be compared with is refused now, not after the browser's rounds.
  "$root/build/native/tests/bench/sgan-bench" "$model" --benchmark_list_tests >/dev/null
fi
export_models
with_own_home node "$root/tests/bench/bench.mjs" "$results" "$rounds" "$model" "$@"
