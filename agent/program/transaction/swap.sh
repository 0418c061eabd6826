# The swap. Before the first rename, the new files are next to their targets, and links keep the old ones. So neither
# the swap nor its undo needs disk space.

beside() { printf '%s/.%s.quorate-%s' "${1%/*}" "${1##*/}" "$2"; }

# The parts of the swap that can fail: space for the new files, links to the old ones.
prepare_swap() {
  local verb path source
  while read -r verb path source; do
    if exists "$path"; then
      ln -f -P "$path" "$(beside "$path" old)" 2>"$run/output" || refuse "cannot set the old $path aside"
    fi
    [ "$verb" = drop ] || {
      cp -a "$source" "$(beside "$path" new)" 2>"$run/output" || refuse "cannot write the new $path"
      keep_attributes "$path" "$source"
    }
  done <"$journal/plan"
  set --
  while read -r verb path source; do
    [ ! -f "$(beside "$path" new)" ] || set -- "$@" "$(beside "$path" new)"
  done <"$journal/plan"
  [ $# -eq 0 ] || sync "$@"
}

# From here on services may have heard of the change.
mark_swapped() {
  : >"$journal/swapped"
  sync "$journal/swapped" "$journal"
}

swap() {
  local verb path source
  while read -r verb path source; do
    case $verb in
      put)
        mv -f "$(beside "$path" new)" "$path"
        [ "${source#"$journal/stage/"}" = "$source" ] || relabel "$path"
        ;;
      drop) rm -f "$path" ;;
    esac
  done <"$journal/plan"
  cut -d ' ' -f 2 "$journal/plan" | sync_directories
  reload_systemd
}

# SELinux gives a new file its label by its path.
relabel() { ! command -v restorecon >/dev/null || restorecon "$1" || :; }

# Syncs the directories of the paths of stdin.
sync_directories() {
  local directory
  sed 's|/[^/]*$||' | sort -u | {
    set --
    while IFS= read -r directory; do [ ! -d "$directory" ] || set -- "$@" "$directory"; done
    [ $# -eq 0 ] || sync "$@"
  }
}

# Restores the files from before the transaction, which may have stopped anywhere.
restore_before() {
  local kind number path
  while read -r kind number path; do
    if [ "$kind" = absent ]; then
      rm -f "$path"
    elif aside "$path" old; then
      mv -f "$(beside "$path" old)" "$path"
    elif ! same "$journal/before/$number" "$path"; then
      mkdir -p "${path%/*}"
      cp -a "$journal/before/$number" "$(beside "$path" new)"
      [ -L "$(beside "$path" new)" ] || sync "$(beside "$path" new)"
      mv -f "$(beside "$path" new)" "$path"
    fi
  done <"$journal/before/list"
  sync_directories <"$journal/paths"
  discard_links
}

# Whether the old file of path $1 is aside with suffix $2, and the path has another file or none. mv would leave both
# names of one file.
aside() { exists "$(beside "$1" "$2")" && [ "$(inode "$(beside "$1" "$2")")" != "$(inode "$1")" ]; }

inode() { stat -c '%d %i' "$1" 2>/dev/null || :; }

discard_links() {
  local path
  set --
  while IFS= read -r path; do set -- "$@" "$(beside "$path" old)" "$(beside "$path" new)"; done <"$journal/paths"
  [ $# -eq 0 ] || rm -f "$@"
}

# Links the files of stdin aside. If a package's removal takes them along, their directories stay. An immutable file
# can't be linked, nor can a removal take it along.
set_aside() {
  local path
  while IFS= read -r path; do
    if ! exists "$path" || [ -n "$(fixed_by "$path")" ]; then continue; fi
    ln -f -P "$path" "$(beside "$path" kept)"
  done
}

take_back() {
  local path
  while IFS= read -r path; do
    ! aside "$path" kept || mv -f "$(beside "$path" kept)" "$path"
    rm -f "$(beside "$path" kept)"
  done
}

# Makes the services take up the new files, and verifies the result.
take_up_files() {
  enable_services
  if [ -s "$journal/awaited" ]; then
    say "$unit: its files are in place; its services take them up after the repair of $(tr '\n' ' ' <"$journal/awaited")"
    return 0
  fi
  if speaks_otherwise && is_master; then claim_addresses; fi
  activate
  let_go after
  if [ -d "$journal/record/held" ]; then verify_silent; else verify_all; fi
}
