# Facts of the node, read only. One line each:
# - family FAMILY / stamp TEXT / program DIGEST BASE / address ADDRESS / drift NAME DETAIL / corosync ...
# - unit NAME DIGEST in-service|held|shared BASE SIGNATURE SIGNATURE-BASE OWNER, "shared" for each further owner
# - claim OWNER UNIT CLAIM / list OWNER DIGEST BASE / unlisted UNIT OWNER / cut-off INTERFACES / open UNIT REASON

# Units with a parked or swapped change, between blanks.
changing=' '

# Prints all facts. Sets `changing`.
facts() {
  local boot each name
  is_idle || {
    tell_of_work
    within "$facts_within" is_idle || die "$(at_work), more than $facts_within s ago, so its facts can't be read; run this again when it has ended"
  }
  say "family $family"
  # It differs after each change, also an undone one, and after each start, because you may restore a disk.
  read -r boot </proc/sys/kernel/random/boot_id
  say "stamp $boot $(stat -c %y "$journals")"
  ip -o addr show scope global | awk '{ sub("/.*", "", $4); print "address " $4 }'
  set --
  # A parked or swapped change counts as applied, because its next steps follow.
  for each in "$journals"/*/phase-parked "$journals"/*/phase-swapped; do
    [ -f "$each" ] || continue
    each=${each%/phase-*}
    changing="$changing${each##*/} "
    set -- "$@" "$each/manifest"
  done
  for each in "$units"/*/manifest; do
    name=${each%/manifest}
    case $changing in *" ${name##*/} "*) continue ;; esac
    [ ! -f "$each" ] || set -- "$@" "$each"
  done
  applied_facts "$@"
  open_facts
  [ $# -eq 0 ] || {
    file_drift "$@"
    service_drift "$@"
    boot_drift "$@"
    package_drift "$@"
    sysctl_drift "$@"
  }
  corosync_facts
  watchdog_facts
}

# Each function below reads all units of manifests $@ at once, because previews wait for it.


# The program, unless a part is missing; the owners' lists, the units, and the units in no list.
applied_facts() {
  local held each recover handed
  held=
  for each in "$units"/*/held; do
    [ ! -d "$each" ] || held="$held ${each%/held}/manifest "
  done
  for each in "$home"/lists/*; do
    [ ! -f "$each" ] || set -- "$each" "$@"
  done
  for each in "$units"/*/sharers/*; do
    [ ! -f "$each" ] || set -- "$@" "$each"
  done
  recover=/etc/systemd/system/$recover_service
  if [ -f "$recover" ] && [ -L "/etc/systemd/system/multi-user.target.wants/$recover_service" ]; then
    set -- "$home/node.sh" "$recover" "$@"
  fi
  [ $# -gt 0 ] || return 0
  handed=$(cat "$home/hand-over" 2>/dev/null || :)
  sha256sum "$@" | awk -v held="$held" -v handed="$handed" -v program="$home/node.sh" -v recover="$recover" "$of_unit"'
    function first_line(path,   line) { line = "-"; getline line < path; close(path); return line }
    function owner_now(name) { return index(handed, name " ") == 1 ? substr(handed, length(name) + 2) : name }
    function state(path) { return path ~ /\/sharers\// ? "shared" : index(held, " " path " ") ? "held" : "in-service" }
    NR == FNR { sum[$2] = $1; next }
    FILENAME == program { if (/^# base /) base[program] = $3; next }
    FILENAME == recover { print "program", sum[program] sum[recover], base[program]; nextfile }
    FILENAME ~ /\/lists\/[^\/]*$/ {
      if (FNR == 1) owner = owner_now($2)
      else if (FNR == 2) print "list", owner, sum[FILENAME], $2
      else listed[owner, $1]
      next
    }
    FNR == 1 { manifest[++count] = FILENAME }
    $1 == "base" { base[FILENAME] = $2 }
    $1 == "owner" { owner_of[FILENAME] = owner_now($2) }
    $1 == "claim" { $1 = "claim " owner_of[FILENAME] " " unit(FILENAME); print }
    $1 == "owner" && !((owner_of[FILENAME], unit(FILENAME)) in listed) { print "unlisted", unit(FILENAME), owner_of[FILENAME] }
    END {
      for (i = 1; i <= count; i++) {
        path = manifest[i]
        folder = substr(path, 1, length(path) - length("manifest"))
        if (path ~ /\/journal\//) folder = folder "record/"
        print "unit", unit(path), sum[path], state(path), \
          (path in base ? base[path] : "-"), first_line(folder "signature"), first_line(folder "signature-base"), owner_of[path]
      }
    }' - "$@"
}

# Files and directories that differ from the applied ones. Files of held instances don't count, nor files of a
# change without its commit.
file_drift() {
  local present each
  present=$(files_now "$@")
  set -- "$units"/*/files
  [ -f "$1" ] || return 0
  for each in "$units"/*/held/list; do
    [ ! -f "$each" ] || set -- "$@" "$each"
  done
  say "$present" | awk -v changing="$changing" "$of_unit"'
    FILENAME ~ /\/held\/list$/ && !present { parked[$1]; next }
    !present { owners[$1] = owners[$1] " " unit(FILENAME); applied[unit(FILENAME), $1] = $0; next }
    !($1 in parked) {
      count = split(owners[$1], owner, " ")
      for (i = 1; i <= count; i++)
        if (applied[owner[i], $1] != $0 && !index(changing, " " owner[i] " ")) print "drift", owner[i], $0
    }' "$@" present=1 -
}

service_drift() {
  local owned state
  owned=$(awk "$of_unit"' /^service .* owned$/ { print unit(FILENAME), $2 }' "$@")
  [ -n "$owned" ] || return 0
  # shellcheck disable=SC2046 # one word per service
  set -- $(say "$owned" | cut -d ' ' -f 2)
  systemctl is-active "$@" 2>/dev/null | {
    # shellcheck disable=SC2086 # a unit and a service each
    set -- $owned
    while IFS= read -r state; do
      [ "$state" = active ] || say "drift $1 $2 not-running"
      shift 2
    done
  }
}

sysctl_drift() {
  local name key value
  awk "$of_unit"' /^sysctl / { print unit(FILENAME), substr($0, 8) }' "$@" | while read -r name key value; do
    [ "$(sysctl -n "$key" 2>/dev/null)" = "$value" ] || say "drift $name $key not-set"
  done
}
