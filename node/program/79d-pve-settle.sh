# Bringing a live cluster to the configuration that is wanted: nodes that are off leave, a qdevice comes or goes, the rest
# is an edit of /etc/pve/corosync.conf by rename. Nothing is touched without quorum.

# pve settle [TOKEN] <corosync.conf: its version means nothing. Nodes have joined before.
pve_settle() {
  wanted=$job/input
  [ "$(conf_value "$pve_conf" totem.cluster_name)" = "$(conf_value "$wanted" totem.cluster_name)" ] ||
    die "this node isn't in the cluster \"$(conf_value "$wanted" totem.cluster_name)\""
  is_quorate || die "the cluster is not quorate, so nothing was changed: bring its nodes back first (corosync-quorumtool -s)"
  # Quorum is seconds older than a writable /etc/pve.
  within 15 is_writable || die "/etc/pve can't be written although corosync is quorate: restart pve-cluster on all nodes, one at a time"
  take_back_edit
  replace_unreadable
  conf_nodes "$wanted" >"$run/wanted-nodes"
  conf_nodes "$pve_conf" | except_lines "$run/wanted-nodes" >"$run/leaving"
  conf_nodes "$pve_conf" >"$run/present-nodes"
  missing=$(except_lines "$run/present-nodes" <"$run/wanted-nodes" | tr '\n' ' ')
  [ -z "$missing" ] || die "these nodes are not in the cluster: $missing. They join before it settles; nothing was changed"
  # All guards before the first change.
  while IFS= read -r leaving; do guard_leaving "$leaving"; done <"$run/leaving"
  while IFS= read -r leaving; do remove_node "$leaving"; done <"$run/leaving"
  settle_qdevice
  edit_conf "$wanted"
  note_pve settled "$(canonical "$pve_conf" | digest | cut -c 1-16)"
  note_pve settle-token "${1:--}"
  say "cluster $(conf_value "$pve_conf" totem.cluster_name): version $(running_version)"
}

# A node may go only when it's off: removed while it runs it would go on by itself, with the guests it has.
guard_leaving() {
  [ "$1" != "$(own_name)" ] || die "this node, $1, can't remove itself: let another one do it"
  for leaving_address in $(canonical "$pve_conf" | sed -n "s/^nodelist\.node\[$1\]\.ring[0-7]_addr=//p"); do
    ! ping -c 1 -W 1 "$leaving_address" >/dev/null 2>&1 ||
      die "$1 is to leave the cluster and still answers at $leaving_address: shut it down first, and never start it again in this network as it is"
  done
  # One that has just gone off is missed by the others when the token's time is over.
  within 30 is_no_member "$1" || die "$1 is to leave the cluster and is still in it: shut it down first, then run this again"
}

is_no_member() { ! is_member "$1"; }

remove_node() {
  pvecm delnode "$1" >"$run/output" 2>&1 </dev/null || :
  if lists_node "$pve_conf" "$1"; then die "pvecm delnode $1: $(tail -n 3 "$run/output")"; fi
  await_version
  is_quorate || die "the cluster lost quorum when $1 was removed"
  # Its key would still open every node.
  keys=/etc/pve/priv/authorized_keys
  if grep -q " root@$1\$" "$keys" 2>/dev/null; then
    grep -v " root@$1\$" "$keys" >"$keys.new" || :
    chmod 600 "$keys.new"
    mv "$keys.new" "$keys"
  fi
  guests=$(guests_in "/etc/pve/nodes/$1")
  if [ -z "$guests" ]; then
    rm -rf "/etc/pve/nodes/$1"
    say "$1 has left the cluster"
  else
    say "$1 has left the cluster; /etc/pve/nodes/$1 stays, with the configuration of guests:" "$guests"
  fi
}

# The nodes that are listed and not in the membership.
pve_absent() { conf_nodes "$pve_conf" | while IFS= read -r absent; do is_member "$absent" || say "$absent"; done; }

# Every member, this node among them, must run the version of the file. What a node runs it tells the others.
runs_everywhere() {
  version=$(conf_version "$pve_conf")
  [ "$(running_version)" = "$version" ] || return 1
  for id in $(member_ids); do
    [ "$(corosync-cmapctl -g "runtime.members.$id.config_version" 2>/dev/null | sed -n 's/.* = //p')" = "$version" ] || return 1
  done
}

await_version() {
  within 20 runs_everywhere || die "version $(conf_version "$pve_conf") of corosync.conf isn't run by every member: $(versions_told)"
}

