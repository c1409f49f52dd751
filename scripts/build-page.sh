#!/usr/bin/env bash
# Builds the page, both WebAssembly variants, into build/site: build-page.sh [WEIGHTS]
# The page starts with WEIGHTS in place of the first of those it is shipped with.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly weights=${1:-}
[[ -z $weights || -r $weights ]] || fail "cannot read the weights file $weights"
[[ -z $weights || $(basename "$weights") =~ ^[A-Za-z0-9_-][A-Za-z0-9_.-]*\.safetensors$ ]] ||
  fail "$weights: copy it to a name of letters, digits, \"-\", \"_\" and \".\" that ends in .safetensors"
mkdir -p "$root/build"
for preset in wasm-simd wasm-scalar; do
  "$root/scripts/build.sh" "$preset" wasm/all
done
"$root/scripts/build-site.sh" ${weights:+"$weights"}
