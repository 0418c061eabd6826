import { type Mistake } from "./mistake";

/** Mistakes that pvecm would refuse. */
export const proxmox: readonly Mistake[] = [
  [
    "a cluster's name of 16 characters",
    { "cluster.platform": "proxmox", "cluster.name": "a-name-of-16-let", quorum: {} },
    "PROXMOX_CLUSTER_NAME",
    "cluster.name",
    /"a-name-of-16-let" has 16 characters, and pvecm takes at most 15/,
  ],
  [
    "a qdevice for three nodes",
    {
      "cluster.platform": "proxmox",
      "cluster.witnesses": { q1: { address: "192.0.2.21" } },
      quorum: { qdevice: { host: "q1" } },
    },
    "PROXMOX_QDEVICE_ODD",
    "quorum.qdevice",
    /for an even number of nodes only, and these are 3/,
  ],
];
