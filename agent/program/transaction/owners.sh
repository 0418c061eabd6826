# Owners: each unit has one, PROJECT/STACK/NAME in its manifest. A unit with a line "shared" serves several:
# $units/UNIT/sharers has the manifest of each other one. It goes with the last of them.

# Ends the program if $1 can't name an owner.
expect_owner() {
  case $1 in
    *[!A-Za-z0-9._/-]* | */*/*/* | -*) ;;
    ?*/?*/?*) return 0 ;;
  esac
  die "\"$1\" can't name an owner; write PROJECT/STACK/CLUSTER"
}

owner_in() { words_of owner <"$1"; }

# The owner of unit $1, if any: by its record, else by its first change, which still waits for a confirmation.
owner_of() {
  local manifest
  for manifest in "$units/$1/manifest" "$journals/$1/manifest"; do
    [ -s "$manifest" ] || continue
    owner_in "$manifest"
    return 0
  done
}

# A file name for owner $1.
file_of_owner() { say "$1" | tr / :; }

# The units of owner $1: those that it applied, and those that it shares.
units_of() {
  local manifest
  for manifest in $(grep -lxF -e "owner $1" "$units"/*/manifest "$units"/*/sharers/* "$journals"/*/manifest 2>/dev/null || :); do
    manifest=${manifest#"$units"/}
    manifest=${manifest#"$journals"/}
    say "${manifest%%/*}"
  done | sort -u
}

# Ends the program if the unit of the job in directory $1 belongs to another owner, or claims another one's VRID, address or bind.
# An apply of a shared unit becomes one of its owner's manifest, with the job's own one beside it as $1/sharer.
claim_unit() {
  local mine owner
  mine=$(owner_in "$1/manifest")
  owner=$(owner_of "$unit")
  [ "${owner:-$mine}" = "$mine" ] || grep -qx shared "$1/manifest" || refuse_other "$unit" "$owner" "$mine"
  expect_unclaimed "$1/manifest" "$mine"
  [ "${owner:-$mine}" != "$mine" ] || return 0
  [ "$(shared_text "$1/manifest")" = "$(shared_text "$units/$unit/manifest")" ] ||
    die "unit $unit is shared with $owner, which has other files for it; give both stacks the same names of nodes and cluster.globalDefs, and update $owner first"
  mv "$1/manifest" "$1/sharer"
  cp "$units/$unit/manifest" "$1/manifest"
}

# The text that two owners of a shared unit must agree on.
shared_text() { grep -v -e '^owner ' -e '^base ' "$1"; }

# Ends the program, because unit $1 of owner $2 isn't $3's. $4 is further advice.
refuse_other() {
  die "unit $1 belongs to $2, so $3 can't change it. ${4:-}If $2 is gone or has another name now, hand its units over: sh $home/node.sh hand-over $2 $3"
}

# Ends the program if manifest $1 of owner $2 has a claim that a unit of another owner has, too.
expect_unclaimed() {
  local manifest claim
  words_of claim <"$1" >"$run/claims"
  [ -s "$run/claims" ] || return 0
  for manifest in "$units"/*/manifest "$journals"/*/manifest; do
    if [ ! -s "$manifest" ] || [ "$(owner_in "$manifest")" = "$2" ]; then continue; fi
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
  owner=$(owner_of "$1")
  sharer=$units/$1/sharers/$(file_of_owner "$2")
  if [ "$owner" != "$2" ]; then
    [ -f "$sharer" ] || refuse_other "$1" "$owner" "$2" "After a hand-over to $owner run \`pulumi up\` before a destroy. "
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
    say "$1: stays for $(owner_of "$1")"
    return 0
  done
  staying=no
}
