# Whose a unit is. An owner is a cluster of a stack, PROJECT/STACK/NAME. Its file in $home/kept lists the units that its last
# update left here which came to its end; a unit that is in no list was brought by one that didn't.

kept_file() { say "$home/kept/$(say "$1" | tr / .)"; }

# keep OWNER BASE UNIT...: these are all of the owner's units. Others that were never kept go: the stack's state may not know
# them. Those that were kept once the stack removes itself, in its own order.
keep_units() {
  owner=$1
  base=$2
  shift 2
  for name; do say "$name"; done >"$run/keeping"
  remove_owned "$owner" is_left_over
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

is_left_over() { ! is_kept_unit "$owner" "$1" && ! grep -qxF -e "$1" "$run/keeping"; }

is_kept_unit() { sed 1,2d "$(kept_file "$1")" 2>/dev/null | grep -qxF -e "$2"; }

# Removes the units of owner $1 for which $2 succeeds. Packages go last: dpkg leaves a directory that isn't empty.
remove_owned() {
  for having in -L -l; do
    for manifest in $(grep "$having" '^package ' "$units"/*/manifest 2>/dev/null || :); do
      name=$(unit_of "$manifest")
      if [ -f "$manifest" ] && [ "$(words_of owner <"$manifest")" = "$1" ] && "$2" "$name"; then remove_unit "$name"; fi
    done
  done
}
