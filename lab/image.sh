#!/bin/sh
# Builds the nodes' image unless it is there, and prints its path as the last line: image.sh RELEASE.
# RELEASE is bookworm (Debian 12, Proxmox VE 8) or trixie (Debian 13, Proxmox VE 9).
# The image is the read-only lower layer of every node; it is kept outside the clone, under a digest of its recipe.
set -eu

release=$1
here=$(cd "$(dirname "$0")" && pwd)
cache=${QUORATE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/quorate}
digest=$(cd "$here" && find image image.sh -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16)
image=$cache/lab-$release-$digest
building=$cache/lab-$release-$digest.building

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

# names FILE: the packages of a list, separated by commas.
names() {
  sed 's/#.*//; /^$/d' "$here/image/$1" | paste -sd, -
}

# The sources that this machine's own apt uses for Debian 12, for the release in its place, whatever their file format.
sources() {
  # shellcheck disable=SC2016 # apt's own placeholders
  apt-get indextargets --format '$(CODENAME) $(REPO_URI) $(RELEASE) $(COMPONENT)' \
    'Created-By: Packages' 'Origin: Debian' |
    while read -r codename uri suite component; do
      case $codename in
      bookworm | bookworm-security | bookworm-updates)
        printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s %s %s\n' \
          "$uri" "$release${suite#bookworm}" "$component"
        ;;
      esac
    done
}

# What this machine's apt says about proxies and the like; it holds while the image is built, not in the image.
acquire() {
  apt-config dump | grep -E '^Acquire::(http|https|Retries|Check-Date|Check-Valid-Until)[: ].*"[^"]' || true
}

build() {
  command -v mmdebstrap >/dev/null || fail "mmdebstrap is missing; npm run lab installs it (or: lab/packages.sh)"
  available=$(df --output=avail -k "$cache" | tail -n 1)
  [ "$available" -ge 1500000 ] || fail "the image needs 1.5 GB in $cache, which has $((available / 1000)) MB" \
    "make room there, or set QUORATE_CACHE to a folder on a larger disk"
  sources >"$work/sources.list"
  if ! grep -q " $release " "$work/sources.list"; then
    apt-get update -q
    sources >"$work/sources.list"
  fi
  grep -q " $release " "$work/sources.list" ||
    fail "this machine's apt has no source for Debian 12 (bookworm), from whose mirror the lab's nodes are made" \
      "add one to /etc/apt/sources.list.d, run apt-get update, then run this again"
  acquire >"$work/apt.conf"

  mmdebstrap --mode=root --variant=minbase --format=directory \
    --include="$(names packages.txt)" --aptopt="$work/apt.conf" \
    --dpkgopt="$here/image/files/etc/dpkg/dpkg.cfg.d/90lab" \
    --skip=cleanup/apt --customize-hook="$here/image/customize.sh \"\$1\" $(names repository.txt)" \
    "$release" "$building" "$work/sources.list" ||
    fail "the image could not be built (see above); run this again when the cause is gone"
  mv "$building" "$image"
}

mkdir -p "$cache"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
exec 9>"$cache/lab.lock"
if ! flock --nonblock 9; then
  echo 'waiting for another build of the image'
  flock 9
fi
if [ ! -d "$image" ]; then
  # What a killed build left: mounts of its chroot first, or rm would reach through them.
  findmnt --raw --noheadings --output TARGET | grep -F "$building/" | sort -r | xargs -r umount --lazy
  rm -rf --one-file-system "$building"
  echo "building the image of the nodes ($release)"
  build 9>&- </dev/null
fi
printf '%s\n' "$image"
