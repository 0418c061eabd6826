#!/bin/sh
# Makes the node it runs on one of flavour pve: the files of the double are in place already. Again, it changes nothing.
set -eu
export DEBIAN_FRONTEND=noninteractive

mkdir -p /etc/pve-double
# Proxmox VE 8 is made of Debian 12, and 9 of Debian 13.
if [ ! -e /etc/pve-double/version ]; then
  . /etc/os-release
  case $VERSION_CODENAME in
  bookworm) echo 8.4.14 ;;
  *) echo 9.1.6 ;;
  esac >/etc/pve-double/version
fi
if [ ! -e /etc/pve-double/installed ]; then
  apt-get update -q
  apt-get install -q -y --no-install-recommends corosync corosync-qdevice
  # Proxmox's package brings no configuration, and a corosync without one doesn't start.
  systemctl stop corosync corosync-qdevice 2>/dev/null || :
  systemctl disable -q corosync-qdevice 2>/dev/null || :
  rm -rf /etc/corosync/corosync.conf /etc/corosync/authkey
  [ -e /etc/ssh/ssh_host_rsa_key ] || ssh-keygen -q -t rsa -b 2048 -N '' -f /etc/ssh/ssh_host_rsa_key
  mkdir -p /var/lib/pve-cluster /var/log/pve/tasks
  systemctl daemon-reload
  systemctl reset-failed
  systemctl enable -q pve-cluster pvedaemon corosync pve-ha-crm pve-ha-lrm
  : >/etc/pve-double/installed
fi
systemctl start pve-cluster pvedaemon pve-ha-crm pve-ha-lrm
systemctl restart pveproxy
