# The states of VRRP instances. keepalived tells them only in a dump, and dumps hold the password. `quorate status`
# sends this part to nodes, too, so it uses no function of other parts.

# "INSTANCE STATE PRIORITY" of each VRRP instance, from the dump that keepalived's VRRP process writes on SIGUSR1
# (keepalived(8)). States: MASTER, BACKUP, FAULT, INIT. PRIORITY is the configured one. Looks $1 times for the dump,
# every 0.05 s, because a busy node's dump comes late and would stay. Fails if none comes. Behind them a line
# "*check NAME STATUS" for each check: GOOD, BAD, or INIT before its first result.
vrrp_states() {
  local pid looks
  pid=$(cat /run/vrrp.pid /run/keepalived/vrrp.pid /run/keepalived.pid 2>/dev/null | head -n 1)
  [ "$(cat "/proc/${pid:-none}/comm" 2>/dev/null)" = keepalived ] || return 0
  remove_dumps
  kill -USR1 "$pid" 2>/dev/null || return 0
  looks=0
  until has_dumped "$pid" || [ $((looks += 1)) -gt "$1" ]; do sleep 0.05; done
  awk -F ' = ' '
    function tell() { if (state != "") print name, state, priority }
    /VRRP Instance = / { tell(); name = $2; state = priority = "" }
    name != "" && state == "" && $1 ~ /^ *State$/ { state = $2 }
    name != "" && priority == "" && $1 ~ /^ *(Base p|P)riority$/ { priority = $2 }
    /VRRP Script = / { script = $2 }
    script != "" && $1 ~ /^ *Status$/ { checks = checks "*check " script " " $2 "\n"; script = "" }
    END { tell(); printf "%s", checks }' /tmp/keepalived.data 2>/dev/null || :
  remove_dumps
  [ "$looks" -le "$1" ]
}

# Whether process $1 wrote its dump and closed it.
has_dumped() { [ -s /tmp/keepalived.data ] && [ -z "$(find "/proc/$1/fd" -lname /tmp/keepalived.data 2>/dev/null)" ]; }

remove_dumps() { rm -f /tmp/keepalived.data /tmp/keepalived_parent.data; }
