# Facts of corosync: "corosync runs VERSION yes|no CLUSTER", "corosync file VERSION DIGEST CLUSTER", "corosync node ID
# NAME LINK=ADDRESS...", "corosync high VERSION", "corosync restart" and "corosync pve ..." (proxmox/repair.sh).
# DIGEST is the sha256 of the text without its version.
corosync_facts() {
  [ ! -f "$home/corosync-version" ] || say "corosync high $(cat "$home/corosync-version")"
  if restart_pending; then say "corosync restart"; fi
  pve_facts
  if [ -f $conf ]; then
    say "corosync file $(number_or_0 "$(totem_key $conf config_version)") $(grep -v '^ *config_version:' $conf | digest)" \
      "$(totem_key $conf cluster_name | tr ' ' '_')"
  fi
  command -v corosync-cmapctl >/dev/null || return 0
  keys=$(corosync-cmapctl 2>/dev/null) || {
    [ ! -f $conf ] || nodes_in_file
    return 0
  }
  say "corosync runs $(number_or_0 "$(cmap totem.config_version)") $(if is_quorate; then say yes; else say no; fi)" \
    "$(cmap totem.cluster_name | tr ' ' '_')"
  say "$keys" | sed -n 's/^nodelist\.node\.\([0-9]*\)\.\([a-z0-9_]*\) ([a-z0-9]*) = /\1 \2 /p' | node_lines
}

number_or_0() { case $1 in '' | *[!0-9]*) say 0 ;; *) say "$1" ;; esac; }

nodes_in_file() {
  awk '/^ *node *{/ { number++; here = 1; next } /}/ { here = 0 }
    here && /:/ { key = $1; sub(/:$/, "", key); print number, key, $2 }' $conf | node_lines
}

# Turns lines "NUMBER KEY VALUE" into facts.
node_lines() {
  awk '
    { seen[$1] = 1 }
    $2 == "name" { name[$1] = $3 }
    $2 == "nodeid" { id[$1] = $3 }
    $2 ~ /^ring[0-7]_addr$/ { links[$1] = links[$1] " " substr($2, 5, 1) "=" $3 }
    END { for (number in seen) if (name[number] != "" && id[number] != "")
      print "corosync node", id[number], name[number] links[number] }' | sort
}
