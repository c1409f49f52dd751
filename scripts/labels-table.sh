#!/usr/bin/env bash
# Fills the table of label budgets in docs/quality.md, on from where it was stopped: labels-table.sh [OPTION...]
# Options are those of tests/bench/train/labels_table.py, such as --recipes classifier --draws 2.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$root/scripts/fetch-mnist.sh"
"$root/scripts/build.sh" native sgan-train
exec env PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 "$root/tests/bench/train/labels_table.py" --data "$root/build/data/mnist" \
  --trainer "$root/build/bin/sgan-train" --runs "$root/runs/labels" --records "$root/docs/quality/labels.jsonl" \
  --document "$root/docs/quality.md" --plot "$root/docs/quality/labels.png" --page "$root/web/training/labels.json" "$@"
