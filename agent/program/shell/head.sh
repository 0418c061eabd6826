#!/bin/sh
# shellcheck disable=SC3043 # all shells of the families have `local`
# quorate's program on a node. It applies each unit as one transaction; see agent/README.md for its verbs.
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

# The reason of a failed write, if the disk is full.
if_full() { [ "$(stat -f -c %a "$home")" -gt 64 ] || say "; $home has no space left"; }

digest() { sha256sum | cut -d ' ' -f 1; }

# The lines of stdin that begin with word $1, without it; only their second words.
words_of() { sed -n "s/^$1 //p"; }
names_of() { awk -v kind="$1" '$1 == kind { print $2 }'; }

# The lines of stdin, except those whose first word is a line of file $1.
except() { awk -v list="$1" 'BEGIN { while ((getline line < list) > 0) out[line] } !($1 in out)'; }

# Runs a function, which ends at its first failure. Sets `status`. Never call it in a condition: there the
# shell ignores failures, also in called functions.
safely() {
  set +e
  (
    set -e
    "$@"
  )
  status=$?
  set -e
}

