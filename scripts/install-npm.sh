#!/usr/bin/env bash
# Installs what a package-lock.json pins into TARGET/node_modules; npm checks each archive's SHA-512 and runs no script.
#   install-npm.sh [SOURCE TARGET MEGABYTES]      SOURCE has the lock file; by default: scripts/npm build/npm 200
# Nothing is done, and no network needed, while the lock file is unchanged.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly source=$root/${1:-scripts/npm} folder=$root/${2:-build/npm} space=${3:-200} log=$root/build/log/npm.log
stamp=$(cat "$source"/package{,-lock}.json | sha256sum | cut -d ' ' -f 1)
if [[ -f $folder/.stamp && $(<"$folder/.stamp") == "$stamp" ]]; then
  exit 0
fi

mkdir -p "$folder" "${log%/*}"
need_space "$folder" "$space" "installing npm packages"
rm -f "$folder/.stamp"
cp "$source"/package{,-lock}.json "$folder"
say "fetching the packages of ${source#"$root"/}/package-lock.json"
if ! (cd "$folder" && npm_config_cache=$folder/cache npm_config_update_notifier=false \
  npm_config_fetch_retry_mintimeout=1000 npm_config_fetch_retry_maxtimeout=8000 \
  npm ci --ignore-scripts --no-audit --no-fund </dev/null >"$log" 2>&1); then
  if grep -qE 'ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH' "$log"; then
    fail "the npm registry cannot be reached (no network?); details in ${log#"$root"/}"
  fi
  reason=$(grep -iE '^npm err(or|!)' "$log" | grep -vm 1 -E '^npm [a-zA-Z!]+ (code|errno|syscall|path|type) ') || reason=$(tail -n 1 "$log")
  fail "npm ci failed: $reason (details in ${log#"$root"/})"
fi
rm -rf "$folder/cache"
echo "$stamp" >"$folder/.stamp"
