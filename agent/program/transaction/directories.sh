# Directories: quorate makes missing ones and removes them later. Present ones get the unit's mode and owner.

is_directory() { [ -d "$1" ]; }

mode_of() { stat -c '%04a %U:%G' "$1"; }

# Makes the directories of manifest $1, and the missing ones above its files.
create_directories() {
  local path mode owner missing
  {
    words_of directory <"$1"
    paths_of "$1" | sed 's|/[^/]*$||'
  } | sort -u -k 1,1 | while read -r path mode owner; do
    ancestors "$path" | while IFS= read -r missing; do
      note "$missing" directories
      mkdir -m 0755 "$missing" 2>"$run/output" || refuse "cannot make the directory $missing"
    done
    [ -z "$mode" ] || [ "$(mode_of "$path")" = "$mode $owner" ] || {
      grep -qxF -e "$path" "$journal/directories" 2>/dev/null || note "$path $(mode_of "$path")" modes
      set_mode "$path" "$mode" "$owner" 2>"$run/output" || refuse "cannot give $path to $owner with mode $mode"
    }
  done
}

set_mode() { chown "$3" "$1" && chmod "$2" "$1"; }

# The missing directories on the way to $1, outermost first.
ancestors() {
  [ -n "$1" ] && [ ! -d "$1" ] || return 0
  ancestors "${1%/*}"
  say "$1"
}

# Gives directories the mode and owner in the lines "PATH MODE OWNER" of stdin.
restore_modes() {
  local path mode owner
  while read -r path mode owner; do
    [ ! -d "$path" ] || [ "$(mode_of "$path")" = "$mode $owner" ] || set_mode "$path" "$mode" "$owner"
  done
}

# Removes the empty directories of list $1 that are not in list $2, innermost first.
remove_directories() {
  local path
  sort -r -u "$1" | except "$2" | while IFS= read -r path; do
    [ ! -d "$path" ] || rmdir "$path" 2>/dev/null || :
  done
}
