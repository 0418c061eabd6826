# Owners: a cluster of a stack, PROJECT/STACK/NAME. Its file in $home/lists names its units after its last complete
# update. A unit in no list came with an interrupted update.

list_file() { say "$home/lists/$(file_of_owner "$1")"; }

# list OWNER BASE UNIT...: lists all of the owner's units. Removes other units that were never listed, because the
# stack's state may not know them. The stack itself removes units that were listed, in its own order.
list_units() {
  local owner base name
  owner=$1
  base=$2
  shift 2
  for name; do say "$name"; done >"$run/listing"
  { cat "$run/listing" && sed 1,2d "$(list_file "$owner")" 2>/dev/null; } >"$run/known" || :
  remove_owned "$owner" "$run/known"
  mkdir -p "$home/lists"
  rm -f "$run/left/$(file_of_owner "$owner")"
  {
    say "owner $owner"
    say "base $base"
    cat "$run/listing"
  } >"$home/lists/.new"
  sync "$home/lists/.new"
  mv "$home/lists/.new" "$(list_file "$owner")"
  sync "$home/lists"
  # shellcheck disable=SC2046 # one word per path
  ask_members $(group_manifests)
  say "listed: $(tr '\n' ' ' <"$run/listing")"
}

# leave OWNER: gives up the owner's list, so that its units may go. A destroy does it on all nodes first.
leave_list() {
  rm -f "$(list_file "$1")"
  [ ! -d "$home/lists" ] || sync "$home/lists"
  mkdir -p "$run/left"
  : >"$run/left/$(file_of_owner "$1")"
  say "the units of $1 may go now"
}

# Ends the program if owner $2 still lists unit $1. `pulumi up --replace` removes before it applies again, and an
# update with targets doesn't know the others' needs.
expect_unlisted() {
  ! sed 1,2d "$(list_file "$2")" 2>/dev/null | grep -qxF -e "$1" ||
    die "unit $1 stays, because $2 needs it here, and its service would go down. \`pulumi up\` repairs it, and removes the parts that the configuration no longer has; \`pulumi destroy\` removes it. If its resource only has another name now, give it the old one in aliases, or run: pulumi state delete URN"
}

# Ends the program if owner $1 still needs units here. Before its first list, a unit under another one is in Pulumi's
# state, so a destroy has removed it already.
expect_left() {
  local there
  there=$(units_of "$1" | tr '\n' ' ')
  [ -n "$there" ] || return 0
  [ -f "$(list_file "$1")" ] || stands_on_own "$1" || return 0
  die "quorate's program stays, because $1 has units here, and they would go down: ${there% }. \`pulumi up\` repairs the program; \`pulumi destroy\` removes all. If the state has lost some of it, run \`pulumi up\` first"
}

# Whether a unit of owner $1, which gave no list up since the boot, stands on another one: what it requires, or keepalived.
stands_on_own() {
  local manifest
  [ ! -e "$run/left/$(file_of_owner "$1")" ] || return 1
  for manifest in $(grep -lsxF -e "owner $1" "$units"/*/manifest || :); do
    sed -n 's/^wire .*/keepalived/p; s/^requires \([^ ]*\) .*/\1/p' "$manifest"
  done | grep -qxF -e "$(units_of "$1")"
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
