# Seconds since the node started (proc_uptime(5)). Unlike the time of day, they never go back.
clock() {
  local uptime
  read -r uptime _ </proc/uptime
  say "${uptime%%.*}"
}

# Waits until "$@" succeeds, for $1 seconds. Each query makes corosync set up 24 MB of shared memory, so it pauses.
within() {
  local deadline
  deadline=$(($(clock) + $1))
  shift
  until "$@"; do
    [ "$(clock)" -lt "$deadline" ] || return 1
    sleep 0.3
  done
}
