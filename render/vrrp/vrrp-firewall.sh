#!/bin/sh
# quorate: lets VRRP (protocol 112) through this node's packet filter, whichever it uses.
# vrrp-firewall accept | revoke. Both may be run any number of times.
set -eu

MARK=quorate-vrrp
# No two rules of one zone differ in nothing but priority, so this one is ours and not the administrator's.
RICH_RULE='rule priority="-112" protocol value="vrrp" accept'

zones_in_use() {
    { firewall-cmd --get-active-zones | sed '/^[[:blank:]]/d; s/ .*//' && firewall-cmd --get-default-zone; } | sort -u
}

zones_with_rule() {
    # shellcheck disable=SC2086 # an option or nothing
    firewall-cmd $lasting --list-all-zones | awk -v rule="$RICH_RULE" '/^[^[:blank:]]/ { zone = $1 } index($0, rule) { print zone }'
}

# firewalld loads its permanent rules anew when asked to, so the rule is there first, and then in the running ones.
with_firewalld() {
    for lasting in --permanent ''; do
        has=$(zones_with_rule)
        case $1 in
        accept)
            zones=$(zones_in_use | grep -vxF -e "$has" || :) verb=add
            ;;
        revoke) zones=$has verb=remove ;;
        esac
        for zone in $zones; do
            # shellcheck disable=SC2086 # an option or nothing
            firewall-cmd --quiet $lasting --zone="$zone" "--$verb-rich-rule=$RICH_RULE"
        done
    done
}

# $1: iptables or ip6tables. Fails if it doesn't fill the input chain.
reads_input() {
    command -v "$1" >/dev/null && "$1" -w -S INPUT >/dev/null 2>&1
}

# ufw and the firewall of Proxmox VE append to the input chain when you switch them on. quorate doesn't notice that, so it
# inserts its rule before.
can_be_switched_on() {
    command -v ufw >/dev/null || command -v pve-firewall >/dev/null
}

# $1: iptables or ip6tables, $2: accept or revoke. A chain without rules and with policy ACCEPT refuses nothing.
with_iptables() {
    reads_input "$1" || return 0
    while "$1" -w -D INPUT -p 112 -m comment --comment "$MARK" -j ACCEPT 2>/dev/null; do :; done
    [ "$2" = accept ] || return 0
    [ "$("$1" -w -S INPUT)" != "-P INPUT ACCEPT" ] || can_be_switched_on || return 0
    "$1" -w -I INPUT 1 -p 112 -m comment --comment "$MARK" -j ACCEPT
}

# Chains in nftables that iptables fills, as "/family table chain/".
iptables_chains() {
    for pair in 'iptables ip' 'ip6tables ip6'; do
        reads_input "${pair% *}" || continue
        "${pair% *}" -V | grep -q nf_tables && printf '/%s filter INPUT/' "${pair#* }"
    done || :
}

# Our rules in nftables, as "family table chain handle".
nft_rules() {
    nft --handle list ruleset | awk -v mark="comment \"$MARK\"" '
        $1 == "table" { table = $2 " " $3 }
        $1 == "chain" { chain = $2 }
        index($0, mark) { print table, chain, $NF }'
}

# nftables' base chains of the input hook that can refuse a packet, as "family table chain".
nft_chains() {
    nft list ruleset 2>/dev/null | awk -v others="$(iptables_chains)" '
        function tell() {
            if (input && refuses && !index(others, "/" table " " chain "/")) print table, chain
            input = refuses = 0
        }
        $1 == "table" { tell(); table = $2 " " $3; wanted = $2 ~ /^(inet|ip|ip6)$/ }
        $1 == "chain" { tell(); chain = $2 }
        wanted && /hook input/ { input = 1 }
        /(^|[[:blank:]])(drop|reject|queue|jump|goto|vmap)/ { refuses = 1 }
        END { tell() }'
}

with_nft() {
    command -v nft >/dev/null || return 0
    nft_rules | while read -r family table chain handle; do
        nft delete rule "$family" "$table" "$chain" handle "$handle"
    done
    [ "$1" = accept ] || return 0
    nft_chains | while read -r family table chain; do
        nft insert rule "$family" "$table" "$chain" meta l4proto 112 accept comment "\"$MARK\""
    done
}

case ${1-} in
accept | revoke) ;;
*)
    echo "usage: vrrp-firewall accept | revoke" >&2
    exit 2
    ;;
esac

if command -v firewall-cmd >/dev/null && firewall-cmd --quiet --state 2>/dev/null; then
    with_firewalld "$1"
else
    with_iptables iptables "$1"
    with_iptables ip6tables "$1"
    with_nft "$1"
fi
