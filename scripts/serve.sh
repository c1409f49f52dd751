#!/usr/bin/env bash
# Serves a folder on this machine only, until interrupted: serve.sh FOLDER [PORT]
# Without PORT: 8080, or the next free one.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly folder=${1:?usage: serve.sh FOLDER [PORT]} asked=${2:-} log=$root/build/log/serve.log
[[ -d $folder ]] || fail "there is no folder $folder"
if [[ -n $asked && ! ($asked =~ ^[1-9][0-9]{0,4}$ && $asked -le 65535) ]]; then
  fail "PORT=$asked is not a port (1 to 65535)"
fi
mkdir -p "${log%/*}"

# Whether something listens on 127.0.0.1:<port>.
answers() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

port=${asked:-8080}
if [[ -z $asked ]]; then
  while answers "$port" && ((port < 8099)); do port=$((port + 1)); done
  ((port == 8080)) || say "port 8080 is taken, using $port"
fi
! answers "$port" || fail "port $port is taken: choose another with PORT="

node "$root/scripts/site/serve.mjs" "$folder" "$port" >"$log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT
trap 'echo; exit 0' INT TERM
for ((try = 0; try < 100; try++)); do
  kill -0 "$server" 2>/dev/null || fail "the server did not start: $(tail -n 1 "$log")"
  if answers "$port"; then
    echo
    echo "    http://127.0.0.1:$port/"
    echo
    echo "Ctrl-C stops the server."
    wait "$server" || true
    fail "the server ended: $(tail -n 1 "$log")"
  fi
  sleep 0.1
done
fail "the server does not answer on port $port after 10 seconds; see ${log#"$root"/}"
