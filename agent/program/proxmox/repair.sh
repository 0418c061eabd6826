# A node that was off during a change can't join with its old file, and /etc/pve doesn't bring it the new one.

# pve current [TOKEN]: makes this node run the file in /etc/pve. A node that was off during a change gets it from a
# member. Options that need a start get one, if the others stay quorate meanwhile.
pve_current() {
  within "$pve_patience" is_current ||
    die "$(own_name) runs version $(running_version) of corosync.conf, and /etc/pve has $(conf_version "$pve_conf"); look at: journalctl -u corosync"
  started_options "$pve_conf" >"$run/start-options"
  [ -e "$pve_journal/start-options" ] || : >"$pve_journal/start-options"
  if ! cmp -s "$run/start-options" "$pve_journal/start-options"; then
    : >"$home/corosync-restart"
    if restart_pending; then without_fencing corosync_restart; else corosync_restart; fi
    await_ready "Look at: journalctl -u corosync"
    cp "$run/start-options" "$pve_journal/start-options"
  fi
  note_pve current-token "${1:--}"
  say "$(own_name) runs version $(running_version)"
}

# "corosync pve PRESENT SETTLED WANTED BASE TOKEN": PRESENT and SETTLED are digests of the present and the last settled
# configuration. WANTED is the sha256 of the text for it, with its base. TOKEN names the last repaired drift.
pve_facts() {
  local present kept kept_text
  [ -d "$pve_journal" ] || return 0
  present=-
  if [ -f "$pve_conf" ]; then
    present=unreadable
    if is_readable "$pve_conf"; then present=$(canonical "$pve_conf" | digest | cut -c 1-16); fi
  fi
  set -- "$present"
  for kept in settled wanted settle-base current-token; do
    kept_text=$(cat "$pve_journal/$kept" 2>/dev/null || :)
    set -- "$@" "${kept_text:--}"
  done
  say "corosync pve $*"
}

is_current() {
  repair_corosync
  is_quorate && [ "$(running_version)" = "$(conf_version "$pve_conf")" ] && cmp -s "$pve_conf" "$corosync_conf"
}

repair_corosync() {
  local other
  if systemctl is-active -q corosync && is_quorate; then return 0; fi
  for other in $({ conf_nodes "$corosync_conf"; conf_nodes "$pve_conf"; } | sort -u); do
    [ "$other" != "$(own_name)" ] || continue
    is_quorate on_member "$other" || continue
    on_member "$other" cat "$pve_conf" >"$run/theirs" 2>/dev/null || continue
    lists_node "$run/theirs" "$(own_name)" || die "$(own_name) is not in the cluster any more: it was removed while it was off. Separate it first (Proxmox: Separate a Node Without Reinstalling)"
    if cmp -s "$run/theirs" "$corosync_conf" && systemctl is-active -q corosync; then return 0; fi
    put_conf "$run/theirs"
    systemctl reset-failed corosync >/dev/null 2>&1 || :
    systemctl restart corosync >"$run/output" 2>&1 || die "corosync doesn't start: $(journalctl -q -n 3 -o cat -u corosync)"
    sleep "$corosync_ends_within"
    return 0
  done
  systemctl start corosync >/dev/null 2>&1 || :
}
