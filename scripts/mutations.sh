#!/usr/bin/env bash
# Breaks the core in several places and sees that its tests notice each: mutations.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

exec python3 -B "$root/tests/mutation/mutations.py" --source "$root" --log "$root/build/log/mutations.log" --jobs "$jobs"
