# A change of a live corosync.conf. `corosync-cfgtool -R` makes all members read their own files, so all need the
# new file first. A live member parks the change. Three steps follow, each after all members did the one before.
# "swap" puts the files in place. "settle" reloads once and waits until the member runs the new version.
# "commit" keeps it. Before that, the member undoes the change itself after `park_within`, or when it boots.

conf=/etc/corosync/corosync.conf

# Value of key $1 in the running corosync, if any.
cmap() { corosync-cmapctl -g "$1" 2>/dev/null | sed 's/^[^=]*= //' || :; }

# Value of key $2 in section totem of file $1.
totem_key() { sed -n "s/^[[:space:]]*$2:[[:space:]]*//p" "$1" 2>/dev/null | head -n 1; }

is_quorate() { corosync-quorumtool -s 2>/dev/null | grep -q '^Quorate: *Yes'; }

# Field $1 of the line "settle VERSION CLUSTER" of manifest $2, if any.
settle_field() { words_of settle <"$2" | cut -d ' ' -f "$1"; }

is_member_of() { systemctl is-active --quiet corosync && [ "$(cmap totem.cluster_name)" = "$1" ]; }

# Whether the unit must park the change. Refuses a node of another cluster.
must_park() {
  name=$(settle_field 2 "$journal/manifest")
  [ -n "$name" ] && [ -s "$journal/plan" ] || return 1
  if is_member_of "$name"; then return 0; fi
  others=$(corosync-cmapctl -b nodelist.node. 2>/dev/null | grep -c 'nodeid' || :)
  [ "$others" -lt 2 ] || [ -s "$journal/old" ] ||
    refuse "corosync runs here already, in the cluster $(cmap totem.cluster_name) of $others nodes: take the node out of it first"
  return 1
}

# Ends the steps with the change parked, before the first change of a file.
park() {
  version=$(settle_field 1 "$journal/manifest")
  is_quorate || refuse "the cluster is not quorate here, so nothing was touched: bring the other nodes or the links back first"
  : >"$journal/parked"
  raise_high "$version"
  stop_timer quorate-confirm-corosync
  systemd-run -q --collect --unit quorate-confirm-corosync --on-active="$park_within" \
    sh "$home/node.sh" expire corosync >"$run/output" 2>&1 || refuse "no timer could be set to undo the change"
  set_phase parked
}

# Keeps the highest version that this node saw, so that no version stands for two texts.
raise_high() {
  [ "$(cat "$home/corosync-version" 2>/dev/null || say 0)" -ge "$1" ] || {
    say "$1" >"$home/corosync-version.new"
    sync "$home/corosync-version.new"
    mv "$home/corosync-version.new" "$home/corosync-version"
  }
}

is_parked() { case $(phase_of "$1") in parked | swapped) ;; *) false ;; esac; }

# Puts the parked files of version $1 in place.
corosync_swap() {
  unit=corosync
  journal=$journals/$unit
  is_parked corosync || {
    say "corosync: nothing is parked"
    return 0
  }
  [ "$(settle_field 1 "$journal/manifest")" = "$1" ] || die "corosync: what is parked here is not version $1; run the update again"
  if [ "$(phase_of corosync)" = parked ] && [ ! -e "$journal/swapped" ]; then
    mark_swapped
    swap
    set_phase swapped
  elif [ "$(phase_of corosync)" = parked ]; then
    give_up "its swap was cut short"
  fi
  say "corosync: version $1 is in place"
}

# Undoes the parked change and ends with reason $1.
give_up() {
  safely undo corosync
  [ "$status" -eq 0 ] || die "corosync: $1, and it can't be undone"
  die "corosync: $1; the node is as it was before"
}

# Keeps version $1.
corosync_commit() {
  unit=corosync
  journal=$journals/$unit
  [ "$(phase_of corosync)" = swapped ] || {
    [ "$(settle_field 1 "$units/corosync/manifest" 2>/dev/null)" = "$1" ] ||
      die "corosync: version $1 was undone here, because it was not committed in time; run the update again"
    say "corosync: version $1 is kept already"
    return 0
  }
  [ "$(cmap totem.config_version)" = "$1" ] || die "corosync: version $(cmap totem.config_version) runs here, not $1"
  rm -rf "$journal/record/origin"
  note_restart
  write_record
  set_phase committed
  commit
  stop_timer quorate-confirm-corosync
  say "corosync: version $1 is kept"
}

# Options that only a start of corosync takes up (votequorum(5), various notes).
started_options() {
  grep -E '^[[:space:]]*(wait_for_all|last_man_standing|last_man_standing_window|auto_tie_breaker|auto_tie_breaker_node|allow_downscale):' "$1" || :
}

note_restart() {
  before=$(entry_of "$journal/before/list" $conf)
  case $before in
    present*) [ "$(started_options "$journal/before/${before#present }")" = "$(started_options $conf)" ] || : >"$home/corosync-restart" ;;
  esac
}
