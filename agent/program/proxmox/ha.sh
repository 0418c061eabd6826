# Proxmox's HA resets a node that loses quorum for a minute, and a change of corosync may cost it quorum. So HA fences
# nothing meanwhile. Afterwards it does again; if the change never ends, each member's own timer sees to that.

has_guests() { grep -q '^[a-z][a-z]*:' /etc/pve/ha/resources.cfg 2>/dev/null; }

# The HA manager's own words, an object a line.
ha_status() { pvesh get /cluster/ha/status/current --output-format json 2>/dev/null | tr '{' '\n'; }

# Since pve-ha-manager 5.1.3.
can_disarm() { pvesh ls /cluster/ha/status 2>/dev/null | grep -q 'disarm-ha *$'; }

is_disarmed() { ha_status | grep -q '"armed-state":"disarmed"'; }

# The manager says so before the last node has given its watchdog up.
is_disarmed_everywhere() {
  ha_status >"$run/ha-status"
  grep -q '"armed-state":"disarmed"' "$run/ha-status" &&
    ! grep '"type":"lrm"' "$run/ha-status" | grep -v 'old timestamp' | grep -qv 'disarm mode'
}

is_armed() { ha_status | grep -q '"armed-state":"\(armed\|standby\)"'; }

members() {
  local each
  conf_nodes "$pve_conf" | while IFS= read -r each; do
    if is_member "$each"; then say "$each"; fi
  done
}

marked_nodes() { sed 's/^[a-z]* //' "$pve_journal/ha"; }

# Runs the line $1 on the nodes of the mark that are members, this node included, and ends at the first failure.
on_members() {
  local each
  for each in $(marked_nodes); do
    is_member "$each" || continue
    if [ "$each" = "$(own_name)" ]; then sh -c "$1"; else on_member "$each" "$1"; fi >"$run/output" 2>&1 ||
      die "$each: $(tail -n 3 "$run/output")"
  done
}

# Runs "$@", a change of corosync, while HA fences nothing.
without_fencing() {
  local result
  if has_guests; then
    safely fencing_off
    result=$status
    if [ "$result" -eq 0 ]; then
      safely "$@"
      result=$status
    fi
    safely fencing_on
    [ "$status" -eq 0 ] || warn "HA fences nothing yet; a timer (quorate-ha.timer) tries again on each node"
    [ "$result" -eq 0 ] || exit "$result"
  else
    "$@"
  fi
}

# pve fencing off|on: the same for a change that another node makes, such as its join.
pve_fencing() {
  has_guests || return 0
  case $1 in
    off)
      safely fencing_off
      [ "$status" -eq 0 ] || {
        safely fencing_on
        exit 1
      }
      ;;
    on) fencing_on ;;
    *) die "\"$1\" is neither off nor on" ;;
  esac
}

# The mark says how HA gets back, and on which nodes. Without one you have disarmed HA yourself, and it stays so.
fencing_off() {
  local how
  [ ! -e "$pve_journal/ha" ] || return 0
  how=stopped
  if can_disarm; then how=disarmed; fi
  if [ "$how" = disarmed ] && is_disarmed; then return 0; fi
  note_pve ha "$how $(members | tr '\n' ' ')"
  on_members "systemctl -q stop quorate-ha.timer 2>/dev/null; systemd-run -q --collect --unit=quorate-ha --on-active=$ha_again_after --timer-property=OnUnitInactiveSec=$ha_retry_after sh -c '$(fencing_on_line "$how")'"
  if [ "$how" = stopped ]; then
    on_members 'systemctl stop pve-ha-lrm'
    on_members 'systemctl stop pve-ha-crm'
    return 0
  fi
  pvesh create /cluster/ha/status/disarm-ha --resource-mode freeze >"$run/output" 2>&1 ||
    die "HA can't be disarmed, so nothing was changed: $(tail -n 3 "$run/output")"
  within "$ha_within" is_disarmed_everywhere ||
    die "HA isn't disarmed after $ha_within s, so nothing was changed: wait until it moves no guest (ha-manager status), then run this again"
}

fencing_on_line() {
  case $1 in
    disarmed) say 'pvesh create /cluster/ha/status/arm-ha && systemctl stop quorate-ha.timer' ;;
    *) say 'systemctl start pve-ha-crm && systemctl start pve-ha-lrm && systemctl stop quorate-ha.timer' ;;
  esac
}

fencing_on() {
  local how
  [ -e "$pve_journal/ha" ] || return 0
  how=$(cut -d ' ' -f 1 "$pve_journal/ha")
  within "$pve_patience" is_ready || die "HA can't be armed without quorum"
  if [ "$how" = disarmed ]; then
    pvesh create /cluster/ha/status/arm-ha >"$run/output" 2>&1 || die "HA can't be armed: $(tail -n 3 "$run/output")"
    # A second change must not take this for your own disarming.
    within "$ha_within" is_armed || die "HA isn't armed after $ha_within s; look at: ha-manager status"
  else
    on_members 'systemctl start pve-ha-crm'
    on_members 'systemctl start pve-ha-lrm'
  fi
  on_members 'systemctl -q stop quorate-ha.timer || :'
  rm -f "$pve_journal/ha"
}

# Runs "$@", which adds this node, while the HA of the cluster that it joins fences nothing.
while_member_disarms() {
  local result
  member_fencing off || die "$member_name: $(tail -n 3 "$run/output")"
  safely "$@"
  result=$status
  member_fencing on || warn "$member_name: HA fences nothing yet; a timer (quorate-ha.timer) tries again on each node"
  [ "$result" -eq 0 ] || exit "$result"
}

member_fencing() { at_member "[ ! -e $home/node.sh ] || sh $home/node.sh pve fencing $1" >/dev/null; }
