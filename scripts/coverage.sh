#!/usr/bin/env bash
# Says which lines the native tests reach, after they have run in the preset coverage; fails below the goals.
# The pages build/coverage/report/index.html show each line.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly build=$root/build/coverage trace=$root/build/coverage/lines.json report=$root/build/coverage/report
cd "$root"
find "$build" -name '*.gcda' -print -quit | grep -q . || fail "nothing has run: scripts/build.sh coverage, then scripts/test.sh coverage"
mkdir -p "$report"
gcovr --root "$root" --object-directory "$build" --filter shared/ --filter native/ --gcov-ignore-parse-errors -j "$jobs" \
  --json "$trace" >"$root/build/log/gcovr.log" 2>&1 || fail "gcovr fails: $(tail -n 1 "$root/build/log/gcovr.log")"
gcovr --root "$root" --add-tracefile "$trace" --html-details "$report/index.html" 2>/dev/null

status=0
# reached <folder> <least percent>
reached() {
  local line percent
  line=$(gcovr --root "$root" --add-tracefile "$trace" --filter "$1/" --print-summary --output /dev/null 2>/dev/null | grep '^lines:')
  percent=$(sed -E 's/^lines: ([0-9.]+)%.*/\1/' <<<"$line")
  echo "$1: ${line#lines: } (goal $2%)"
  awk "BEGIN { exit !($percent >= $2) }" || status=1
}
reached shared 95
reached native 85
exit "$status"
