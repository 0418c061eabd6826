#!/bin/sh
# Keeps one node running until it is powered off: node.sh LAB NODE ADDRESS/PREFIX IMAGE DISK RUN
# LAB names the namespaces. IMAGE is the lower layer, DISK has the writes of the node, RUN its state until it is off.
# Each boot begins with a new network namespace: addresses, sysctls and firewall rules end with a power cut.
set -eu

lab=$1 node=$2 address=$3 image=$4 disk=$5 run=$6
here=$(dirname "$0")
rebooting=133 # how systemd-nspawn exits when the node asked for a reboot

unplug() {
  ip -n "$lab-lan" link delete "$node" 2>/dev/null || true
  ip -n "$lab-lan" link delete "$node-2" 2>/dev/null || true
  ip netns delete "$lab-$node" 2>/dev/null || true
}

# The same at every boot, as a real card's: else the others would look for the node at its old one for seconds.
hardware_address() {
  # shellcheck disable=SC2046,SC2183 # four words
  printf '02:%02x:%02x:%02x:%02x:%02x' "$1" $(printf '%s' "${address%/*}" | tr . ' ')
}

plug() {
  unplug
  ip netns add "$lab-$node"
  ip -n "$lab-lan" link add "$node" type veth \
    peer name eth0 address "$(hardware_address 0)" netns "$lab-$node"
  ip -n "$lab-lan" link set "$node" master lan
  ip -n "$lab-$node" link set lo up
  ip -n "$lab-$node" address add "$address" dev eth0
  ip -n "$lab-$node" link set eth0 up
  ip -n "$lab-lan" link add "$node-2" type veth peer name eth1 address "$(hardware_address 1)" netns "$lab-$node"
  ip -n "$lab-lan" link set "$node-2" master lan2 up
  ip -n "$lab-$node" address add "198.51.100.${address##*.}" dev eth1
  ip -n "$lab-$node" link set eth1 up
  [ -e "$run/cut" ] || ip -n "$lab-lan" link set "$node" up
}

# shellcheck source=lab/cgroup.sh
. "$here/cgroup.sh"
join "$lab/$node"
status=$rebooting
while [ "$status" -eq "$rebooting" ]; do
  plug
  status=0
  unshare --mount --propagation slave "$here/boot.sh" "$lab" "$node" "$image" "$disk" "$run" </dev/null || status=$?
  unplug
done
exit "$status"
