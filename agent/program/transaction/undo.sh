# The undo of a transaction, which may have stopped anywhere. Each step is repeatable, because an undo can stop, too.

# Undoes the transaction of unit $1. $2 is "boot" while the node boots. A wait for a service would then last for
# ever, so packages and users stay until later.
undo() {
  take_unit "$1"
  [ "$(phase_of "$unit")" = undone ] || put_back "${2:-}"
  if [ "${2:-}" = boot ]; then
    set_phase undone
  else
    clear_away
  fi
}

put_back() {
  local key value
  # Before the swap no service has heard of the change.
  [ ! -e "$journal/swapped" ] || halt_services "$1"
  restore_before
  while read -r key value; do
    [ -z "$value" ] || sysctl -q -w "$key=$value" >/dev/null || warn "the kernel refused sysctl $key=$value"
  done <"$journal/sysctls"
  [ ! -f "$journal/modes" ] || restore_modes <"$journal/modes"
  [ ! -e "$journal/swapped" ] || resume_services "$1"
  remove_dumps
}

# Removes the directories, packages and users that the transaction brought. Earlier files stay, even if a package
# takes them along. Parts that another unit needs now join the ledgers.
clear_away() {
  [ ! -f "$journal/directories" ] || remove_directories "$journal/directories" /dev/null
  [ ! -f "$journal/packages" ] || {
    present_before | set_aside
    "finish_$family"
    note_package_users
    remove_packages "$journal/packages"
  }
  present_before | take_back
  [ ! -f "$journal/users" ] || delete_users <"$journal/users"
  [ ! -f "$journal/package_users" ] || delete_users <"$journal/package_users"
  mkdir -p "$run/staying"
  staying packages is_brought
  staying remnants is_brought
  staying users has_user
  staying package_users has_user
  staying directories is_directory
  keep_ledgers "$run/staying" packages remnants users package_users directories
  forget_unused_origins
  stop_timer "quorate-confirm-$unit"
  discard_links
  close_journal
}

# Lists the lines of the transaction's list $1 for which function $2 succeeds.
staying() {
  local line
  : >"$run/staying/$1"
  [ ! -f "$journal/$1" ] || while IFS= read -r line; do
    if "$2" "$line"; then say "$line"; fi
  done <"$journal/$1" >"$run/staying/$1"
}

present_before() { sed -n 's/^present [0-9]* //p' "$journal/before/list"; }

# Ends all interrupted transactions. $1 is "boot" while the node boots, when no connection can confirm any more; else "now".
recover() {
  local each left phase
  for each in "$run"/job.*; do
    [ ! -d "$each" ] || is_alive "${each##*.}" || is_alive "$(cat "$each/worker" 2>/dev/null || :)" || rm -rf "$each"
  done
  rm -rf "$journals"/.draft-* "$journals"/.done-*
  for left in "$journals"/*; do
    [ -d "$left" ] || continue
    left=${left##*/}
    phase=$(phase_of "$left")
    case "$1 $phase" in
      'boot committed' | 'boot undone' | 'now unconfirmed' | 'now parked' | 'now swapped') continue ;;
      *' committed') ending "$left" finish_commit "$left" ;;
      boot*) ending "$left" undo "$left" boot ;;
      *) ending "$left" undo "$left" ;;
    esac
    if [ "$status" -ne 0 ]; then
      warn "unit $left: its interrupted change can't be ended; the next run tries again"
    elif [ "$phase" = open ]; then
      warn "unit $left: an interrupted change was undone first"
    fi
  done
  complete_hand_over
}

# Ends the transaction of unit $1 by the function $2..., as `safely` does. If that fails, the journal stays "stuck",
# with the reason, until a later run succeeds.
ending() {
  local left
  left=$journals/$1
  shift
  safely "$@" 2>"$run/ending"
  cat "$run/ending" >&2
  rm -f "$left/stuck"
  [ "$status" -eq 0 ] || { tail -n 1 "$run/ending" >"$left/stuck"; } 2>/dev/null || :
}

is_stuck() { ls "$journals"/*/stuck >/dev/null 2>&1; }

# Ends the program if a stuck journal has a part in `unit`, whose manifests are $@, such as a service of both.
expect_unstuck() {
  local left
  for left in "$journals"/*/stuck; do
    [ -f "$left" ] || continue
    left=${left%/stuck}
    parts_of "${left##*/}" "$left/old" "$left/manifest" >"$run/stuck"
    ! parts_of "$unit" "$@" | grep -qxF -f "$run/stuck" ||
      die "unit $unit: an interrupted change of unit ${left##*/} has a part in this one and can't be ended: $(cat "$left/stuck"). Nothing was changed here; correct that, and run the update again"
  done
}

# Unit $1, and the parts in its manifests $2...
parts_of() {
  say "unit $1"
  shift
  awk '$1 ~ /^(package|user|directory|file|sysctl|service)$/ { print $1, $2 } $1 == "requires" { print "unit", $2 }' "$@" 2>/dev/null || :
}

is_alive() { [ -n "$1" ] && [ -d "/proc/$1" ]; }

# Recovery while the node boots; a later service does the rest when the node is up. Never waits for a service.
recover_at_boot() {
  safely recover boot
  watch_held
  if [ -n "$(ls "$journals")" ] || pve_left; then
    systemd-run -q --no-block --collect --unit quorate-recover-rest \
      -p After=multi-user.target sh "$home/node.sh" recover rest
  fi
  [ "$status" -eq 0 ] && ! is_stuck
}

stop_timer() { systemctl stop "$1.timer" >/dev/null 2>&1 || :; }
