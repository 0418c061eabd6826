#!/bin/sh
# quorate: takes this node out of service when it's cut off from the others: none of $INTERFACES is up.
# nic-watchdog look | act. Its services set INTERFACES, MISSES and PATIENCE; for act ACTION and SERVICES as well.
#   look  counts how often in a row it finds the node cut off, and fails from $MISSES times on. It runs as a user
#         without rights.
#   act   runs as root after each failed look. It looks itself, and does $ACTION only if the count is reached and the
#         node still is cut off.
set -eu

# "COUNT MISSES SECONDS INTERFACES" of the last look: misses in a row, how many it takes, and the uptime.
state=/run/quorate-nic-watchdog/state

say() { printf '%s\n' "$INTERFACES: $*"; }

# RFC 2863 operational states: a driver that tells none has a carrier at least. What is gone is down.
is_up() {
  link=/sys/class/net/$1
  read -r operstate 2>/dev/null <"$link/operstate" || return 1
  case $operstate in
    up) ;;
    unknown) read -r carrier 2>/dev/null <"$link/carrier" && [ "$carrier" = 1 ] ;;
    *) return 1 ;;
  esac
}

is_connected() {
  for interface in $INTERFACES; do
    if is_up "$interface"; then return 0; fi
  done
  return 1
}

# Sets `count` to the misses in a row; "new" before the first look, "unseen" until these interfaces were up. After more
# than $PATIENCE seconds without a look misses aren't in a row.
read_count() {
  count=new
  read -r past _ seconds watched 2>/dev/null <"$state" || return 0
  [ "$watched" = "$INTERFACES" ] || return 0
  case $seconds in '' | *[!0-9]*) return 0 ;; esac
  case $past in
    '' | *[!0-9]*) count=unseen ;;
    *) if [ $(($(uptime) - seconds)) -le "$PATIENCE" ]; then count=$past; else count=0; fi ;;
  esac
}

write_count() {
  printf '%s\n' "$1 $MISSES $(uptime) $INTERFACES" >"$state.new"
  mv "$state.new" "$state"
}

uptime() { sed 's/\..*//' /proc/uptime; }

look() {
  read_count
  if is_connected; then
    case $count in
      0) ;;
      new | unseen) say "up, and watched from now on" ;;
      *) say "up again after $count misses" ;;
    esac
    write_count 0
    return
  fi
  case $count in
    # An interface of another name, or one that was never plugged in, would take the node down at each boot.
    new)
      say "not up since the node booted; nothing is done until it was"
      write_count unseen
      ;;
    unseen) ;;
    *)
      count=$((count + 1))
      write_count "$count"
      [ "$count" -gt "$MISSES" ] || say "down, $count of $MISSES misses"
      [ "$count" -lt "$MISSES" ]
      ;;
  esac
}

act() {
  read_count
  case $count in new | unseen) count=0 ;; esac
  if [ "$count" -lt "$MISSES" ]; then
    say "the look failed, and not for want of a link; nothing is done"
  elif is_connected; then
    say "up again; nothing is done"
  elif [ "$ACTION" = stop ]; then
    stop_services
  else
    say "down for $count looks: $ACTION"
    systemctl "$ACTION"
  fi
}

# Each that runs, or is about to, in order. One that doesn't stop keeps none of the others.
stop_services() {
  failed=0
  for service in $SERVICES; do
    case $(systemctl is-active "$service" || :) in
      inactive | failed | unknown) continue ;;
    esac
    say "down for $count looks: stopping $service"
    systemctl stop "$service" || failed=1
  done
  return $failed
}

case ${1-} in
  look | act) "$1" ;;
  *)
    echo "usage: nic-watchdog look | act" >&2
    exit 2
    ;;
esac
