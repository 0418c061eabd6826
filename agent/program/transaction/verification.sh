# Verification: the unit's promises hold for the running daemons and kernel.

# Waits until all verifications of the manifest hold, or refuses with the first that doesn't.
verify_all() {
  local deadline line
  words_of verify <"$journal/manifest" >"$journal/verify"
  deadline=$(($(clock) + verify_within))
  while IFS= read -r line; do
    # shellcheck disable=SC2086 # the words of the line
    until verify $line; do
      [ "$(clock)" -lt "$deadline" ] || refuse_unverified "$line"
      sleep 0.1
    done
  done <"$journal/verify"
}

verify() {
  case $1 in
    active) systemctl is-active --quiet "$2" ;;
    listening) listening "$2" "$3" ;;
    sysctl) [ "$(sysctl -n "$2" 2>/dev/null)" = "$3" ] ;;
    vrrp) vrrp_elected "$2" ;;
    qdevice) qdevice_votes ;;
  esac
}

# Whether process $2 listens at $1. After a reload the old process's listener doesn't count: its successor
# may have failed to bind while systemctl reported success.
listening() {
  local owners
  owners=$(listeners "$1" "$2")
  [ -n "$owners" ] || return 1
  [ -f "$journal/listeners.$2" ] || return 0
  say "$owners" | grep -qvxF -f "$journal/listeners.$2"
}

# A unit that only notifies its service (sshd) must not leave addresses without a listener when it goes. A listener of
# any process counts, also one at any address. Another process may have the port at one address: then sshd gets none.
# An address without a listener before has none to lose, for instance when you gave sshd another port.
verify_listeners_stay() {
  local service
  ! grep -q '^service .* owned$' "$journal/old" || return 0
  within "$verify_within" no_listener_lost || {
    words_of service <"$journal/old" | while read -r service _; do service_log "$service"; done >"$run/output"
    refuse "without this unit no process would listen at $(lost_listeners | paste -sd ' ')"
  }
}

no_listener_lost() { [ -z "$(lost_listeners)" ]; }

lost_listeners() { without_listener | except "$journal/silent"; }

# The addresses of the unit at which no process listens.
without_listener() {
  local address any
  words_of verify <"$journal/old" | sed -n 's/^listening \([^ ]*\) .*/\1/p' | while IFS= read -r address; do
    any=0.0.0.0
    case $address in \[*) any='[::]' ;; esac
    ss -Hltn | awk '{ print $4 }' | grep -qxF -e "$address" -e "$any:${address##*:}" -e "*:${address##*:}" || say "$address"
  done
}

# Ids of processes named $2 that listen at $1 ("": at any address), one a line. ss writes "*" for a listener at [::]
# that takes IPv4, too.
listeners() {
  ss -H -l -t -n -p | awk -v at="$1" -v owner="\"$2\"" '
    BEGIN { both = at; sub(/^\[::\]:/, "*:", both) }
    at != "" && $4 != at && $4 != both { next }
    { text = $0
      while ((from = index(text, "(" owner ",pid=")) > 0) {
        text = substr(text, from + length(owner) + 6)
        print text + 0
      } }' | sort -u
}

# Lists the listening processes before a reload, so that verifications can tell old ones from new ones.
note_listeners() {
  local process
  [ -s "$journal/plan" ] || return 0
  words_of verify <"$journal/manifest" | sed -n 's/^listening [^ ]* //p' | sort -u | while IFS= read -r process; do
    [ "$process" = haproxy ] || continue
    listeners "" "$process" >"$journal/listeners.$process"
    [ -s "$journal/listeners.$process" ] || rm "$journal/listeners.$process"
  done
}

# "STATE PRIORITY" of VRRP instance $1, if keepalived tells it.
vrrp_state() { vrrp_states $((dump_within * 20)) | awk -v instance="$1" '$1 == instance { print $2, $3 }'; }

# Whether the instance is MASTER with all its addresses, or BACKUP with none.
vrrp_elected() {
  local addresses
  addresses=$(wire_field 4 "$journal/manifest" | tr ',' '\n')
  case $(vrrp_state "$1") in
    'MASTER '*) [ "$(held_addresses "$addresses")" = "$(say "$addresses" | sort)" ] ;;
    'BACKUP '*) [ -z "$(held_addresses "$addresses")" ] ;;
    *) false ;;
  esac
}

# The addresses in $1 that this node has, sorted.
held_addresses() {
  ip -o addr show | awk '{ sub("/.*", "", $4); print $4 }' | grep -xF "$1" | sort -u || :
}
