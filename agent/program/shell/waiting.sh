# Seconds since the node started (proc_uptime(5)): unlike the time of day, nobody can set them back.
clock() {
  read -r uptime _ </proc/uptime
  say "${uptime%%.*}"
}

# Waits until "$@" succeeds, for $1 seconds. Each look at corosync makes it set up 24 MB of shared memory, so looks are few.
within() {
  within_end=$(($(clock) + $1))
  shift
  until "$@"; do
    [ "$(clock)" -lt "$within_end" ] || return 1
    sleep 0.3
  done
}
