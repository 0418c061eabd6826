# Files: a plan says what each path becomes, "put PATH SOURCE" or "drop PATH". The new files are written next to
# their targets and the old ones linked aside before the first rename, so that neither the swap nor its undoing
# needs disk space.

# Modes, owners and digests of the files of manifest $1 as they are: the measure of drift.
files_now() {
  manifest=$1
  set --
  for path in $(paths_of "$manifest"); do
    if [ -L "$path" ]; then
      printf '%s link %s\n' "$path" "$(readlink "$path")"
    elif [ -f "$path" ]; then
      set -- "$@" "$path"
    else
      printf '%s absent\n' "$path"
    fi
  done
  [ $# -gt 0 ] || return 0
  { stat -c '%n %a %U:%G' "$@" && sha256sum "$@"; } | awk '
    NF == 3 { attributes[$1] = $2 " " $3; next }
    { print $2, attributes[$2], $1 }'
}

beside() { printf '%s/.%s.quorate-%s' "${1%/*}" "${1##*/}" "$2"; }

# Missing directories of unit manifest $1, parents of its files included, parents first.
create_directories() {
  { words_of directory <"$1"; paths_of "$1" | sed 's|/[^/]*$||; s|$| 0755 root:root|'; } | sort -u -k 1,1 |
    while read -r path mode owner; do
      ancestors "$path" | while IFS= read -r missing; do
        say "$missing" >>"$journal/directories"
        sync "$journal/directories"
        mkdir -m 0755 "$missing"
      done
      grep -qxF "$path" "$journal/directories" 2>/dev/null || continue
      chmod "$mode" "$path"
      chown "$owner" "$path"
    done
}

# The directories that are missing on the way to $1, outermost first.
ancestors() {
  [ -d "$1" ] && return 0
  ancestors "${1%/*}"
  say "$1"
}

remove_directories() {
  [ -s "$1" ] || return 0
  sort -r -u "$1" | while IFS= read -r path; do
    [ ! -d "$path" ] || rmdir "$path" 2>/dev/null || :
  done
}

# The plan of an apply: the manifest's files, and the origin of those that the unit no longer has.
plan_apply() {
  stage_contents "$journal/manifest" "$1" "$journal/stage" || refuse "the unit's text can't be read"
  while read -r number path mode owner; do
    chmod "$mode" "$journal/stage/$number"
    chown "$owner" "$journal/stage/$number" 2>"$journal/output" || refuse "$path: no owner $owner"
    say "put $path $journal/stage/$number"
  done <"$journal/stage/list" >"$journal/plan"
  paths_of "$journal/manifest" >"$journal/kept"
  plan_origin | awk -v list="$journal/kept" '
    BEGIN { while ((getline path < list) > 0) kept[path] }
    !($2 in kept)' >>"$journal/plan"
}

# The plan that puts every path of the unit back to what it was before quorate.
plan_origin() {
  [ -f "$units/$unit/origin/list" ] || return 0
  while read -r kind number path; do
    if [ "$kind" = present ]; then
      say "put $path $units/$unit/origin/$number"
    else
      say "drop $path"
    fi
  done <"$units/$unit/origin/list"
}

# Reduces the plan to what differs from the node.
reduce_plan() {
  while read -r verb path source; do
    case $verb in
      put) same "$source" "$path" || say "put $path $source" ;;
      drop) if [ -e "$path" ] || [ -L "$path" ]; then say "drop $path"; fi ;;
    esac
  done <"$journal/plan" >"$journal/plan.new"
  mv "$journal/plan.new" "$journal/plan"
}

same() {
  if [ -L "$1" ] || [ -L "$2" ]; then
    [ "$(readlink "$1" || :)" = "$(readlink "$2" || :)" ] && [ -L "$1" ] && [ -L "$2" ]
  else
    [ -f "$2" ] && [ "$(stat -c '%a %U:%G' "$1")" = "$(stat -c '%a %U:%G' "$2")" ] && cmp -s "$1" "$2"
  fi
}

# Runs every check of the unit in a mount namespace where the plan has already happened.
run_checks() {
  words_of check <"$journal/manifest" >"$journal/checks"
  [ -s "$journal/checks" ] || return 0
  sed -n 's/^\(put\|drop\) \([^ ]*\).*/\2/p' "$journal/plan" | sed 's|/[^/]*$||' | sort -u >"$journal/roots"
  unshare -m sh -s "$journal" >"$journal/output" 2>&1 <<'CHECKS' || refuse "$(cat "$journal/failed") refused the new files"
set -eu
journal=$1
number=0
above=
while IFS= read -r root; do
  case $root/ in "$above"/*) [ -z "$above" ] || continue ;; esac
  above=$root
  number=$((number + 1))
  mkdir -p "$journal/view"
  cp -a "$root" "$journal/view/$number"
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
  echo "'$check'" >"$journal/failed"
  sh -c "$check" </dev/null
done <"$journal/checks"
CHECKS
}

# Everything of the swap that can fail: space for the new files, links to the old ones.
prepare_swap() {
  while read -r verb path source; do
    if [ -e "$path" ] || [ -L "$path" ]; then
      [ ! -d "$path" ] || [ -L "$path" ] || refuse "$path is a directory"
      ln -f -P "$path" "$(beside "$path" old)" 2>"$journal/output" || refuse "cannot set the old $path aside"
    fi
    [ "$verb" = drop ] || cp -a "$source" "$(beside "$path" new)" 2>"$journal/output" || refuse "cannot write the new $path"
  done <"$journal/plan"
  cut -d ' ' -f 2 "$journal/plan" | while IFS= read -r path; do
    [ ! -f "$(beside "$path" new)" ] || sync "$(beside "$path" new)"
  done
}

# From here on services may have heard of the change.
mark_swapped() {
  : >"$journal/swapped"
  sync "$journal/swapped" "$journal"
}

swap() {
  mark_swapped
  while read -r verb path _; do
    case $verb in
      put) mv -f "$(beside "$path" new)" "$path" ;;
      drop) rm -f "$path" ;;
    esac
  done <"$journal/plan"
  cut -d ' ' -f 2 "$journal/plan" | sed 's|/[^/]*$||' | sort -u | while IFS= read -r path; do sync "$path"; done
}

# Files as they were before the transaction, wherever it stopped.
restore_before() {
  while read -r kind number path; do
    old=$(beside "$path" old)
    if [ "$kind" = absent ]; then
      rm -f "$path"
    elif one_file "$old" "$path"; then
      # Two names of one file: to rename one to the other would leave both.
      rm -f "$old"
    elif [ -e "$old" ] || [ -L "$old" ]; then
      mv -f "$old" "$path"
    elif ! same "$journal/before/$number" "$path"; then
      cp -a "$journal/before/$number" "$old" && mv -f "$old" "$path"
    fi
  done <"$journal/before/list"
  discard_links
}

one_file() {
  [ -e "$1" ] && [ -e "$2" ] && [ "$(stat -c '%d %i' "$1")" = "$(stat -c '%d %i' "$2")" ]
}

discard_links() {
  while IFS= read -r path; do
    rm -f "$(beside "$path" old)" "$(beside "$path" new)"
  done <"$journal/paths"
}
