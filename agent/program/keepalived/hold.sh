# Members that disagree about version, authentication or addresses discard each other's adverts, and two become
# MASTER (acassen/keepalived#1603). So with such a change a BACKUP takes its instance out of service ("held").
# Then the MASTER changes, and a release puts the instance back into service.

# Field $1 of the wire lines of manifests $2...
wire_field() {
  local field
  field=$(($1 + 1))
  shift
  awk -v field="$field" '$1 == "wire" { print $field }' "$@"
}

# The signature of the unit in directory $1 together with its password.
signature() { { wire_field 3 "$1/manifest"; cat "$1/secrets"; } | digest; }

# Whether this member runs the instance with another signature.
speaks_otherwise() {
  [ -s "$journal/old" ] && [ -n "$(wire_field 3 "$journal/manifest")" ] || return 1
  [ "$(cat "$journal/record/signature")" != "$(cat "$units/$unit/signature")" ] || [ -d "$units/$unit/held" ] || return 1
  systemctl is-active --quiet keepalived
}

# Whether this member has one of the instance's old or new addresses.
is_master() {
  local addresses
  addresses=$(wire_field 4 "$journal/manifest" "$journal/old" | tr ',' '\n' | sort -u)
  [ -n "$(held_addresses "$addresses")" ]
}

must_hold() { speaks_otherwise && ! is_master; }

# Reloads keepalived with the MASTER's new instance as the owner of its addresses (priority 255; RFC 3768 section
# 6.4.1). To keepalived another VRID is another instance: it gives the addresses up, and waits three adverts before it
# takes them again. An owner takes them at once. The next activation brings the real priority.
claim_addresses() {
  local path instance
  path=$(held_paths "$journal/manifest" | head -n 1)
  instance=$(wire_field 1 "$journal/manifest")
  cp -a "$path" "$journal/claimed"
  sed 's/^\( *priority\) .*/\1 255/' "$path" >"$(beside "$path" new)"
  mv -f "$(beside "$path" new)" "$path"
  systemctl reload keepalived >"$run/output" 2>&1 || refuse_service keepalived "cannot reload keepalived"
  within "$verify_within" owns_addresses "$instance" || :
  cp -a "$journal/claimed" "$(beside "$path" new)"
  mv -f "$(beside "$path" new)" "$path"
}

owns_addresses() { [ "$(vrrp_state "$1")" = 'MASTER 255' ]; }

held_paths() { wire_field 2 "$@" | tr ',' '\n'; }

# Puts the new instance file, and the file that names the instance, beside the unit. Plans their absence.
hold_instance() {
  local number path source
  mkdir "$journal/record/held"
  number=0
  held_paths "$journal/manifest" | while IFS= read -r path; do
    source=$(source_of "$path" "$journal/plan")
    [ -n "$source" ] || source=$(parked_before "$path")
    [ -n "$source" ] || source=$path
    [ -f "$source" ] || continue
    number=$((number + 1))
    cp -a "$source" "$journal/record/held/$number"
    say "$path $number" >>"$journal/record/held/list"
    WANTED=$path awk '$2 != ENVIRON["WANTED"]' "$journal/plan" >"$journal/plan.new"
    say "drop $path" >>"$journal/plan.new"
    mv "$journal/plan.new" "$journal/plan"
  done
}

# The source that plan $2 puts at path $1, if any.
source_of() { WANTED=$1 awk '$1 == "put" && $2 == ENVIRON["WANTED"] { print $3 }' "$2"; }

# The copy of path $1 that an already held unit has beside it.
parked_before() {
  [ ! -d "$units/$unit/held" ] ||
    WANTED=$1 awk -v held="$units/$unit/held" '$1 == ENVIRON["WANTED"] { print held "/" $2 }' "$units/$unit/held/list"
}

verify_silent() {
  systemctl is-active --quiet keepalived || refuse_service keepalived "keepalived does not run"
  watch_over "$unit"
}
