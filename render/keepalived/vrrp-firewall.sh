#!/bin/sh
# quorate: lets VRRP (protocol 112) through this node's packet filter, whichever it uses.
# vrrp-firewall accept | revoke. Both may be run any number of times.
set -eu

MARK=quorate-vrrp

with_firewalld() {
    case $1 in
    accept) firewall-cmd --quiet --add-protocol=vrrp ;;
    revoke) firewall-cmd --quiet --remove-protocol=vrrp ;;
    esac
}

# The handles of our rules, as "family table chain handle".
nft_rules() {
    nft --handle list ruleset | awk -v mark="\"$MARK\"" '
        $1 == "table" { table = $2 " " $3 }
        $1 == "chain" { chain = $2 }
        index($0, "comment " mark) { print table, chain, $NF }'
}

# Base chains of the input hook that can refuse a packet, as "family table chain".
nft_chains() {
    nft list ruleset | awk '
        function flush() { if (input && refuses) print table, chain; input = refuses = 0 }
        $1 == "table" { flush(); table = $2 " " $3; wanted = $2 ~ /^(inet|ip|ip6)$/ }
        $1 == "chain" { flush(); chain = $2 }
        wanted && /hook input/ { input = 1; if (/policy drop/) refuses = 1 }
        /(^|[[:blank:]])(drop|reject|queue|jump|goto|vmap)/ { refuses = 1 }
        END { flush() }'
}

with_nft() {
    nft_rules | while read -r family table chain handle; do
        nft delete rule "$family" "$table" "$chain" handle "$handle"
    done
    [ "$1" = accept ] || return 0
    nft_chains | while read -r family table chain; do
        nft insert rule "$family" "$table" "$chain" meta l4proto 112 accept comment "\"$MARK\""
    done
}

# $1: iptables or ip6tables, $2: accept or revoke. A filter without rules and with policy ACCEPT refuses nothing.
with_iptables() {
    command -v "$1" >/dev/null || return 0
    while "$1" -w -D INPUT -p 112 -m comment --comment "$MARK" -j ACCEPT 2>/dev/null; do :; done
    [ "$2" = accept ] || return 0
    [ "$("$1" -w -S INPUT)" != "-P INPUT ACCEPT" ] || return 0
    "$1" -w -I INPUT 1 -p 112 -m comment --comment "$MARK" -j ACCEPT
}

case ${1-} in
accept | revoke) ;;
*)
    echo "usage: vrrp-firewall accept | revoke" >&2
    exit 2
    ;;
esac

if command -v firewall-cmd >/dev/null && firewall-cmd --quiet --state; then
    with_firewalld "$1"
elif command -v nft >/dev/null; then
    with_nft "$1"
else
    with_iptables iptables "$1"
    with_iptables ip6tables "$1"
fi
