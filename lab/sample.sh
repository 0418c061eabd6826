#!/bin/sh
# Prints the addresses of eth0 in some network namespaces again and again: sample.sh SECONDS NAMESPACE...
# A line "@ MILLISECONDS" begins a sample, "= NAMESPACE" each namespace in it; one that is not there has no addresses.
set -eu

# It goes before all else, so that a busy machine leaves no gap: in its session, and its session among all (sched(7)).
renice -n -20 -p $$ >/dev/null 2>&1 || true
{ echo -20 >/proc/self/autogroup; } 2>/dev/null || true

pause=$1
shift
while :; do
  date '+@ %s%3N'
  for namespace; do
    printf '= %s\n' "$namespace"
    ip -n "$namespace" -oneline -4 address show dev eth0 2>/dev/null || true
  done
  sleep "$pause"
done
