#!/bin/sh
# shellcheck disable=SC3043,SC2034 # all shells of the families have `local`; timeouts.sh serves other scripts, too
# What a node tells of changes by hand, for `quorate status` and for a preview. It comes over SSH's standard input.
set -u
LC_ALL=C
PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH

home=/var/lib/quorate
run=/run/quorate

# Prints the lines of a command, each behind the name of part $1. Prints nothing if the command is missing.
tell() {
  local part
  part=$1
  shift
  command -v "$1" >/dev/null || return 0
  # Some tools go on after SIGTERM. sed writes line by line, so that the parts don't cut into each other's lines.
  timeout -s KILL "$tool_within" "$@" 2>/dev/null </dev/null | sed -u "s/^/$part /"
}

# For the parts of the node's program.
systemctl() { timeout -s KILL "$tool_within" systemctl "$@"; }

# State of each VRRP instance and check. A transaction asks in the same way; the two don't disturb each other.
vrrp() {
  local states
  if is_busy; then return 0; fi
  states=$(vrrp_states $((glance_ms / 50))) || {
    # A busy node writes it later; this removes it then.
    { sleep "$dump_within" && remove_dumps; } >/dev/null 2>&1 &
  }
  printf '%s\n' "$states" | sed -n 's/^\*check /vrrp-check /p; t; s/^\([^ ]*\) \([^ ]*\) .*/vrrp \1 \2/p'
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

# "group INSTANCE ADDRESS..." for each VRRP instance of manifests $@.
groups() { sed -n 's/^wire \([^ ]*\) [^ ]* [^ ]* \(.*\)/group \1 \2/p' "$@" | tr ',' ' '; }

# "foreign TEXT" for each file that quorate doesn't own and that changes a service of manifests $@.
overrides() {
  local service folder file
  sed -n 's/^service \([^ ]*\) .* owned$/\1/p' "$@" | sort -u | while IFS= read -r service; do
    case $service in *.*) ;; *) service=$service.service ;; esac
    for folder in /etc/systemd/system.control /run/systemd/system.control /etc/systemd/system /run/systemd/system /usr/local/lib/systemd/system; do
      set -- "$folder/$service.d"/*.conf "$folder/${service##*.}.d"/*.conf
      # A file in place of the package's own. A mask is a link to an empty one.
      [ ! -e "/lib/systemd/system/$service" ] || set -- "$folder/$service" "$@"
      for file; do
        [ ! -s "$file" ] || is_owned "$file" ||
          echo "foreign $file changes $service: undo it by \`rm $file && systemctl daemon-reload\`"
      done
    done
  done
}

is_owned() { grep -qF -e "file $1 " "$home"/units/*/manifest; }

# "foreign TEXT" for each kernel parameter of manifests $@ that the next boot sets otherwise. Of several files the last
# one counts (sysctl.d(5)).
sysctls() {
  local wanted
  wanted=$(sed -n 's/^sysctl //p' "$@" | sort -u | tr '\n' ' ')
  [ -n "$wanted" ] || return 0
  timeout "$tool_within" /lib/systemd/systemd-sysctl --cat-config 2>/dev/null | awk -v wanted="$wanted" '
    BEGIN { for (i = split(wanted, word, " "); i > 0; i -= 2) value[word[i - 1]] = word[i] }
    /^# \/[^ ]*\/sysctl\.d\/[^ ]*\.conf$/ { file = $2; next }
    /^[ \t]*[#;]/ || !(at = index($0, "=")) { next }
    {
      key = substr($0, 1, at - 1); set = substr($0, at + 1)
      gsub(/^[ \t]*-?|[ \t]+$/, "", key); gsub("/", ".", key); gsub(/^[ \t]+|[ \t]+$/, "", set)
      if (key in value) { last[key] = set; from[key] = file }
    }
    END {
      for (key in last) if (last[key] != value[key])
        print "foreign " from[key] " sets " key " = " last[key] " at the next boot, and quorate needs " value[key] \
          ": undo it by `sed -i --follow-symlinks /" key "/d " from[key] "`"
    }'
}

# "foreign TEXT" for each package of manifests $@ that is held, or older than at the last apply of its units.
packages() {
  local name version wanted before
  # shellcheck disable=SC2046 # one word per package
  packages_now $(sed -n 's/^package //p' "$@" | sort -u) | while read -r name version wanted _; do
    [ "$wanted" != hold ] ||
      echo "foreign package $name is held, so the node gets no update of it: undo it by \`apt-mark unhold $name\`"
    before=$(awk -v name="$name" '$1 == name { print $2 }' "$home"/units/*/packages 2>/dev/null | sort -V | tail -n 1)
    [ "$(printf '%s\n' "$before" "$version" | sort -V | tail -n 1)" = "$version" ] ||
      echo "foreign package $name has version $version, older than $before before: undo it by \`$(upgrade_command) $name\`"
  done
}

# Tells all of it. Some parts run on; `wait` for them.
watch() {
  local family
  set -- "$home"/units/*/manifest
  haproxy &
  vrrp &
  ip -o addr show 2>/dev/null | awk '{ sub("/.*", "", $4); print "address", $4 }'
  if [ -f "$1" ]; then
    family=$(sed -n 's/^family //p' "$1")
    boot_drift "$@" &
    { package_drift "$@" && packages "$@"; } &
    sysctls "$@" &
    groups "$@"
    overrides "$@"
  fi
}
