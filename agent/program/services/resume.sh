# Services when a transaction is undone.

# Undoing, before the files are back: services that didn't run stop while they still have the files to do so. $1 is
# "boot" where systemd is about to start what is enabled.
halt_services() {
  while read -r service _ active enabled; do
    is_running "$active" || {
      systemctl ${1:+--no-block} stop "$service" >/dev/null 2>&1 || :
      [ "$active" = failed ] || systemctl reset-failed "$service" >/dev/null 2>&1 || :
    }
    case $enabled in
      # With its new file the links go that only that one asked for.
      enabled) ! brings_file_of "$service" || restore_enablement "$service" disabled ;;
      *) restore_enablement "$service" "$enabled" ;;
    esac
  done <"$journal/services"
  [ "${1:-}" = boot ] || words_of 'absent 0' <"$journal/before/list" | end_services
}

# Undoing, when the files are back: the others run with those again.
resume_services() {
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

# Whether it still runs with what it had: the unit awaits another one's repair, and that one's files are broken yet.
heard_nothing() { [ -s "$journal/awaited" ] && systemctl is-active --quiet "$1"; }

is_running() { case $1 in active | activating | reloading) ;; *) false ;; esac; }

resume_service() {
  if [ "$1" = corosync ] && [ -e "$journal/parked" ]; then
    resume_corosync
    return 0
  fi
  systemctl reset-failed "$1" >/dev/null 2>&1 || :
  { systemctl is-active --quiet "$1" && systemctl "$2" "$1" >/dev/null 2>&1; } || systemctl restart "$1" >/dev/null 2>&1 ||
    warn "$1 does not run again: systemctl status $1"
}
