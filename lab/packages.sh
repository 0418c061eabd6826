#!/bin/sh
# Installs the Debian packages of packages.txt that this machine lacks. Says nothing when none is missing.
# The services that come with them are neither started nor enabled: only their programs are wanted.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
lock_seconds=${QUORATE_APT_LOCK_SECONDS:-180}
policy=/usr/sbin/policy-rc.d
mark='written by quorate while it installs packages'

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# A run that was killed may have left its policy behind.
remove_policy() {
  if grep -qs "$mark" "$policy"; then rm -f "$policy"; fi
}

# The services that came with the packages stay off at the next boot as well.
tidy() {
  for service in corosync haproxy keepalived nftables rsyslog openssh-server:ssh; do
    case $missing in
      *" ${service%%:*}"*) systemctl disable --quiet "${service##*:}" 2>/dev/null || true ;;
    esac
  done
  remove_policy
}

# apt_get ARGUMENT...: apt-get, which waits for another apt or dpkg to finish, but not for ever.
# DPkg::Lock::Timeout does not cover the lock of the package lists, so that one is waited for here.
apt_get() {
  waited=0
  while lslocks --notruncate --noheadings --output PATH | grep -qx /var/lib/apt/lists/lock; do
    [ "$waited" -lt "$lock_seconds" ] ||
      fail "another apt has held its lock for $lock_seconds s; let it finish or end it, then run this again"
    [ "$waited" -gt 0 ] || echo 'waiting for another apt to finish'
    sleep 1
    waited=$((waited + 1))
  done
  DEBIAN_FRONTEND=noninteractive apt-get -q -y -o "DPkg::Lock::Timeout=$lock_seconds" \
    -o Acquire::Retries=1 -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20 "$@" </dev/null
}

install() {
  # shellcheck disable=SC2086 # one word per package
  apt_get install --no-install-recommends $missing
}

missing=$(sed 's/#.*//; /^$/d' "$here/packages.txt" | while read -r package; do
  installed "$package" || printf ' %s' "$package"
done)

remove_policy
if [ -z "$missing" ]; then
  # An install that was interrupted late has left dpkg something to finish.
  if [ "$(id -u)" -eq 0 ] && [ -n "$(dpkg --audit)" ]; then dpkg --configure -a </dev/null || true; fi
  exit 0
fi
[ "$(id -u)" -eq 0 ] || fail "these Debian packages are missing:$missing" "as root, run: apt-get install$missing"
command -v apt-get >/dev/null || fail "no apt-get here; quorate's lab runs on Debian 12 (missing:$missing)"

echo "installing$missing"
trap tidy EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\n# %s\nexit 101\n' "$mark" >"$policy"
  chmod 755 "$policy"
fi

# One source of many that can't be reached is no reason to stop: whether it matters shows in the install.
apt_get update || true
# An install that was interrupted makes the next one refuse until dpkg has finished it.
install || { dpkg --configure -a </dev/null && install; } ||
  fail "the packages could not be installed (see above):$missing" \
    "check this machine's network and its sources in /etc/apt, then run this again"
