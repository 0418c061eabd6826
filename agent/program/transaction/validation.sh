# Validation: the daemons check a unit's files themselves, before the first change.

# If other units' files of the same service are broken, no unit passes, so none could be repaired.
# Then validation leaves them out, and the services take up this unit's files with the others' repair.
validate_files() {
  local other
  words_of validate <"$journal/manifest" >"$journal/validations"
  [ -s "$journal/validations" ] || return 0
  if are_accepted "$journal/plan"; then return 0; fi
  cp "$run/output" "$run/refusal"
  broken_others >"$journal/awaited"
  if [ -s "$journal/awaited" ] && [ ! -d "$journal/record/held" ]; then
    cp "$journal/plan" "$journal/plan-alone"
    while IFS= read -r other; do paths_of "$units/$other/manifest"; done <"$journal/awaited" |
      sed 's/^/drop /' >>"$journal/plan-alone"
    if are_accepted "$journal/plan-alone"; then return 0; fi
  fi
  mv "$run/refusal" "$run/output"
  refuse "$(cat "$run/failed")"
}

# Other units that share a service with this unit and have drift in their files.
broken_others() {
  local other
  services_in "$journal/manifest" | cut -d ' ' -f 1 >"$run/services"
  file_drift "$units"/*/manifest | awk -v own="$unit" '$2 != own { print $2 }' | sort -u | while IFS= read -r other; do
    if services_in "$units/$other/manifest" | cut -d ' ' -f 1 | grep -qxF -f "$run/services"; then say "$other"; fi
  done
}

# Runs the unit's validation in a mount namespace in which the plan of file $1 is done.
are_accepted() {
  cut -d ' ' -f 2 "$1" | sed 's|/[^/]*$||' | sort -u >"$journal/roots"
  rm -rf "$journal/view"
  say "the new files can't be laid out for the validation" >"$run/failed"
  unshare -m sh -s "$journal" "$1" "$run/failed" >"$run/output" 2>&1 <<'VALIDATION'
set -eu
journal=$1 plan=$2 failed=$3
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
    put) cp -a --remove-destination "$source" "$path" ;;
    drop) rm -f "$path" ;;
  esac
done <"$plan"
# keepalived 2.2.7 ends itself with SIGTERM in a test with a script user (fixed in 2.2.8).
trap '' TERM
while IFS= read -r command; do
  echo "'$command' refused the new files" >"$failed"
  sh -c "$command" </dev/null
done <"$journal/validations"
VALIDATION
}
