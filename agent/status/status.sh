# Reads a node's state for `quorate status`, behind watch.sh and parts of the node's program (script.ts). It leaves
# nothing on the node, so it also works on a node without quorate, or with another version. Each line begins with the
# name of its part. The parts run at once, and none waits for a transaction. Usage: sh -s SECONDS [SERVICE...]; no tool
# gets more seconds.

services() {
  local state
  # shellcheck disable=SC2046 # one word per service
  set -- $(printf '%s\n' "$@" $(sed -n 's/^service \([^ ]*\) .* owned$/\1/p' "$home"/units/*/manifest 2>/dev/null) | sort -u)
  [ $# -gt 0 ] || return 0
  systemctl is-active "$@" 2>/dev/null </dev/null | while IFS= read -r state; do
    echo "service $1 $state"
    shift
  done
}

quorate() {
  local record state phase journal
  [ -e "$home/node.sh" ] || return 0
  echo 'quorate installed'
  if is_busy; then echo "busy $(cat "$run/lock")"; fi
  for record in "$home"/units/*/; do
    [ -f "${record}manifest" ] || continue
    state=in-service
    [ ! -d "${record}held" ] || state=held
    echo "unit $(basename "$record") $state"
    sed -n "s/^owner /owner $(basename "$record") /p" "${record}manifest" "$record"sharers/* 2>/dev/null
  done
  sed 's/^/foreign /' "$run/given-up" 2>/dev/null
  for phase in "$home"/journal/*/phase-*; do
    [ -e "$phase" ] || continue
    journal=${phase%/phase-*}
    echo "journal $(basename "$journal") ${phase##*/phase-}"
  done
}

corosync() {
  tell cmap corosync-cmapctl | grep --line-buffered -E '^cmap (totem\.(config_version|cluster_name)|nodelist\.node\.[0-9]+\.(name|nodeid)) ' &
  tell quorum corosync-quorumtool -s -i &
  tell link corosync-cfgtool -s &
  tell qdevice corosync-qdevice-tool -s &
  tell qnetd corosync-qnetd-tool -l &
  conf_version "$corosync_conf" | sed 's/^/corosync-file /'
  wait
}

# By its files: pvesh would take a second.
ha() {
  # shellcheck disable=SC2016 # for the other shell
  tell ha sh -c '
    cd /etc/pve/ha && [ -s resources.cfg ] || exit 0
    date "+now %s"
    sed "s/^/manager /" manager_status
    echo
    sed "s/^/resource /" resources.cfg
    [ ! -e rules.cfg ] || sed "s/^/rule /" rules.cfg'
}

status() {
  local tool_within
  [ "$(id -u)" = 0 ] || {
    echo 'needs root: log in as root or set ssh.become with a passwordless sudo' >&2
    exit 1
  }
  tool_within=$1
  shift
  corosync &
  ha &
  services "$@"
  watchdog_facts
  quorate
  watch
  wait
  echo end
}

# No command may read the rest of this text.
status "$@" </dev/null
