# The running corosync: its reload, its restart if options need one, and its return after an undo.

# Makes all members read their files once, and waits until this one runs version $1 and is quorate.
corosync_settle() {
  local deadline reload_at now
  deadline=$(($(clock) + settle_within))
  reload_at=$(($(clock) + $(reload_delay)))
  until [ "$(running_version)" = "$1" ] && is_quorate; do
    now=$(clock)
    if [ "$now" -ge "$reload_at" ] && [ "$(running_version)" != "$1" ]; then
      [ "$(conf_version "$corosync_conf")" = "$1" ] ||
        die "corosync: $corosync_conf here has version $(conf_version "$corosync_conf"), not $1: run the update again"
      reload_corosync
      reload_at=$((now + 5))
    fi
    [ "$now" -lt "$deadline" ] || die "corosync: after $settle_within s this node runs version" \
      "$(running_version) in place of $1, or is not quorate: $(tail -n 3 "$run/output" 2>/dev/null | tr '\n' ' ')"
    sleep 0.3
  done
  say "corosync: version $1 runs, quorate"
}

# Seconds. The member with the lowest id reloads for all; the others do only if that didn't reach them.
reload_delay() {
  local lowest
  lowest=$(member_ids | sort -n | head -n 1)
  if [ "$lowest" = "$(cmap runtime.votequorum.this_node_id)" ]; then say 0; else say 5; fi
}

# With some versions the exit code is 0 also for a rejected file, so the running version counts.
reload_corosync() {
  corosync-cfgtool -R >"$run/output" 2>&1 || :
  if grep -q 'CS_ERR_INVALID_PARAM' "$run/output"; then die "corosync refused the reload: $(tr '\n' ' ' <"$run/output")"; fi
}

# Whether options wait for a start of corosync. You may have restarted it by hand.
restart_pending() {
  local started
  [ -e "$home/corosync-restart" ] || return 1
  started=$(date -d "$(systemctl show -p ActiveEnterTimestamp --value corosync)" +%s 2>/dev/null || say 0)
  [ "$started" -lt "$(stat -c %Y "$home/corosync-restart")" ]
}

corosync_restart() {
  restart_pending || {
    rm -f "$home/corosync-restart"
    say "corosync: nothing waits for a restart"
    return 0
  }
  await_majority_without
  systemctl restart corosync >"$run/output" 2>&1 || die "corosync: cannot restart: $(tail -n 5 "$run/output")"
  within "$settle_within" is_quorate || die "corosync: not quorate $settle_within s after its restart"
  rm "$home/corosync-restart"
  say "corosync: restarted, quorate"
}

# The others must stay quorate without this node. The member that restarted before may still be joining them.
await_majority_without() {
  within "$majority_within" majority_without ||
    die "corosync: the new options need a restart, and without this node the others would lose quorum, so it was not" \
      "restarted. Bring all nodes back, then run the update again. If that isn't enough, run" \
      "\`systemctl restart corosync\` on each node when an interruption is acceptable"
}

# Whether the members without this one, and without $1 further votes (default: 0), have a majority.
majority_without() {
  corosync-quorumtool -s 2>/dev/null | awk -v further="${1:-0}" '
    /^Total votes:/ { total = $3 }
    /^Quorum:/ { quorum = $2 }
    /^Flags:.*2Node/ { two = 1 }
    / \(local\)/ { own = $2 }
    END { exit !(total > 0 && (two && total >= 2 || total - own - further >= quorum)) }'
}

# After an undo, corosync takes up the earlier file again.
resume_corosync() {
  systemctl is-active --quiet corosync || {
    systemctl reset-failed corosync >/dev/null 2>&1 || :
    systemctl start corosync >/dev/null 2>&1 || warn "corosync does not run again; look at: systemctl status corosync"
    return 0
  }
  [ "$(running_version)" = "$(conf_version "$corosync_conf")" ] || corosync-cfgtool -R >/dev/null 2>&1 ||
    warn "corosync doesn't take up $corosync_conf again; run: corosync-cfgtool -R"
}
