#!/usr/bin/env bash
# Configures a CMake preset where that is due and builds it:
#   build.sh native|core|sanitize|threads|fuzz|coverage|wasm-simd|wasm-scalar [TARGET...]
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

(($# > 0)) || fail "usage: build.sh PRESET [TARGET...]"
readonly preset=$1 folder=$root/build/$1
shift
mkdir -p "$folder"
cd "$root"
"$root/scripts/fetch-imgui.sh"

configured() {
  [[ -f $folder/build.ninja && ! CMakePresets.json -nt $folder/build.ninja ]] &&
    grep -qx "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt" # not so if the clone was moved
}

if ! configured; then
  need_space "$folder" 500 "building $preset"
  cmake --fresh --preset "$preset"
fi
cmake --build --preset "$preset" --parallel "$jobs" ${1+--target "$@"}
