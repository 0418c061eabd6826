# Owners: each unit has one, PROJECT/STACK/NAME in its manifest. A unit with a line "shared" serves several:
# $units/UNIT/sharers has the manifest of each other one. It goes with the last of them.

# Ends the program if $1 can't name an owner.
expect_owner() {
  case $1 in
    *[!A-Za-z0-9._/-]* | */*/*/*) ;;
    ?*/?*/?*) return 0 ;;
  esac
  die "\"$1\" can't name an owner; write PROJECT/STACK/CLUSTER"
}

owner_in() { words_of owner <"$1"; }

# A file name for owner $1.
file_of_owner() { say "$1" | tr / :; }

# The units of owner $1: those that it applied, and those that it shares.
units_of() {
  local manifest
  for manifest in $(grep -lxF -e "owner $1" "$units"/*/manifest "$units"/*/sharers/* 2>/dev/null || :); do
    manifest=${manifest#"$units"/}
    say "${manifest%%/*}"
  done | sort -u
}

# Ends the program if the unit of the job in directory $1 belongs to another owner, or claims what another one has.
# An apply of a shared unit becomes one of its owner's manifest, with the job's own one beside it as $1/sharer.
claim_unit() {
  local mine owner sharer
  mine=$(owner_in "$1/manifest")
  expect_unclaimed "$1/manifest" "$mine"
  [ -f "$units/$unit/manifest" ] || return 0
  owner=$(owner_in "$units/$unit/manifest")
  if [ "$owner" = "$mine" ]; then
    for sharer in "$units/$unit/sharers"/*; do
      [ ! -f "$sharer" ] || keeps_users "$1/manifest" "$sharer" ||
        die "unit $unit: $(owner_in "$sharer") shares it and needs its user, so the user can't change; give both stacks the same cluster.globalDefs"
    done
    return 0
  fi
  grep -qx shared "$1/manifest" || refuse_other "$unit" "$owner" "$mine"
  [ "$(shared_text "$1/manifest")" = "$(shared_text "$units/$unit/manifest")" ] ||
    die "unit $unit is shared with $owner, which has other files for it; give both stacks the same cluster.globalDefs and update $owner first"
  mv "$1/manifest" "$1/sharer"
  cp "$units/$unit/manifest" "$1/manifest"
}

# What two owners of a shared unit must agree on.
shared_text() { grep -v -e '^owner ' -e '^base ' "$1"; }

# Whether manifest $1 has all users of manifest $2.
keeps_users() {
  names_of user <"$1" >"$run/users"
  [ -z "$(words_of user <"$2" | except "$run/users")" ]
}

# Ends the program, because unit $1 of owner $2 isn't $3's.
refuse_other() {
  die "unit $1 belongs to $2, so $3 can't change it. If $2 is gone or has another name now, hand its units over: sh $home/node.sh hand-over $2 $3"
}

# Ends the program if manifest $1 of owner $2 has a claim that a unit of another owner has, too.
expect_unclaimed() {
  local manifest claim
  words_of claim <"$1" >"$run/claims"
  [ -s "$run/claims" ] || return 0
  for manifest in "$units"/*/manifest; do
    if [ ! -f "$manifest" ] || [ "$(owner_in "$manifest")" = "$2" ]; then continue; fi
    claim=$(words_of claim <"$manifest" | grep -xF -f "$run/claims" | head -n 1 || :)
    [ -z "$claim" ] || die "unit $unit: $claim is $(owner_in "$manifest")'s already (unit $(unit_of "$manifest")); use another one"
  done
}

# Adds the sharers to the record in the journal: those of the old record, and the one of the job.
write_sharers() {
  local owner sharer
  owner=$(owner_in "$journal/manifest")
  for sharer in "$journal/sharer" "$units/$unit/sharers"/*; do
    if [ ! -f "$sharer" ] || [ "$(owner_in "$sharer")" = "$owner" ]; then continue; fi
    mkdir -p "$journal/record/sharers"
    cp -n "$sharer" "$journal/record/sharers/$(file_of_owner "$(owner_in "$sharer")")"
  done
}

# Ends the share of owner $2 in unit $1. If the unit is its own, the next sharer becomes the owner; without a sharer the
# unit doesn't stay. Sets `staying`.
leave_unit() {
  local owner sharer job
  staying=yes
  owner=$(owner_in "$units/$1/manifest")
  sharer=$units/$1/sharers/$(file_of_owner "$2")
  if [ "$owner" != "$2" ]; then
    [ -f "$sharer" ] || refuse_other "$1" "$owner" "$2"
    rm -f "$sharer"
    sync "${sharer%/*}"
    say "$1: stays for $owner"
    return 0
  fi
  for sharer in "$units/$1/sharers"/*; do
    [ -f "$sharer" ] || continue
    job=$run/next-owner
    rm -rf "$job"
    mkdir "$job"
    cp "$sharer" "$job/manifest"
    : >"$job/secrets"
    : >"$job/signature-base"
    apply_job "$job"
    rm -rf "$job"
    say "$1: stays for $(owner_in "$units/$1/manifest")"
    return 0
  done
  staying=no
}

# hand-over OLD NEW: gives all units of owner $1 to owner $2. A rerun completes an interrupted one.
hand_over() {
  local name manifest list
  list=$(kept_file "$1")
  [ -f "$list" ] || [ -n "$(units_of "$1")" ] || die "$1 has no units here, so nothing changed; \`quorate status\` shows the owners"
  for name in $(units_of "$1"); do
    for manifest in "$units/$name/manifest" "$units/$name/sharers/$(file_of_owner "$1")"; do
      [ -f "$manifest" ] || continue
      sed "s|^owner $1\$|owner $2|" "$manifest" >"$units/$name/.new"
      sync "$units/$name/.new"
      case $manifest in
        */sharers/*)
          mv "$units/$name/.new" "$units/$name/sharers/$(file_of_owner "$2")"
          rm -f "$manifest"
          ;;
        *) mv "$units/$name/.new" "$manifest" ;;
      esac
    done
    sync "$units/$name"
    say "$name: handed over to $2"
  done
  [ ! -f "$list" ] || {
    { say "owner $2" && sed 1d "$list" && sed 1,2d "$(kept_file "$2")" 2>/dev/null; } | awk '!known[$0]++' >"$home/kept/.new" || :
    sync "$home/kept/.new"
    mv "$home/kept/.new" "$(kept_file "$2")"
    rm -f "$list"
    sync "$home/kept"
  }
}
