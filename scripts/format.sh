#!/usr/bin/env bash
# Formats every tracked C++ source by .clang-format; with --check it only says which differ, and fails.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cd "$root"
mapfile -d '' -t sources < <(git ls-files -z '*.cc' '*.h')
((${#sources[@]} > 0)) || fail "no C++ source is tracked here: run it in a git clone"
if [[ ${1:-} == --check ]]; then
  clang-format --dry-run --Werror "${sources[@]}" || fail "run make format"
else
  clang-format -i "${sources[@]}"
fi
