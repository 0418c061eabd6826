# What a node has where units are to come. It comes over SSH's standard input and changes nothing. Variables
# with the wanted things stand before it, one thing a line. $paths, $sealed (paths without their texts), $endpoints.
# $programs ("USER PATH"), $processes, $services, $addresses ("INTERFACE ADDRESS"), $vrids ("INTERFACE FAMILY VRID").
# $listen has seconds.

# Passwords don't leave the node.
without_secrets() {
  sed -E -e 's/(auth_pass[[:space:]]+)("[^"]*"|[^[:space:]}]+)/\1[secret]/' \
    -e 's/^([[:space:]]*stats[[:space:]]+auth[[:space:]]+[^:]*:).*/\1[secret]/' \
    -e 's/((insecure-)?password[[:space:]]+)[^[:space:]]+/\1[secret]/'
}

has_owner() { grep -qF -e "file $1 " /var/lib/quorate/units/*/manifest 2>/dev/null; }

# The files that keepalived loads from file $1 on. $2 has a letter for each level.
loaded() {
  local pattern each
  [ -f "$1" ] && [ "$2" != xxxxxxxx ] || return 0
  echo "$1"
  sed -n 's/^[[:space:]]*include[a-z]*[[:space:]]\{1,\}"\{0,1\}\([^"#![:space:]]*\).*/\1/p' "$1" | while IFS= read -r pattern; do
    case $pattern in /*) ;; *) pattern=${1%/*}/$pattern ;; esac
    for each in $pattern; do loaded "$each" "x$2"; done
  done
}

# "yours PATH TEXT" for each file of yours among the wanted paths and those that keepalived or haproxy loads. TEXT is
# base64, or "-" for a sealed one.
your_files() {
  local path family
  family=$(node_family)
  {
    echo "$paths"
    loaded /etc/keepalived/keepalived.conf x
    for path in /etc/keepalived/conf.d/*.conf /etc/haproxy/haproxy.cfg /etc/corosync/corosync.conf; do echo "$path"; done
  } | sort -u | while IFS= read -r path; do
    [ -f "$path" ] && ! has_owner "$path" && ! is_untouched "$path" || continue
    echo "yours $path $(without_secrets <"$path" | base64 -w 0)"
  done
  echo "$sealed" | while IFS= read -r path; do
    [ -f "$path" ] && ! has_owner "$path" && ! is_untouched "$path" || continue
    echo "yours $path -"
  done
}

# "interface NAME ADDRESS...", "mac NAME MAC" and "altname NAME OTHER" for each.
interfaces() {
  { ip -o link show && ip -o addr show; } 2>/dev/null | awk '
    { sub(/[@:].*/, "", $2) }
    $1 ~ /^[0-9]+:$/ && match($0, /link\/ether [0-9a-f:]+/) { print "mac", $2, substr($0, RSTART + 11, RLENGTH - 11) }
    $1 ~ /^[0-9]+:$/ && /link\// { names[++count] = $2; for (i = 3; i < NF; i++) if ($i == "altname") print "altname", $2, $(i + 1) }
    $3 ~ /^inet/ { address = $4; sub(/\/.*/, "", address); own[$2] = own[$2] " " address }
    END { for (i = 1; i <= count; i++) print "interface", names[i] own[names[i]] }'
}

