# Services: reloaded where they can be, restarted where they can't, and put back as they were.

# Takes up the unit's files. Services whose files didn't change only have to run.
activate() {
  if grep -q ' /etc/systemd/system/' "$journal/plan"; then systemctl daemon-reload; fi
  words_of sysctl <"$journal/manifest" | while read -r key value; do
    sysctl -q -w "$key=$value" >/dev/null 2>"$journal/output" || refuse "sysctl $key=$value was refused"
  done
  words_of service <"$journal/manifest" | while read -r service change ownership; do
    [ "$ownership" = notified ] || keep_service_origin "$service"
    take_up "$service" "$change" "$ownership"
  done
}

take_up() {
  if systemctl is-active --quiet "$1"; then
    [ -s "$journal/plan" ] || return 0
    systemctl "$2" "$1" >"$journal/output" 2>&1 || refuse_service "$1" "cannot $2 $1"
  elif [ "$3" = owned ]; then
    systemctl reset-failed "$1" >/dev/null 2>&1 || :
    systemctl start "$1" >"$journal/output" 2>&1 || refuse_service "$1" "cannot start $1"
  fi
  [ "$3" = notified ] || systemctl is-enabled --quiet "$1" 2>/dev/null ||
    systemctl enable "$1" >"$journal/output" 2>&1 || refuse "cannot enable $1"
}

# What an owned service was before quorate, kept until the last unit that owns it goes.
keep_service_origin() {
  mkdir -p "$home/services"
  [ -f "$home/services/$1" ] || grep "^$1 " "$journal/services" >"$home/services/$1"
}

forget_service_origins() {
  for origin in "$home"/services/*; do
    [ -f "$origin" ] || continue
    grep -q "^service ${origin##*/} [a-z]* owned\$" "$units"/*/manifest 2>/dev/null || rm "$origin"
  done
}

# Brings services back to the states listed in file $1, with the files that are there now. At boot ($2) systemd
# starts them anyway, after this: waiting for them here would wait for ever.
restore_services() {
  if [ -s "$1" ]; then systemctl daemon-reload; fi
  while read -r service active enabled; do
    [ "${2:-}" = boot ] || restore_activity "$service" "$active"
    restore_enablement "$service" "$enabled"
  done <"$1"
}

restore_activity() {
  case $2 in
    active | activating | reloading)
      systemctl reset-failed "$1" >/dev/null 2>&1 || :
      systemctl reload-or-restart "$1" >/dev/null 2>&1 || systemctl restart "$1" >/dev/null 2>&1 ||
        warn "$1 does not run again: systemctl status $1"
      ;;
    *) systemctl stop "$1" >/dev/null 2>&1 || : ;;
  esac
}

restore_enablement() {
  case $2 in
    enabled) systemctl enable "$1" >/dev/null 2>&1 || : ;;
    disabled | '' | not-found) systemctl disable "$1" >/dev/null 2>&1 || : ;;
  esac
}

# The services of a unit that leaves: $1 is "before" or "after" the swap. Another owner's is told of the change; the
# last owner's becomes what it was, and one that will not run stops while it still has its files.
let_go() {
  words_of service <"$units/$unit/manifest" | while read -r service change ownership; do
    if [ "$ownership" = notified ] || others_own "$service"; then
      [ "$1" = before ] || [ ! -s "$journal/plan" ] || ! systemctl is-active --quiet "$service" ||
        systemctl "$change" "$service" >"$journal/output" 2>&1 || refuse_service "$service" "cannot $change $service"
    elif [ -f "$home/services/$service" ]; then
      read -r _ active enabled <"$home/services/$service"
      case "$1 $active" in
        'before active') ;;
        before*) systemctl stop "$service" >/dev/null 2>&1 || : ;;
        'after active') restore_activity "$service" active ;;
      esac
      [ "$1" = after ] || restore_enablement "$service" "$enabled"
    fi
  done
}

others_own() {
  for other in "$units"/*; do
    [ "${other##*/}" != "$unit" ] || continue
    grep -q "^service $1 [a-z]* owned\$" "$other/manifest" 2>/dev/null && return 0
  done
  return 1
}
