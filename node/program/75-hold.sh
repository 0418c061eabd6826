# Some changes a VRRP group must not roll through: members that disagree about the version, the authentication or
# the addresses discard each other's adverts, and two become MASTER (acassen/keepalived#1603). So a BACKUP takes
# its instance out of service with such a change ("held"), the MASTER changes, and a release brings it back.

wire_field() { sed -n 's/^wire //p' "$1" 2>/dev/null | cut -d ' ' -f "$2"; }

# The signature of the unit in directory $1 together with its password.
signature() { { wire_field "$1/manifest" 3; cat "$1/secrets" 2>/dev/null; } | digest; }

# True for a member that runs the instance with another signature.
speaks_otherwise() {
  [ -n "$(wire_field "$journal/manifest" 3)" ] && [ -f "$units/$unit/manifest" ] || return 1
  [ "$(cat "$journal/signature")" != "$(cat "$units/$unit/signature")" ] || [ -d "$units/$unit/held" ] || return 1
  systemctl is-active --quiet keepalived
}

# True for a member that holds one of the instance's addresses, the old or the new ones.
is_master() {
  addresses=$({ wire_field "$journal/manifest" 4; wire_field "$units/$unit/manifest" 4; } | tr ',' '\n' | sort -u)
  [ -n "$(held_addresses "$addresses")" ]
}

must_hold() { speaks_otherwise && ! is_master; }

# Reloads keepalived with the MASTER's new instance as the owner of its addresses (priority 255; RFC 3768 section
# 6.4.1). To keepalived another VRID is another instance: it gives the addresses up and waits three adverts before it
# takes them again, but an owner takes them at once. The activation that follows brings the real priority.
claim_addresses() {
  path=$(held_paths "$journal/manifest" | head -n 1)
  instance=$(wire_field "$journal/manifest" 1)
  cp -a "$path" "$journal/claimed"
  sed 's/^\( *priority\) .*/\1 255/' "$path" >"$(beside "$path" new)"
  mv -f "$(beside "$path" new)" "$path"
  systemctl reload keepalived >"$journal/output" 2>&1 || refuse_service keepalived "cannot reload keepalived"
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    [ "$(vrrp_field "$instance" State) $(vrrp_field "$instance" '(Base p|P)riority')" != 'MASTER 255' ] || break
    sleep 0.1
  done
  cp -a "$journal/claimed" "$(beside "$path" new)"
  mv -f "$(beside "$path" new)" "$path"
}

held_paths() { wire_field "$1" 2 | tr ',' '\n'; }

# Parks the new instance file beside the unit, with what names the instance, and plans their absence.
hold_instance() {
  mkdir "$journal/held"
  : >"$journal/held/list"
  number=0
  held_paths "$journal/manifest" | while IFS= read -r path; do
    source=$(sed -n "s|^put $path ||p" "$journal/plan")
    [ -n "$source" ] || source=$(parked_before "$path")
    [ -n "$source" ] || source=$path
    [ -f "$source" ] || continue
    number=$((number + 1))
    cp -a "$source" "$journal/held/$number"
    say "$path $number" >>"$journal/held/list"
    sed "\\|^put $path |d" "$journal/plan" >"$journal/plan.new"
    say "drop $path" >>"$journal/plan.new"
    mv "$journal/plan.new" "$journal/plan"
  done
}

# Where a unit that is held already has parked $1.
parked_before() {
  number_there=$(sed -n "s|^$1 ||p" "$units/$unit/held/list" 2>/dev/null || :)
  [ -z "$number_there" ] || say "$units/$unit/held/$number_there"
}

verify_silent() {
  systemctl is-active --quiet keepalived || refuse_service keepalived "keepalived does not run"
  watch_over "$unit"
}

# Until the release: should nobody hold the addresses any more, this node must not stay silent.
watch_over() {
  systemctl stop "quorate-watch-$1.timer" >/dev/null 2>&1 || :
  systemd-run -q --collect --unit "quorate-watch-$1" --on-active=30s --on-unit-active=30s \
    sh "$home/node.sh" relieve "$1" >/dev/null 2>&1 || :
}

# A power cut ends the watches, too.
watch_held() {
  for record in "$units"/*; do
    [ ! -d "$record/held" ] || watch_over "${record##*/}"
  done
}

# Puts the held instance of unit $1 back into service.
release_unit() {
  unit=$1
  systemctl stop "quorate-watch-$unit.timer" >/dev/null 2>&1 || :
  [ -f "$units/$unit/manifest" ] || die "$(uname -n): unit $unit is not here"
  if [ ! -d "$units/$unit/held" ]; then
    say "$unit: in service"
    return 0
  fi
  open_journal "$unit" "$units/$unit"
  transact "$unit" release_steps
  commit "$unit"
  say "$unit: back in service"
}

release_steps() {
  while read -r path number; do
    say "put $path $units/$unit/held/$number"
  done <"$units/$unit/held/list" >"$journal/plan"
  run_checks
  prepare_swap
  swap
  activate
  verify_all
}

# The release that nobody sent: only where no other node answers for the group's addresses.
relieve() {
  [ -d "$units/$1/held" ] || { systemctl stop "quorate-watch-$1.timer"; return 0; }
  for address in $(wire_field "$units/$1/manifest" 4 | tr ',' ' '); do
    ! ping -q -c 2 -W 1 "$address" >/dev/null 2>&1 || return 0
  done
  release_unit "$1"
}
