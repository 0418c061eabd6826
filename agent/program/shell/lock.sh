# One change of the node at a time. The lock's file names the operator, and the time when the change began.

# All child processes keep the lock, so no change begins before the orphans of a killed run have ended.
one_at_a_time() {
  exec 9>>"$run/lock"
  flock -w "$lock_within" 9 || die "$(at_work), more than $lock_within s ago, so this one did not begin; run it again when the other has ended"
  say "$(operator) $(date '+%F %T %Z')" >"$run/lock"
}

# False while a change runs or waits to begin, also one without its SSH session.
is_idle() {
  local job worker
  ! is_busy || return 1
  for job in "$run"/job.*/worker; do
    worker=$(cat "$job" 2>/dev/null || :)
    ! is_alive "$worker" || ! grep -q node.sh "/proc/$worker/cmdline" || return 1
  done
}

at_work() {
  local by since
  read -r by since 2>/dev/null <"$run/lock" || :
  say "another change of this node, by ${by:-an operator}, began at ${since:-an unknown time}"
}

tell_of_work() { ! is_busy || warn "$(uname -n): $(at_work); this waits for its end"; }

# The operator, USER@ADDRESS of the SSH login; the node's name for the node itself.
operator() { say "${operator:-$(uname -n)}"; }

# The SSH login that runs this program, also through sudo.
ssh_login() {
  local id found
  id=$$
  found=
  while [ -z "$found" ] && [ "$id" -gt 1 ]; do
    found=$(tr '\0' '\n' 2>/dev/null <"/proc/$id/environ" | awk -F '[= ]' '
      $1 == "USER" { user = $2 }
      $1 == "SSH_CONNECTION" { address = $2 }
      END { if (address) print user "@" address }')
    id=$(awk '$1 == "PPid:" { print $2 }' "/proc/$id/status")
  done
  say "$found"
}
