# Files that can't be replaced. The program looks for them before its first change, so a refusal leaves nothing behind.

# Reads "-----a--------e------- PATH" as "a", because the other letters are the filesystem's own (chattr(1)).
attributes() { lsattr -d "$1" 2>/dev/null | cut -d ' ' -f 1 | tr -cd 'aAcCdDFijmPsSTux'; }

# The reason why no file can take the place of path $1; nothing if one can. access(2) refuses root an immutable file
# and a read-only filesystem.
fixed_by() {
  local each
  each=${1%/*}
  until [ -d "$each/" ]; do each=${each%/*}; done
  for each in "$each/." "$1"; do
    if [ -L "$each" ] || [ ! -e "$each" ]; then continue; fi
    case $(attributes "$each") in
      *[ai]*)
        say "${each%/.} is immutable or append-only: run chattr -i -a ${each%/.}"
        return 0
        ;;
    esac
    [ -w "$each" ] || {
      say "${each%/.} is on a read-only filesystem: mount it for writing"
      return 0
    }
  done
}

# Refuses the paths of stdin that can't be replaced, or whose ACL a new file would lose.
expect_replaceable() {
  local path reason
  while IFS= read -r path; do
    reason=$(fixed_by "$path")
    [ -z "$reason" ] || refuse "$path can't be replaced, because $reason"
    [ -L "$path" ] || case $(ls -ld "$path" 2>/dev/null) in
      ??????????+*) refuse "$path has an ACL, which a new file would lose: run setfacl -b $path" ;;
    esac
  done
}

# The paths that the staged files and the origins will change. Packages and users may still be missing.
changing_paths() {
  local number path mode owner
  while read -r number path mode owner; do
    { [ -f "$path" ] && [ ! -L "$path" ] && [ "$(mode_of "$path")" = "$mode $owner" ] &&
      cmp -s "$journal/stage/$number" "$path"; } || say "$path"
  done <"$journal/stage/list"
  plan_origin | differing | cut -d ' ' -f 2
}

# Gives the new file beside path $1 the extended attributes of the old one, unless its source $2 is an origin, which
# has its own. Refuses other attributes of chattr(1) than those of the directory, which a new file has by itself.
keep_attributes() {
  local new
  new=$(beside "$1" new)
  [ -f "$1" ] && [ ! -L "$1" ] && [ ! -L "$new" ] || return 0
  [ "${2#"$journal/stage/"}" = "$2" ] || cp --attributes-only --preserve=xattr "$1" "$new" 2>"$run/output" ||
    refuse "cannot give the new $1 the extended attributes of the old one"
  [ "$(attributes "$1")" = "$(attributes "$new")" ] ||
    refuse "$1 has attributes that a new file would lose ($(attributes "$1")): run chattr -$(attributes "$1") $1"
}
