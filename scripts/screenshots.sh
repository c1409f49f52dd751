#!/usr/bin/env bash
# Takes the pictures of the page in docs/ from build/site, which has to be built.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$root/scripts/install-npm.sh"
# The browser's settings and caches go into build/, not into the user's home.
env -u XDG_CONFIG_HOME -u XDG_CACHE_HOME -u XDG_DATA_HOME HOME="$root/build/test/home" \
  node "$root/tests/web/screenshots.mjs" "$root/build/site" "$root/docs"
