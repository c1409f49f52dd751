#!/usr/bin/env bash
# Collects what gpu.sh needs besides PyTorch for a GPU machine without Debian's packages or a network:
#   gpu-stage.sh MNIST FOLDER
# MNIST is the folder of the four raw IDX files. FOLDER gets mnist/ (compressed) and prefix/ (include/, lib/, googletest/).
source "$(dirname "${BASH_SOURCE[0]}")/../../../scripts/lib.sh"

(($# == 2)) || fail "usage: gpu-stage.sh MNIST FOLDER"
readonly mnist=$1 folder=$2 prefix=$2/prefix
multiarch=$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || echo x86_64-linux-gnu)
readonly multiarch

# first <file>...: the first one that exists.
first() {
  local file
  for file in "$@"; do
    if [[ -e $file ]]; then
      echo "$file"
      return
    fi
  done
  fail "none of $* is there: run scripts/install-packages.sh native"
}

[[ ! -e $folder ]] || fail "$folder exists: name a new folder"
mkdir -p "$folder/mnist" "$prefix/include" "$prefix/lib"
for name in train-images-idx3-ubyte train-labels-idx1-ubyte t10k-images-idx3-ubyte t10k-labels-idx1-ubyte; do
  [[ -r $mnist/$name ]] || fail "cannot read $mnist/$name: run scripts/fetch-mnist.sh"
  gzip -9nc "$mnist/$name" >"$folder/mnist/$name.gz"
done
for headers in CLI hwy nlohmann stb zlib.h; do
  cp -rL "$(first "/usr/include/$headers")" "$prefix/include"
done
cp -L "$(first /usr/include/zconf.h "/usr/include/$multiarch/zconf.h")" "$prefix/include"
cp -L "$(first "/usr/lib/$multiarch/libz.a")" "$prefix/lib"
# Under both names, for links may not survive the way: one for the linker, one for the loader.
cp -L "$(first "/usr/lib/$multiarch/libhwy.so")" "$prefix/lib/libhwy.so"
cp -L "$(first "/usr/lib/$multiarch/libhwy.so.1")" "$prefix/lib/libhwy.so.1"
cp -rL "$(first /usr/src/googletest)" "$prefix/googletest"
say "$(du -sm "$folder" | cut -f 1) MB in $folder; on the GPU machine: tests/bench/train/gpu.sh $folder/mnist $folder/prefix"
