import { type Mistake } from "./mistake";

/** Mistakes about witnesses, the number of nodes and the watchdog. */
export const witnesses: readonly Mistake[] = [
  [
    "a witness that is a node",
    { "cluster.witnesses": { n1: { address: "192.0.2.21" } } },
    "CLUSTER_NAME_DUPLICATE",
    "cluster.witnesses.n1",
    /n1 is a node already/,
  ],
  [
    "a witness at a node's address",
    { "cluster.witnesses": { q1: { address: "192.0.2.12" } } },
    "CLUSTER_ADDRESS_DUPLICATE",
    "cluster.witnesses.q1.address",
    /n2's already/,
  ],
  [
    "more than 32 nodes",
    {
      "cluster.nodes": Object.fromEntries(
        Array.from({ length: 33 }, (_, index) => [
          `n${String(index + 1)}`,
          { address: `192.0.2.${String(index + 101)}` },
        ]),
      ),
      "vrrp.ui.virtualIpaddress": ["192.0.2.99/24"],
    },
    "CLUSTER_NODE_COUNT",
    "cluster.nodes",
    /must be 2 to 32 nodes/,
  ],
  [
    "a watchdog on no node",
    { fencing: { nicWatchdog: { nodes: ["n9"], interface: "eth0" } } },
    "FENCING_NODE_UNKNOWN",
    "fencing.nicWatchdog.nodes",
    /n9 is no node .*write one of n1, n2, n3/,
  ],
  [
    "a watchdog in an unknown network",
    { fencing: { nicWatchdog: { network: "san" } } },
    "FENCING_INTERFACE_UNCLEAR",
    "fencing.nicWatchdog.network",
    /one of the networks lan/,
  ],
  [
    "a watchdog with two ways to its interface",
    { fencing: { nicWatchdog: { network: "lan", interface: ["eth1", "eth2"] } } },
    "FENCING_INTERFACE_UNCLEAR",
    "fencing.nicWatchdog.network",
    /lan beside interface eth1, eth2/,
  ],
  [
    "a watchdog that acts too late",
    { fencing: { nicWatchdog: { interval: "10s", misses: 7 } } },
    "FENCING_TIME",
    "fencing.nicWatchdog.interval",
    /7 looks every 10s take 70 s; Proxmox VE itself takes a node down after 60 s/,
  ],
  [
    "a watchdog that does nothing but look",
    { fencing: { nicWatchdog: { interval: "50ms" } } },
    "FENCING_TIME",
    "fencing.nicWatchdog.interval",
    /50ms is less than a look takes, so the watchdog would miss looks; write at least 200ms/,
  ],
  [
    "a watchdog that stops services and then the node",
    { fencing: { nicWatchdog: { action: "poweroff", services: "corosync" } } },
    "FENCING_OPTION_IGNORED",
    "fencing.nicWatchdog.services",
    /corosync stop with the node anyway when the action is poweroff/,
  ],
  [
    "a watchdog that stops nothing",
    { fencing: { nicWatchdog: { services: [] } } },
    "CONFIG_VALUE_INVALID",
    "fencing.nicWatchdog.services",
    /must be at least one: a systemd service/,
  ],
  [
    "a watchdog that looks at nothing",
    { fencing: { nicWatchdog: { interface: [] } } },
    "CONFIG_VALUE_INVALID",
    "fencing.nicWatchdog.interface",
    /must be at least one: an interface/,
  ],
];
