# The journal keeps the node's state from before a transaction. It's complete on the disk before the first change.
# While it exists, recovery undoes the change, or completes it in phase "committed".

# Makes $1 the unit of the functions that follow, here and in other parts. Sets `unit` and `journal`.
take_unit() {
  unit=$1
  journal=$journals/$unit
}

# A phase is a file's name, so the next phase is a rename, which needs no space. Phases: open, unconfirmed, parked and
# swapped (corosync/change.sh), committed, and undone: after an undo at boot, which leaves packages and users for later.
set_phase() {
  mv "$journal"/phase-* "$journal/phase-$1"
  sync "$journal"
}

phase_of() {
  local mark
  for mark in "$journals/$1"/phase-*; do say "${mark##*/phase-}"; done
}

# Copies the paths of stdin to directory $1, with a list of "present N PATH" and "absent 0 PATH".
save_paths() {
  local number path
  mkdir "$1"
  : >"$1/list"
  number=0
  while IFS= read -r path; do
    if exists "$path"; then
      number=$((number + 1))
      cp -a "$path" "$1/$number"
      say "present $number $path" >>"$1/list"
    else
      say "absent 0 $path" >>"$1/list"
    fi
  done
}

# "present N" or "absent 0" for path $2 in list $1; nothing for an unlisted path.
entry_of() { WANTED=$2 awk '$3 == ENVIRON["WANTED"] { print $1, $2; exit }' "$1"; }

# "DIRECTORY present N PATH" or "DIRECTORY absent 0 PATH" for each path of stdin, from the first of directories $@ that
# lists it.
first_entries() {
  awk -v directories="$*" '
    function learn(directory,   line, words) {
      while ((getline line < (directory "/list")) > 0) {
        split(line, words, " ")
        if (!(words[3] in entry)) entry[words[3]] = directory " " line
      }
    }
    BEGIN { count = split(directories, each, " "); for (i = 1; i <= count; i++) learn(each[i]) }
    { print entry[$0] }'
}

# "SERVICE CHANGE" of the services in manifests $@. If one manifest restarts a service, CHANGE is restart.
services_in() {
  cat "$@" | words_of service |
    awk '{ if (!($1 in how) || $2 == "restart") how[$1] = $2 } END { for (name in how) print name, how[name] }' | sort
}

# "SERVICE CHANGE ACTIVE ENABLED" for each line "SERVICE CHANGE" of stdin.
service_states() {
  local service change
  while read -r service change; do
    say "$service $change $(systemctl is-active "$service" 2>/dev/null || :)" \
      "$(enablement "$service")"
  done
}

# "KEY VALUE" for each key of stdin.
sysctl_states() {
  local key
  while read -r key; do say "$key $(sysctl -n "$key" 2>/dev/null || :)"; done
}

# Opens the unit's journal. Directory $1 has its new manifest, signature and signature-base; default: removal.
open_journal() {
  local draft
  draft=$journals/.draft-$unit
  safely write_journal "$draft" "${1:-}"
  [ "$status" -eq 0 ] || {
    rm -rf "$draft"
    die "unit $unit: the node's state can't be saved in $journals, so nothing was changed$(if_full)"
  }
  mv -T "$draft" "$journal"
  sync "$journals"
}

write_journal() {
  rm -rf "$1"
  mkdir -p "$1/stage"
  : >"$1/old"
  : >"$1/manifest"
  [ ! -f "$units/$unit/manifest" ] || cp "$units/$unit/manifest" "$1/old"
  [ -z "$2" ] || {
    cp "$2/manifest" "$1/manifest"
    [ ! -f "$2/sharer" ] || cp "$2/sharer" "$1/sharer"
    mkdir "$1/record"
    cp "$2/signature" "$2/signature-base" "$1/record"
  }
  {
    paths_of "$1/old" "$1/manifest"
    held_paths "$1/old" "$1/manifest"
  } | sort -u >"$1/paths"
  save_paths "$1/before" <"$1/paths"
  services_in "$1/old" "$1/manifest" | service_states >"$1/services"
  cat "$1/old" "$1/manifest" | names_of sysctl | sort -u | sysctl_states >"$1/sysctls"
  date +%s >"$1/since"
  operator >"$1/by"
  : >"$1/phase-open"
  find "$1" ! -type l -exec sync {} +
}

# Adds line $1 to the transaction's list $2. It reaches the disk before the step that it names.
note() {
  say "$1" >>"$journal/$2"
  sync "$journal/$2"
}

# Ends the journal in one step, because a half deleted one would mean something else.
close_journal() {
  rm -rf "$journals/.done-$unit"
  mv -T "$journal" "$journals/.done-$unit"
  rm -rf "$journals/.done-$unit"
}
