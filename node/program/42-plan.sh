# The plan of a transaction says what each path becomes: "put PATH SOURCE" or "drop PATH".

exists() { [ -e "$1" ] || [ -L "$1" ]; }

# What manifest $1 has, as it is on the node: the measure of drift.
files_now() {
  { paths_of "$1"; words_of directory <"$1" | cut -d ' ' -f 1; } | while IFS= read -r path; do describe "$path"; done
}

describe() {
  if [ -L "$1" ]; then
    say "$1 link $(readlink "$1")"
  elif [ -f "$1" ]; then
    say "$1 $(mode_of "$1") $(digest <"$1")"
  elif [ -d "$1" ]; then
    say "$1 directory $(mode_of "$1")"
  else
    say "$1 absent"
  fi
}

# The plan of an apply: the staged files, and the origin of those that the unit no longer has.
plan_apply() {
  while read -r number path mode owner; do
    chown "$owner" "$journal/stage/$number" 2>"$run/output" || refuse "$path: no owner $owner"
    chmod "$mode" "$journal/stage/$number"
    say "put $path $journal/stage/$number"
  done <"$journal/stage/list" >"$journal/plan"
  plan_origin >>"$journal/plan"
}

# Puts what the new manifest doesn't have back to what it was before quorate.
plan_origin() {
  paths_of "$journal/manifest" >"$journal/kept"
  [ ! -f "$units/$unit/origin/list" ] || while read -r kind number path; do
    if grep -qxF -e "$path" "$journal/kept"; then
      :
    elif [ "$kind" = present ]; then
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
      drop) ! exists "$path" || say "drop $path" ;;
    esac
  done <"$journal/plan" >"$journal/plan.new"
  mv "$journal/plan.new" "$journal/plan"
}

same() {
  if [ -L "$1" ] || [ -L "$2" ]; then
    [ -L "$1" ] && [ -L "$2" ] && [ "$(readlink "$1")" = "$(readlink "$2")" ]
  else
    [ -f "$2" ] && [ "$(mode_of "$1")" = "$(mode_of "$2")" ] && cmp -s "$1" "$2"
  fi
}
