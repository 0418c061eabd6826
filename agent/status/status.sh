#!/bin/sh
# shellcheck disable=SC3043 # all shells of the families have `local`
# Reads a node's state. The script comes over SSH's standard input and leaves nothing on the node, so it also works on a
# node without quorate, or with another version. Each line begins with the name of its part. The parts run at once, and
# none waits for a transaction. Usage: sh -s SECONDS [SERVICE...]; no tool gets more seconds. script.ts puts parts of the
# node's program before this text.
set -u
LC_ALL=C
PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH

home=/var/lib/quorate

# Prints the lines of a command, each behind the name of part $1. Prints nothing if the command is missing.
tell() {
  local part
  part=$1
  shift
  command -v "$1" >/dev/null || return 0
  # Some tools go on after SIGTERM. sed writes line by line, so that the parts don't cut into each other's lines.
  timeout -s KILL "$limit" "$@" 2>/dev/null </dev/null | sed -u "s/^/$part /"
}

services() {
  local state
  # shellcheck disable=SC2046 # one word per service
  set -- $(printf '%s\n' "$@" $(sed -n 's/^service \([^ ]*\) .* owned$/\1/p' $home/units/*/manifest 2>/dev/null) | sort -u)
  [ $# -gt 0 ] || return 0
  timeout "$limit" systemctl is-active "$@" 2>/dev/null </dev/null | while IFS= read -r state; do
    echo "service $1 $state"
    shift
  done
}

# A transaction holds this lock as long as it works.
is_busy() { [ -e /run/quorate/lock ] && ! flock -n -s /run/quorate/lock true; }

quorate() {
  local record state phase journal
  [ -e $home/node.sh ] || return 0
  echo 'quorate installed'
  if is_busy; then echo "busy $(cat /run/quorate/lock)"; fi
  for record in "$home"/units/*/; do
    [ -f "${record}manifest" ] || continue
    state=in-service
    [ ! -d "${record}held" ] || state=held
    echo "unit $(basename "$record") $state"
    sed -n "s/^owner /owner $(basename "$record") /p" "${record}manifest" "$record"sharers/* 2>/dev/null
  done
  for phase in "$home"/journal/*/phase-*; do
    [ -e "$phase" ] || continue
    journal=${phase%/phase-*}
    echo "journal $(basename "$journal") ${phase##*/phase-}"
  done
}

corosync() {
  tell cmap corosync-cmapctl | grep --line-buffered -E '^cmap (totem\.(config_version|cluster_name)|nodelist\.node\.[0-9]+\.(name|nodeid)) ' &
  tell quorum corosync-quorumtool -s -i &
  tell link corosync-cfgtool -s &
  tell qdevice corosync-qdevice-tool -s &
  tell qnetd corosync-qnetd-tool -l &
  # shellcheck disable=SC2154 # program/corosync/read.sh sets it
  conf_version "$corosync_conf" | sed 's/^/corosync-file /'
  wait
}

# State of each VRRP instance. A transaction asks in the same way; the two don't disturb each other.
vrrp() {
  local states
  if is_busy; then return 0; fi
  states=$(vrrp_states 10) || {
    # A busy node writes it later; this removes it then.
    { sleep 10 && remove_dumps; } >/dev/null 2>&1 &
  }
  printf '%s\n' "$states" | sed -n 's/^\([^ ]*\) \([^ ]*\) .*/vrrp \1 \2/p'
}

# The servers of all backends, by haproxy's own socket; haproxy's management guide, section 9.1, "show stat".
haproxy() {
  local socket
  socket=$(sed -n 's/^[[:space:]]*stats socket \([^ ]*\).*/\1/p' /etc/haproxy/haproxy.cfg 2>/dev/null | head -n 1)
  [ -S "$socket" ] || return 0
  if command -v perl >/dev/null; then
    # shellcheck disable=SC2016 # for perl to expand
    set -- perl -MIO::Socket::UNIX -e '
      my $socket = IO::Socket::UNIX->new(Peer => $ARGV[0]) or exit 1;
      print $socket "show stat -1 4 -1\n"; $socket->flush; print <$socket>'
  else
    set -- "$(command -v python3 || echo /usr/libexec/platform-python)" -c '
import socket, sys
s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); s.sendall(b"show stat -1 4 -1\n")
for line in s.makefile(): sys.stdout.write(line)'
  fi
  tell haproxy "$@" "$socket"
}

status() {
  local limit
  [ "$(id -u)" = 0 ] || {
    echo 'needs root: log in as root or set ssh.become with a passwordless sudo' >&2
    exit 1
  }
  limit=$1
  shift
  corosync &
  haproxy &
  vrrp &
  services "$@"
  watchdog_facts
  quorate
  ip -o addr show 2>/dev/null | awk '{ sub("/.*", "", $4); print "address", $4 }'
  wait
  echo end
}

# No command may read the rest of this text.
status "$@" </dev/null
