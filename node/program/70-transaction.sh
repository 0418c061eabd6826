# The transaction of one unit: journal, steps, then commit, or undo and the daemon's own words.

# Ends the steps of the transaction with reason $1; what the failing command printed is in $journal/output.
refuse() {
  [ -f "$journal/reason" ] || {
    say "$1"
    tail -n 40 "$journal/output" 2>/dev/null || :
  } >"$journal/reason"
  exit 1
}

# The same, with what service $1 logged since the transaction began.
refuse_service() {
  journalctl -q -u "$1" --since "@$(cat "$journal/since")" -n 20 -o cat --no-pager >>"$journal/output" 2>/dev/null || :
  refuse "$2"
}

refuse_unverified() {
  : >"$journal/output"
  words_of service <"$journal/manifest" | cut -d ' ' -f 1 | while IFS= read -r service; do
    journalctl -q -u "$service" --since "@$(cat "$journal/since")" -n 20 -o cat --no-pager >>"$journal/output" || :
  done
  refuse "after $verify_within s this does not hold: $1"
}

# Runs the steps $2... on unit $1. Exits 1 with the reason when they were undone.
transact() {
  unit=$1
  shift
  set +e
  (
    set -e
    "$@"
  ) 9>&-
  status=$?
  set -e
  [ $status -ne 0 ] || return 0
  reason=$(cat "$journal/reason" 2>/dev/null || say "the program stopped with status $status")
  if (undo "$unit"); then
    after="the node is as it was before"
  else
    after="NOT everything could be put back, the next run tries again"
  fi
  warn "$(uname -n): unit $unit: $(printf '%s\n' "$reason" | head -n 1); $after"
  printf '%s\n' "$reason" | tail -n +2 >&2
  exit 1
}

# Applies the unit whose manifest and secrets are in directory $1.
apply_unit() {
  unit=$(words_of unit <"$1/manifest")
  expect_family "$(words_of family <"$1/manifest")"
  confirm_required "$1/manifest"
  [ ! -d "$journals/$unit" ] || undo "$unit"
  signature "$1" >"$1/signature"
  open_journal "$unit" "$1"
  transact "$unit" apply_steps "$1/secrets"
  held=no
  [ ! -d "$journal/held" ] || held=yes
  if grep -q '^confirm$' "$1/manifest" && [ -s "$journal/plan" ]; then
    await_confirmation
  else
    commit "$unit"
  fi
  if [ $held = yes ]; then say "$unit: held silent until the MASTER has the change"; else say "$unit: applied"; fi
}

apply_steps() {
  install_packages "$journal/manifest"
  create_users "$journal/manifest"
  create_directories "$journal/manifest"
  plan_apply "$1"
  must_hold && hold_instance
  reduce_plan
  run_checks
  prepare_swap
  note_listeners
  swap
  if speaks_otherwise && is_master; then claim_addresses; fi
  activate
  if [ -d "$journal/held" ]; then verify_silent; else verify_all; fi
}

expect_family() {
  family=$(node_family)
  [ "$1" = "$family" ] && return 0
  die "$(uname -n): the unit is for the $1 family, this node is of family $family: correct the platform of the cluster"
}

# Removes unit $1: every path as it was before quorate, the services too, then packages and users nobody wants.
remove_unit() {
  unit=$1
  if [ ! -d "$units/$unit" ]; then
    say "$unit: not here"
    return 0
  fi
  [ ! -d "$journals/$unit" ] || undo "$unit"
  open_journal "$unit"
  transact "$unit" remove_steps
  cp "$journal/leaving" "$run/leaving"
  commit "$unit"
  forget_leftovers "$run/leaving"
  say "$unit: removed"
}

remove_steps() {
  plan_origin >"$journal/plan"
  cp "$units/$unit/manifest" "$journal/leaving"
  reduce_plan
  prepare_swap
  mark_swapped
  let_go before
  swap
  words_of sysctl <"$journal/leaving" | while read -r key value; do restore_sysctl "$key"; done
  let_go after
  leave_no_address
}

# The node-wide value of a kernel parameter from before quorate, once no other unit sets it.
restore_sysctl() {
  for other in "$units"/*; do
    [ "${other##*/}" = "$unit" ] || ! grep -q "^sysctl $1 " "$other/manifest" || return 0
  done
  value=$(sed -n "s/^$1 //p" "$home/sysctls" 2>/dev/null | head -n 1)
  [ -z "$value" ] || sysctl -q -w "$1=$value" >/dev/null 2>"$journal/output" || refuse "sysctl $1=$value was refused"
}

# No virtual address of the unit stays on the node.
leave_no_address() {
  addresses=$(words_of wire <"$journal/leaving" | cut -d ' ' -f 4 | tr ',' '\n')
  [ -n "$addresses" ] || return 0
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    [ -n "$(held_addresses "$addresses")" ] || return 0
    sleep 0.1
  done
  ip -o addr show | while read -r _ interface _ address _; do
    printf '%s\n' "$addresses" | grep -qxF "${address%/*}" && ip addr del "$address" dev "$interface"
  done || :
}

# Services, directories, users and packages that no unit wants any more, after the one with manifest $1 has gone.
forget_leftovers() {
  forget_service_origins
  kept=$(cat "$units"/*/manifest 2>/dev/null | words_of directory | cut -d ' ' -f 1)
  { sort -r -u "$home/directories" 2>/dev/null || :; } | while IFS= read -r path; do
    printf '%s\n' "$kept" | grep -qxF "$path" || [ ! -d "$path" ] || rmdir "$path" 2>/dev/null || :
  done
  shorten directories test -d
  remove_users "$home/users"
  shorten users getent passwd
  words_of package <"$1" | grep -qxF -f "$home/packages" 2>/dev/null || return 0
  remove_packages "$home/packages"
  shorten packages is_installed
  [ -s "$home/packages" ] || remove_users "$home/package-users"
}
