# Conditions before a node creates or joins a cluster. Each refusal says the fix, and comes before the first change.

# guard_name ADDRESS name=NAME ...
guard_name() {
  local configured resolved
  configured=$(option name "$@")
  [ "$configured" = "$(own_name)" ] ||
    die "this node is called $(own_name), and pvecm will call it so: write cluster.nodes.$(own_name), not $configured"
  resolved=$(getent ahostsv4 "$(own_name)" | awk 'NR == 1 { print $1 }')
  [ "$resolved" = "$1" ] || [ "$(getent ahosts "$(own_name)" | awk -v want="$1" '$1 == want { print $1; exit }')" = "$1" ] ||
    die "the name $(own_name) resolves to ${resolved:-nothing}, not to its fixed address $1: write \"$1 $(own_name)\" in /etc/hosts"
  case $resolved in
    127.*) die "the name $(own_name) resolves to $resolved first: take that line out of /etc/hosts" ;;
  esac
}

guard_addresses() {
  local argument address
  for argument in "$@"; do
    case $argument in
      link[0-7]=*)
        address=${argument#*=}
        address=${address%%,*}
        ip -o addr show | grep -qF " $address/" ||
          die "${argument%%=*} has the address $address, which is on none of this node's interfaces: add it there, or correct the link"
        ;;
    esac
  done
}

# Corosync's ports must be free on a node that has no cluster yet.
guard_ports() {
  local taken
  taken=$(ss -Hlunp 'sport >= :5405 and sport <= :5412' 2>/dev/null | grep -v '"corosync"' || :)
  [ -z "$taken" ] || die "UDP port 5405 and up belong to corosync, but other processes have them: $taken. End these"
}

# A node outside cluster $1 must be in no cluster.
guard_unclustered() {
  local other left
  other=$(conf_value "$pve_conf" totem.cluster_name)
  [ -z "$other" ] || [ "$other" = "$1" ] ||
    die "this node is in the cluster \"$other\" already, not in \"$1\": take it out of the configuration, or separate it from $other first (Proxmox: Remove a Cluster Node, Separate a Node Without Reinstalling)"
  [ -z "$other" ] ||
    die "this node has the configuration of a cluster \"$other\" that doesn't list it: it was removed from it. Separate it first (Proxmox: Separate a Node Without Reinstalling)"
  for left in "$authkey" "$corosync_conf"; do
    [ ! -e "$left" ] ||
      die "$left is here, so this node was in a cluster: if it is in none now, stop corosync and remove $authkey and $corosync_conf"
  done
}

# The configuration files of guests below $1.
guests_in() { find "$1" -path '*/qemu-server/*.conf' -o -path '*/lxc/*.conf' 2>/dev/null; }

guard_guests() {
  local guests
  guests=$(guests_in /etc/pve/nodes | tr '\n' ' ')
  [ -z "$guests" ] ||
    die "this node has guests, whose numbers could clash with the cluster's: $guests. Back them up and remove them, then restore them after the join"
}

# Milliseconds between this node's clock and another's, without sign, less half the query's time.
clock_difference() {
  local before theirs after difference
  before=$(date +%s%3N)
  theirs=$("$@" date +%s%3N) || return 1
  after=$(date +%s%3N)
  difference=$((theirs - (before + after) / 2))
  difference=${difference#-}
  difference=$((difference - (after - before) / 2))
  [ "$difference" -gt 0 ] || difference=0
  say "$difference"
}

# "9.1" of "pve-manager/9.1.6/...".
pve_series() { sed -n 's|^pve-manager/\([0-9]*\.[0-9]*\).*|\1|p'; }

# The functions below use the variable member_name of pve_join.

# This node and the one on which "$@" runs commands must agree in clock and version.
guard_alike() {
  local apart ours theirs
  apart=$(clock_difference "$@") || die "$member_name doesn't answer over SSH: $(cat "$run/output" 2>/dev/null)"
  [ "$apart" -le 1000 ] ||
    die "the clocks of this node and $member_name are $apart ms apart, more than 1000: run chrony on both (chronyc tracking)"
  ours=$(pveversion | pve_series)
  theirs=$("$@" pveversion | pve_series)
  [ "$ours" = "$theirs" ] ||
    die "this node has Proxmox VE $ours and $member_name has $theirs: upgrade the older one first (apt-get dist-upgrade)"
}

# Whether UDP from the member reaches corosync's port here. A firewall that drops it would cost the cluster its quorum.
guard_udp() {
  local target port listener
  target=$1
  shift
  port=$((5405 + $1))
  shift
  # shellcheck disable=SC2016 # perl's own variables
  perl -MIO::Socket::INET -e '
    my $socket = IO::Socket::INET->new(LocalAddr => $ARGV[0], LocalPort => $ARGV[1], Proto => "udp") or exit 2;
    $SIG{ALRM} = sub { exit 1 }; alarm $ARGV[2]; print "\n"; recv $socket, my $text, 99, 0; exit 0' "$target" "$port" "$datagram_within" >/dev/null &
  listener=$!
  "$@" perl -MIO::Socket::INET -e "'my \$s = IO::Socket::INET->new(PeerAddr => \"$target\", PeerPort => $port, Proto => \"udp\") or exit 1; for (1 .. 50) { send \$s, \"quorate\", 0; select undef, undef, undef, 0.1 }'" \
    >/dev/null 2>&1 || :
  wait "$listener" ||
    die "UDP from $member_name doesn't reach $target port $port: let corosync's ports 5405-5412 through the firewalls between the nodes"
}
