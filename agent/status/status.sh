#!/bin/sh
# Reads a node's state. The script comes over SSH's standard input and leaves nothing on the node, so it also works on a
# node without quorate, or with another version. Each line begins with the name of its part. The parts run at once, and
# none waits for a transaction. Usage: sh -s SECONDS [SERVICE...]; no tool gets more seconds.
set -u
LC_ALL=C
PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH

home=/var/lib/quorate

# Prints the lines of a command, each behind the name of part $1. Prints nothing if the command is missing.
tell() {
  part=$1
  shift
  command -v "$1" >/dev/null || return 0
  # Some tools go on after SIGTERM. sed writes line by line, so that the parts don't cut into each other's lines.
  timeout -s KILL "$limit" "$@" 2>/dev/null </dev/null | sed -u "s/^/$part /"
}

services() {
  # shellcheck disable=SC2046 # one word per service
  set -- $(printf '%s\n' "$@" $(sed -n 's/^service \([^ ]*\) .* owned$/\1/p' $home/units/*/manifest 2>/dev/null) | sort -u)
  [ $# -gt 0 ] || return 0
  timeout "$limit" systemctl is-active "$@" 2>/dev/null </dev/null | while IFS= read -r state; do
    echo "service $1 $state"
    shift
  done
}

# The interfaces for which the NIC watchdog keeps the node out of service, as agent/program/facts/facts.sh tells them.
cut_off() {
  read -r count misses _ interfaces 2>/dev/null </run/quorate-nic-watchdog/state || return 0
  case $count$misses in '' | *[!0-9]*) return 0 ;; esac
  if [ "$count" -ge "$misses" ] && systemctl is-active --quiet quorate-nic-watchdog.timer; then echo "cut-off $interfaces"; fi
}

# A transaction holds this lock as long as it works.
is_busy() { [ -e /run/quorate/lock ] && ! flock -n -s /run/quorate/lock true; }

quorate() {
  [ -e $home/node.sh ] || return 0
  echo 'quorate installed'
  if is_busy; then echo 'quorate busy'; fi
  for record in "$home"/units/*/; do
    [ -f "${record}manifest" ] || continue
    state=in-service
    [ ! -d "${record}held" ] || state=held
    echo "unit $(basename "$record") $state"
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
  sed -n 's/^[[:space:]]*config_version:[[:space:]]*/corosync-file /p' /etc/corosync/corosync.conf 2>/dev/null
  wait
}

# State of each VRRP instance, as keepalived's VRRP process dumps it on SIGUSR1 (keepalived(8)). The dump holds the
# passwords, so it goes at once. A transaction asks in the same way; the two don't disturb each other.
vrrp() {
  if is_busy; then return 0; fi
  pid=$(cat /run/vrrp.pid /run/keepalived/vrrp.pid 2>/dev/null | head -n 1)
  [ "$(cat "/proc/${pid:-none}/comm" 2>/dev/null)" = keepalived ] || return 0
  dumps='/tmp/keepalived.data /tmp/keepalived_parent.data'
  # shellcheck disable=SC2086 # two words
  rm -f $dumps
  kill -USR1 "$pid" 2>/dev/null || return 0
  looks=0
  until has_told "$pid" || [ $((looks += 1)) -gt 10 ]; do sleep 0.05; done
  awk -F ' = ' '
    /VRRP Instance = / { name = $2 }
    name != "" && /^ *State = / { print "vrrp", name, $2; name = "" }' /tmp/keepalived.data 2>/dev/null
  # shellcheck disable=SC2086 # two words
  rm -f $dumps
  [ "$looks" -gt 10 ] || return 0
  # A busy node writes it later; this removes it then.
  # shellcheck disable=SC2086 # two words
  { sleep 10 && rm -f $dumps; } >/dev/null 2>&1 &
}

# Whether process $1 has written its dump and closed it.
has_told() { [ -s /tmp/keepalived.data ] && [ -z "$(find "/proc/$1/fd" -lname /tmp/keepalived.data 2>/dev/null)" ]; }

# The servers of all backends, by haproxy's own socket; haproxy's management guide, section 9.1, "show stat".
haproxy() {
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
  cut_off
  quorate
  ip -o addr show 2>/dev/null | awk '{ sub("/.*", "", $4); print "address", $4 }'
  wait
  echo end
}

# No command may read the rest of this text.
status "$@" </dev/null
