#!/usr/bin/env bash
# Measures the page in build/dist, which has to be built: bench-page.sh ROUNDS
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly rounds=${1:?usage: bench-page.sh ROUNDS}
[[ $rounds =~ ^[1-9][0-9]{0,2}$ ]] || fail "PAGE_ROUNDS=$rounds is not a number of rounds (1 to 999)"
"$root/scripts/install-npm.sh"
# The browser's settings and caches go into build/, not into the user's home.
env -u XDG_CONFIG_HOME -u XDG_CACHE_HOME -u XDG_DATA_HOME HOME="$root/build/test/home" \
  node "$root/tests/bench/bench-page.mjs" "$root/build/dist" "$rounds"
