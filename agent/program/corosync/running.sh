# Questions to the running corosync.

# Value of key $1 in its map, if any.
cmap() { corosync-cmapctl -g "$1" 2>/dev/null | sed 's/^[^=]*= //' || :; }

# The version that it runs, not a file's; nothing while it's down.
running_version() { cmap totem.config_version; }

# Whether it is quorate: here, or on the node that command "$@" reaches.
is_quorate() { "$@" corosync-quorumtool -s 2>/dev/null | grep -q '^Quorate: *Yes'; }

# The ids of its members. 0 is the qdevice.
member_ids() { corosync-quorumtool -l 2>/dev/null | awk '$1 ~ /^[0-9]+$/ && $1 > 0 { print $1 }'; }

# Whether this node's qdevice is alive and casts its vote.
qdevice_votes() { corosync-quorumtool -s 2>/dev/null | grep -q ' A,V,.*(local)'; }

# Ends the program unless $1 is a step of a change of corosync, with the version $2. $3 has the members that an update
# with targets leaves out.
expect_step() {
  [ -z "${3:-}" ] ||
    die "this update leaves out corosync on $(say "$3" | sed 's/,/, /g'), and members need the same version. Its nodes undo the parked change. Run the update without --target and --exclude"
  case $1 in
    restart) return 0 ;;
    swap | settle | commit) ;;
    *) die "unknown step \"$1\"; use swap, settle, commit or restart" ;;
  esac
  case $2 in '' | *[!0-9]*) die "\"$2\" is not a version of corosync.conf; use a whole number" ;; esac
}
