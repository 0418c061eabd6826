# The release of a held instance, when the MASTER has the change. Without a MASTER the node releases it itself.

# Puts the held instance of unit $1 back into service.
release_unit() {
  take_unit "$1"
  expect_unstuck "$units/$unit/manifest"
  [ -f "$units/$unit/manifest" ] || die "unit $unit is not on this node, so it can't be released; run the update again"
  if [ ! -d "$units/$unit/held" ]; then
    say "$unit: in service"
    return 0
  fi
  open_journal "$units/$unit"
  transact release_steps
  commit
  say "$unit: back in service"
}

release_steps() {
  local path number
  while read -r path number; do
    say "put $path $units/$unit/held/$number"
  done <"$units/$unit/held/list" >"$journal/plan"
  validate_files
  prepare_swap
  mark_swapped
  swap
  activate
  verify_all
  write_record
  set_phase committed
}

# Until the release: this node must not stay silent if no other node has the addresses.
watch_over() {
  systemctl is-active --quiet "quorate-watch-$1.timer" ||
    systemd-run -q --no-block --collect --unit "quorate-watch-$1" --on-active="$relieve_every" --on-unit-active="$relieve_every" \
      sh "$home/node.sh" relieve "$1" >"$run/output" 2>&1 || warn "no timer could be set to release $1 if the group has no MASTER: $(cat "$run/output")"
}

# A power cut ends the watches, too.
watch_held() {
  local record
  for record in "$units"/*; do
    [ ! -d "$record/held" ] || watch_over "${record##*/}"
  done
}

# The node's own release, only if no other node answers for the group's addresses.
relieve() {
  local address
  [ -d "$units/$1/held" ] || {
    stop_timer "quorate-watch-$1"
    return 0
  }
  for address in $(wire_field 4 "$units/$1/manifest" | tr ',' ' '); do
    ! is_answered "$address" || return 0
  done
  release_unit "$1"
}

# A packet filter may drop the ping, but not a neighbour's answer with its hardware address.
is_answered() {
  ip neigh flush to "$1" || :
  ping -q -c 2 -W 1 "$1" >/dev/null 2>&1 || ip neigh show "$1" | grep -q lladdr
}
