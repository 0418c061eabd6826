# A change of a live corosync.conf. `corosync-cfgtool -R` makes all members read their own files, so all need the
# new file first. A live member parks the change. Three steps follow, each after all members did the one before.
# "swap" puts the files in place. "settle" reloads once and waits until the member runs the new version.
# "commit" ends that. Before that, the member undoes the change itself after `park_within`, or when it boots.

# Field $1 of the line "settle VERSION CLUSTER" of manifest $2, if any.
settle_field() { words_of settle <"$2" | cut -d ' ' -f "$1"; }

is_member_of() { systemctl is-active --quiet corosync && [ "$(cmap totem.cluster_name)" = "$1" ]; }

# Whether the unit must park the change. Refuses a node of another cluster.
must_park() {
  local name others
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
  local version
  version=$(settle_field 1 "$journal/manifest")
  is_quorate || refuse "the cluster is not quorate here, so nothing was changed: bring the other nodes or the links back first"
  : >"$journal/parked"
  raise_high "$version"
  undo_after "$park_within"
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
  take_unit corosync
  is_parked corosync || {
    say "corosync: nothing is parked"
    return 0
  }
  [ "$(settle_field 1 "$journal/manifest")" = "$1" ] || die "corosync: another version than $1 is parked here; run the update again"
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

# Commits version $1.
corosync_commit() {
  take_unit corosync
  [ "$(phase_of corosync)" = swapped ] || {
    [ "$(settle_field 1 "$units/corosync/manifest" 2>/dev/null)" = "$1" ] ||
      die "corosync: version $1 was undone here, because it was not committed in time; run the update again"
    say "corosync: version $1 is committed already"
    return 0
  }
  [ "$(running_version)" = "$1" ] || die "corosync: version $(running_version) runs here, not $1"
  rm -rf "$journal/record/origin"
  note_restart
  enable_services
  write_record
  set_phase committed
  commit
  stop_timer quorate-confirm-corosync
  say "corosync: version $1 is committed"
}

note_restart() {
  local before
  before=$(entry_of "$journal/before/list" "$corosync_conf")
  case $before in
    present*)
      [ "$(started_options "$journal/before/${before#present }")" = "$(started_options "$corosync_conf")" ] ||
        : >"$home/corosync-restart"
      ;;
  esac
}
