# The creation of a cluster, and joins. A mark in the journal tells a rerun of a begun one, so that it can finish it.

# pve create CLUSTER ADDRESS [linkN=ADDRESS[,priority=N]]... [nodeid=N] [votes=N]
pve_create() {
  local cluster address
  cluster=$1
  address=$2
  shift 2
  if [ "$(conf_value "$pve_conf" totem.cluster_name)" = "$cluster" ] && lists_node "$pve_conf" "$(own_name)"; then
    # The file is there, but pvecm may not have restarted the services.
    if [ -e "$pve_journal/creating" ]; then
      cmp -s "$pve_conf" "$corosync_conf" || put_conf "$pve_conf"
      systemctl is-active -q corosync || systemctl restart corosync pve-cluster
    fi
  else
    guard_name "$address" "$@"
    guard_addresses "$@"
    [ -e "$pve_journal/creating" ] || guard_unclustered "$cluster"
    guard_ports
    keep_operator_keys
    note_pve creating "$cluster"
    # shellcheck disable=SC2046 # one word per line
    (cd / && pvecm create "$cluster" $(link_options "$@")) >"$run/output" 2>&1 </dev/null ||
      die "pvecm create: $(tail -n 5 "$run/output")"
    [ -f "$pve_conf" ] || die "pvecm create: $(tail -n 5 "$run/output"); its task ended with: $(last_task clustercreate)"
  fi
  await_ready "Look at: journalctl -u corosync -u pve-cluster"
  rm -f "$pve_journal/creating"
  say "cluster $cluster: $(own_name) is in it"
}

# Writes mark $1 with text $2. It reaches the disk before its step.
note_pve() {
  say "$2" >"$pve_journal/$1"
  sync "$pve_journal/$1" "$pve_journal"
}

# Runs a command on the member that this node joins.
at_member() {
  ssh -o BatchMode=yes -o ConnectTimeout="$connect_within" "root@$member_address" -- "$@" </dev/null 2>"$run/output"
}

# The functions below use its variables cluster, address, member_name and member_address.
# pve join CLUSTER ADDRESS MEMBER MEMBER_ADDRESS KEYTYPE KEY [linkN=ADDRESS]... [nodeid=N] [votes=N]
pve_join() {
  local cluster address member_name member_address
  cluster=$1 address=$2 member_name=$3 member_address=$4
  know_host "$4" "$5" "$6"
  shift 6
  if [ ! -e "$pve_journal/joining" ] && lists_node "$pve_conf" "$(own_name)" &&
    [ "$(conf_value "$pve_conf" totem.cluster_name)" = "$cluster" ]; then
    start_corosync
    is_quorate || guard_removed
  else
    join_or_resume "$@"
  fi
  within "$pve_patience" is_ready || {
    # Once more: the member may not have answered at first.
    [ -e "$pve_journal/joining" ] || guard_removed
    die "the cluster isn't quorate and /etc/pve isn't writable after $pve_patience s. Look at corosync's links (corosync-cfgtool -s) and at firewalls on UDP 5405-5412, then run the update again"
  }
  if [ -e "$pve_journal/joining" ]; then
    pvecm updatecerts >"$run/output" 2>&1 || die "pvecm updatecerts: $(tail -n 3 "$run/output")"
    systemctl reload-or-restart pvedaemon pveproxy >"$run/output" 2>&1 || die "pveproxy: $(cat "$run/output")"
    rm -f "$pve_journal/joining"
  fi
  say "cluster $cluster: $(own_name) is in it"
}

join_or_resume() {
  if [ -e "$pve_journal/joining" ] && lists_node "$pve_conf" "$(own_name)" && systemctl is-active -q corosync; then return 0; fi
  at_member cat "$pve_conf" >"$run/theirs" || die "$member_name doesn't answer over SSH: $(cat "$run/output")"
  [ "$(conf_value "$run/theirs" totem.cluster_name)" = "$cluster" ] || die "$member_name isn't in the cluster \"$cluster\""
  if [ -e "$pve_journal/joining" ] && lists_node "$run/theirs" "$(own_name)"; then
    resume_join
    return 0
  fi
  if [ -e "$pve_journal/joining" ]; then rm -f "$authkey" "$corosync_conf"; fi
  guard_join "$@"
  while_member_disarms add_to_cluster "$@"
}

add_to_cluster() {
  leave_qdevice
  keep_operator_keys
  note_pve joining "$cluster $member_name"
  # shellcheck disable=SC2046 # one word per line
  (cd / && timeout "$((pve_patience * 2))" pvecm add "$member_address" --use_ssh $(link_options "$@")) \
    >"$run/pvecm-output" 2>&1 </dev/null || :
  if grep -q "^successfully added node '$(own_name)' to cluster" "$run/pvecm-output"; then return 0; fi
  lists_node "$corosync_conf" "$(own_name)" || {
    rm -f "$pve_journal/joining"
    die "pvecm add: $(tail -n 5 "$run/pvecm-output"); its task ended with: $(last_task clusterjoin)"
  }
  # pvecm added the node, but hung or ended before its last line.
  start_corosync
}

guard_join() {
  local number linked unborn
  guard_name "$address" "$@"
  guard_addresses "$@"
  guard_unclustered "$cluster"
  guard_guests
  guard_ports
  guard_alike at_member
  is_quorate at_member ||
    die "the cluster is not quorate at $member_name, so no node can join: bring its nodes back first"
  for number in $(conf_links "$run/theirs"); do
    linked=$(option "link$number" "$@")
    [ -n "$linked" ] || die "the cluster has link $number, and this node has no address for it: write cluster.nodes.$(own_name).links.$number"
    guard_udp "${linked%%,*}" "$number" at_member
  done
  unborn=$(at_member sh "$home/node.sh" pve absent) || unborn=
  [ -z "$unborn" ] || die "these members are not up: $unborn. A node joins only while all members are up: start them, or remove them first, by an update of its own"
}

# A node still takes itself for a member if it was removed while it was off.
guard_removed() {
  at_member cat "$pve_conf" >"$run/theirs" || return 0
  lists_node "$run/theirs" "$(own_name)" ||
    die "this node was removed from the cluster while it was off: separate it first (Proxmox: Separate a Node Without Reinstalling), then it can join again"
}

# pvecm adds no node beside a qdevice, so the qdevice goes first. It returns when quorate settles the cluster.
leave_qdevice() {
  [ -n "$(conf_value "$run/theirs" quorum.device.model)" ] || return 0
  at_member pvecm qdevice remove >/dev/null || die "pvecm qdevice remove on $member_name: $(cat "$run/output")"
}

# The member has added this node, but the join stopped here. Same steps as pvecm's, each repeatable.
resume_join() {
  local left
  systemctl stop pve-cluster corosync >/dev/null 2>&1 || :
  at_member base64 "$authkey" | base64 -d >"$authkey.new" || die "the authkey of $member_name can't be read: $(cat "$run/output")"
  chmod 400 "$authkey.new"
  mv "$authkey.new" "$authkey"
  put_conf "$run/theirs"
  # A database from before the join must never meet the cluster's: the newer one would win.
  mkdir -p /var/lib/pve-cluster/backup
  for left in /var/lib/pve-cluster/config.db*; do
    [ ! -e "$left" ] || mv "$left" "/var/lib/pve-cluster/backup/${left##*/}.$(date +%s)"
  done
  start_corosync
}
