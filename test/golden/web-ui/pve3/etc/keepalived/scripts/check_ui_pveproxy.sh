#!/bin/sh
# A live process pveproxy of this node: no zombie, nothing stopped, nothing of a container.
for pid in $(pgrep -x -- pveproxy); do
    awk '/^State:/ { runs = $2 ~ /^[DRSI]$/ } /^NSpid:/ { own = NF == 2 } /^VmSize:/ { user = 1 }
        END { exit !(runs && own && user) }' "/proc/$pid/status" 2>/dev/null && exit 0
done
exit 1
