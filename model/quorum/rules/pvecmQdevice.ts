import type { QuorumConfig } from "../schema";
import type { PartRule } from "../../rule";

export const quorumPvecmQdevice: PartRule<QuorumConfig> = {
  name: "quorum-pvecm-qdevice",
  title: "A Proxmox VE cluster with a qdevice must have an even number of nodes",
  judgePart({ qdevice }, { platform, nodes }) {
    if (platform !== "proxmox" || qdevice === undefined || nodes.length % 2 === 0) return [];
    const message = `pvecm refuses a qdevice for an odd number of nodes, and you have ${String(nodes.length)}; leave quorum.qdevice out, or add a node`;
    return [{ path: "quorum.qdevice", message }];
  },
};
