#!/usr/bin/env bash
# Compares sgan-train with the article's script in eager PyTorch, by turns:
#   bench-train.sh RESULTS.json ROUNDS [CURVE_STEPS]
# With CURVE_STEPS both also train that long on all of MNIST, and docs/training/loss-curves.svg shows their losses.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

(($# == 2 || $# == 3)) || fail "usage: bench-train.sh RESULTS.json ROUNDS [CURVE_STEPS]"
readonly results=$1 rounds=$2 curve_steps=${3:-0}
[[ $rounds =~ ^[1-9][0-9]{0,3}$ ]] || fail "ROUNDS=$rounds is not a number of rounds (1 to 9999)"
[[ $curve_steps == 0 || $curve_steps =~ ^[1-9][0-9]{1,6}$ ]] || fail "CURVE_STEPS=$curve_steps is not a number of steps (10 or more)"

"$root/scripts/fetch-mnist.sh"
"$root/scripts/build.sh" native sgan-train
arguments=(--data "$root/build/data/mnist" --trainer "$root/build/bin/sgan-train" --out "$results" --rounds "$rounds")
if ((curve_steps > 0)); then
  arguments+=(--curve-steps "$curve_steps" --plot "$root/docs/training/loss-curves.svg")
fi
# Debian's Python: PyTorch is its package.
exec env PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 "$root/tests/bench/train/bench_train.py" "${arguments[@]}"
