#!/bin/sh
# Builds the Pulumi engine from its Go module, once. Usage: build-engine.sh <cache>
# An interrupted build goes on from its last step; two at once wait for each other.
# shellcheck source-path=SCRIPTDIR
set -eu

here=$(dirname -- "$(readlink -f -- "$0")")
cache=$1
. "$here/versions.sh"
. "$here/go.sh"

NEEDED_KB=4000000
engine=$cache/engine/v$ENGINE_VERSION/pulumi
package=github.com/pulumi/pulumi/pkg/v3/cmd/pulumi

mkdir -p "$cache/engine/v$ENGINE_VERSION"
exec 9>"$cache/engine/lock"
if ! flock -n 9; then
  echo "quorate: another build of the engine runs; waiting for it ..."
  flock 9
fi
[ -x "$engine" ] && exit 0

free=$(df -Pk "$cache" | awk 'NR == 2 { print $4 }')
if [ "$free" -lt "$NEEDED_KB" ]; then
  echo "quorate: $cache has $((free / 1024)) MiB free, and the build of Pulumi's engine takes $((NEEDED_KB / 1024)) MiB" >&2
  echo "until it ends. Free some disk space, or set QUORATE_CACHE to another folder." >&2
  exit 1
fi

# Caches of its own: they are deleted after the build, and yours stay as they are.
export GOPATH="$cache/go" GOMODCACHE="$cache/go/mod" GOCACHE="$cache/go/build" GOFLAGS=-modcacherw
export GOTOOLCHAIN=auto CGO_ENABLED=0 GOWORK=off
go=$(find_go "$cache")
cd "$here/engine"

echo "quorate: building Pulumi's engine v$ENGINE_VERSION from source; once, about 4 minutes on 2 cores"
step() { printf '\rquorate: %4d s  %-60s' "$(($(date +%s) - started))" "$1"; }
started=$(date +%s)
log=$cache/engine/build.log
new=$engine.new

# Runs a command of Go in the background and shows how far it is. Usage: watched <what it counts> <output> <command> ...
watched() {
  what=$1
  output=$2
  shift 2
  : >"$log"
  "$@" >"$output" 2>"$log" 9>&- &
  work=$!
  trap 'kill "$work" 2>/dev/null || :; wait "$work" || :; echo; exit 130' INT TERM HUP
  shown=
  while kill -0 "$work" 2>/dev/null; do
    count=$(wc -l <"$log")
    now=$(date +%s)
    # On a terminal the line moves each second; in a log file there is one each 30 s.
    if [ -t 1 ]; then
      step "$count $what"
    elif [ -z "$shown" ] || [ "$((now - shown))" -ge 30 ]; then
      echo "quorate: $((now - started)) s  $count $what"
      shown=$now
    fi
    sleep 1
  done
  trap - INT TERM HUP
  if [ -t 1 ]; then echo; fi
  wait "$work" && return 0
  echo "quorate: building the engine failed:" >&2
  grep -v '^go: downloading' "$log" | tail -n 20 >&2
  if grep -q 'no space left' "$log"; then
    echo "The disk of $cache is full: free $((NEEDED_KB / 1024)) MiB, or set QUORATE_CACHE to another folder." >&2
  else
    echo "If this network has no Go module proxy, install the Pulumi CLI, v$ENGINE_FLOOR or later, and run this again." >&2
  fi
  exit 1
}

packages=$cache/engine/packages
watched "modules downloaded" "$packages" "$go" list -mod=readonly -deps "$package"
watched "of $(wc -l <"$packages") packages compiled" /dev/null "$go" build -v -mod=readonly -trimpath -o "$new" \
  -ldflags "-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v$ENGINE_VERSION" "$package"
mv "$new" "$engine"
rm -rf "$cache/go" "$log" "$packages"
echo "quorate: the engine is built, in $(($(date +%s) - started)) s"
