# A hand-over gives all units of an owner to another one. The file $home/hand-over, "OLD NEW", decides it in one step:
# from then on facts name the new owner, and recovery completes the rest.

# hand-over OLD NEW: gives all units of owner $1 to owner $2.
hand_over() {
  local names name
  names=$(units_of "$1")
  if [ -z "$names" ] && [ ! -f "$(list_file "$1")" ]; then
    say "$1 has no units here, so nothing changed"
    return 0
  fi
  safely decide_hand_over "$1 $2"
  [ "$status" -eq 0 ] || {
    rm -f "$home/hand-over.new" "$home/hand-over.room"
    die "the decision can't be written, so nothing was handed over$(if_full)"
  }
  complete_hand_over
  for name in $names; do say "$name: handed over to $2"; done
}

# The completion must not need space, so it gets its room before: as much as all manifests and lists.
decide_hand_over() {
  say "$1" >"$home/hand-over.new"
  { cat "$units"/*/manifest "$units"/*/sharers/* "$journals"/*/manifest "$journals"/*/old "$home"/lists/* 2>/dev/null || :; } >"$run/room"
  cp "$run/room" "$home/hand-over.room"
  rm -f "$run/room"
  sync "$home/hand-over.new" "$home/hand-over.room"
  mv "$home/hand-over.new" "$home/hand-over"
  sync "$home"
}

# Each step is repeatable, because a kill can stop the program anywhere.
complete_hand_over() {
  local old new name manifest
  rm -f "$home/hand-over.room"
  [ -f "$home/hand-over" ] || {
    rm -f "$home/hand-over.new"
    return 0
  }
  read -r old new <"$home/hand-over"
  for name in $(units_of "$old"); do
    rename_owner "$units/$name/sharers/$(file_of_owner "$old")" "$units/$name/sharers/$(file_of_owner "$new")"
    for manifest in "$journals/$name/old" "$journals/$name/manifest" "$units/$name/manifest"; do
      rename_owner "$manifest" "$manifest"
    done
  done
  # Units that the new owner shared before.
  for manifest in "$units"/*/sharers/"$(file_of_owner "$new")"; do
    [ ! -f "$manifest" ] || [ "$(owner_in "${manifest%/sharers/*}/manifest")" != "$new" ] || rm -f "$manifest"
  done
  hand_over_list
  rm -f "$home/hand-over"
  sync "$home"
}

# Writes manifest $1, if it's the old owner's, as the new owner's to $2.
rename_owner() {
  grep -qsxF -e "owner $old" "$1" || return 0
  sed "s|^owner $old\$|owner $new|" "$1" >"$home/hand-over.new"
  sync "$home/hand-over.new"
  mv "$home/hand-over.new" "$2"
  [ "$1" = "$2" ] || rm -f "$1"
  sync "${2%/*}"
}

# Adds the list of the old owner's units to the new owner's.
hand_over_list() {
  local from to
  from=$(list_file "$old")
  to=$(list_file "$new")
  [ -f "$from" ] || return 0
  { say "owner $new" && sed 1d "$from" && sed 1,2d "$to" 2>/dev/null; } | awk '!known[$0]++' >"$home/hand-over.new"
  sync "$home/hand-over.new"
  mv "$home/hand-over.new" "$to"
  rm -f "$from"
  sync "$home/lists"
}
