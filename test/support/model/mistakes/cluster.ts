import { type Mistake } from "./mistake";

/** Mistakes about nodes and networks. */
export const cluster: readonly Mistake[] = [
  [
    "an unknown network",
    { "cluster.nodes.n1.networks": { wan: {} } },
    "CLUSTER_NETWORK_UNKNOWN",
    "cluster.nodes.n1.networks.wan",
    /write one of lan/,
  ],
  [
    "a node outside its subnet",
    { "cluster.nodes.n1.address": "198.51.100.1" },
    "CLUSTER_ADDRESS_OUTSIDE_SUBNET",
    "cluster.nodes.n1.address",
    /none of the subnets 192\.0\.2\.0\/24/,
  ],
  [
    "one address on two nodes",
    { "cluster.nodes.n3.address": "192.0.2.12" },
    "CLUSTER_ADDRESS_DUPLICATE",
    "cluster.nodes.n3.address",
    /n2's already/,
  ],
  [
    "no host key",
    { "cluster.ssh.hostKeys": undefined },
    "CLUSTER_HOST_KEY_MISSING",
    "cluster.nodes.n2.hostKey",
    /ssh-keyscan -p 22 192\.0\.2\.12/,
  ],
  [
    "no host key of the bastion",
    { "cluster.ssh": { bastion: { host: "gate", port: 2222 } } },
    "CLUSTER_HOST_KEY_MISSING",
    "cluster.ssh.bastion.hostKey",
    /ssh-keyscan -p 2222 gate/,
  ],
  [
    "a check of the web UI on a member that isn't Proxmox VE",
    {
      "cluster.platform": "proxmox",
      "cluster.nodes.n3.platform": "rhel",
      "vrrp.ui.track": [{ process: "pveproxy" }],
    },
    "VRRP_CHECK_ELSEWHERE",
    "vrrp.ui.track[0]",
    /pveproxy is a service of Proxmox VE, which n3 isn't/,
  ],
  [
    "a check of quorum on a member that isn't in corosync's cluster",
    {
      "cluster.platform": "proxmox",
      "cluster.nodes.n3.platform": "rhel",
      quorum: {},
      "vrrp.ui.track": [{ quorate: true }],
    },
    "VRRP_QUORATE_VOID",
    "vrrp.ui.track (quorate)",
    /asks corosync, which n3 doesn't run beside nodes of Proxmox VE/,
  ],
  [
    "an HA rule for a node that isn't Proxmox VE",
    {
      "cluster.platform": "proxmox",
      "cluster.nodes.n3.platform": "rhel",
      quorum: {},
      ha: { resources: { "vm:100": { prefer: { n3: 1 } } } },
    },
    "HA_NODE_UNKNOWN",
    'ha.resources["vm:100"].prefer.n3',
    /n3 is no node of the cluster.*write one of n1, n2/,
  ],
  ...(["votes", "nodeId", "links"] as const).map((key): Mistake => [
    `${key} of a node beside Proxmox VE`,
    {
      "cluster.platform": "proxmox",
      "cluster.nodes.n3.platform": "debian",
      [`cluster.nodes.n3.${key}`]: key === "links" ? { 1: "198.51.100.13" } : 3,
    },
    "CLUSTER_COROSYNC_KEY_VOID",
    `cluster.nodes.n3.${key}`,
    /has no effect, because n3 has platform debian/,
  ]),
  [
    "global options beside your own keepalived.conf",
    { "cluster.existing": { keepalived: "keep" }, "cluster.globalDefs": { notifyFifo: "/run/vrrp.fifo" } },
    "CLUSTER_GLOBAL_DEFS_VOID",
    "cluster.globalDefs",
    /your own keepalived\.conf keeps its global_defs/,
  ],
];
