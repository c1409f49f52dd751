#!/usr/bin/env bash
# Lets training and the programs meet faults made on purpose, and says what is lost: faults.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$root/scripts/fetch-mnist.sh"
"$root/scripts/build.sh" native sgan sgan-train sgan_faults sgan_lost_gpu
exec python3 -B "$root/tests/faults/faults.py" --data "$root/build/data/mnist" --trainer "$root/build/bin/sgan-train" \
  --sgan "$root/build/bin/sgan" --library "$root/build/native/tests/faults/faults.so" --gpu-library "$root/build/native/tests/faults/lost_gpu.so"
