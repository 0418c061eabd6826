# Every time limit of the program, in seconds, with its reason. Each ends what would otherwise hang for ever; none is how
# long a step takes, and a busy node needs many times what an idle one does.

# Another change of the node ends: one that waits for a package's download, for one.
lock_within=600
# You log in again after a change that could have cut you off; then the node takes the change back.
confirm_within=300
# All members of a corosync cluster get a change that one has parked; then it takes the change back.
park_within=300
# A change under way ends, before facts would be those of a moment.
facts_within=300
# Services reach the state that a unit promises.
verify_within=30
# keepalived removes the addresses of an instance that has gone.
addresses_within=10
# journald has written the words of a service that failed.
words_within=20
# A member of a corosync cluster runs a version, or is quorate again after a restart.
settle_within=60
# The member restarted before joins the others again.
majority_within=30
# A cluster of Proxmox VE becomes quorate, and its /etc/pve writable.
pve_patience=60
# A write to /etc/pve blocks while the node loses quorum.
pve_write_within=20
# A quorate cluster's /etc/pve takes a write.
pve_writable_within=30
# A node that was shut down is no member any more.
pve_leave_within=30
# Every member runs an edit of corosync.conf, or what was before it.
pve_edit_within=30
pve_undo_within=10
# Every member runs the version of corosync.conf that is in force.
pve_version_within=60
# A qdevice casts its vote.
pve_qdevice_within=30
# sshd of another node takes the connection.
connect_within=10
# A datagram of 50, sent 0.1 s apart, arrives.
datagram_within=20
