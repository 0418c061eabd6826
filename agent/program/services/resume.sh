# Services during an undo.

# Stops the services that didn't run before. The undo restores files later, so they still have the files for a stop.
# $1 is "boot" if systemd is about to start the enabled services.
halt_services() {
  local service active enabled
  while read -r service _ active enabled; do
    is_running "$active" || {
      systemctl ${1:+--no-block} stop "$service" >/dev/null 2>&1 || :
      [ "$active" = failed ] || systemctl reset-failed "$service" >/dev/null 2>&1 || :
    }
    case $enabled in
      # The new unit file may have asked for more links than the old one.
      enabled) ! brings_file_of "$service" || restore_enablement "$service" disabled ;;
      *) restore_enablement "$service" "$enabled" ;;
    esac
  done <"$journal/services"
  [ "${1:-}" = boot ] || words_of 'absent 0' <"$journal/before/list" | end_services
}

# After the undo restored the files: the other services run with them again.
resume_services() {
  local service change active enabled
  reload_systemd
  while read -r service change active enabled; do
    [ "$enabled" != enabled ] || restore_enablement "$service" enabled
    if [ "$1" != boot ]; then
      ! is_running "$active" || heard_nothing "$service" || resume_service "$service" "$change"
    elif [ "$enabled" = enabled ]; then
      systemctl --no-block start "$service" >/dev/null 2>&1 || :
    fi
  done <"$journal/services"
}

# Whether $1 still runs with its old files, because the unit awaits the repair of another unit's files.
heard_nothing() { [ -s "$journal/awaited" ] && systemctl is-active --quiet "$1"; }

is_running() { case $1 in active | activating | reloading) ;; *) false ;; esac; }

resume_service() {
  local masked
  if [ "$1" = corosync ] && [ -e "$journal/parked" ]; then
    resume_corosync
    return 0
  fi
  if brings_drop_in_of "$1"; then set -- "$1" restart; fi
  masked=$(enablement "$1")
  unmask "$1"
  systemctl reset-failed "$1" >/dev/null 2>&1 || :
  { systemctl is-active --quiet "$1" && systemctl "$2" "$1" >/dev/null 2>&1; } || systemctl restart "$1" >/dev/null 2>&1 ||
    warn "$1 does not run again; look at: systemctl status $1"
  case $masked in masked*) restore_enablement "$1" "$masked" ;; esac
}
