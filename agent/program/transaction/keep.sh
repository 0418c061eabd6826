# Owners: a cluster of a stack, PROJECT/STACK/NAME. Its file in $home/kept lists its units after its last complete
# update. A unit in no list came with an interrupted update.

kept_file() { say "$home/kept/$(file_of_owner "$1")"; }

# keep OWNER BASE UNIT...: lists all of the owner's units. Removes other units that were never listed, because the
# stack's state may not know them. The stack itself removes units that were listed, in its own order.
keep_units() {
  local owner base name
  owner=$1
  base=$2
  shift 2
  for name; do say "$name"; done >"$run/keeping"
  { cat "$run/keeping" && sed 1,2d "$(kept_file "$owner")" 2>/dev/null; } >"$run/known" || :
  remove_owned "$owner" "$run/known"
  mkdir -p "$home/kept"
  {
    say "owner $owner"
    say "base $base"
    cat "$run/keeping"
  } >"$home/kept/.new"
  sync "$home/kept/.new"
  mv "$home/kept/.new" "$(kept_file "$owner")"
  sync "$home/kept"
  say "kept: $(tr '\n' ' ' <"$run/keeping")"
}

# leave OWNER: gives up the owner's list, so that its units may go. A destroy does it on all nodes first.
leave_list() {
  rm -f "$(kept_file "$1")"
  [ ! -d "$home/kept" ] || sync "$home/kept"
  say "the units of $1 may go now"
}

# Ends the program if owner $2 still lists unit $1. `pulumi up --replace` removes before it applies again, and an
# update with targets doesn't know the others' needs.
expect_unlisted() {
  ! sed 1,2d "$(kept_file "$2")" 2>/dev/null | grep -qxF -e "$1" ||
    die "unit $1 stays, because $2 needs it here, and its service would go down. \`pulumi up\` repairs it, and removes the parts that the configuration no longer has; \`pulumi destroy\` removes it. If its resource only has another name now, run: pulumi state delete URN"
}

# Ends the program if owner $1 still lists units here.
expect_left() {
  local there
  there=$(units_of "$1" | tr '\n' ' ')
  [ -z "$there" ] || [ ! -f "$(kept_file "$1")" ] ||
    die "quorate's program stays, because $1 has units here, and they would go down: ${there% }. \`pulumi up\` repairs the program; \`pulumi destroy\` removes all. If the state has lost some of it, run \`pulumi up\` first"
}

# Removes the units of owner $1 outside list $2. Units with packages go last: dpkg leaves a directory with files.
remove_owned() {
  local having manifest name
  units_of "$1" | except "$2" >"$run/leaving"
  for having in -L -l; do
    for manifest in $(grep "$having" '^package ' "$units"/*/manifest "$journals"/*/manifest 2>/dev/null || :); do
      name=$(unit_of "$manifest")
      if [ -f "$manifest" ] && grep -qxF -e "$name" "$run/leaving"; then remove_unit "$name" "$1"; fi
    done
  done
}
