# A node that was off may have a VRRP group that its stack gave up meanwhile. So at its first start after a boot
# keepalived waits for the other members' words. Their quorate-members.socket tells their groups, whether or not their
# keepalived runs. Without any answer the node serves, because the others may be off, too.
members_port=5112

# What this node tells: "UNIT VERSION TIME" of each group, the time of its last apply in s.
tell_members() {
  local manifest
  say quorate
  for manifest in $(group_manifests); do
    say "$(unit_of "$manifest") $(group_version "$manifest") $(stat -c %Y "$manifest")"
  done
  say end
}

group_manifests() { grep -ls '^members ' "$units"/*/manifest || :; }
group_version() { grep -e '^wire ' -e '^members ' "$1" | digest; }

# Writes the answer of each other machine among the members of manifests $@ into $run/members.
ask_members() {
  local address
  rm -rf "$run/members"
  mkdir "$run/members"
  [ $# -gt 0 ] || return 0
  for address in $(cat "$@" | words_of members | tr ' ' '\n' | sort -u); do
    [ -z "$(held_addresses "$address")" ] || continue
    # shellcheck disable=SC2016 # for bash to expand
    timeout "$member_within" bash -c 'exec 3<>"/dev/tcp/$0/$1" && cat <&3' "$address" "$members_port" \
      >"$run/members/$address" 2>&1 &
  done
  wait
  note_heard
}

# A machine's refusal counts only if it answered once: a packet filter may refuse for it.
note_heard() {
  local answer
  for answer in "$run/members"/*; do
    ! grep -qsx end "$answer" || is_heard "${answer##*/}" || say "${answer##*/}" >>"$home/heard" || :
  done
}

is_heard() { grep -qsxF -e "$1" "$home/heard"; }

# Prints the word of the answer in file $2 on the group of manifest $1: "same", "gone" or none.
word_on() {
  local heard
  heard=0
  ! is_heard "${2##*/}" || heard=1
  awk -v unit="$(unit_of "$1")" -v version="$(group_version "$1")" -v time="$(stat -c %Y "$1")" -v heard=$heard '
    /Connection refused$/ { gone = heard }
    $1 == unit { there = 1; if ($2 == version) same = 1; else if ($3 > time) gone = 1 }
    $0 == "end" && !there { gone = 1 }
    END { if (same) print "same"; else if (gone) print "gone" }' "$2"
}

# Whether the owner of manifest $1 still waits for no member's word. An apply since the boot is the stack's own word.
is_joined() { [ -e "$run/joined/$(file_of_owner "$(owner_in "$1")")" ]; }
mark_joined() {
  mkdir -p "$run/joined"
  : >"$run/joined/$(file_of_owner "$1")"
}

unjoined() {
  local manifest
  for manifest in $(group_manifests); do is_joined "$manifest" || say "$manifest"; done
}

# Fails if the other members gave up a group of this node: keepalived then doesn't start.
join() {
  local manifest answer words alone
  rm -f "$run/given-up"
  [ -e "$run/asked-since" ] || clock >"$run/asked-since"
  # shellcheck disable=SC2046 # one word per path
  ask_members $(unjoined)
  alone=no
  for manifest in $(unjoined); do
    words=
    for answer in "$run/members"/*; do
      [ ! -f "$answer" ] || words="$words$(word_on "$manifest" "$answer")"
    done
    case $words in
      *same*) ;;
      *gone*) hold_back "$manifest" ;;
      *) alone=yes ;;
    esac
  done
  if [ -e "$run/given-up" ]; then
    ask_again
    return 1
  fi
  if [ $alone = yes ]; then
    ask_again
    return 0
  fi
  for manifest in $(unjoined); do mark_joined "$(owner_in "$manifest")"; done
}

hold_back() {
  local owner
  owner=$(owner_in "$1")
  say "keepalived doesn't start, because the other members have no group $(unit_of "$1") with this node, or have changed it: if the stack has this node, run \`pulumi up\`, else \`sh $home/node.sh leave $owner && sh $home/node.sh uninstall $owner\`" >>"$run/given-up"
  warn "$(uname -n): $(tail -n 1 "$run/given-up")"
}

ask_again() {
  systemctl is-active --quiet quorate-join.timer ||
    systemd-run -q --no-block --collect --unit quorate-join --on-active="$join_every" --on-unit-active="$join_every" \
      sh "$home/node.sh" rejoin || :
}

# run by a timer: the question again, when a member or the network came late.
rejoin() {
  local before
  before=$(cat "$run/given-up" 2>/dev/null || :)
  # A failure of the question itself takes no node out of service.
  safely join
  if [ -s "$run/given-up" ]; then
    systemctl stop keepalived
  else
    [ -z "$before" ] || systemctl start keepalived
    # Later a member without the group is no sign: you may have installed it anew.
    if [ -z "$(unjoined)" ] || [ $(($(clock) - $(cat "$run/asked-since"))) -ge "$join_within" ]; then stop_timer quorate-join; fi
  fi
}
