# A manifest is a unit as text: one line per fact, file content behind "|" (node/manifest.ts writes it).

# Splits stdin into the manifest ($1/manifest) and the secrets behind its "end" line ($1/secrets).
receive() {
  awk -v manifest="$1/manifest" -v secrets="$1/secrets" '
    BEGIN { printf "" > manifest; printf "" > secrets }
    !ended { print > manifest; if ($0 == "end") ended = 1; next }
    { print > secrets }
    END { if (!ended) exit 1 }'
}

# Writes the content of each file of manifest $1, with the secrets of $2 in their holes, to $3/1, $3/2, ...,
# and a line "NUMBER PATH MODE OWNER" for each to $3/list.
stage_contents() {
  awk -v secrets="$2" -v into="$3" '
    BEGIN {
      while ((getline line < secrets) > 0) {
        cut = index(line, " ")
        value[substr(line, 1, cut - 1)] = substr(line, cut + 1)
      }
      printf "" > (into "/list")
    }
    function fill(text,   out, from, to, name) {
      out = ""
      while ((from = index(text, "{{secret:")) > 0) {
        to = index(substr(text, from), "}}")
        if (to == 0) break
        name = substr(text, from + 9, to - 10)
        if (!(name in value)) { print "quorate: no secret named " name " came with the unit" > "/dev/stderr"; exit 3 }
        out = out substr(text, 1, from - 1) value[name]
        text = substr(text, from + to + 1)
      }
      return out text
    }
    /^file / { if (number) close(target); number++; target = into "/" number; printf "" > target
               print number, $2, $3, $4 > (into "/list"); next }
    /^\|/ { print fill(substr($0, 2)) > target }' "$1"
}

# The paths of the files of manifest $1.
paths_of() { sed -n 's/^file \([^ ]*\) .*/\1/p' "$1"; }
