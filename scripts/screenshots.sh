#!/usr/bin/env bash
# Takes the pictures of the page in docs/ from build/site, which has to be built.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$root/scripts/install-npm.sh"
with_own_home node "$root/tests/web/screenshots.mjs" "$root/build/site" "$root/docs"
