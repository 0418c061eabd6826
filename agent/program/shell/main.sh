# The work outlives the SSH session: it runs in its own session, and this function waits for it. Sets `operator`.
in_background() {
  local job status
  tell_of_work
  operator=$(ssh_login)
  export operator
  job=$run/job.$$
  rm -rf "$job"
  mkdir "$job"
  receive_job "$job" "$@" || {
    rm -rf "$job"
    die "the unit's text ended early, so nothing was changed; run the update again"
  }
  setsid sh "$home/node.sh" work "$job" "$@" </dev/null >"$job/out" 2>"$job/err" &
  status=0
  wait $! || status=$?
  cat "$job/out"
  cat "$job/err" >&2
  rm -rf "$job"
  exit "$status"
}

# Writes stdin into directory $1, as verb $2... needs it.
receive_job() {
  case "$2 ${3:-}" in
    apply*) receive "$1" ;;
    release*) grep '^lacking ' >"$1/lacking" || : ;;
    'pve settle') cat >"$1/input" ;;
  esac
}

# Does $2... for the job in directory $1. Sets `job`. The directory's name ends in the id of the waiting process.
work() {
  job=$1
  shift
  say $$ >"$job/worker"
  trap 'is_alive "${job##*.}" || rm -rf "$job"' EXIT
  mkdir -p "$journals" "$units"
  one_at_a_time
  recover now
  case $1 in
    apply)
      expect_complete "$job"
      apply_unit "$job"
      ;;
    remove)
      expect_unlisted "$2" "$3"
      remove_unit "$2" "$3"
      ;;
    leave) leave_list "$2" ;;
    hand-over) hand_over "$2" "$3" ;;
    list)
      shift
      list_units "$@"
      ;;
    release)
      expect_complete "$job"
      release_unit "$2"
      ;;
    pve)
      shift
      pve "$@"
      ;;
    corosync) "corosync_$2" "${3:-}" ;;
    qnetd) qnetd_certificates "$2" ;;
    maintenance) maintenance "${2:-}" ;;
  esac
}

# Sets `family` and `operator`.
main() {
  [ "$(id -u)" = 0 ] || die "needs root: log in as root or set ssh.become with a passwordless sudo"
  family=$(node_family)
  case ${1:-} in
    facts)
      facts
      return 0
      ;;
    members)
      tell_members
      return 0
      ;;
    remove)
      expect_name "${2:-}"
      expect_owner "${3:-}"
      ;;
    hand-over)
      expect_owner "${2:-}"
      expect_owner "${3:-}"
      [ "$2" != "$3" ] || die "the two owners are the same, $2; name the old one, then the new one"
      ;;
    leave) expect_owner "${2:-}" ;;
    release | expire | relieve) expect_name "${2:-}" ;;
    corosync) expect_step "${2:-}" "${3:-}" "${4:-}" ;;
    qnetd) expect_cluster "${2:-}" ;;
  esac
  mkdir -p "$run"
  case ${1:-} in
    apply | remove | hand-over | list | leave | release | corosync | pve | qnetd | maintenance)
      in_background "$@"
      ;;
    work)
      shift
      work "$@"
      ;;
    join)
      # A failure of the question itself keeps no node from service.
      safely join
      [ ! -s "$run/given-up" ]
      ;;
    rejoin) rejoin ;;
    recover | expire | relieve | uninstall)
      mkdir -p "$journals" "$units"
      operator=$(ssh_login)
      tell_of_work
      one_at_a_time
      alone "$@"
      ;;
    *) die "usage: node.sh apply | remove UNIT OWNER | hand-over OWNER OWNER | list OWNER BASE UNIT... | leave OWNER | release UNIT | corosync STEP [VERSION] | pve VERB | qnetd CLUSTER | maintenance on/off | facts | members | recover | join | rejoin | expire UNIT | relieve UNIT | uninstall OWNER" ;;
  esac
}

# The verbs that the node calls itself, and uninstall. They run without a job.
alone() {
  case "$1 ${2:-}" in
    'recover boot') recover_at_boot ;;
    recover*)
      recover now
      watch_held
      [ "${2:-}" != rest ] || recover_pve
      ! is_stuck
      ;;
    expire*) expire "$2" ;;
    relieve*)
      recover now
      relieve "$2"
      ;;
    uninstall*) uninstall "${2:-}" ;;
  esac
}

main "$@"
