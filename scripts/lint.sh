#!/usr/bin/env bash
# Static analysis of the C++ sources and scripts; fails on any complaint. The settings are in .clang-tidy.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly build=$root/build/fuzz log=$root/build/log
cd "$root"
[[ -f $build/compile_commands.json ]] || fail "the preset fuzz is not configured: scripts/build.sh fuzz"
status=0

# clang-tidy and cppcheck see what Clang compiles in the preset fuzz: the core, sgan, and the page but for its browser part.
echo "== clang-tidy"
run-clang-tidy-14 -quiet -j "$jobs" -p "$build" "^$root/(shared/src|native|wasm|tests/fuzz)/.*" >"$log/clang-tidy.log" 2>/dev/null || status=1
grep -E '(warning|error):' "$log/clang-tidy.log" | sort -u || true

# The suppressions: cppcheck 2.10 does not know lambdas that are templates, nor that a view of a whole string ends with its line.
echo "== cppcheck"
cppcheck --std=c++20 --language=c++ -I shared/include -I shared/src -I native/io/include -I native/evaluate/include -I wasm/app \
  --enable=warning,performance,portability --inline-suppr --suppress=syntaxError:shared/src/kernels/pack.cc \
  --suppress=invalidLifetime:wasm/app/ui/widgets.cc --quiet --error-exitcode=1 -j "$jobs" shared native wasm || status=1

echo "== shellcheck"
mapfile -d '' -t scripts < <(git ls-files -z 'scripts/*.sh' '.ci/*' 'tests/*.sh' 'wasm/*.sh')
shellcheck -x -P scripts "${scripts[@]}" || status=1
exit "$status"
