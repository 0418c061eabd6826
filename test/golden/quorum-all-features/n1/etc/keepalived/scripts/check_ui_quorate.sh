#!/bin/sh
# corosync-quorumtool(8): 0 is quorate. Addresses, not names: without a network no resolver answers.
exec corosync-quorumtool -si >/dev/null 2>&1
