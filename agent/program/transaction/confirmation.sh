# The node keeps a change that could cut you off only if a later connection confirms it.

await_confirmation() {
  undo_after "$confirm_within"
  set_phase unconfirmed
}

# Makes the node undo the unit's change after $1 seconds.
undo_after() {
  stop_timer "quorate-confirm-$unit"
  systemd-run -q --collect --unit "quorate-confirm-$unit" --on-active="$1" \
    sh "$home/node.sh" expire "$unit" >"$run/output" 2>&1 || refuse "no timer could be set to undo the change"
}

# A unit arrives over a connection that is newer than the change of its required units: this confirms them.
confirm_required() {
  local needed
  words_of requires <"$1" | while read -r needed _; do
    if [ "$(phase_of "$needed")" = unconfirmed ]; then
      take_unit "$needed"
      set_phase committed
      commit
      stop_timer "quorate-confirm-$needed"
    fi
    [ -f "$units/$needed/manifest" ] ||
      die "unit $needed is not on this node, and this unit requires it: no login confirmed it in time; run the update again"
  done
}

expire() {
  local limit
  case $(phase_of "$1") in
    unconfirmed) limit=$confirm_within ;;
    parked | swapped) limit=$park_within ;;
    *) return 0 ;;
  esac
  take_unit "$1"
  set_phase open
  undo "$1"
  warn "unit $1: the change was not confirmed within $limit s, so the node undid it"
}
