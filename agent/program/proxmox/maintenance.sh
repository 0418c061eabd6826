# Takes this node out of service and back: its virtual addresses first, then the guests of Proxmox's HA.

# maintenance on|off
maintenance() {
  case $1 in
    on) maintenance_on ;;
    off) maintenance_off ;;
    *) die "\"$1\" is neither on nor off" ;;
  esac
}

maintenance_on() {
  guard_absence
  guard_armed
  yield_addresses
  if has_guests; then
    order_maintenance enable
    within "$maintenance_within" is_empty ||
      die "HA hasn't moved all guests after $maintenance_within s; it goes on, look at: ha-manager status"
    say "$(own_name): HA keeps its guests on other nodes"
  fi
}

maintenance_off() {
  guard_armed
  if has_guests; then
    order_maintenance disable
    within "$ha_within" is_no_maintenance || die "HA still has this node in maintenance after $ha_within s; look at: ha-manager status"
    say "$(own_name): HA may run guests here"
  fi
  if systemctl is-enabled -q keepalived 2>/dev/null; then
    systemctl start keepalived >"$run/output" 2>&1 || die "keepalived doesn't start: $(tail -n 3 "$run/output")"
    say "$(own_name): keepalived runs"
  fi
}

# You may stop the node after this, and those that are in maintenance already.
guard_absence() {
  local others
  systemctl is-active -q corosync || return 0
  others=$(ha_status | grep '"type":"lrm"' | grep 'maintenance mode' | grep -cv "\"node\":\"$(own_name)\"" || :)
  within "$majority_within" majority_without "$others" ||
    die "without this node$([ "$others" -eq 0 ] || say " and those in maintenance already ($others)") the cluster would lose quorum, so nothing was changed: bring the other nodes back first"
}

# A disarmed manager ignores the order without a word.
guard_armed() {
  if has_guests && is_disarmed; then die "HA is disarmed, so it would ignore this; arm it first: ha-manager crm-command arm-ha"; fi
}

# keepalived says goodbye when it ends, so the next member takes the addresses at once.
yield_addresses() {
  systemctl is-active -q keepalived || return 0
  systemctl stop keepalived >"$run/output" 2>&1 || die "keepalived doesn't stop: $(tail -n 3 "$run/output")"
  say "$(own_name): keepalived has given its addresses to the other nodes"
}

order_maintenance() {
  ha-manager crm-command node-maintenance "$1" "$(own_name)" >"$run/output" 2>&1 || die "ha-manager: $(tail -n 3 "$run/output")"
}

own_agent() { ha_status | grep '"type":"lrm"' | grep "\"node\":\"$(own_name)\""; }

is_no_maintenance() { ! own_agent | grep -q 'maintenance mode'; }

# Guests that don't run may stay.
is_empty() {
  own_agent | grep -q 'maintenance mode' &&
    ! ha_status | grep '"type":"service"' | grep "\"node\":\"$(own_name)\"" | grep -qv '"state":"\(stopped\|disabled\|ignored\|error\)"'
}
