# The journal of a transaction: what the node looked like before. It's complete on the disk before the first change.
# As long as it's there, recovery undoes the change, or completes it once its phase is "committed".

# Phases are names of a file, so that the next one is a rename, which needs no space:
#   open, unconfirmed, parked and swapped (corosync/change.sh), committed; undone: at boot, with only packages and the like left to clear away.
set_phase() {
  mv "$journal"/phase-* "$journal/phase-$1"
  sync "$journal"
}

phase_of() {
  for mark in "$journals/$1"/phase-*; do say "${mark##*/phase-}"; done
}

# Copies every path of stdin, or the fact that it's absent, to directory $1 with a list "present N PATH" / "absent 0 PATH".
save_paths() {
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

# "present N" or "absent 0", as list $1 has it for path $2; nothing where it doesn't have it.
entry_of() { WANTED=$2 awk '$3 == ENVIRON["WANTED"] { print $1, $2; exit }' "$1"; }

# "DIRECTORY present N PATH" or "DIRECTORY absent 0 PATH" of each path of stdin: the first of the two directories of saved
# paths whose list has it.
first_entries() {
  awk -v first="$1" -v second="$2" '
    function learn(directory,   line, words) {
      while ((getline line < (directory "/list")) > 0) {
        split(line, words, " ")
        if (!(words[3] in entry)) entry[words[3]] = directory " " line
      }
    }
    BEGIN { learn(first); learn(second) }
    { print entry[$0] }'
}

# "SERVICE CHANGE" of the services in manifests $@; one that any of them restarts is restarted.
services_in() {
  cat "$@" | words_of service |
    awk '{ if (!($1 in how) || $2 == "restart") how[$1] = $2 } END { for (name in how) print name, how[name] }' | sort
}

# "SERVICE CHANGE ACTIVE ENABLED" of each "SERVICE CHANGE" of stdin.
service_states() {
  while read -r service change; do
    say "$service $change $(systemctl is-active "$service" 2>/dev/null || :)" \
      "$(systemctl is-enabled "$service" 2>/dev/null || :)"
  done
}

# "KEY VALUE" of each key of stdin.
sysctl_states() {
  while read -r key; do say "$key $(sysctl -n "$key" 2>/dev/null || :)"; done
}

# Opens the journal of unit $1. Directory $2 has its new manifest, signature and signature-base; without one the unit goes.
open_journal() {
  unit=$1
  journal=$journals/$unit
  draft=$journals/.draft-$unit
  safely write_journal "$draft" "${2:-}"
  [ "$status" -eq 0 ] || {
    rm -rf "$draft"
    die "unit $unit: $journals can't take what the node was like, so nothing was changed$(if_full)"
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
  : >"$1/phase-open"
  find "$1" ! -type l -exec sync {} +
}

# Adds line $1 to the transaction's own list $2, on the disk before what it says is done.
note() {
  say "$1" >>"$journal/$2"
  sync "$journal/$2"
}

# Ends the journal in one step: a half deleted one would be read as something else.
close_journal() {
  rm -rf "$journals/.done-$unit"
  mv -T "$journal" "$journals/.done-$unit"
  rm -rf "$journals/.done-$unit"
}
