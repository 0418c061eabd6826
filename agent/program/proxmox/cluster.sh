# Proxmox VE's cluster, as pvecm and /etc/pve have it. Exit codes of `pvecm create` and `pvecm add` mean nothing once
# their worker runs, so each verb looks at the result.

pve_conf=/etc/pve/corosync.conf
corosync_conf=/etc/corosync/corosync.conf
authkey=/etc/corosync/authkey
# Journal of a cluster's change under way; a rerun continues from it.
pve_journal=$home/pve

own_name() { hostname -s; }

# A corosync.conf as sorted lines "section[name].key=value" without its version: equal for files of equal meaning.
canonical() {
  awk '
    { sub(/#.*/, ""); gsub(/[ \t]+/, " "); sub(/^ /, ""); sub(/ $/, "") }
    $0 == "" { next }
    /\{$/ { depth++; section[depth] = $1; sub(/\{$/, "", section[depth]); body[depth] = id[depth] = ""; next }
    $0 == "}" {
      prefix = section[depth]
      if (id[depth] != "") prefix = prefix "[" id[depth] "]"
      count = split(body[depth], lines, "\n")
      text = ""
      for (i = 1; i < count; i++) text = text prefix "." lines[i] "\n"
      depth--
      if (depth == 0) printf "%s", text; else body[depth] = body[depth] text
      next
    }
    {
      key = $1; sub(/:$/, "", key)
      value = $0; sub(/^[^:]*: ?/, "", value)
      if (section[depth] == "node" && key == "name" || section[depth] == "interface" && key == "linknumber")
        id[depth] = value
      body[depth] = body[depth] key "=" value "\n"
    }' "$1" | grep -v '^totem\.config_version=' | sort
}

# The value of canonical key $2 in file $1, if any.
conf_value() { canonical "$1" | awk -v key="$2" 'index($0, key "=") == 1 { print substr($0, length(key) + 2); exit }'; }

# The names of the nodes in file $1.
conf_nodes() { canonical "$1" | sed -n 's/^nodelist\.node\[\(.*\)\]\.name=.*/\1/p'; }

conf_version() { sed -n 's/^[[:space:]]*config_version:[[:space:]]*\([0-9]*\).*/\1/p' "$1" | head -n 1; }

lists_node() { conf_nodes "$1" 2>/dev/null | grep -qxF -- "$2"; }

# The version that corosync runs, not a file's; nothing while it's down.
running_version() { corosync-cmapctl -g totem.config_version 2>/dev/null | sed -n 's/.* = //p'; }

# Node ids in corosync's membership.
member_ids() { corosync-quorumtool -l 2>/dev/null | awk '$1 ~ /^[0-9]+$/ && $1 > 0 { print $1 }'; }

is_member() {
  wanted_id=$(conf_value "$pve_conf" "nodelist.node[$1].nodeid")
  [ -n "$wanted_id" ] && member_ids | grep -qx "$wanted_id"
}

# No flag shows it, only a write. It may block for some seconds while the node loses quorum.
is_writable() {
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
  member=$1
  shift
  ssh -o BatchMode=yes -o ConnectTimeout="$connect_within" -o HostKeyAlias="$member" \
    -o UserKnownHostsFile="/etc/pve/nodes/$member/ssh_known_hosts" -o GlobalKnownHostsFile=none \
    "root@$(address_of "$member")" -- "$@" </dev/null
}

# A node's address of link 0 in corosync.conf, from the local copy if /etc/pve is missing.
address_of() {
  from=$pve_conf
  [ -f "$from" ] || from=$corosync_conf
  canonical "$from" | sed -n "s/^nodelist\.node\[$1\]\.ring[0-7]_addr=//p" | head -n 1
}

# The result of the last task of type $1: "OK" or the reason of its failure.
last_task() { awk -v type="$1" '$1 ~ ":" type ":" { $1 = $2 = ""; sub(/^  /, ""); last = $0 } END { print last }' /var/log/pve/tasks/index 2>/dev/null; }

# The value of argument "$1=..." among the others, if any.
option() {
  wanted=$1
  shift
  for argument in "$@"; do
    case $argument in "$wanted="*) say "${argument#*=}" ;; esac
  done
}

# The arguments "linkN=..." as options of pvecm, one word a line.
link_options() {
  for argument in "$@"; do
    case $argument in link[0-7]=* | nodeid=* | votes=*) printf -- '--%s\n%s\n' "${argument%%=*}" "${argument#*=}" ;; esac
  done
}

# A verb of the cluster: `pve VERB ...`.
pve() {
  case $1 in
    admit) ;; # a witness isn't a node of the cluster
    *) command -v pvecm >/dev/null || die "pvecm isn't here: platform proxmox needs nodes of Proxmox VE" ;;
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
    *) die "unknown verb of the cluster: $verb" ;;
  esac
}
