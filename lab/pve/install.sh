#!/bin/sh
# Makes the node it runs on one of flavour pve: the files of the double are in place already. Again, it changes nothing.
set -eu
export DEBIAN_FRONTEND=noninteractive

mkdir -p /etc/pve-double /var/lib/pve-double
[ -e /etc/pve-double/version ] || echo 9.1.6 >/etc/pve-double/version
if [ ! -e /etc/pve-double/installed ]; then
  apt-get update -q
  apt-get install -q -y --no-install-recommends corosync corosync-qdevice
  # Proxmox's package brings no configuration, and a corosync without one doesn't start.
  systemctl stop corosync corosync-qdevice 2>/dev/null || :
  systemctl disable -q corosync-qdevice 2>/dev/null || :
  rm -rf /etc/corosync/corosync.conf /etc/corosync/authkey
  [ -e /etc/ssh/ssh_host_rsa_key ] || ssh-keygen -q -t rsa -b 1024 -N '' -f /etc/ssh/ssh_host_rsa_key
  mkdir -p /var/lib/pve-cluster /var/log/pve/tasks
  systemctl daemon-reload
  systemctl reset-failed
  systemctl enable -q pve-cluster pvedaemon corosync
  : >/etc/pve-double/installed
fi
systemctl start pve-cluster pvedaemon
