# Shared by the scripts of this folder; sourced, never run.
# shellcheck shell=bash
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jobs=${JOBS:-$(nproc)}
# shellcheck disable=SC2034
readonly root jobs

# One line on stderr that says what is wrong and what to do, then the end.
fail() {
  echo "$(basename "$0" .sh): $*" >&2
  exit 1
}

say() {
  echo "$(basename "$0" .sh): $*"
}

# with_own_home <command>...: a browser's settings and caches go into build/, not into the user's home.
with_own_home() {
  env -u XDG_CONFIG_HOME -u XDG_CACHE_HOME -u XDG_DATA_HOME HOME="$root/build/test/home" "$@"
}

[[ $jobs =~ ^[1-9][0-9]*$ ]] || fail "JOBS=$jobs is not a number of parallel jobs"

# need_space <folder> <megabytes> <what for>: fails unless the folder's file system has that much free.
need_space() {
  local free
  free=$(df -Pm "$1" | awk 'NR == 2 { print $4 }')
  ((free >= $2)) || fail "not enough disk space in $1: $3 needs $2 MB and $free MB are free"
}
