# The qdevice of a Proxmox cluster: pvecm makes it and takes it away; an edit sets what pvecm doesn't know.

# In $wanted there is one at a host, or none.
settle_qdevice() {
  have=$(conf_value "$pve_conf" quorum.device.net.host)
  want=$(conf_value "$wanted" quorum.device.net.host)
  [ "$have" != "$want" ] || return 0
  absent=$(pve_absent | tr '\n' ' ')
  [ -z "$absent" ] || die "a qdevice can come or go only with all nodes there, and these are not: $absent"
  [ -z "$have" ] || remove_qdevice
  [ -z "$want" ] || setup_qdevice "$want"
}

remove_qdevice() {
  pvecm qdevice remove >"$run/output" 2>&1 </dev/null || die "pvecm qdevice remove: $(tail -n 3 "$run/output")"
  await_version
}

setup_qdevice() {
  [ $(($(conf_nodes "$pve_conf" | wc -l) % 2)) -eq 0 ] ||
    die "pvecm sets a qdevice up for an even number of nodes only: leave quorum.qdevice out, or add a node"
  # What an interrupted setup left would stop this one.
  conf_nodes "$pve_conf" | while IFS= read -r each; do
    if [ "$each" = "$(own_name)" ]; then rm -rf /etc/corosync/qdevice/net; else on_member "$each" rm -rf /etc/corosync/qdevice/net; fi
  done
  pvecm qdevice setup "$1" >"$run/qdevice" 2>&1 </dev/null ||
    die "pvecm qdevice setup $1: $(tail -n 5 "$run/qdevice")"
  await_version
  within 30 qdevice_votes || die "the qdevice at $1 gives no vote: $(corosync-qdevice-tool -s 2>&1 | tail -n 5)"
}

# Alive, voting, for this node.
qdevice_votes() { corosync-quorumtool -s 2>/dev/null | grep -q 'A,V,'; }
