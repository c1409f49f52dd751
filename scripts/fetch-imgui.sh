#!/usr/bin/env bash
# Puts Dear ImGui's sources into build/deps/imgui (or the folder given as the first argument).
#
# Debian's libimgui-dev has only headers and a native archive, so the sources come from Debian's source package,
# through the mirror that this machine's apt already uses for binary packages. Everything apt writes stays in a
# temporary folder: no list of the system is touched and root is not needed. apt checks signatures and checksums as
# always, against Debian's own keys. A second call finds its stamp and does nothing.
set -euo pipefail

readonly package=imgui
readonly version=1.86+ds-1
readonly archive_sha256=0dace0e8e57d298eb6e93af12dc19420cb96330832f6495c733b90aeeef11f64
readonly keyring=/usr/share/keyrings/debian-archive-keyring.gpg

fail() {
  echo "fetch-imgui: $*" >&2
  exit 1
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly target=${1:-$root/build/deps/imgui}
readonly stamp=$target/.version
if [[ -f $stamp && $(<"$stamp") == "$version $archive_sha256" ]]; then
  exit 0
fi

for tool in apt-get tar xz sha256sum; do
  command -v "$tool" >/dev/null || fail "$tool is missing: run scripts/install-packages.sh"
done
[[ -r $keyring ]] || fail "$keyring is missing: install debian-archive-keyring"

mkdir -p "$(dirname "$target")"
work=$(mktemp -d "$(dirname "$target")/.imgui.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/{none,lists,cache/archives}/partial "$work"/{parts,download,tree}

apt() {
  apt-get -qq -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$work/parts" \
    -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache" -o Debug::NoLocking=true \
    -o APT::Update::Post-Invoke-Success::= -o APT::Sandbox::User="$(id -un)" -o Acquire::Retries=3 \
    -o Acquire::Languages=none "$@"
}

# "<archive> <suite>" for each place that this machine takes Debian's own packages from, however its sources are written
# down and whether or not its lists have ever been fetched.
mirrors() {
  # shellcheck source=/dev/null
  apt-get -o Dir::State::Lists="$work/none" --print-uris update |
    sed -En "s#^'(.*)dists/($(. /etc/os-release && echo "${VERSION_CODENAME:-stable}")|(old)*stable)/InRelease'.*#\\1 \\2#p" | sort -u
}

# download <archive> <suite>: the files of the source package, or failure with apt's words in $work/log.
download() {
  echo "deb-src [signed-by=$keyring] $1 $2 main" >"$work/parts/source.list"
  apt update -o APT::Update::Error-Mode=any &&
    (cd "$work/download" && apt source --download-only "$package=$version")
}

found=
tried=0
while read -r archive suite; do
  tried=$((tried + 1))
  if download "$archive" "$suite" >>"$work/log" 2>&1; then
    found=yes
    break
  fi
done < <(mirrors)
((tried > 0)) || fail "apt has no archive of this Debian release configured: see sources.list(5)"
if [[ -z $found ]]; then
  reason=$(grep -m 1 '^[EW]:' "$work/log" || tail -n 1 "$work/log")
  fail "cannot get the source package $package $version: ${reason:-apt failed}"
fi

tarball=("$work"/download/"$package"_*.orig.tar.xz)
echo "$archive_sha256  ${tarball[0]}" | sha256sum --check --status ||
  fail "${tarball[0]##*/} has another checksum than expected: refusing it"
tar -xJf "${tarball[0]}" -C "$work/tree" --strip-components=1
[[ -f $work/tree/imgui.cpp && -f $work/tree/backends/imgui_impl_opengl3.cpp ]] ||
  fail "the source package does not look like Dear ImGui"
echo "$version $archive_sha256" >"$work/tree/.version"
rm -rf "$target"
mv "$work/tree" "$target"
echo "fetch-imgui: Dear ImGui $version is in $target"