# "listens ENDPOINT PROCESS PID UNIT" for each TCP listener at the port of a wanted endpoint. systemd listens for sockets.
listeners_at() {
  local ports at pid process unit
  ports=" $(echo "$endpoints" | sed 's/.*://' | sort -u | tr '\n' ' ')"
  ss -Hltnp 2>/dev/null | awk -v ports="$ports" '
    { port = $4; sub(/.*:/, "", port); if (!index(ports, " " port " ")) next
      name = "-"; pid = "-"
      # A service that a socket unit started has its listener, too.
      if ($0 ~ /"systemd",pid=1,/) { name = "systemd"; pid = 1 }
      else if (match($0, /\(\("[^"]*",pid=[0-9]+/)) {
        split(substr($0, RSTART + 3, RLENGTH - 3), part, "\",pid="); name = part[1]; pid = part[2]
      }
      print $4, name, pid }' | while read -r at process pid; do
    unit=-
    if [ "$pid" = 1 ]; then
      unit=$(systemctl list-sockets --no-legend --full 2>/dev/null | awk -v at="${at#\*}" '$1 == at || index($1, at) { print $2; exit }')
    elif [ "$pid" != - ]; then
      unit=$(sed -n 's,.*/\([^/]*\.\(service\|socket\|scope\)\).*,\1,p' "/proc/$pid/cgroup" 2>/dev/null | head -n 1)
    fi
    echo "listens $at $process $pid ${unit:--}"
  done
}

# "program absent|denied USER PATH" for each script that a user couldn't run.
missing_programs() {
  local user path
  echo "$programs" | while read -r user path; do
    [ -n "$path" ] || continue
    if [ ! -f "$path" ]; then
      echo "program absent $user $path"
    elif ! may_run "$user" "$path"; then
      echo "program denied $user $path"
    fi
  done
}

# A user that quorate is to make has the rights of all users, like the user with this number on any system.
may_run() {
  local user
  user=$1
  id "$user" >/dev/null 2>&1 || user=$(id -un 65534)
  runuser -u "$user" -- test -x "$2" 2>/dev/null
}

# "process NAME" for each that neither runs nor could: no program and no service has its name.
missing_processes() {
  local name
  echo "$processes" | while IFS= read -r name; do
    [ -n "$name" ] && ! pgrep -x -- "$name" >/dev/null 2>&1 && ! command -v "$name" >/dev/null &&
      ! has_service "$name.service" || continue
    echo "process $name"
  done
  echo "$services" | while IFS= read -r name; do
    [ -z "$name" ] || has_service "$name" || echo "service $name"
  done
}

has_service() { [ "$(systemctl show -P LoadState "$1" 2>/dev/null)" != not-found ]; }

platform() {
  if command -v pveversion >/dev/null; then echo "platform proxmox"; else
    # shellcheck source=/dev/null
    (. /etc/os-release && echo "platform ${PRETTY_NAME:-$ID}")
  fi
}

# "address,INTERFACE,ADDRESS" and "vrid,INTERFACE,FAMILY,VRID" for those that no unit of the node has yet.
first_uses() {
  local interface rest
  echo "$addresses" | while read -r interface rest; do
    [ -z "$rest" ] || has_claim "address $rest" || echo "address,$interface,$rest"
  done
  echo "$vrids" | while read -r interface rest; do
    [ -z "$rest" ] || has_claim "vrid $interface $rest" || echo "vrid,$interface,$rest" | tr ' ' ,
  done
}

has_claim() { grep -qxF -e "claim $1" /var/lib/quorate/units/*/manifest 2>/dev/null; }

# "answers INTERFACE ADDRESS MAC" and "speaks INTERFACE FAMILY VRID SOURCE MAC" for other machines on the segments.
others_there() {
  local each interface address
  # shellcheck disable=SC2046 # one word for each
  set -- $(first_uses)
  [ $# -gt 0 ] || return 0
  if command -v perl >/dev/null; then echo "$segment" | perl - "$listen" "$@"; fi
  for each; do
    case $each in address,*:*) ;; *) continue ;; esac
    address=${each##*,} interface=${each#address,}
    interface=${interface%%,*}
    ping -n -6 -c 1 -W 1 -I "$interface" "$address" >/dev/null 2>&1 || :
    ip -6 neigh show "$address" dev "$interface" 2>/dev/null |
      sed -n "s/^\\([^ ]*\\) .*lladdr \\([0-9a-f:]*\\).*/answers $interface \\1 \\2/p"
  done
}

look() {
  platform
  interfaces
  your_files
  [ -z "$endpoints" ] || listeners_at
  [ -z "$programs" ] || missing_programs
  [ -z "$processes$services" ] || missing_processes
  [ -z "$addresses$vrids" ] || others_there
}
