/** Limits of the protocols and daemons, each with the place that sets it. */

/** RFC 3768 section 5.3.3 and RFC 5798 section 5.2.3: the VRID is 8 bits and 0 is not one. */
export const virtualRouterId = { min: 1, max: 255 } as const;

/** RFC 3768 section 5.3.4 and RFC 5798 section 5.2.4: 255 is the address owner's, 0 says that a MASTER leaves. */
export const priority = { min: 1, max: 254 } as const;

/** RFC 3768 section 5.3.7: seconds, 8 bits. */
export const advertIntV2 = { min: 1, max: 255, step: 1 } as const;

/** RFC 5798 section 5.2.7: centiseconds, 12 bits; here in seconds. */
export const advertIntV3 = { min: 0.01, max: 40.95, step: 0.01 } as const;

/** RFC 3768 section 5.3.5 and RFC 5798 section 5.2.5: the count of addresses is 8 bits. */
export const virtualAddressesV4 = { min: 1, max: 255 } as const;

/** As many IPv6 addresses as fit a 1500 byte frame: (1500 - 14 - 40 - 8) / 16, keepalived's own arithmetic. */
export const virtualAddressesV6 = { min: 1, max: 89 } as const;

/** RFC 2338 section 5.3.10: 8 octets; keepalived cuts a longer one off with no more than a log line. */
export const authPassLength = 8;

/** keepalived.conf(5), vrrp_script: weight is in -253..253; 0 means FAULT. */
export const scriptWeight = { min: -253, max: 253 } as const;

/** keepalived.conf(5), vrrp_instance: preempt_delay is 0 to 1000 seconds. */
export const preemptDelay = { min: 0, max: 1000 } as const;

/** proc(5), /proc/PID/comm: TASK_COMM_LEN is 16 with the final NUL. */
export const commLength = 15;

/** Linux if.h: IFNAMSIZ is 16 with the final NUL. */
export const interfaceNameLength = 15;

/** corosync.conf(5) and Proxmox's own tests go to 32 nodes. */
export const nodes = { min: 2, max: 32 } as const;

/** RFC 6335 section 6. */
export const port = { min: 1, max: 65535 } as const;

/** haproxy configuration manual 5.2: weight of a server. */
export const serverWeight = { min: 0, max: 256 } as const;

/** quorate-node names a unit in 1 to 40 characters; a VRRP group's unit has the group's name. */
export const groupNameLength = 32;

/** corosync.conf(5), nodelist, nodeid: 32 bits, 0 is reserved; libcpg's clients take it as signed. */
export const nodeId = { min: 1, max: 2_147_483_647 } as const;

/** libknet.h: a link's priority is 8 bits. */
export const linkPriority = { min: 0, max: 255 } as const;

/** votequorum(5), quorum_votes: 32 bits; less, so that the sum of 32 nodes and a qdevice is one, too. */
export const votes = { min: 0, max: 65535 } as const;

/**
 * corosync.conf(5), token: milliseconds. token_retransmit, token / 4.2, must be more than 30, and hold, four fifths of
 * that less 10, too.
 */
export const token = { min: 250, max: 600_000 } as const;

/** corosync.conf(5), token_coefficient: milliseconds; 0 switches it off. */
export const tokenCoefficient = { min: 0, max: 60_000 } as const;

/** votequorum(5), last_man_standing_window: milliseconds. */
export const lastManStandingWindow = { min: 1, max: 600_000 } as const;

/** corosync-qdevice(8), net_heartbeat_interval_min and _max: the interval is 0.8 of quorum.device.timeout, in milliseconds. */
export const qdeviceTimeout = { min: 1250, max: 150_000 } as const;

/** corosync-qdevice(8), net_min_connect_timeout and net_max_connect_timeout: milliseconds. */
export const qdeviceConnectTimeout = { min: 1000, max: 120_000 } as const;

/** corosync-qdevice(8), heuristics_min_timeout and heuristics_max_timeout: milliseconds. */
export const heuristicsTimeout = { min: 1000, max: 120_000 } as const;

/** corosync-qdevice(8), heuristics_min_interval and heuristics_max_interval: milliseconds. */
export const heuristicsInterval = { min: 1000, max: 3_600_000 } as const;

/** icmap.h: a key's name has at most 255 characters; `quorum.device.heuristics.exec_NAME`. */
export const heuristicsNameLength = 64;

/** How often a NIC watchdog may find its interface down before it acts. */
export const watchdogMisses = { min: 1, max: 1000 } as const;

/** Milliseconds between two looks of a NIC watchdog, each of which starts a process in a sandbox. */
export const watchdogInterval = { min: 200 } as const;

/**
 * Milliseconds until a NIC watchdog acts. Proxmox VE Administration Guide, "Fencing": a node that lost quorum has 60 s
 * until it is reset, and the others start its guests after.
 */
export const watchdogTime = { max: 60_000 } as const;

/** Characters of a cluster's name: PVE::API2::ClusterConfig, clustername. */
export const proxmoxClusterName = 15;
