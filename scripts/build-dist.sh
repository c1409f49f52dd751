#!/usr/bin/env bash
# Makes build/dist from build/site: the page for any static host, with compressed twins, and in dist/engine the engine as an
# npm package.   build-dist.sh [SITE [DIST]]
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly site=${1:-$root/build/site} dist=${2:-$root/build/dist}
[[ -f $site/service-worker.js ]] || fail "$site is missing: run scripts/build-page.sh"

rm -rf "$dist.new"
mkdir -p "$(dirname "$dist")"
cp -r "$site" "$dist.new"
node "$root/scripts/site/compress.mjs" "$dist.new"
# After the twins: a package is compressed as a whole.
mkdir "$dist.new/engine"
cp "$site"/engine.mjs "$site"/engine.d.ts "$site"/sgan-engine{,-scalar}.wasm "$site/LICENSES.txt" "$dist.new/engine"
cp "$root"/wasm/engine/package/{package.json,README.md} "$dist.new/engine"
cp -r "$site/example" "$dist.new/engine/example"
rm -rf "$dist"
mv "$dist.new" "$dist"
echo "build-dist: ${dist#"$root"/} holds the page: copy it to any static web host"
