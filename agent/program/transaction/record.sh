# The record of a unit, $units/UNIT: the applied unit (manifest, files, packages, signature, held) and its paths' origins.
# The transaction writes it in the journal; the commit only moves it.

write_record() {
  cp "$journal/manifest" "$journal/record/manifest"
  files_now "$journal/manifest" >"$journal/record/files"
  # shellcheck disable=SC2046 # one word per package
  packages_now $(words_of package <"$journal/manifest") >"$journal/record/packages"
  write_origin
  write_sharers
  find "$journal/record" ! -type l -exec sync {} +
}

# The origin of each path of the new manifest: your own text of an extended one, from the old record, else from before
# this transaction.
write_origin() {
  local number from kind old path
  mkdir "$journal/record/origin"
  number=0
  paths_of "$journal/manifest" | first_entries "$journal/own" "$units/$unit/origin" "$journal/before" | while read -r from kind old path; do
    case $kind in
      present)
        number=$((number + 1))
        ln -P "$from/$old" "$journal/record/origin/$number"
        say "present $number $path"
        ;;
      absent) say "absent 0 $path" ;;
      *) refuse "the state of a path from before the unit is unknown" ;;
    esac
  done >"$journal/record/origin/list"
}

# Ends a committed transaction, also one with an interrupted end.
finish_commit() {
  take_unit "$1"
  keep_ledgers "$journal" packages remnants users package_users directories sysctls modes
  discard_links
  if [ ! -s "$journal/manifest" ]; then
    replace_record
    forget_leftovers
  elif [ -d "$journal/record" ]; then
    replace_record
    mv -T "$journal/record" "$units/$unit"
  fi
  forget_unused_origins
  [ ! -d "$journal/previous/held" ] || [ -d "$units/$unit/held" ] || stop_timer "quorate-watch-$unit"
  close_journal
}

replace_record() {
  [ -d "$journal/previous" ] || [ ! -d "$units/$unit" ] || mv -T "$units/$unit" "$journal/previous"
}

# The manifests of all units and their sharers; the same without the unit's own manifest.
manifests() { cat "$units"/*/manifest "$units"/*/sharers/* 2>/dev/null || :; }
other_manifests() { awk -v own="$units/$unit/manifest" 'FILENAME != own' "$units"/*/manifest "$units"/*/sharers/* 2>/dev/null || :; }

# Adds this transaction's lists $2... in directory $1 to the ledgers in $home. A ledger's first line of a word counts,
# because it has the earlier kernel parameter or mode.
keep_ledgers() {
  local from ledger
  from=$1
  shift
  for ledger; do
    [ -s "$from/$ledger" ] || continue
    { [ ! -f "$home/$ledger" ] || cat "$home/$ledger"; cat "$from/$ledger"; } | awk '!known[$1]++' >"$home/$ledger.new"
    mv "$home/$ledger.new" "$home/$ledger"
  done
}

# Keeps the lines of ledger $1 if function $2 succeeds for their first word.
shorten() {
  local word rest
  [ -f "$home/$1" ] || return 0
  while read -r word rest; do
    if "$2" "$word"; then say "$word${rest:+ $rest}"; fi
  done <"$home/$1" >"$run/shorter"
  # An undo must not need space.
  cmp -s "$run/shorter" "$home/$1" || {
    cp "$run/shorter" "$home/$1.new"
    mv "$home/$1.new" "$home/$1"
  }
}

# Forgets the earlier state of services and kernel parameters that no unit has.
forget_unused_origins() {
  local service origin
  manifests | awk '$1 == "service" && $4 == "owned" { print $2 }' >"$run/owned"
  for origin in "$home"/services/*; do say "${origin##*/}"; done | except "$run/owned" | while IFS= read -r service; do
    rm -f "$home/services/$service"
  done
  manifests | names_of sysctl >"$run/set"
  shorten sysctls is_set
}

is_set() { grep -qxF -e "$1" "$run/set"; }

# After a unit has gone: removes directories, users and packages that no unit needs.
forget_leftovers() {
  manifests | names_of directory >"$run/directories"
  if [ -f "$home/modes" ]; then
    except "$run/directories" <"$home/modes" | restore_modes
    shorten modes is_directory_of_unit
  fi
  [ ! -f "$home/directories" ] || remove_directories "$home/directories" "$run/directories"
  shorten directories is_directory
  origin_paths "$journal/previous" | set_aside
  [ ! -f "$home/packages" ] || remove_packages "$home/packages"
  shorten packages is_brought
  shorten remnants is_kept
  remove_users users
  remove_users package_users
  origin_paths "$journal/previous" | take_back
}

is_directory_of_unit() { grep -qxF -e "$1" "$run/directories"; }

is_kept() { grep -qxF -e "$1" "$home/packages"; }

# The paths that existed before the unit of record $1.
origin_paths() { [ ! -f "$1/origin/list" ] || sed -n 's/^present [0-9]* //p' "$1/origin/list"; }
