# What a preview compares with the new units: the applied manifests, whose secrets are holes, and the texts of files that
# you edited since. It stands behind watch.sh.

# "manifest UNIT LINE" for each line of the applied manifests. A parked or swapped change counts as applied.
applied() {
  local manifest unit
  for manifest in "$home"/units/*/manifest "$home"/journal/*/manifest; do
    [ -f "$manifest" ] || continue
    case $manifest in
      */journal/*) [ -f "${manifest%/*}/phase-parked" ] || [ -f "${manifest%/*}/phase-swapped" ] || continue ;;
    esac
    unit=${manifest%/manifest}
    sed "s/^/manifest ${unit##*/} /" "$manifest"
  done
}

# "edited PATH |LINE" for each line of a text that differs from the applied one, without its secrets.
edited() {
  local path
  awk 'NF == 4 { print $4 "  " $1 }' "$home"/units/*/files 2>/dev/null | sha256sum -c --quiet 2>/dev/null |
    sed -n 's/: FAILED$//p' | sort -u | while IFS= read -r path; do
    if [ "$(stat -c %s "$path")" -le 65536 ] && grep -Iq . "$path"; then
      redacted "$path" "$home"/units/*/manifest | sed "s|^|edited $path \||"
    fi
  done
}

# Text $1 with "[secret]" for what follows the words before a hole in manifests $2..., or a keyword of a password.
redacted() {
  local path
  path=$1
  shift
  awk -v path="$path" '
    function plain(line) { gsub(/[ \t]+/, " ", line); sub(/^ /, "", line); return line }
    FILENAME != path {
      if (/^file /) inside = ($2 == path)
      else if (inside && /^\|/ && match($0, /\{\{secret:[^}]+\}\}/)) {
        before = plain(substr($0, 2, RSTART - 2))
        if (before == "") all = 1
        rest[before] = substr($0, RSTART + RLENGTH)
      }
      next
    }
    all { print "[secret]"; exit }
    {
      for (before in rest) if (index(plain($0), before) == 1) {
        match($0, /^[ \t]*/)
        print substr($0, 1, RLENGTH) before "[secret]" rest[before]
        next
      }
      if (match(tolower($0), /(auth_pass|passw[a-z]*|secret|stats[ \t]+auth)[^a-z].*/)) {
        kept = substr($0, 1, RSTART - 1); words = substr($0, RSTART)
        match(words, /^(stats[ \t]+)?[^ \t=:]*/)
        print kept substr(words, 1, RLENGTH) " [secret]"
        next
      }
      print
    }' "$@" "$path"
}
