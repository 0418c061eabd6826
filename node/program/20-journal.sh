# The journal of a transaction: what the node looked like before. It's complete on the disk before the first
# change, and as long as it's there and not committed, recovery undoes the change.

# Copies every path of stdin, or the fact that it's absent, to directory $1 with a list "present N PATH" / "absent PATH".
save_paths() {
  mkdir -p "$1"
  : >"$1/list"
  number=0
  while IFS= read -r path; do
    if [ -e "$path" ] || [ -L "$path" ]; then
      number=$((number + 1))
      cp -a "$path" "$1/$number"
      printf 'present %s %s\n' "$number" "$path" >>"$1/list"
    else
      printf 'absent 0 %s\n' "$path" >>"$1/list"
    fi
  done
}

# "SERVICE ACTIVE ENABLED" of each service of stdin.
service_states() {
  while IFS= read -r service; do
    printf '%s %s %s\n' "$service" "$(systemctl is-active "$service" 2>/dev/null || :)" \
      "$(systemctl is-enabled "$service" 2>/dev/null || :)"
  done
}

sysctl_states() {
  while read -r key _; do
    printf '%s %s\n' "$key" "$(sysctl -n "$key" 2>/dev/null || :)"
  done
}

services_in() { cat "$@" 2>/dev/null | words_of service | cut -d ' ' -f 1 | sort -u; }

# Opens the journal of unit $1, whose manifest and secrets will be those in directory $2 (absent for a removal).
open_journal() {
  journal=$journals/$1
  draft=$journals/.draft-$1
  rm -rf "$draft"
  mkdir -p "$draft/stage"
  old=$units/$1/manifest
  [ -f "$old" ] || old=/dev/null
  new=/dev/null
  [ -z "${2:-}" ] || new=$2/manifest
  { paths_of "$old"; paths_of "$new"; held_paths "$old"; held_paths "$new"; } | sort -u >"$draft/paths"
  save_paths "$draft/before" <"$draft/paths"
  services_in "$old" "$new" | service_states >"$draft/services"
  cat "$old" "$new" | words_of sysctl | sort -u | sysctl_states >"$draft/sysctls"
  [ -z "${2:-}" ] || {
    cp "$new" "$draft/manifest"
    { [ ! -f "$2/signature" ] || cat "$2/signature"; } >"$draft/signature"
  }
  date +%s >"$draft/since"
  say open >"$draft/phase"
  sync "$draft"/* "$draft"/before/* "$draft"
  mv "$draft" "$journal"
  sync "$journals"
}

set_phase() {
  say "$1" >"$journal/phase.new"
  sync "$journal/phase.new"
  mv "$journal/phase.new" "$journal/phase"
  sync "$journal"
}

# Makes the transaction last. From here on recovery completes it instead of undoing it.
commit() {
  set_phase committed
  finish_commit "$1"
}

finish_commit() {
  unit=$1
  journal=$journals/$unit
  keep_ledgers
  if [ -f "$journal/manifest" ]; then
    mkdir -p "$units/$unit/origin"
    [ -f "$units/$unit/origin/list" ] || : >"$units/$unit/origin/list"
    merge_origin
    cp "$journal/manifest" "$units/$unit/manifest.new"
    files_now "$journal/manifest" >"$units/$unit/files"
    cp "$journal/signature" "$units/$unit/signature"
    rm -rf "$units/$unit/held"
    [ ! -d "$journal/held" ] || cp -a "$journal/held" "$units/$unit/held"
    mv "$units/$unit/manifest.new" "$units/$unit/manifest"
  else
    rm -rf "${units:?}/$unit"
  fi
  discard_links
  rm -rf "$journal"
}

# What a path was before the unit's first apply is its origin: kept from then on, forgotten when the unit drops it.
merge_origin() {
  origin=$units/$unit/origin
  while read -r kind number path; do
    grep -q " $path\$" "$origin/list" && continue
    if [ "$kind" = present ]; then
      copy=$(($(find "$origin" -maxdepth 1 | wc -l) + 1))
      while [ -e "$origin/$copy" ]; do copy=$((copy + 1)); done
      cp -a "$journal/before/$number" "$origin/$copy"
      printf 'present %s %s\n' "$copy" "$path" >>"$origin/list"
    else
      printf 'absent 0 %s\n' "$path" >>"$origin/list"
    fi
  done <"$journal/before/list"
  paths_of "$journal/manifest" >"$journal/kept"
  awk 'NR == FNR { kept[$0]; next } $3 in kept' "$journal/kept" "$origin/list" >"$origin/list.new"
  mv "$origin/list.new" "$origin/list"
}

# Undoes the transaction of unit $1: files, kernel parameters, services, packages and users, directories.
# $2 is "boot" where the services haven't started yet.
undo() {
  unit=$1
  journal=$journals/$unit
  restore_before
  while read -r key value; do
    [ -z "$value" ] || sysctl -q -w "$key=$value" >/dev/null || :
  done <"$journal/sysctls"
  # Before the swap no service has heard of the change.
  [ ! -e "$journal/swapped" ] || restore_services "$journal/services" "${2:-}"
  remove_directories "$journal/directories"
  remove_packages "$journal/packages"
  remove_users "$journal/package-users"
  remove_users "$journal/users"
  forget_service_origins
  systemctl stop "quorate-confirm-$unit.timer" >/dev/null 2>&1 || :
  rm -rf "$journal"
}

# Brings every transaction that was cut short to an end. $1 is "boot" where nothing can confirm any more.
recover() {
  for left in "$journals"/*; do
    [ -d "$left" ] || continue
    left=${left##*/}
    case $(cat "$journals/$left/phase") in
      committed) finish_commit "$left" ;;
      unconfirmed) [ "${1:-}" != boot ] || undo "$left" boot ;;
      *)
        undo "$left" "${1:-}"
        warn "unit $left: a change that had been cut short was undone first"
        ;;
    esac
  done
  rm -rf "$journals"/.draft-*
}
