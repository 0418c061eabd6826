# The removal of a unit from the node.

# Removes unit $1 of owner $2: restores the origins of paths and services, then removes unneeded packages and users. Units that
# require it go first: an interrupted update brought them, so the stack doesn't know them.
remove_unit() {
  local requiring staying
  for requiring in $(grep -l "^requires $1 " "$units"/*/manifest 2>/dev/null || :); do
    remove_unit "$(unit_of "$requiring")" "$2"
  done
  take_unit "$1"
  expect_unstuck "$units/$unit/manifest"
  staying=no
  [ -z "$(owner_of "$1")" ] || leave_unit "$1" "$2"
  [ "$staying" = no ] || return 0
  undo_unconfirmed
  if [ ! -d "$units/$unit" ]; then
    say "$unit: not here"
    return 0
  fi
  open_journal
  transact remove_steps
  commit
  say "$unit: removed"
}

remove_steps() {
  note_own
  plan_origin >"$journal/plan"
  reduce_plan
  cut -d ' ' -f 2 "$journal/plan" | expect_replaceable
  prepare_swap
  without_listener >"$journal/silent"
  mark_swapped
  let_go before
  swap
  let_go after
  verify_listeners_stay
  leave_no_address
  set_phase committed
}

# Removes the unit's virtual addresses from the node.
leave_no_address() {
  local addresses interface address
  addresses=$(wire_field 4 "$journal/old" | tr ',' '\n')
  [ -n "$addresses" ] || return 0
  ! within "$addresses_within" holds_none "$addresses" || return 0
  ip -o addr show | while read -r _ interface _ address _; do
    ! say "$addresses" | grep -qxF -e "${address%/*}" || ip addr del "$address" dev "$interface"
  done
}

holds_none() { [ -z "$(held_addresses "$1")" ]; }

# The unit of file $1 in a record.
unit_of() {
  local record
  record=${1%/*}
  say "${record##*/}"
}
