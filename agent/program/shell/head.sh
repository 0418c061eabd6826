#!/bin/sh
# quorate's program on a node. It applies units, each as one transaction; see agent/README.md.
# Usage: node.sh apply | remove UNIT | keep OWNER BASE UNIT... | release UNIT | corosync STEP [VERSION] | pve VERB
#   | qnetd CLUSTER | facts | recover | expire UNIT | relieve UNIT | uninstall OWNER
set -eu
umask 077
LC_ALL=C
PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH

home=/var/lib/quorate
run=/run/quorate
journals=$home/journal
units=$home/units
recover_service=quorate-recover.service

say() { printf '%s\n' "$*"; }
warn() { printf 'quorate: %s\n' "$*" >&2; }
die() {
  warn "$(uname -n): $*"
  exit 1
}

# Why something failed that says no more than that it could not write.
if_full() { [ "$(stat -f -c %a "$home")" -gt 64 ] || say "; $home has no space left"; }

digest() { sha256sum | cut -d ' ' -f 1; }

# The lines of stdin whose first word is $1, without it; the second words alone.
words_of() { sed -n "s/^$1 //p"; }
names_of() { awk -v kind="$1" '$1 == kind { print $2 }'; }

# The lines of stdin whose first word is no line of file $1.
except() { awk -v list="$1" 'BEGIN { while ((getline line < list) > 0) out[line] } !($1 in out)'; }

# Runs a function so that whatever fails in it ends it, and sets `status`. Never call this in a condition: there the
# shell would go on after a failure, in all that it calls.
safely() {
  set +e
  (
    set -e
    "$@"
  )
  status=$?
  set -e
}

# The lock is held by all that this shell starts, so that nothing begins before an orphan of a killed run has ended.
one_at_a_time() {
  exec 9>"$run/lock"
  flock -w "$lock_within" 9 || die "another change of this node has been running for $lock_within s"
}

# os-release(5) is written for a shell to read.
node_family() {
  # shellcheck source=/dev/null
  ids=$(set +u && . /etc/os-release 2>/dev/null && say "$ID $ID_LIKE") || :
  case " $ids " in
    *' debian '*) say debian ;;
    *' rhel '* | *' fedora '*) say rhel ;;
    *) say "unknown ($ids)" ;;
  esac
}
