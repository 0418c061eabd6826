import { type Mistake } from "./mistake";

/** Mistakes that pvecm refuses. */
export const pvecm: readonly Mistake[] = [
  [
    "a cluster's name of 16 characters",
    { "cluster.platform": "proxmox", "cluster.name": "a-name-of-16-let", quorum: {} },
    "QUORUM_PVECM_NAME",
    "cluster.name",
    /"a-name-of-16-let" has 16 characters, and pvecm refuses more than 15/,
  ],
  [
    "a qdevice for three nodes",
    {
      "cluster.platform": "proxmox",
      "cluster.witnesses": { q1: { address: "192.0.2.21" } },
      quorum: { qdevice: { host: "q1" } },
    },
    "QUORUM_PVECM_QDEVICE",
    "quorum.qdevice",
    /refuses a qdevice for an odd number of nodes, and you have 3/,
  ],
  [
    "two tie-breakers, which are two words of one value",
    {
      "cluster.platform": "proxmox",
      "cluster.nodes.n1.nodeId": 1,
      "cluster.nodes.n2.nodeId": 2,
      quorum: { autoTieBreaker: true, autoTieBreakerNode: [1, 2] },
    },
    "QUORUM_PVECM_WORDS",
    "quorum.autoTieBreakerNode",
    /"1 2" is more than one word.*pvecm couldn't read/,
  ],
  [
    "a command of heuristics with arguments",
    {
      "cluster.platform": "proxmox",
      "cluster.witnesses": { q1: { address: "192.0.2.21" } },
      "cluster.nodes.n4": { address: "192.0.2.14" },
      quorum: { qdevice: { host: "q1", heuristics: { execs: { gateway: "/usr/bin/ping -c 1 192.0.2.1" } } } },
    },
    "QUORUM_PVECM_WORDS",
    "quorum.qdevice.heuristics.execs.gateway",
    /write the path of a script/,
  ],
  [
    "a witness at another port",
    {
      "cluster.platform": "proxmox",
      "cluster.witnesses": { q1: { address: "192.0.2.21", ssh: { port: 2222 } } },
      "cluster.nodes.n4": { address: "192.0.2.14" },
      quorum: { qdevice: { host: "q1" } },
    },
    "QUORUM_PVECM_WITNESS",
    "cluster.witnesses.q1.ssh.port",
    /2222 is no port that pvecm can use: .*root@192\.0\.2\.21 at port 22 alone.*write port: 22/,
  ],
  [
    "a witness without root's login",
    {
      "cluster.platform": "proxmox",
      "cluster.ssh": { hostKeys: "known_hosts", user: "admin", become: true },
      "cluster.witnesses": { q1: { address: "192.0.2.21" } },
      "cluster.nodes.n4": { address: "192.0.2.14" },
      quorum: { qdevice: { host: "q1" } },
    },
    "QUORUM_PVECM_WITNESS",
    "cluster.witnesses.q1.ssh.user",
    /admin is no user that pvecm can use/,
  ],
];
