# Certificates of a cluster. The host of its qdevice makes them, with its qnetd as the authority. The nodes get them
# as secrets.

qnetd_db=/etc/corosync/qnetd/nssdb

# Prints two words in base64: the authority's certificate, and those of cluster $1 with their key (PKCS#12).
# Keeps them, and makes new ones only for another authority.
qnetd_certificates() {
  local kept draft authority
  kept=$home/qnetd/$1
  draft=$home/qnetd/.draft
  rm -rf "$draft"
  mkdir -p "$draft"
  certutil -L -d "$qnetd_db" -n 'QNet CA' -a >"$draft/authority" 2>"$run/output" ||
    die "corosync-qnetd has no certificates: $(tail -n 1 "$run/output"); remove $qnetd_db and restart corosync-qnetd"
  authority=$(base64 -w 0 <"$draft/authority")
  if [ "$(cut -d ' ' -f 1 "$kept" 2>/dev/null || :)" != "$authority" ]; then
    safely make_certificates "$1" >"$run/output" 2>&1
    [ "$status" -eq 0 ] || die "no certificate for cluster $1 can be made: $(tail -n 3 "$run/output")"
  fi
  rm -rf "$draft"
  cat "$kept"
}

# Same steps as corosync-qdevice-net-certutil -i, -r and -M on a node, with qnetd's signature between. Uses the
# variables authority, draft and kept of qnetd_certificates.
make_certificates() {
  certutil -N -d "$draft" --empty-password
  certutil -A -d "$draft" -n 'QNet CA' -t CT,c,c -i "$draft/authority"
  head -c 64 /dev/urandom >"$draft/noise"
  certutil -R -s "CN=$1" -o "$draft/request" -d "$draft" -z "$draft/noise"
  corosync-qnetd-certutil -s -c "$draft/request" -n "$1"
  mv "$qnetd_db/cluster-$1.crt" "$draft/certificate"
  certutil -A -d "$draft" -n 'Cluster Cert' -t u,u,u -i "$draft/certificate"
  pk12util -d "$draft" -o "$draft/p12" -W '' -n 'Cluster Cert'
  say "$authority $(base64 -w 0 <"$draft/p12")" >"$draft/pair"
  sync "$draft/pair"
  mv "$draft/pair" "$kept"
  sync "$home/qnetd"
}

# Ends the program if $1 can't name a cluster.
expect_cluster() {
  case $1 in
    '' | *[!A-Za-z0-9_.-]* | [.-]*) die "\"$1\" can't name a cluster; use letters, digits, _ . and -" ;;
  esac
}
