#!/usr/bin/env bash
# Lays the page out in build/site from web/ and the two WebAssembly builds: plain files that any static host can serve.
#   build-site.sh [WEIGHTS [SITE]]
# The page starts with the first of the weights in web/weights/manifest.json, or with WEIGHTS.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly root simd=$root/build/wasm-simd scalar=$root/build/wasm-scalar
readonly weights=${1:-} site=${2:-$root/build/site}

built=(
  "$simd"/wasm/app/app-simd.{mjs,wasm} "$simd/wasm/engine/sgan-engine.wasm"
  "$scalar"/wasm/app/app-scalar.{mjs,wasm} "$scalar/wasm/engine/sgan-engine-scalar.wasm"
)
for file in "${built[@]}"; do
  [[ -f $file ]] || {
    echo "build-site: $file is missing: run scripts/build-page.sh" >&2
    exit 1
  }
done

# Made beside the old one and exchanged at the end, so that a server never shows half a page.
rm -rf "$site.new"
mkdir -p "$(dirname "$site")"
cp -r "$root/web" "$site.new"
cp "${built[@]}" "$site.new"
for text in LICENSE THIRD_PARTY.md wasm/app/fonts/OFL.txt; do
  printf '%s\n\n' "$(<"$root/$text")"
done >"$site.new/LICENSES.txt"
node "$root/scripts/site/release.mjs" "$site.new" ${weights:+"$weights"}
rm -rf "$site.old"
if [[ -d $site ]]; then mv "$site" "$site.old"; fi
mv "$site.new" "$site"
rm -rf "$site.old"
echo "build-site: the page is in $site"
