# shellcheck shell=sh # sourced by build-engine.sh
# The source of a Go that builds the engine.

# Go 1.21 and later fetch the toolchain that go.mod asks for by themselves, through the module proxy.
GO_FLOOR=1.21
# The version that an older Go fetches in their place: at least what engine/go.mod asks for.
GO_TOOLCHAIN=v0.0.1-go1.25.11

# Prints the path of a go command; installs Debian's golang-go when there is none. Usage: find_go <cache>
find_go() (
  if ! go=$(command -v go); then
    install_go >&2 || exit 1
    go=$(command -v go)
  fi
  version=$(GOTOOLCHAIN=local "$go" env GOVERSION)
  if newer_or_same "$GO_FLOOR" "${version#go}"; then
    echo "$go"
  else
    echo "quorate: $go is $version; fetching a newer one through the module proxy ..." >&2
    fetch_toolchain "$go"
  fi
)

newer_or_same() {
  [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

install_go() {
  if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" -ne 0 ]; then
    echo "quorate: the build of Pulumi's engine needs Go $GO_FLOOR or later; install it, or install the Pulumi CLI" >&2
    return 1
  fi
  echo "quorate: installing Go ..."
  apt-get -o DPkg::Lock::Timeout=120 update -q >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 install -q -y --no-install-recommends \
    golang-go ca-certificates >/dev/null
}

# A Go toolchain is a module too, so any Go can fetch and check it; only the execute bits are missing.
fetch_toolchain() (
  case $(uname -m) in
    aarch64 | arm64) machine=arm64 ;;
    *) machine=amd64 ;;
  esac
  module=golang.org/toolchain@$GO_TOOLCHAIN.linux-$machine
  cd /
  folder=$(GOFLAGS=-modcacherw "$1" mod download -json "$module" | sed -n 's/^.*"Dir": "\(.*\)".*$/\1/p')
  if ! [ -f "$folder/bin/go" ]; then
    echo "quorate: Go could not fetch $module; see above" >&2
    exit 1
  fi
  chmod -R a+x "$folder/bin" "$folder/pkg/tool"
  echo "$folder/bin/go"
)
