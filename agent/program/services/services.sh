# Services: reloaded if they can, else restarted; and put back into their earlier state.

reload_systemd() {
  if grep -q ' /etc/systemd/system/' "$journal/plan"; then systemctl daemon-reload; fi
}

# Takes up the unit's kernel parameters and files. Services with unchanged files only have to run.
activate() {
  local key value service change ownership
  words_of sysctl <"$journal/manifest" | while read -r key value; do set_sysctl "$key" "$value"; done
  words_of service <"$journal/manifest" | while read -r service change ownership; do
    take_up "$service" "$change" "$ownership"
  done
}

set_sysctl() { sysctl -q -w "$1=$2" >/dev/null 2>"$run/output" || refuse "the kernel refused sysctl $1=$2"; }

take_up() {
  if systemctl is-active --quiet "$1"; then
    [ -s "$journal/plan" ] || return 0
    if brings_drop_in_of "$1"; then set -- "$1" restart; fi
    systemctl "$2" "$1" >"$run/output" 2>&1 || refuse_service "$1" "cannot $2 $1"
  elif [ "$3" = owned ]; then
    systemctl reset-failed "$1" >/dev/null 2>&1 || :
    systemctl start "$1" >"$run/output" 2>&1 || refuse_service "$1" "cannot start $1"
  fi
}

# Makes the next boot start the unit's services. Until then a masked one can't even be reloaded.
enable_services() {
  local service
  owned_services | while IFS= read -r service; do keep_service_origin "$service"; done
  boot_drift "$journal/manifest" | while read -r _ _ service _; do
    unmask "$service"
    systemctl enable "$service" >"$run/output" 2>&1 || refuse "cannot enable $service"
  done
  # A new unit file may ask for other links than the old one.
  owned_services | while IFS= read -r service; do
    ! brings_file_of "$service" || systemctl reenable "$service" >"$run/output" 2>&1 || refuse "cannot enable $service"
  done
}

owned_services() { sed -n 's/^service \([^ ]*\) .* owned$/\1/p' "$journal/manifest"; }

unmask() {
  case $(enablement "$1") in masked*) systemctl unmask "$1" && systemctl unmask --runtime "$1" ;; esac >/dev/null 2>&1 || :
}

enablement() { systemctl is-enabled "$1" 2>/dev/null || :; }

brings_file_of() { grep -q -e " /etc/systemd/system/$1 " -e " /etc/systemd/system/$1.service " "$journal/plan"; }

# A reload keeps the command line of a process that runs. A drop-in that decides on a start needs no restart.
brings_drop_in_of() { grep " /etc/systemd/system/$1.service.d/" "$journal/plan" 2>/dev/null | grep -qv /quorate-join.conf; }

# Keeps "SERVICE CHANGE ACTIVE ENABLED" of an owned service from before quorate, until its last unit goes.
keep_service_origin() {
  mkdir -p "$home/services"
  [ -f "$home/services/$1" ] || {
    awk -v name="$1" '$1 == name' "$journal/services" >"$home/services/$1.new"
    mv "$home/services/$1.new" "$home/services/$1"
  }
}

# Lets go of services and kernel parameters that the unit no longer has. $1 is "before" or "after" the swap.
# A notified service, or one that another unit owns, only takes up the change. Others get their earlier state back.
# A service that didn't run before stops while it still has its files.
let_go() {
  local service change ownership active enabled
  [ -s "$journal/old" ] || return 0
  names_of service <"$journal/manifest" >"$journal/staying"
  words_of service <"$journal/old" | except "$journal/staying" | while read -r service change ownership; do
    if [ "$ownership" = notified ] || [ ! -f "$home/services/$service" ] || others_own "$service"; then
      [ "$1" = before ] || take_up "$service" "$change" notified
    else
      read -r _ _ active enabled <"$home/services/$service"
      case "$1 $active" in
        'after active') resume_service "$service" "$change" ;;
        'before active') restore_enablement "$service" "$enabled" ;;
        before*)
          systemctl stop "$service" >/dev/null 2>&1 || :
          [ "$active" = failed ] || systemctl reset-failed "$service" >/dev/null 2>&1 || :
          restore_enablement "$service" "$enabled"
          ;;
      esac
    fi
  done
  case $1 in
    before) words_of drop <"$journal/plan" | end_services ;;
    after) drop_sysctls ;;
  esac
}

# Stops the services whose unit files are among the paths of stdin. Their directories in /run go, too.
end_services() {
  local service
  sed -n 's,^/etc/systemd/system/\([^/@]*\.\(service\|socket\)\)$,\1,p' | while IFS= read -r service; do
    systemctl stop "$service" || :
    systemctl clean --what=runtime "$service" || :
    systemctl reset-failed "$service" || :
  done >/dev/null 2>&1
}

others_own() { other_manifests | awk -v name="$1" '$1 == "service" && $2 == name && $4 == "owned" { found = 1 } END { exit !found }'; }

drop_sysctls() {
  local key value
  { cat "$journal/manifest" && other_manifests; } | names_of sysctl >"$journal/staying"
  words_of sysctl <"$journal/old" | except "$journal/staying" | while read -r key _; do
    value=$(awk -v key="$key" '$1 == key { sub(/^[^ ]* /, ""); print; exit }' "$home/sysctls" || :)
    [ -z "$value" ] || set_sysctl "$key" "$value"
  done
}

restore_enablement() {
  case $2 in
    masked) systemctl mask "$1" >/dev/null 2>&1 || : ;;
    masked-runtime) systemctl mask --runtime "$1" >/dev/null 2>&1 || : ;;
    *) unmask "$1" ;;
  esac
  case $2 in
    enabled) systemctl enable "$1" >/dev/null 2>&1 || : ;;
    disabled | '' | not-found) systemctl disable "$1" >/dev/null 2>&1 || : ;;
  esac
}

# The log of service $1 since the transaction began. On a busy node its last words reach journald late.
# --unit misses those of a process that ended before journald looked its unit up.
service_log() {
  local logged
  case $1 in
    *.*) logged=$1 ;;
    *) logged=$1.service ;;
  esac
  timeout "$words_within" journalctl --sync >/dev/null 2>&1 || :
  journalctl -q "_SYSTEMD_UNIT=$logged" + "UNIT=$logged" --since "@$(cat "$journal/since")" -n 20 -o cat --no-pager \
    2>/dev/null || :
}
