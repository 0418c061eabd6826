# The plan of a transaction has one line per path: "put PATH SOURCE" or "drop PATH".

exists() { [ -e "$1" ] || [ -L "$1" ]; }

# The state of the paths in manifests $@ on the node, the measure of drift. One query for all is quicker.
files_now() {
  local listed folders path extended
  listed=$(paths_of "$@" && cat "$@" | names_of directory)
  extended=" $(cat "$@" | words_of extend | tr '\n' ' ')"
  set --
  folders=
  while IFS= read -r path; do
    if [ -n "$path" ] && [ "${extended#* "$path" }" != "$extended" ]; then
      if has_lines "$path"; then say "$path extended"; else say "$path without-its-line"; fi
    elif [ -L "$path" ]; then
      say "$path link $(readlink "$path")"
    elif [ -f "$path" ]; then
      set -- "$@" "$path"
    elif [ -d "$path" ]; then
      folders="$folders $path"
    elif [ -n "$path" ]; then
      say "$path absent"
    fi
  done <<PATHS
$listed
PATHS
  # shellcheck disable=SC2086 # one word per directory
  [ -z "$folders" ] || stat -c '%n directory %04a %U:%G' $folders
  [ $# -eq 0 ] || { stat -c '%n %04a %U:%G' "$@" && sha256sum "$@"; } | awk '
    NF == 3 { attributes[$1] = $2 " " $3; next }
    { print $2, attributes[$2], $1 }'
}

# The plan of an apply: the staged files, and the origins of files that the unit no longer has.
plan_apply() {
  local number path mode owner
  while read -r number path mode owner; do
    chown "$owner" "$journal/stage/$number" 2>"$run/output" || refuse "this node has no user or group $owner, which is to own $path"
    chmod "$mode" "$journal/stage/$number"
    say "put $path $journal/stage/$number"
  done <"$journal/stage/list" >"$journal/plan"
  plan_origin >>"$journal/plan"
}

# Plans the origins of the paths that the new manifest no longer has.
plan_origin() {
  local from kind number path
  paths_of "$journal/manifest" >"$journal/wanted"
  [ ! -f "$units/$unit/origin/list" ] ||
    cut -d ' ' -f 3 "$units/$unit/origin/list" | first_entries "$journal/own" "$units/$unit/origin" >"$journal/origins"
  [ ! -f "$journal/origins" ] || while read -r from kind number path; do
    if grep -qxF -e "$path" "$journal/wanted"; then
      :
    elif [ "$kind" = present ]; then
      say "put $path $from/$number"
    else
      say "drop $path"
    fi
  done <"$journal/origins"
}

# Reduces the plan to the paths that differ from the node.
reduce_plan() {
  differing <"$journal/plan" >"$journal/plan.new"
  mv "$journal/plan.new" "$journal/plan"
}

# The lines of a plan on stdin whose paths differ from the node.
differing() {
  local verb path source
  while read -r verb path source; do
    case $verb in
      put) same "$source" "$path" || say "put $path $source" ;;
      drop) ! exists "$path" || say "drop $path" ;;
    esac
  done
}

same() {
  if [ -L "$1" ] || [ -L "$2" ]; then
    [ -L "$1" ] && [ -L "$2" ] && [ "$(readlink "$1")" = "$(readlink "$2")" ]
  else
    [ -f "$2" ] && [ "$(mode_of "$1")" = "$(mode_of "$2")" ] && cmp -s "$1" "$2"
  fi
}
