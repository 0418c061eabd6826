# Keys between the nodes, and your own keys during a join.

# A join removes root's keys, and /etc/pve is missing while pmxcfs is down. sshd reads authorized_keys2, too.
keep_operator_keys() {
  local keys
  keys=/root/.ssh/authorized_keys
  [ -f "$keys" ] || return 0
  touch "${keys}2"
  chmod 600 "${keys}2"
  grep -v ' root@' "$keys" | grep -vxF -f "${keys}2" >"$run/keys" || :
  cat "$run/keys" >>"${keys}2"
}

# Root's public key; makes a missing one.
pve_key() {
  [ -f /root/.ssh/id_rsa.pub ] || {
    install -d -m 700 /root/.ssh
    rm -f /root/.ssh/id_rsa
    ssh-keygen -q -t rsa -b 4096 -N '' -C "root@$(own_name)" -f /root/.ssh/id_rsa
  }
  cut -d ' ' -f 1-3 /root/.ssh/id_rsa.pub
}

# pve admit TYPE KEY NAME: lets a node's root log in here, for pvecm and corosync's certificate tools.
pve_admit() {
  local keys
  keys=/root/.ssh/authorized_keys
  install -d -m 700 /root/.ssh
  grep -qF -- "$2" "$keys" 2>/dev/null || {
    [ ! -f "$keys" ] || [ -z "$(tail -c 1 "$keys")" ] || say >>"$keys"
    say "$1 $2 $3" >>"$keys" || die "$keys can't be written: is the cluster quorate?"
  }
  chmod 600 "$keys" 2>/dev/null || :
  say "$3 may log in"
}

# Adds host $1's key "$2 $3" to known_hosts. The configuration pins it.
know_host() {
  install -d -m 700 /root/.ssh
  touch /root/.ssh/known_hosts
  grep -qxF "$1 $2 $3" /root/.ssh/known_hosts || say "$1 $2 $3" >>/root/.ssh/known_hosts
}

# pve trust ADDRESS KEYTYPE KEY: the witness's host key, from the configuration.
pve_trust() { know_host "$@"; }
