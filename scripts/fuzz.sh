#!/usr/bin/env bash
# Fuzzes for long, on from what earlier runs found, and says how much: fuzz.sh RUNS SECONDS [TARGET...]
# Each target ends after RUNS inputs or SECONDS. An input that is a finding is kept in build/fuzz-findings.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

(($# >= 2)) || fail "usage: fuzz.sh RUNS SECONDS [TARGET...]"
[[ $1 =~ ^[1-9][0-9]*$ && $2 =~ ^[1-9][0-9]*$ ]] || fail "RUNS=$1 and SECONDS=$2 must be whole numbers above 0"
readonly runs=$1 seconds=$2 programs=$root/build/fuzz/tests/fuzz findings=$root/build/fuzz-findings log=$root/build/log
shift 2
targets=("$@")
((${#targets[@]} > 0)) || targets=(weights strokes idx png link page_json)
mkdir -p "$findings" "$log"

# stat <log> <name>: a final figure of libFuzzer's.
stat() {
  sed -n "s/^stat::$2: *//p" "$1"
}

fuzz() {
  local target=$1 report=$log/fuzz-$1.log arguments found edges status=0
  [[ -x $programs/${target}_fuzz ]] || fail "there is no target \"$target\""
  mapfile -t arguments <"$programs/${target}_fuzz.arguments"
  "$programs/${target}_fuzz" "${arguments[@]}" -runs="$runs" -max_total_time="$seconds" -print_final_stats=1 \
    -artifact_prefix="$findings/$target-" >"$report" 2>&1 || status=1
  found=$(grep -c 'Test unit written to' "$report") || true
  edges=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$report" | tail -n 1)
  printf '%-10s %12s %8s %8s %6s %9d\n' "$target" "$(stat "$report" number_of_executed_units)" \
    "$(stat "$report" average_exec_per_sec)" "$edges" "$(stat "$report" peak_rss_mb)" "$found"
  ((status == 0 && found == 0)) && grep -q '^stat::' "$report"
}

printf '%-10s %12s %8s %8s %6s %9s\n' target inputs 'a second' edges MB findings
status=0
for target in "${targets[@]}"; do fuzz "$target" || status=1; done
((status == 0)) || say "findings are in ${findings#"$root"/}, words about them in ${log#"$root"/}/fuzz-TARGET.log"
exit "$status"
