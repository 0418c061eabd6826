#!/bin/sh
# After ../install.sh: starts the doubles that run guests in real time, and the API.
set -eu
systemctl daemon-reload
systemctl enable -q pve-ha-crm pve-ha-lrm
systemctl start pve-ha-crm pve-ha-lrm
systemctl restart pveproxy
