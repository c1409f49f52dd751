#!/usr/bin/env bash
# Measures the page in build/dist, which has to be built: bench-page.sh ROUNDS
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly rounds=${1:?usage: bench-page.sh ROUNDS}
[[ $rounds =~ ^[1-9][0-9]{0,2}$ ]] || fail "PAGE_ROUNDS=$rounds is not a number of rounds (1 to 999)"
"$root/scripts/install-npm.sh"
with_own_home node "$root/tests/bench/bench-page.mjs" "$root/build/dist" "$rounds"
