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
