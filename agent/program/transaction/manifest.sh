# A manifest is a unit as text, with a file's content behind "|" (agent/manifest.ts writes it).

# Splits stdin into the manifest ($1/manifest) and the rest behind its line "end". That is the secrets ($1/secrets) with
# their base ($1/signature-base), and the members that the update leaves out ($1/lacking).
receive() {
  awk -v manifest="$1/manifest" -v secrets="$1/secrets" -v base="$1/signature-base" -v lacking="$1/lacking" '
    BEGIN { printf "" > manifest; printf "" > secrets; printf "" > base }
    !ended { print > manifest; if ($0 == "end") ended = 1; next }
    $1 == "base" { print $2 > base; next }
    $1 == "lacking" { print > lacking; next }
    { print > secrets }
    END { if (!ended) exit 1 }'
}

# Ends the program if the job in directory $1 belongs to an update with targets, which leaves out members of the group.
expect_complete() {
  [ ! -s "$1/lacking" ] ||
    die "this update leaves out the VRRP group's members on $(words_of lacking <"$1/lacking" | sed 's/ /, /g'), so two members would hold its addresses. This member was not changed. Run the update without --target and --exclude"
}

# Ends the program if $1 can't name a unit.
expect_name() {
  case $1 in
    '' | *[!a-z0-9-]* | -*) die "\"$1\" can't name a unit; use lower-case letters, digits and hyphens" ;;
  esac
}

expect_family() {
  [ "$1" = "$family" ] ||
    die "the unit is for the $1 family, and this node is of family $family: correct the platform of the cluster"
}

# Ends the program before the first change if manifest $1 asks for the impossible.
expect_sense() {
  local kind path taken
  words_of verify <"$1" | while read -r kind _; do
    case $kind in
      active | listening | sysctl | vrrp | qdevice) ;;
      *) die "unit $unit: unknown verification \"$kind\"" ;;
    esac
  done
  paths_of "$1" >"$run/paths"
  while IFS= read -r path; do
    if [ -d "$path" ] && [ ! -L "$path" ]; then die "unit $unit: $path is a directory, so no file can take its place; remove the directory, or correct the path"; fi
  done <"$run/paths"
  taken=$(awk -v paths="$run/paths" -v own="$units/$unit/manifest" '
    BEGIN { while ((getline line < paths) > 0) wanted[line] }
    $1 == "file" && FILENAME != own && $2 in wanted { print $2, FILENAME; exit }' "$units"/*/manifest 2>/dev/null || :)
  [ -z "$taken" ] || die "unit $unit: ${taken% *} belongs to unit $(unit_of "${taken#* }") already; leave it out of one of the two"
}

# Writes the files of manifest $1 to $3/1, $3/2, ..., with the secrets of $2 in their holes. A hole without a name is the
# text of its own beginning, which you wrote.
# $3/list gets a line "NUMBER PATH MODE OWNER" for each.
stage_contents() {
  awk -v secrets="$2" -v into="$3" '
    BEGIN {
      while ((getline line < secrets) > 0) {
        cut = index(line, " ")
        value[substr(line, 1, cut - 1)] = substr(line, cut + 1)
      }
      value[""] = "{{secret:"
      printf "" > (into "/list")
    }
    function fill(text,   out, from, to, name) {
      out = ""
      while ((from = index(text, "{{secret:")) > 0) {
        to = index(substr(text, from), "}}")
        if (to == 0) break
        name = substr(text, from + 9, to - 10)
        if (!(name in value)) { print "no secret named " name " came with the unit" > "/dev/stderr"; exit 3 }
        out = out substr(text, 1, from - 1) value[name]
        text = substr(text, from + to + 1)
      }
      return out text
    }
    /^file / { if (number) close(target); number++; target = into "/" number; printf "" > target
               print number, $2, $3, $4 > (into "/list"); next }
    /^\|/ { print fill(substr($0, 2)) > target }' "$1" 2>"$run/output" || refuse "the files can't be written out"
}

# Whether manifest $1 has file $2; whether it extends it.
has_file() { paths_of "$1" | grep -qxF -e "$2"; }
extends() { words_of extend <"$1" | grep -qxF -e "$2"; }

# The paths of the files of manifests $@.
paths_of() { sed -n 's/^file \([^ ]*\) .*/\1/p' "$@"; }
