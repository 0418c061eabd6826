# Files that are yours: no unit's, and not a package's own as it came. A word in the manifest decides on them: "existing
# replace" takes their place until the unit goes, "existing keep" leaves them. Of a file with a line "extend PATH" the
# unit has only its own lines, at the end of your text.

# Refuses the transaction if it would replace a file of yours without that word. Equal content replaces nothing.
expect_decided() {
  local number path decision
  decision=$(words_of existing <"$journal/manifest")
  [ "$decision" != replace ] || return 0
  while read -r number path _; do
    if extends "$journal/manifest" "$path" || ! is_yours "$path" || cmp -s "$journal/stage/$number" "$path"; then continue; fi
    case $decision in
      keep) refuse "$path is your file, and quorate needs this path beside what it keeps: give your file another name" ;;
    esac
    refuse "$path is your file, so quorate doesn't replace it: write existing: replace, or existing: keep, under cluster in the stack's file"
  done <"$journal/stage/list"
}

# A path with quorate's name in it is never yours.
is_yours() {
  case $1 in *quorate*) return 1 ;; esac
  exists "$1" || return 1
  ! has_file "$journal/old" "$1" && ! is_untouched "$1"
}

# quorate's lines in an extended file end in this.
by_quorate='# by quorate$'

# Whether keepalived's file $1 has the unit's line, or one of yours that includes the same files.
has_lines() {
  grep -q "$by_quorate" "$1" 2>/dev/null || includes_all "$1" "${1%/*}"
}

# The same for a text in file $1 whose place is folder $2.
includes_all() {
  local pattern
  sed -n 's/^[[:space:]]*include[a-z]*[[:space:]]\{1,\}"\{0,1\}\([^"#![:space:]]*\).*/\1/p' "$1" 2>/dev/null | {
    while IFS= read -r pattern; do
      case $pattern in "$2"/*) ;; *) pattern=$2/${pattern#./} ;; esac
      case $pattern in "$2/conf.d/*.conf" | "$2/conf.d/*") return 0 ;; esac
    done
    return 1
  }
}

# Keeps your own text of each extended path in $journal/own, in the form of `save_paths`, if you have any. If the old
# manifest had the whole file, its origin has your text.
note_own() {
  local number path
  mkdir "$journal/own"
  : >"$journal/own/list"
  number=0
  cat "$journal/old" "$journal/manifest" | words_of extend | sort -u | while IFS= read -r path; do
    number=$((number + 1))
    ! own_text "$path" "$journal/own/$number" || say "present $number $path" >>"$journal/own/list"
  done
}

# Writes your own text of path $1 to file $2; fails if you have none.
own_text() {
  local kind number origin
  origin=
  if [ -f "$units/$unit/origin/list" ]; then
    read -r kind number <<ORIGIN
$(entry_of "$units/$unit/origin/list" "$1")
ORIGIN
    [ "$kind" != present ] || origin=$units/$unit/origin/$number
  fi
  if { has_file "$journal/old" "$1" && ! extends "$journal/old" "$1"; } || ! exists "$1"; then
    [ -n "$origin" ] && cp -a "$origin" "$2"
    return
  fi
  ! is_untouched "$1" || return 1
  if [ -L "$1" ]; then refuse "$1 is a link, so quorate can't add its line there: put the file itself in its place"; fi
  cp -a "$1" "$2"
  grep -v "$by_quorate" "$1" >"$2" || :
  # The same text as before quorate has the same bytes, also without a newline at its end.
  if [ -n "$origin" ] && [ "$(cat "$2")" = "$(cat "$origin")" ]; then
    cp -a "$origin" "$2.origin"
    mv "$2.origin" "$2"
  fi
  [ -s "$2" ]
}

# Puts your own text before the unit's lines in the staged files, with your file's mode and owner.
extend_stage() {
  local number path mode owner own
  [ -s "$journal/own/list" ] || return 0
  while read -r number path mode owner; do
    own=$(entry_of "$journal/own/list" "$path")
    if [ -n "$own" ] && extends "$journal/manifest" "$path"; then
      own=$journal/own/${own#present }
      join_lines "$own" "$journal/stage/$number" "${path%/*}"
      mode=$(stat -c %04a "$own")
      owner=$(stat -c %U:%G "$own")
    fi
    say "$number $path $mode $owner"
  done <"$journal/stage/list" >"$journal/stage/list.new"
  mv "$journal/stage/list.new" "$journal/stage/list"
}

# Makes staged file $2 your text $1 with the unit's lines behind it, unless your text in folder $3 includes the same.
join_lines() {
  {
    cat "$1"
    includes_all "$1" "$3" || {
      [ -z "$(tail -c 1 "$1")" ] || echo
      cat "$2"
    }
  } >"$2.joined"
  mv "$2.joined" "$2"
}
