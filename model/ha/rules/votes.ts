import * as limits from "../../limits";
import { nodeVotes, qdeviceVotes } from "../../quorum/quorum";
import type { PartRule } from "../../rule";
import type { WrittenHa } from "./written";

/** Proxmox VE Administration Guide, Requirements of HA: at least three votes for a reliable quorum. */
export const haVotes: PartRule<WrittenHa> = {
  name: "ha-votes",
  title: "A cluster with HA must have at least three votes",
  judgePart({ quorum }, { nodes }) {
    // With two_node the votes are the smaller problem: the rule quorum-ha-resources tells of it.
    if (quorum?.twoNode) return [];
    const votes = nodeVotes({ nodes }) + qdeviceVotes({ nodes, qdevice: quorum?.qdevice });
    if (votes >= limits.haVotes) return [];
    const message = `the cluster has ${String(votes)} of the ${String(limits.haVotes)} votes that HA needs: when a node fails, the other has no majority, and no guest starts there; write a qdevice on a third machine (quorum.qdevice), or add a node`;
    return [{ path: "ha", message }];
  },
};
