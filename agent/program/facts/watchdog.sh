# "cut-off INTERFACES": the interfaces for which the NIC watchdog keeps the node out of service
# (render/fencing/nic-watchdog.sh). `quorate status` sends this part to nodes, too, so it uses no function of others.
watchdog_facts() {
  local count misses interfaces
  read -r count misses _ interfaces 2>/dev/null </run/quorate-nic-watchdog/state || return 0
  case $count$misses in '' | *[!0-9]*) return 0 ;; esac
  [ "$count" -ge "$misses" ] && systemctl is-active --quiet quorate-nic-watchdog.timer || return 0
  echo "cut-off $interfaces"
}
