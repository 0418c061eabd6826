# Edits of /etc/pve/corosync.conf: by rename after validation, with an undo if they fail.

# Puts the text of file $1 in place of /etc/pve/corosync.conf, with a version above the present and the running one.
place_conf() {
  local version running
  version=$(conf_version "$pve_conf")
  running=$(running_version)
  [ "${running:-0}" -le "$version" ] || version=$running
  sed "s/^\([[:space:]]*config_version:\).*/\1 $((version + 1))/" "$1" >"$pve_conf.new"
  mv "$pve_conf.new" "$pve_conf"
}

# Edits the configuration if it differs. Nodes and the qdevice must be equal: other functions change them.
edit_conf() {
  local file words
  canonical "$1" >"$run/wanted"
  canonical "$pve_conf" >"$run/present"
  if cmp -s "$run/wanted" "$run/present"; then
    await_version
    return 0
  fi
  for file in wanted present; do grep -E '^nodelist\.node\[.*\]\.(name|nodeid)=' "$run/$file" >"$run/$file-ids" || :; done
  cmp -s "$run/wanted-ids" "$run/present-ids" ||
    die "the name or the id of a node can't be edited; remove the node and add it again: $(diff "$run/present-ids" "$run/wanted-ids" | grep '^[<>]' | tr '\n' ' ')"
  guard_in_place
  guard_syntax "$1"
  keep_in_journal edit
  place_conf "$1"
  if within "$pve_edit_within" runs_everywhere && is_quorate; then
    rm -f "$pve_journal/edit"
    return 0
  fi
  words=$(journalctl -q -n 4 -o cat -u corosync | tail -n 4)
  take_back_edit
  die "corosync refused the change, so all nodes have their earlier configuration again: $words"
}

# A running corosync can't replace an address; it can only add or remove a whole link.
guard_in_place() {
  local line was
  grep -E '\.ring[0-7]_addr=' "$run/wanted" | while IFS= read -r line; do
    was=$(awk -v key="${line%%=*}=" 'index($0, key) == 1 { print substr($0, length(key) + 1) }' "$run/present")
    [ -z "$was" ] || [ "$was" = "${line#*=}" ] ||
      die "${line%%=*} can't change from $was to ${line#*=} while corosync runs: remove the link by one update and add it by the next"
  done
}

# corosync reads the file before the nodes get it. No node would start again with a broken one.
guard_syntax() {
  corosync -t -c "$1" >"$run/output" 2>&1 ||
    die "corosync can't read this configuration, so nothing was changed: $(tail -n 3 "$run/output")"
}

# A file broken by hand is on all nodes, which still run the one before but would not start again. The running
# corosync has the nodes and the qdevice, which this can't change.
replace_unreadable() {
  local each
  if is_readable "$pve_conf"; then return 0; fi
  running_members >"$run/running"
  {
    for each in $(conf_nodes "$wanted"); do say "$each $(conf_value "$wanted" "nodelist.node[$each].nodeid")"; done | sort
    say "qdevice $(conf_value "$wanted" quorum.device.net.host)"
  } >"$run/members"
  cmp -s "$run/running" "$run/members" ||
    die "corosync can't read $pve_conf; quorate replaces it only by a file with the nodes and the qdevice that run: $(tr '\n' ';' <"$run/running")"
  guard_syntax "$wanted"
  place_conf "$wanted"
  await_version
}

# Names and ids of the nodes in the running corosync, and its qdevice.
running_members() {
  corosync-cmapctl 2>/dev/null | awk '
    match($1, /^nodelist\.node\.[0-9]+\.(name|nodeid)$/) { split($1, part, "."); value[part[3], part[4]] = $NF; seen[part[3]] = 1 }
    END { for (each in seen) print value[each, "name"], value[each, "nodeid"] }' | sort
  say "qdevice $(cmap quorum.device.net.host)"
}

is_readable() { corosync -t -c "$1" >/dev/null 2>&1; }

# Keeps the present configuration as $1 during its change.
keep_in_journal() {
  cp "$pve_conf" "$pve_journal/$1.new"
  sync "$pve_journal/$1.new"
  mv "$pve_journal/$1.new" "$pve_journal/$1"
}

# Whether this node has an interrupted change of the configuration.
pve_left() { [ -e "$pve_journal/edit" ] || [ -e "$pve_journal/two-node" ] || [ -e "$pve_journal/ha" ]; }

# Ends such a change at boot. After a power cut of all nodes the others may come later, and HA fences nothing until then.
recover_pve() {
  if pve_left && within "$pve_patience" is_ready; then
    take_back_change
    safely fencing_on
  fi
  if ! pve_left; then
    stop_timer quorate-recover-again
  elif ! systemctl is-active -q quorate-recover-again.timer; then
    systemd-run -q --collect --unit quorate-recover-again --on-active="$recover_again_after" \
      --timer-property=OnUnitInactiveSec="$recover_again_after" sh "$home/node.sh" recover rest ||
      warn "no timer could be set to try again; the next update ends the change"
  fi
}

take_back_change() {
  take_back_edit
  give_two_node_back
}

# Gives all nodes the text from before a failed or interrupted edit, unless all run the edit.
take_back_edit() {
  [ -e "$pve_journal/edit" ] || return 0
  if ! within "$pve_undo_within" runs_everywhere; then
    place_conf "$pve_journal/edit"
    await_version
  fi
  rm -f "$pve_journal/edit"
}
