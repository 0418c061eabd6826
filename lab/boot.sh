#!/bin/sh
# One boot of a node, in a mount namespace of its own, so that the overlay goes with the node.
# boot.sh LAB NODE IMAGE DISK RUN: as node.sh, which calls it.
set -eu

lab=$1 node=$2 image=$3 disk=$4 run=$5
engine=$(readlink -f "$(command -v node)") # runs the doubles of Proxmox VE's daemons (lab/pve)

# shellcheck source=lab/cgroup.sh
. "$(dirname "$0")/cgroup.sh"
join "$lab/$node/machine"
mount -t overlay -o "lowerdir=$image,upperdir=$disk/upper,workdir=$disk/work" "$lab" "$run/root"
# What nspawn keeps in /run is the node's own, too: names there are shared by all nspawn machines.
mkdir -p /run/systemd/nspawn
mount -t tmpfs tmpfs /run/systemd/nspawn
export SYSTEMD_NSPAWN_API_VFS_WRITABLE=network # else sysctls would stay as they are, silently
exec systemd-nspawn --quiet --boot --directory="$run/root" --machine="$node" --hostname="$node" \
  --network-namespace-path="/run/netns/$lab-$node" --capability=all --private-users=no \
  --bind-ro="$engine:/run/lab/node" --register=no --keep-unit --settings=no --link-journal=no --resolv-conf=off --timezone=off --console=pipe \
  SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1
