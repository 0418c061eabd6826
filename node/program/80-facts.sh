# Facts: what the node says of itself, read only. One line each:
#   family FAMILY / address ADDRESS / unit NAME DIGEST in-service|held TOKEN / drift NAME DETAIL / corosync ...
#   cut-off INTERFACES

facts() {
  say "family $family"
  ip -o addr show scope global | awk '{ sub("/.*", "", $4); print "address " $4 }'
  idle=$(idle_services)
  for record in "$units"/*; do
    [ -f "$record/manifest" ] || continue
    name=${record##*/}
    state=in-service
    [ ! -d "$record/held" ] || state=held
    say "unit $name $(digest <"$record/manifest") $state $(words_of repair <"$record/manifest")"
    drift_of "$record" | sed "s|^|drift $name |"
  done
  corosync_facts
  watchdog_facts
}

# The interfaces of the NIC watchdog that keeps the node out of service (render/fencing/nic-watchdog.sh).
watchdog_facts() {
  read -r count misses _ interfaces 2>/dev/null </run/quorate-nic-watchdog/state || return 0
  case $count$misses in '' | *[!0-9]*) return 0 ;; esac
  [ "$count" -ge "$misses" ] && systemctl is-active --quiet quorate-nic-watchdog.timer || return 0
  say "cut-off $interfaces"
}

owned_services() { sed -n 's/^service \([^ ]*\) .* owned$/\1/p' "$@"; }

# The services that units own and that don't run, between blanks; asked for all at once.
idle_services() {
  # shellcheck disable=SC2046 # one word per service
  set -- $(manifests | owned_services | sort -u)
  [ $# -gt 0 ] || return 0
  systemctl is-active "$@" 2>/dev/null | while IFS= read -r state; do
    [ "$state" = active ] || printf ' %s ' "$1"
    shift
  done
}

# What differs from the unit as it was applied: files, services that don't run, kernel parameters.
drift_of() {
  files_now "$1/manifest" | grep -vxF -f "$1/files" | unless_parked || :
  owned_services "$1/manifest" | while IFS= read -r service; do
    case $idle in *" $service "*) say "$service not-running" ;; esac
  done
  words_of sysctl <"$1/manifest" | while read -r key value; do
    [ "$(sysctl -n "$key" 2>/dev/null)" = "$value" ] || say "$key not-set"
  done
}

# Without the files that another unit has parked while it is held.
unless_parked() {
  while read -r path rest; do
    WANTED=$path awk '$1 == ENVIRON["WANTED"] { found = 1 } END { exit !found }' "$units"/*/held/list 2>/dev/null ||
      say "$path $rest"
  done
}