versions_told() { corosync-cmapctl 2>/dev/null | sed -n 's/^runtime\.members\.\([0-9]*\)\.config_version.* = \(.*\)/node \1 runs \2/p' | tr '\n' ' '; }

# Puts the text of file $1 in place of /etc/pve/corosync.conf, with the version raised over the file's and the running one.
place_conf() {
  version=$(conf_version "$pve_conf")
  running=$(running_version)
  [ "${running:-0}" -le "$version" ] || version=$running
  sed "s/^\([[:space:]]*config_version:\).*/\1 $((version + 1))/" "$1" >"$pve_conf.new"
  mv "$pve_conf.new" "$pve_conf"
}

# Edits the configuration where it differs; nodes and the qdevice are others' matters and must be the same.
edit_conf() {
  canonical "$1" >"$run/wanted"
  canonical "$pve_conf" >"$run/present"
  if cmp -s "$run/wanted" "$run/present"; then
    await_version
    return 0
  fi
  for file in wanted present; do grep -E '^nodelist\.node\[.*\]\.(name|nodeid)=' "$run/$file" >"$run/$file-ids" || :; done
  cmp -s "$run/wanted-ids" "$run/present-ids" ||
    die "names and ids of the nodes can't be edited, only added and removed: $(diff "$run/present-ids" "$run/wanted-ids" | grep '^[<>]' | tr '\n' ' ')"
  guard_in_place
  guard_syntax "$1"
  cp "$pve_conf" "$pve_journal/edit.new"
  sync "$pve_journal/edit.new"
  mv "$pve_journal/edit.new" "$pve_journal/edit"
  place_conf "$1"
  if within 20 runs_everywhere && is_quorate; then
    rm -f "$pve_journal/edit"
    return 0
  fi
  told=$(journalctl -q -n 4 -o cat -u corosync | tail -n 4)
  take_back_edit
  die "corosync didn't take the change, so all nodes were given the configuration they had: $told"
}

# An address can't be replaced while corosync runs, only a whole link added or removed.
guard_in_place() {
  grep -E '\.ring[0-7]_addr=' "$run/wanted" | while IFS= read -r line; do
    was=$(awk -v key="${line%%=*}=" 'index($0, key) == 1 { print substr($0, length(key) + 1) }' "$run/present")
    [ -z "$was" ] || [ "$was" = "${line#*=}" ] ||
      die "${line%%=*} can't change from $was to ${line#*=} while corosync runs: remove the link by one update and add it by the next"
  done
}

# The daemon reads the file before any node gets it: a broken one would be spread, and no node would start again.
guard_syntax() {
  corosync -t -c "$1" >"$run/output" 2>&1 ||
    die "corosync doesn't take this configuration, so nothing was changed: $(tail -n 3 "$run/output")"
}

# A file that somebody broke is on every node while the one before runs on, and no node would start again. What runs knows
# the nodes and the qdevice, which this can't change.
replace_unreadable() {
  if is_readable "$pve_conf"; then return 0; fi
  running_members >"$run/running"
  {
    for each in $(conf_nodes "$wanted"); do say "$each $(conf_value "$wanted" "nodelist.node[$each].nodeid")"; done | sort
    say "qdevice $(conf_value "$wanted" quorum.device.net.host)"
  } >"$run/members"
  cmp -s "$run/running" "$run/members" ||
    die "somebody left a $pve_conf that corosync can't read; it's replaced only by one with the nodes and the qdevice that run: $(tr '\n' ';' <"$run/running")"
  guard_syntax "$wanted"
  place_conf "$wanted"
  await_version
}

# Names and ids of the nodes that corosync runs with, and its qdevice.
running_members() {
  corosync-cmapctl 2>/dev/null | awk '
    match($1, /^nodelist\.node\.[0-9]+\.(name|nodeid)$/) { split($1, part, "."); value[part[3], part[4]] = $NF; seen[part[3]] = 1 }
    END { for (each in seen) print value[each, "name"], value[each, "nodeid"] }' | sort
  say "qdevice $(cmap quorum.device.net.host)"
}

is_readable() { corosync -t -c "$1" >/dev/null 2>&1; }

# Gives all nodes the text they had before an edit that failed or was cut short, and that isn't run everywhere.
take_back_edit() {
  [ -e "$pve_journal/edit" ] || return 0
  if ! within 5 runs_everywhere; then
    place_conf "$pve_journal/edit"
    await_version
  fi
  rm -f "$pve_journal/edit"
}
