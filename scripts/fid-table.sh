#!/usr/bin/env bash
# Fills the table of FID by epoch, with classes and without, in docs/quality.md, on from where it was stopped:
# fid-table.sh [OPTION...]. Options are those of tests/bench/train/fid_by_epoch.py, such as --seeds 1.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$root/scripts/fetch-mnist.sh"
"$root/scripts/build.sh" native sgan sgan-train
exec env PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 "$root/tests/bench/train/fid_by_epoch.py" --data "$root/build/data/mnist" \
  --trainer "$root/build/bin/sgan-train" --sgan "$root/build/bin/sgan" --runs "$root/runs/fid" --records "$root/docs/quality/fid.jsonl" \
  --document "$root/docs/quality.md" --plot "$root/docs/quality/fid.png" --page "$root/web/training/fid.json" "$@"
