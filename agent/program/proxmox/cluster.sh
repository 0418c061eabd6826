# Proxmox VE's cluster, as pvecm and /etc/pve have it. Exit codes of `pvecm create` and `pvecm add` mean nothing once
# their worker runs, so each verb looks at the result.

pve_conf=/etc/pve/corosync.conf
authkey=/etc/corosync/authkey
# Journal of a cluster's change under way; a rerun continues from it.
pve_journal=$home/pve

own_name() { hostname -s; }

is_member() {
  local wanted_id
  wanted_id=$(conf_value "$pve_conf" "nodelist.node[$1].nodeid")
  [ -n "$wanted_id" ] && member_ids | grep -qx "$wanted_id"
}

# No flag shows it, only a write. It may block for some seconds while the node loses quorum.
is_writable() {
  local probe
  probe=/etc/pve/.quorate-$(own_name)
  timeout "$pve_write_within" sh -c ": >$probe && rm -f $probe" 2>/dev/null
}

is_ready() { is_quorate && is_writable; }

await_ready() {
  within "$pve_patience" is_ready && return 0
  die "the cluster isn't quorate and /etc/pve isn't writable after $pve_patience s. $1"
}

# Runs a command on another node, like Proxmox's own tools; its host key is in /etc/pve.
on_member() {
  local member
  member=$1
  shift
  ssh -o BatchMode=yes -o ConnectTimeout="$connect_within" -o HostKeyAlias="$member" \
    -o UserKnownHostsFile="/etc/pve/nodes/$member/ssh_known_hosts" -o GlobalKnownHostsFile=none \
    "root@$(address_of "$member")" -- "$@" </dev/null
}

# A node's address of link 0 in corosync.conf, from the local copy if /etc/pve is missing.
address_of() {
  local from
  from=$pve_conf
  [ -f "$from" ] || from=$corosync_conf
  conf_addresses "$from" "$1" | head -n 1
}

# Puts file $1 in place of corosync's own.
put_conf() {
  cp "$1" "$corosync_conf.new"
  chmod 644 "$corosync_conf.new"
  mv "$corosync_conf.new" "$corosync_conf"
}

start_corosync() {
  systemctl reset-failed corosync pve-cluster >/dev/null 2>&1 || :
  systemctl start corosync pve-cluster >"$run/output" 2>&1 || die "corosync doesn't start: $(journalctl -q -n 3 -o cat -u corosync)"
}

# The result of the last task of type $1: "OK" or the reason of its failure.
last_task() { awk -v type="$1" '$1 ~ ":" type ":" { $1 = $2 = ""; sub(/^  /, ""); last = $0 } END { print last }' /var/log/pve/tasks/index 2>/dev/null; }

# The value of argument "$1=..." among the others, if any.
option() {
  local wanted argument
  wanted=$1
  shift
  for argument in "$@"; do
    case $argument in "$wanted="*) say "${argument#*=}" ;; esac
  done
}

# The arguments "linkN=..." as options of pvecm, one word a line.
link_options() {
  local argument
  for argument in "$@"; do
    case $argument in link[0-7]=* | nodeid=* | votes=*) printf -- '--%s\n%s\n' "${argument%%=*}" "${argument#*=}" ;; esac
  done
}

# A verb of the cluster: `pve VERB ...`.
pve() {
  local verb
  case $1 in
    admit) ;; # a witness isn't a node of the cluster
    *) command -v pvecm >/dev/null || die "this node has no pvecm: platform proxmox needs nodes of Proxmox VE" ;;
  esac
  mkdir -p "$pve_journal"
  verb=$1
  shift
  case $verb in
    key) pve_key ;;
    admit) pve_admit "$@" ;;
    create) pve_create "$@" ;;
    join) pve_join "$@" ;;
    settle) pve_settle "$@" ;;
    current) pve_current "$@" ;;
    trust) pve_trust "$@" ;;
    absent) pve_absent ;;
    fencing) pve_fencing "${1:-}" ;;
    *) die "unknown verb \"$verb\" of the cluster" ;;
  esac
}
