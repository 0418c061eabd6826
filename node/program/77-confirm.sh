# A change that could cut the operator off is kept only when a later connection confirms it.

await_confirmation() {
  systemd-run -q --collect --unit "quorate-confirm-$unit" --on-active="$confirm_within" \
    sh "$home/node.sh" expire "$unit" >/dev/null 2>&1 || {
    undo "$unit"
    die "$(uname -n): unit $unit: no timer could be set to undo the change, so it was not made"
  }
  set_phase unconfirmed
}

# A unit that requires another arrives over a connection made after that one's change: this confirms it.
confirm_required() {
  words_of requires <"$1" | while read -r needed _; do
    if [ "$(cat "$journals/$needed/phase" 2>/dev/null)" = unconfirmed ]; then
      journal=$journals/$needed
      systemctl stop "quorate-confirm-$needed.timer" >/dev/null 2>&1 || :
      commit "$needed"
    fi
    [ -f "$units/$needed/manifest" ] || die "$(uname -n): unit $needed, which this one requires, is not here: it was never confirmed, run the update again"
  done
}

expire() {
  [ "$(cat "$journals/$1/phase" 2>/dev/null)" = unconfirmed ] || return 0
  undo "$1"
  warn "unit $1: nobody confirmed the change within $confirm_within s, it was undone"
}
