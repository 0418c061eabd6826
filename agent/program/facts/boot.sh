# The promises of a node's units beyond the running services: their packages, and the services of the next boot.
# `quorate status` sends this part to nodes, too, so it uses no function of others.

# Begins an awk program: the unit of record file or manifest $1.
of_unit='function unit(path,   part, last) {
  last = split(path, part, "/")
  return part[part[last - 1] == "sharers" ? last - 2 : last - 1]
}'

# "drift UNIT SERVICE STATE" for each service of manifests $@ that the next boot doesn't start. One call for all wouldn't
# do: it ends at the first service without a file.
boot_drift() {
  local of service
  awk "$of_unit"'
    /^service .* owned$/ { print unit(FILENAME), $2 }
    sub(/^\|Also=/, "") { print unit(FILENAME), $1 }' "$@" | {
    while read -r of service; do tell_enablement "$of" "$service" & done
    wait
  } | sort
}

# STATE is a word of systemctl(1), is-enabled. A service without a file is missed elsewhere, with its file or package.
tell_enablement() {
  local state
  state=$(systemctl is-enabled "$2" 2>/dev/null || :)
  case $state in
    enabled | static | alias | indirect | generated | not-found | '') ;;
    *) echo "drift $1 $2 $state" ;;
  esac
}

# "drift UNIT PACKAGE removed" for each package of manifests $@ that the node lacks.
package_drift() {
  local wanted
  wanted=$(awk "$of_unit"'$1 == "package" { print unit(FILENAME), $2 }' "$@")
  # shellcheck disable=SC2046 # one word per package
  {
    packages_now $(echo "$wanted" | cut -d ' ' -f 2 | sort -u)
    echo "$wanted"
  } | awk 'NF == 4 { there[$1] } NF == 2 && !($2 in there) { print "drift", $1, $2, "removed" }'
}
