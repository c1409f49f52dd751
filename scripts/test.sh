#!/usr/bin/env bash
# Runs test suites that are built and closes with their totals:
#   test.sh native|core|sanitize|threads|fuzz|coverage|wasm-simd|wasm-scalar|web...
# Every suite runs, also after one that failed.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

(($# > 0)) || fail "usage: test.sh native|core|sanitize|threads|fuzz|coverage|wasm-simd|wasm-scalar|web..."
readonly results=$root/build/test
mkdir -p "$results"
cd "$root"
status=0
summary=()

run_ctest() {
  local report=$results/$1.xml
  rm -f "$report"
  summary+=("$1=$report")
  # Whole outputs go into the report: test-totals counts the cases of a WebAssembly suite in them.
  ctest --preset "$1" --parallel "$jobs" --no-tests=error --output-junit "$report" \
    --test-output-size-passed 10000000 --test-output-size-failed 10000000
}

run_web() {
  local report=$results/web.tap files
  rm -f "$report"
  summary+=("web=$report")
  mapfile -t files < <(find tests/web tests/bench -name '*.test.mjs' | sort)
  ((${#files[@]} > 0)) || return 1
  with_own_home node --test --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=tap --test-reporter-destination="$report" "${files[@]}"
}

for suite in "$@"; do
  echo "== $suite"
  case $suite in
    native | core | sanitize | threads | fuzz | coverage | wasm-simd | wasm-scalar) run_ctest "$suite" || status=1 ;;
    web) run_web || status=1 ;;
    *) fail "unknown suite \"$suite\"" ;;
  esac
done

echo "== totals"
"$root/scripts/test-totals" "${summary[@]}" || status=1
exit "$status"
