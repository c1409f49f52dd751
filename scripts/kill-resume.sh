#!/usr/bin/env bash
# Shows that killed and resumed training ends with the bits of undisturbed training: kill-resume.sh KILLS THREADS [SEED]
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

(($# == 2 || $# == 3)) || fail "usage: kill-resume.sh KILLS THREADS [SEED]"
[[ $1 =~ ^[1-9][0-9]{0,5}$ ]] || fail "KILLS=$1 is not a number of kills"
[[ $2 =~ ^[0-9]{1,4}$ ]] || fail "THREADS=$2 is not a number of threads (0 for all cores)"
[[ ${3:-0} =~ ^[0-9]+$ ]] || fail "SEED=$3 is not a number"
"$root/scripts/fetch-mnist.sh"
"$root/scripts/build.sh" native sgan-train
exec env PYTHONDONTWRITEBYTECODE=1 python3 "$root/tests/bench/train/kill_resume.py" --data "$root/build/data/mnist" \
  --trainer "$root/build/bin/sgan-train" --kills "$1" --threads "$2" ${3:+--seed "$3"}
