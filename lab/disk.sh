#!/bin/sh
# Makes a node's disk, empty but for the files that differ between nodes: disk.sh NODE IMAGE DISK.
# It is made under another name and then renamed: a disk that exists is whole.
set -eu

node=$1 image=$2 disk=$3
new=$disk.new

rm -rf "$new" "$disk"
mkdir -p "$new/upper" "$new/work" "$new/root"
# shellcheck disable=SC2016 # the inner shell's own parameters
unshare --mount --propagation private sh -euc '
  mount -t overlay -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/work" disk "$2/root" || {
    echo "no overlay can be kept in $2, on $(findmnt -no FSTYPE -T "$2"): move the clone to ext4, xfs or tmpfs" >&2
    exit 1
  }
  printf "%s\n" "$3" >"$2/root/etc/hostname"
  tr -d - </proc/sys/kernel/random/uuid >"$2/root/etc/machine-id"
  for type in ed25519 ecdsa; do
    ssh-keygen -q -t "$type" -N "" -C "root@$3" -f "$2/root/etc/ssh/ssh_host_${type}_key"
  done' disk "$image" "$new" "$node"
rmdir "$new/root"
mv "$new" "$disk"
