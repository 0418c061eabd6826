# The work outlives the SSH session that asked for it: it runs in a session of its own, and this waits for it.
in_background() {
  mkdir -p "$run"
  job=$(mktemp -d "$run/job.XXXXXX")
  if [ "$1" = apply ]; then receive "$job" || die "the unit's text was cut short"; fi
  setsid sh "$home/node.sh" work "$job" "$$" "$@" </dev/null >"$job/out" 2>"$job/err" &
  status=0
  wait $! || status=$?
  cat "$job/out"
  cat "$job/err" >&2
  rm -rf "$job"
  exit $status
}

work() {
  job=$1
  waiter=$2
  shift 2
  trap '[ -d "/proc/$waiter" ] || rm -rf "$job"' EXIT
  mkdir -p "$journals" "$units"
  one_at_a_time
  recover
  case $1 in
    apply) apply_unit "$job" ;;
    remove) remove_unit "$2" ;;
    release) release_unit "$2" ;;
  esac
}

# Takes quorate off the node, once no unit is left.
uninstall() {
  one_at_a_time
  recover boot
  left=$(ls "$units" 2>/dev/null || :)
  [ -z "$left" ] || die "$(uname -n): units are still here: $(say "$left" | tr '\n' ' ')"
  systemctl disable -q quorate-recover.service 2>/dev/null || :
  rm -f /etc/systemd/system/quorate-recover.service
  systemctl daemon-reload
  rm -rf "$home" "$run"
}

main() {
  [ "$(id -u)" = 0 ] || die "needs root: log in as root or set ssh.become with a passwordless sudo"
  mkdir -p "$run"
  case ${1:-} in
    apply | remove | release) in_background "$@" ;;
    work) shift && work "$@" ;;
    facts) facts ;;
    recover) one_at_a_time && mkdir -p "$journals" && recover "${2:-}" && watch_held ;;
    expire) one_at_a_time && expire "$2" ;;
    relieve) one_at_a_time && recover && relieve "$2" ;;
    uninstall) uninstall ;;
    *) die "usage: node.sh apply | remove UNIT | release UNIT | facts | recover | uninstall" ;;
  esac
}

main "$@"
