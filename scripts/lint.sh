#!/usr/bin/env bash
# Static analysis of the C++ sources and scripts; fails on any complaint. The settings are in .clang-tidy.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly build=$root/build/lint log=$root/build/log
cd "$root"
mkdir -p "$log"
command -v run-clang-tidy-14 >/dev/null || fail "run-clang-tidy-14 is missing: run scripts/install-packages.sh lint"
"$root/scripts/fetch-imgui.sh"
cmake --preset lint >"$log/lint.log" 2>&1 || fail "cmake failed: see build/log/lint.log"
status=0

# clang-tidy sees all but the page's browser part, which Emscripten alone compiles.
echo "== clang-tidy"
folder=$(python3 -c 'import re, sys; print(re.escape(sys.argv[1]))' "$root")
run-clang-tidy-14 -quiet -j "$jobs" -p "$build" "^$folder/(shared/src|native|wasm|tests/fuzz)/.*" >"$log/clang-tidy.log" 2>/dev/null || true
grep -q '^clang-tidy-14 .*\.cc$' "$log/clang-tidy.log" || fail "clang-tidy has looked at no file: see build/log/clang-tidy.log"
# Not counted: Clang 14 finds faults in LibTorch's own headers where they meet libstdc++'s vectors of C++20.
if sed 's/\x1b\[[0-9;]*m//g' "$log/clang-tidy.log" | grep -E '(warning|error):' | grep -v '^/usr/' | sort -u; then status=1; fi

# The suppressions: cppcheck 2.10 does not know lambdas that are templates, nor that a view of a whole string ends with its line.
echo "== cppcheck"
cppcheck --std=c++20 --language=c++ -I shared/include -I shared/src -I native/options/include -I native/io/include -I native/evaluate/include \
  -I wasm/app --enable=warning,performance,portability --inline-suppr --suppress=syntaxError:shared/src/kernels/pack.cc \
  --suppress=invalidLifetime:wasm/app/ui/widgets.cc --quiet --error-exitcode=1 -j "$jobs" shared native wasm || status=1

echo "== shellcheck"
mapfile -d '' -t scripts < <(git ls-files -z 'scripts/*.sh' '.ci/*' 'tests/*.sh' 'wasm/*.sh')
shellcheck -x -P scripts "${scripts[@]}" || status=1
exit "$status"
