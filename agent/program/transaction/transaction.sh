# The transaction of one unit: journal, steps, then commit, or undo and the daemon's own words.
# $run/output has the failed command's output, $run/reason the reason. $run has space even if the disk is full.

# Ends the steps of the transaction with reason $1.
refuse() {
  [ -f "$run/reason" ] || {
    say "$1"
    tail -n 40 "$run/output" 2>/dev/null || :
  } >"$run/reason"
  exit 1
}

# The same with reason $2 and the log of service $1 since the transaction began.
refuse_service() {
  service_log "$1" >>"$run/output"
  refuse "$2"
}

refuse_unverified() {
  local service
  names_of service <"$journal/manifest" | while IFS= read -r service; do
    service_log "$service"
  done >"$run/output"
  refuse "after $verify_within s this does not hold: $1"
}

# At most 11 of stdin's lines, each once. Of more, those that name a mistake come first: a daemon's own words, before systemd's.
in_short() {
  awk '
    seen[$0]++ { next }
    { line[++count] = $0; sharp[count] = tolower($0) ~ /error|alert|emerg|fatal|fail|cannot|unable|unknown|invalid|denied|refused|no such/ }
    END {
      most = count > 11 ? 10 : count
      for (wanted = count > 11; wanted >= 0; wanted--) for (i = 1; i <= count; i++)
        if ((count <= 11 || sharp[i] == wanted) && printed < most) { print line[i]; printed++ }
      if (count > most) print "(" count - most " more lines)"
    }'
}

# Runs the steps $1... of the open journal's unit. If they fail, undoes them and exits 1 with the reason.
transact() {
  local reason after
  rm -f "$run/reason" "$run/output"
  safely "$@"
  [ "$status" -ne 0 ] || return 0
  reason=$(cat "$run/reason" 2>/dev/null || say "the program stopped with status $status$(if_full)")
  ending "$unit" undo "$unit"
  if [ "$status" -eq 0 ]; then
    after="the node is as it was before"
  else
    after="NOT everything could be put back; the next run tries again"
  fi
  warn "$(uname -n): unit $unit: $(say "$reason" | head -n 1); $after"
  say "$reason" | tail -n +2 | in_short >&2
  exit 1
}

# From here on recovery completes the transaction instead of undoing it.
commit() {
  ending "$unit" finish_commit "$unit"
  [ "$status" -eq 0 ] || die "unit $unit: the change is made, but its record is not complete; the next run completes it"
}

# Applies the unit whose manifest and secrets are in directory $1. Sets `unit`.
apply_unit() {
  unit=$(words_of unit <"$1/manifest")
  expect_name "$unit"
  claim_unit "$1"
  apply_job "$1"
}

apply_job() {
  local held
  take_unit "$(words_of unit <"$1/manifest")"
  expect_family "$(words_of family <"$1/manifest")"
  expect_sense "$1/manifest"
  expect_unstuck "$1/manifest" "$units/$unit/manifest"
  confirm_required "$1/manifest"
  undo_unconfirmed
  signature "$1" >"$1/signature"
  open_journal "$1"
  transact apply_steps "$1/secrets"
  held=no
  [ ! -d "$journal/record/held" ] || held=yes
  case $(phase_of "$unit") in unconfirmed | parked) ;; *) commit ;; esac
  if is_parked "$unit"; then say "$unit: parked until every member has the change"
  elif [ $held = yes ]; then say "$unit: held silent until the MASTER has the change"; else say "$unit: applied"; fi
}

# Undoes an unconfirmed change before the next apply or removal of the unit, unless another operator waits for it.
undo_unconfirmed() {
  local by
  [ -d "$journal" ] || return 0
  by=$(cat "$journal/by" 2>/dev/null || operator)
  [ "$by" = "$(operator)" ] ||
    die "unit $unit: $by changed it at $(date -d "@$(cat "$journal/since")" '+%F %T %Z') and has not confirmed that yet, so nothing was changed; run this again when the other update has ended"
  set_phase open
  ending "$unit" undo "$unit"
  [ "$status" -eq 0 ] || die "unit $unit: its unconfirmed change can't be undone; the next run tries again"
}

apply_steps() {
  stage_contents "$journal/manifest" "$1" "$journal/stage"
  note_own
  extend_stage
  expect_decided
  changing_paths | expect_replaceable
  install_packages "$journal/manifest"
  create_users "$journal/manifest"
  create_directories "$journal/manifest"
  plan_apply
  must_hold && hold_instance
  reduce_plan
  validate_files
  prepare_swap
  if must_park; then
    park
    return
  fi
  note_listeners
  mark_swapped
  let_go before
  swap
  take_up_files
  write_record
  if grep -q '^confirm$' "$journal/manifest" && [ -s "$journal/plan" ]; then
    await_confirmation
  else
    set_phase committed
  fi
}
