# Time limits of the program in seconds. Each ends a wait that would otherwise last for ever.
# None is the usual length of a step: a busy node needs many times the seconds of an idle one.
# `quorate status` and a preview send this part to nodes, too.

# Another change of the node ends. It may wait for a package's download.
lock_within=600
# You log in again after a change that could have cut you off. Otherwise the node undoes it.
confirm_within=300
# All members of a corosync cluster get a parked change. Otherwise the member undoes it.
park_within=300
# A change under way ends, because facts during a change hold only for a moment.
facts_within=300
# A unit's verifications hold.
verify_within=30
# Another member tells its groups at boot.
member_within=3
# A booted node asks the other members again.
join_every=30
# Later after a boot, a member without a group is no sign that the stack gave the group up.
join_within=600
# keepalived removes the addresses of a removed instance.
addresses_within=10
# keepalived dumps the states of its VRRP instances.
dump_within=10
# The same for a preview and `quorate status`, which answers in about a second. In milliseconds.
# shellcheck disable=SC2034 # watch.sh uses it
glance_ms=500
# A tool of corosync or systemd answers a preview. `quorate status` gives it half of its own time.
# shellcheck disable=SC2034 # watch.sh uses it
tool_within=10
# journald writes the last words of a failed service.
words_within=20
# A node looks again whether the group of a held instance lacks a MASTER.
relieve_every=30
# A corosync member runs a version, or is quorate again after a restart.
settle_within=60
# The member that restarted before rejoins the others.
majority_within=30
# corosync, just started, ends again because its version isn't the others'.
corosync_ends_within=3
# A cluster of Proxmox VE becomes quorate, and its /etc/pve writable.
pve_patience=60
# A write to /etc/pve blocks while the node loses quorum.
pve_write_within=20
# A quorate cluster's /etc/pve takes a write.
pve_writable_within=30
# The others notice that a node is shut down.
pve_leave_within=30
# All members run an edit of corosync.conf, or the text before it.
pve_edit_within=30
pve_undo_within=10
# All members run the version in /etc/pve/corosync.conf.
pve_version_within=60
# A qdevice casts its vote.
pve_qdevice_within=30
# HA fences nothing any more, or again: its manager and each node take 10 s for a step, and a migration ends before.
ha_within=180
# The HA manager moves all guests of a node, one after the other, with their memory.
maintenance_within=1800
# HA fences again although a change of corosync hasn't ended.
ha_again_after=600
# The other nodes of the cluster boot, too, after a power cut of all.
recover_again_after=60
# After a failure, a node tries again to arm HA.
ha_retry_after=60
# sshd of another node accepts the connection.
connect_within=10
# One of 50 datagrams, sent 0.1 s apart, arrives.
datagram_within=20
