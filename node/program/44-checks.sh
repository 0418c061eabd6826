# Runs every check of the unit in a mount namespace where the plan has already happened.
run_checks() {
  words_of check <"$journal/manifest" >"$journal/checks"
  [ -s "$journal/checks" ] || return 0
  cut -d ' ' -f 2 "$journal/plan" | sed 's|/[^/]*$||' | sort -u >"$journal/roots"
  say "the new files can't be shown to the checks" >"$run/failed"
  unshare -m sh -s "$journal" "$run/failed" >"$run/output" 2>&1 <<'CHECKS' || refuse "$(cat "$run/failed")"
set -eu
journal=$1 failed=$2
number=0
above=
while IFS= read -r root; do
  [ -d "$root" ] || continue
  case $root/ in "$above"/*) [ -z "$above" ] || continue ;; esac
  above=$root
  number=$((number + 1))
  mkdir -p "$journal/view/$number"
  cp -a "$root/." "$journal/view/$number"
  mount --bind "$journal/view/$number" "$root"
done <"$journal/roots"
while read -r verb path source; do
  case $verb in
    put) cp -a "$source" "$path.quorate-view" && mv -f "$path.quorate-view" "$path" ;;
    drop) rm -f "$path" ;;
  esac
done <"$journal/plan"
# keepalived 2.2.7 ends itself with SIGTERM in a test with a script user (fixed in 2.2.8).
trap '' TERM
while IFS= read -r check; do
  echo "'$check' refused the new files" >"$failed"
  sh -c "$check" </dev/null
done <"$journal/checks"
CHECKS
}
