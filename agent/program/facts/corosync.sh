# Facts of corosync, a line each:
# - corosync runs VERSION yes|no CLUSTER / corosync file VERSION DIGEST CLUSTER / corosync node ID NAME LINK=ADDRESS...
# - corosync link NUMBER TRANSPORT of a running one
# - corosync high VERSION / corosync restart / corosync pve ... (proxmox/repair.sh)
#
# DIGEST is the sha256 of the text without its version.
corosync_facts() {
  local keys
  [ ! -f "$home/corosync-version" ] || say "corosync high $(cat "$home/corosync-version")"
  if restart_pending; then say "corosync restart"; fi
  pve_facts
  if [ -f "$corosync_conf" ]; then
    say "corosync file $(number_or_0 "$(conf_version "$corosync_conf")")" \
      "$(grep -v '^ *config_version:' "$corosync_conf" | digest) $(conf_value "$corosync_conf" totem.cluster_name | tr ' ' '_')"
  fi
  command -v corosync-cmapctl >/dev/null || return 0
  keys=$(corosync-cmapctl 2>/dev/null) || {
    conf_lines "$corosync_conf" | sed -n 's/^nodelist\.node\[\(.*\)\]\.\([a-z0-9_]*\)=/\1 \2 /p' | node_lines
    return 0
  }
  say "corosync runs $(number_or_0 "$(running_version)") $(if is_quorate; then say yes; else say no; fi)" \
    "$(cmap totem.cluster_name | tr ' ' '_')"
  say "$keys" | sed -n 's/^nodelist\.node\.\([0-9]*\)\.\([a-z0-9_]*\) ([a-z0-9]*) = /\1 \2 /p' | node_lines
  say "$keys" | sed -n 's/^totem\.interface\.\([0-7]\)\.knet_transport (str) = /corosync link \1 /p'
}

number_or_0() { case $1 in '' | *[!0-9]*) say 0 ;; *) say "$1" ;; esac; }

# Turns lines "NODE KEY VALUE" into facts. NODE is any word that is a node's own.
node_lines() {
  awk '
    { seen[$1] = 1 }
    $2 == "name" { name[$1] = $3 }
    $2 == "nodeid" { id[$1] = $3 }
    $2 ~ /^ring[0-7]_addr$/ { links[$1] = links[$1] " " substr($2, 5, 1) "=" $3 }
    END { for (each in seen) if (name[each] != "" && id[each] != "")
      print "corosync node", id[each], name[each] links[each] }' | sort
}
