import * as limits from "../../limits";
import type { QuorumConfig } from "../schema";
import type { PartRule } from "../../rule";

const most = limits.proxmoxClusterName;

export const quorumPvecmName: PartRule<QuorumConfig> = {
  name: "quorum-pvecm-name",
  title: `The name of a Proxmox VE cluster must have at most ${String(most)} characters`,
  judgePart(_, { platform, name }) {
    if (platform !== "proxmox" || name.length <= most) return [];
    const message = `"${name}" has ${String(name.length)} characters, and pvecm refuses more than ${String(most)}; write a shorter name`;
    return [{ path: "cluster.name", message }];
  },
};
