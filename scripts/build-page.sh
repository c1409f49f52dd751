#!/usr/bin/env bash
# Builds the page, both WebAssembly variants, into build/site: build-page.sh [WEIGHTS]
# The page starts with WEIGHTS in place of the first of those it is shipped with.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly weights=${1:-}
[[ -z $weights || -r $weights ]] || fail "cannot read the weights file $weights"
mkdir -p "$root/build"
for preset in wasm-simd wasm-scalar; do
  "$root/scripts/build.sh" "$preset" wasm/all
done
"$root/scripts/build-site.sh" ${weights:+"$weights"}
