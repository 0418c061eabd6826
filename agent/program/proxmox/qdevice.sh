# The qdevice of a Proxmox cluster: pvecm adds and removes it. An edit sets the options that pvecm doesn't know.

# Brings the qdevice to $wanted, which has one at most.
settle_qdevice() {
  local have want absent
  have=$(conf_value "$pve_conf" quorum.device.net.host)
  want=$(conf_value "$wanted" quorum.device.net.host)
  if [ "$have" = "$want" ]; then
    [ -z "$want" ] || start_qdevices
    return 0
  fi
  absent=$(pve_absent | tr '\n' ' ')
  [ -z "$absent" ] || die "a qdevice can come or go only while all nodes are up; start these, or remove them first: $absent"
  [ -z "$have" ] || remove_qdevice
  [ -z "$want" ] || setup_qdevice "$want"
}

remove_qdevice() {
  pvecm qdevice remove >"$run/output" 2>&1 </dev/null || die "pvecm qdevice remove: $(tail -n 3 "$run/output")"
  await_version
}

setup_qdevice() {
  local each
  [ $(($(conf_nodes "$pve_conf" | wc -l) % 2)) -eq 0 ] ||
    die "pvecm sets a qdevice up for an even number of nodes only: leave quorum.qdevice out, or add a node"
  # Remains of an interrupted setup would stop this one.
  conf_nodes "$pve_conf" | while IFS= read -r each; do
    if [ "$each" = "$(own_name)" ]; then rm -rf /etc/corosync/qdevice/net; else on_member "$each" rm -rf /etc/corosync/qdevice/net; fi
  done
  # corosync refuses a device beside two_node, and pvecm leaves two_node in the file.
  if [ "$(conf_value "$pve_conf" quorum.two_node)" = 1 ]; then
    keep_in_journal two-node
    without_two_node "$pve_journal/two-node" >"$run/without"
    place_conf "$run/without"
    await_version
  fi
  pvecm qdevice setup "$1" >"$run/qdevice" 2>&1 </dev/null ||
    give_qdevice_up "pvecm qdevice setup $1: $(tail -n 5 "$run/qdevice")"
  await_version
  within "$pve_qdevice_within" qdevice_votes ||
    give_qdevice_up "the qdevice at $1 gives no vote: $(corosync-qdevice-tool -s 2>&1 | tail -n 5)"
  rm -f "$pve_journal/two-node"
}

# Restores the configuration from before the setup, and ends with reason $1.
give_qdevice_up() {
  [ -z "$(conf_value "$pve_conf" quorum.device.model)" ] || remove_qdevice
  give_two_node_back
  die "$1"
}

# A setup that stopped before the device was there left two nodes without two_node: the loss of either would stop
# the other.
give_two_node_back() {
  [ -e "$pve_journal/two-node" ] || return 0
  without_two_node "$pve_journal/two-node" >"$run/without"
  if [ "$(canonical "$pve_conf")" = "$(canonical "$run/without")" ]; then
    place_conf "$pve_journal/two-node"
    await_version
  fi
  rm -f "$pve_journal/two-node"
}

without_two_node() { grep -v '^[[:space:]]*two_node:' "$1"; }

# pvecm writes the file, then starts the service on each node. This completes an interrupted start.
start_qdevices() {
  local each
  conf_nodes "$pve_conf" | while IFS= read -r each; do
    set -- systemctl enable --now --quiet corosync-qdevice
    is_member "$each" || continue
    if [ "$each" = "$(own_name)" ]; then "$@"; else on_member "$each" "$@"; fi >"$run/output" 2>&1 ||
      die "corosync-qdevice doesn't start on $each: $(tail -n 3 "$run/output")"
  done
}
