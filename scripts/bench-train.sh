#!/usr/bin/env bash
# Compares sgan-train with the article's script in eager PyTorch, by turns:
#   bench-train.sh RESULTS.json ROUNDS THREADS [CURVE_STEPS]
# THREADS: CPU threads, 0 for all cores.
# With CURVE_STEPS both also train that long on all of MNIST, and docs/training/loss-curves.svg shows their losses.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

(($# == 3 || $# == 4)) || fail "usage: bench-train.sh RESULTS.json ROUNDS THREADS [CURVE_STEPS]"
readonly results=$1 rounds=$2 threads=$3 curve_steps=${4:-0}
[[ $rounds =~ ^[1-9][0-9]{0,3}$ ]] || fail "ROUNDS=$rounds is not a number of rounds (1 to 9999)"
[[ $threads =~ ^[0-9]{1,4}$ ]] || fail "THREADS=$threads is not a number of threads (0 for all cores)"
[[ $curve_steps == 0 || $curve_steps =~ ^[1-9][0-9]{1,6}$ ]] || fail "CURVE_STEPS=$curve_steps is not a number of steps (10 or more)"

"$root/scripts/fetch-mnist.sh"
"$root/scripts/build.sh" native sgan-train
arguments=(--data "$root/build/data/mnist" --trainer "$root/build/bin/sgan-train" --out "$results" --rounds "$rounds" --threads "$threads")
if ((curve_steps > 0)); then
  arguments+=(--curve-steps "$curve_steps" --plot "$root/docs/training/loss-curves.svg")
fi
# Debian's Python: PyTorch is its package.
exec env PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 "$root/tests/bench/train/bench_train.py" "${arguments[@]}"
