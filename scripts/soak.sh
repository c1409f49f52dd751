#!/usr/bin/env bash
# Uses the page in build/site, which has to be built, as people would, and watches it: soak.sh MINUTES [SEED]
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly minutes=${1:?usage: soak.sh MINUTES [SEED]} seed=${2:-}
"$root/scripts/install-npm.sh"
with_own_home node "$root/tests/soak/soak.mjs" "$minutes" ${seed:+"$seed"}
