# Brings a live cluster to the wanted configuration: nodes that are off leave, pvecm adds or removes the qdevice.
# An edit of /etc/pve/corosync.conf by rename does the rest. Without quorum it changes nothing.

# pve settle BASE <corosync.conf: ignores its version. Nodes have joined before. Functions that it calls use its variable
# wanted, the file with this text.
pve_settle() {
  local wanted missing leaving
  wanted=$job/input
  [ "$(conf_value "$pve_conf" totem.cluster_name)" = "$(conf_value "$wanted" totem.cluster_name)" ] ||
    die "this node isn't in the cluster \"$(conf_value "$wanted" totem.cluster_name)\""
  is_quorate || die "the cluster is not quorate, so nothing was changed: bring its nodes back first (corosync-quorumtool -s)"
  # /etc/pve becomes writable some seconds after quorum.
  within "$pve_writable_within" is_writable || die "/etc/pve can't be written although corosync is quorate: restart pve-cluster on all nodes, one at a time"
  if pve_left; then without_fencing take_back_change; fi
  guard_ha # before the first step that may write the wanted text
  if ! is_readable "$pve_conf"; then without_fencing replace_unreadable; fi
  conf_nodes "$wanted" >"$run/wanted-nodes"
  conf_nodes "$pve_conf" | except "$run/wanted-nodes" >"$run/leaving"
  conf_nodes "$pve_conf" >"$run/present-nodes"
  missing=$(except "$run/present-nodes" <"$run/wanted-nodes" | tr '\n' ' ')
  [ -z "$missing" ] || die "these nodes are not in the cluster: $missing. Nothing was changed: all nodes join before the cluster settles"
  # All guards before the first change.
  while IFS= read -r leaving; do guard_leaving "$leaving"; done <"$run/leaving"
  if is_as_wanted; then change_cluster; else without_fencing change_cluster; fi
  note_pve settled "$(canonical "$pve_conf" | digest | cut -c 1-16)"
  note_pve wanted "$(digest <"$wanted")"
  note_pve settle-base "$1"
  say "cluster $(conf_value "$pve_conf" totem.cluster_name): version $(running_version)"
}

is_as_wanted() { [ ! -s "$run/leaving" ] && [ "$(canonical "$wanted")" = "$(canonical "$pve_conf")" ]; }

change_cluster() {
  local leaving
  while IFS= read -r leaving; do remove_node "$leaving"; done <"$run/leaving"
  settle_qdevice
  edit_conf "$wanted"
}

# HA fences a node that loses quorum, but with two_node a lone node keeps quorum.
guard_ha() {
  local managed
  [ "$(conf_value "$wanted" quorum.two_node)" = 1 ] || return 0
  managed=$(sed -n 's/^\([a-z]*\): *\([^ ]*\) *$/\1:\2/p' /etc/pve/ha/resources.cfg 2>/dev/null | tr '\n' ' ')
  [ -z "$managed" ] || die "two_node is on beside the HA resources ${managed% }: two nodes that lose sight of each other would both run them. Nothing was changed. Write quorum.qdevice or quorum.twoNode: false, or take them out of HA (ha-manager remove)"
}

# A node must be off before its removal: otherwise it would go on alone with its guests.
guard_leaving() {
  local leaving_address
  [ "$1" != "$(own_name)" ] || die "this node, $1, can't remove itself: let another one do it"
  for leaving_address in $(conf_addresses "$pve_conf" "$1"); do
    ! ping -c 2 -W 2 "$leaving_address" >/dev/null 2>&1 ||
      die "$1 is to leave the cluster and still answers at $leaving_address: shut it down first, and never start it again in this network as it is"
  done
  # The others miss a node that just went off only after the token's timeout.
  within "$pve_leave_within" is_no_member "$1" || die "$1 is to leave the cluster and is still in it: shut it down first, then run this again"
}

is_no_member() { ! is_member "$1"; }

remove_node() {
  local keys guests
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

# The listed nodes outside the membership.
pve_absent() {
  local listed
  conf_nodes "$pve_conf" | while IFS= read -r listed; do is_member "$listed" || say "$listed"; done
}

# All members, this node included, must run the file's version. Each member tells the others its version.
runs_everywhere() {
  local version id
  version=$(conf_version "$pve_conf")
  [ "$(running_version)" = "$version" ] || return 1
  for id in $(member_ids); do
    [ "$(cmap "runtime.members.$id.config_version")" = "$version" ] || return 1
  done
}

await_version() {
  within "$pve_version_within" runs_everywhere || die "not all members run version $(conf_version "$pve_conf") of corosync.conf: $(versions_told)"
}

versions_told() { corosync-cmapctl 2>/dev/null | sed -n 's/^runtime\.members\.\([0-9]*\)\.config_version.* = \(.*\)/node \1 runs \2/p' | tr '\n' ' '; }
