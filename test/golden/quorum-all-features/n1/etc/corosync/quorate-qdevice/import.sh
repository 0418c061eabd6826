#!/bin/sh
# Makes the certificate database of corosync-qdevice in directory $2, anew at each start. File $1 has one line: the
# authority's certificate, and the cluster's own with its key (PKCS#12), both in base64. The names are those that
# corosync-qdevice-net-certutil gives.
set -eu
umask 077
read -r authority cluster <"$1"
rm -f "$2"/*
printf %s "$authority" | base64 -d >"$2/authority.crt"
printf %s "$cluster" | base64 -d >"$2/cluster.p12"
certutil -N -d "$2" --empty-password
certutil -A -d "$2" -n 'QNet CA' -t CT,c,c -i "$2/authority.crt"
pk12util -i "$2/cluster.p12" -d "$2" -W ''
rm "$2/authority.crt" "$2/cluster.p12"
