/** Limits of the protocols and daemons, each with the place that sets it. */

/** RFC 3768 section 5.3.3 and RFC 5798 section 5.2.3: the VRID has 8 bits, and 0 is not valid. */
export const virtualRouterId = { min: 1, max: 255 } as const;

/**
 * RFC 3768 section 5.3.4 and RFC 5798 section 5.2.4: 255 is the address owner's, and 0 announces that a MASTER leaves.
 */
export const priority = { min: 1, max: 254 } as const;

/** RFC 3768 section 5.3.7: 8 bits. Seconds. */
export const advertIntV2 = { min: 1, max: 255, step: 1 } as const;

/** RFC 5798 section 5.2.7: 12 bits, in centiseconds. Here in seconds. */
export const advertIntV3 = { min: 0.01, max: 40.95, step: 0.01 } as const;

/** RFC 3768 section 5.3.5 and RFC 5798 section 5.2.5: the count of addresses has 8 bits. */
export const virtualAddressesV4 = { min: 1, max: 255 } as const;

/** IPv6 addresses that fit in a 1500 byte frame: (1500 - 14 - 40 - 8) / 16, keepalived's own arithmetic. */
export const virtualAddressesV6 = { min: 1, max: 89 } as const;

/** RFC 2338 section 5.3.10: 8 octets. keepalived truncates a longer password, and only logs that. */
export const authPassLength = 8;

/** keepalived.conf(5), vrrp_script: weight is -253 to 253. 0 means FAULT. */
export const scriptWeight = { min: -253, max: 253 } as const;

/** keepalived.conf(5), track_file: a number whose product with a weight of 1 is in the range of a priority's change. */
export const trackFileValue = { min: -254, max: 254 } as const;

/** keepalived's vrrp_parser.c takes up to 4294 seconds, and any number of repeats. These are useful ones. */
export const garpSeconds = { min: 0, max: 4294 } as const;
export const garpRepeat = { min: 0, max: 1000 } as const;

/** keepalived.conf(5), vrrp_instance: preempt_delay is 0 to 1000 seconds. */
export const preemptDelay = { min: 0, max: 1000 } as const;

/** proc(5), /proc/PID/comm: TASK_COMM_LEN is 16 with the final NUL. */
export const commLength = 15;

/** Linux if.h: IFNAMSIZ is 16 with the final NUL. */
export const interfaceNameLength = 15;

/** corosync.conf(5) and Proxmox's own tests cover up to 32 nodes. */
export const nodes = { min: 2, max: 32 } as const;

/** RFC 6335 section 6. */
export const port = { min: 1, max: 65535 } as const;

/** haproxy configuration manual 5.2: weight of a server. */
export const serverWeight = { min: 0, max: 256 } as const;

/** Servers of a server-template. haproxy has no limit; each takes memory and a health check. */
export const serverTemplateCount = { min: 1, max: 1000 } as const;

/** The node's program takes unit names of 1 to 40 characters. A VRRP group's unit has the group's name. */
export const groupNameLength = 32;

/** corosync.conf(5), nodelist, nodeid: 32 bits, and 0 is reserved. Clients of libcpg read it as signed. */
export const nodeId = { min: 1, max: 2_147_483_647 } as const;

/** libknet.h: a link's priority has 8 bits. */
export const linkPriority = { min: 0, max: 255 } as const;

/** libknet.h, knet_link_set_ping_timers: neither may be 0. Milliseconds. */
export const linkPing = { min: 1, max: 600_000 } as const;

/** libknet.h, knet_link_set_ping_timers: not 0. */
export const linkPingPrecision = { min: 1, max: 1_000_000 } as const;

/** libknet.h, knet_link_set_pong_count: 8 bits, and not 0. */
export const linkPongCount = { min: 1, max: 255 } as const;

/** corosync.conf(5), token_retransmits_before_loss_const. */
export const tokenRetransmits = { min: 1, max: 1000 } as const;

/** RFC 791: every IPv4 host takes 576 octets. totemconfig.c: KNET_MAX_PACKET_SIZE. */
export const netmtu = { min: 576, max: 65_536 } as const;

/** votequorum(5), quorum_votes: 32 bits. The limit is lower, so that the sum for 32 nodes and a qdevice fits too. */
export const votes = { min: 0, max: 65535 } as const;

/**
 * corosync.conf(5), token: milliseconds. token_retransmit (token / 4.2) must be more than 30. hold (four fifths of
 * token_retransmit, less 10) must be more than 30 too.
 */
export const token = { min: 250, max: 600_000 } as const;

/** corosync.conf(5), token_coefficient: milliseconds. 0 switches it off. */
export const tokenCoefficient = { min: 0, max: 60_000 } as const;

/** votequorum(5), last_man_standing_window: milliseconds. */
export const lastManStandingWindow = { min: 1, max: 600_000 } as const;

/**
 * corosync-qdevice(8), net_heartbeat_interval_min and _max: the interval is 0.8 of quorum.device.timeout. Milliseconds.
 */
export const qdeviceTimeout = { min: 1250, max: 150_000 } as const;

/** corosync-qdevice(8), net_min_connect_timeout and net_max_connect_timeout: milliseconds. */
export const qdeviceConnectTimeout = { min: 1000, max: 120_000 } as const;

/** corosync-qdevice(8), heuristics_min_timeout and heuristics_max_timeout: milliseconds. */
export const heuristicsTimeout = { min: 1000, max: 120_000 } as const;

/** corosync-qdevice(8), heuristics_min_interval and heuristics_max_interval: milliseconds. */
export const heuristicsInterval = { min: 1000, max: 3_600_000 } as const;

/** icmap.h: the name of a key, here `quorum.device.heuristics.exec_NAME`, has at most 255 characters. */
export const heuristicsNameLength = 64;

/** Bytes of a heuristics command: corosync 3.1 takes lines of less than 511 bytes ("Line too long"). */
export const heuristicsCommandLength = 400;

/** Consecutive looks of a NIC watchdog that find its interface down before it acts. */
export const watchdogMisses = { min: 1, max: 1000 } as const;

/** Milliseconds between two looks of a NIC watchdog. Each look starts a process in a sandbox. */
export const watchdogInterval = { min: 200 } as const;

/**
 * Milliseconds until a NIC watchdog acts. Proxmox VE Administration Guide, "Fencing": a node without quorum is reset
 * after 60 s. The other nodes then start its guests.
 */
export const watchdogTime = { max: 60_000 } as const;

/** Characters in a cluster's name: PVE::API2::ClusterConfig, clustername. */
export const proxmoxClusterName = 15;

/** The provider's check of a node's priority is 0 to 1000. It writes a 0 and reads it back as none, for ever. */
export const haPriority = { min: 1, max: 1000 } as const;

/** The provider's check of max_restart and max_relocate; PVE::HA::Resources has no upper bound. */
export const haRetries = { min: 0, max: 10 } as const;

/** PVE::HA::Resources and PVE::HA::Rules: maxLength of comment. */
export const haComment = 4096;

/** Votes from which one node can fail and the others still be a majority. */
export const haVotes = 3;

/** Ports whose services speak TLS from the first byte: IANA's registry, Kubernetes, Proxmox VE. */
export const tlsPorts: readonly number[] = [443, 465, 636, 853, 993, 995, 5671, 6443, 8006, 8443, 9443];
