# The end of quorate on a node.

die_stuck() { die "an interrupted change can't be ended, so quorate stays; correct its reason, and run this again"; }

# Removes owner $1 from the node: first its units that an interrupted update left, which the stack doesn't know.
# Then removes quorate itself, unless other owners have the node, too.
uninstall() {
  local left
  recover now
  expect_left "$1"
  remove_owned "$1" /dev/null
  rm -f "$(list_file "$1")"
  left=$(cat "$home"/lists/* "$units"/*/manifest "$units"/*/sharers/* "$journals"/*/manifest 2>/dev/null | words_of owner | sort -u)
  ! say "$left" | grep -qxF -e "$1" || die_stuck
  [ -z "$left" ] || {
    say "other stacks have this node, too, so quorate stays: $(say "$left" | tr '\n' ' ')"
    return 0
  }
  ! is_stuck || die_stuck
  systemctl stop 'quorate-watch-*.timer' quorate-join.timer 'quorate-confirm-*.timer' >/dev/null 2>&1 || :
  systemctl disable -q "$recover_service" 2>/dev/null || :
  rm -f "/etc/systemd/system/$recover_service"
  systemctl daemon-reload
  rm -rf "$home" "$run"
}
