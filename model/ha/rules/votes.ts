import * as limits from "../../limits";
import { allVotes, type Qdevice, type QuorumNode } from "../../quorum/quorum";
import type { Rule } from "../../rule";

/** A cluster whose guests are under Proxmox's HA manager. */
export interface HaCluster {
  readonly path: string;
  readonly nodes: readonly Pick<QuorumNode, "votes">[];
  readonly qdevice?: Pick<Qdevice, "algorithm" | "votes"> | undefined;
  readonly twoNode: boolean;
}

/** Proxmox VE Administration Guide, Requirements of HA: at least three votes for a reliable quorum. */
export const haVotes: Rule<HaCluster> = {
  name: "ha-votes",
  title: "A cluster with HA must have at least three votes",
  why:
    "Proxmox VE Administration Guide, Requirements of HA: at least three nodes for a reliable quorum. When a node " +
    "fails, only a majority of the votes starts its guests elsewhere. Of two votes one is no majority. A qdevice's " +
    "vote counts.",
  items: ({ ha, cluster, quorum }) =>
    ha
      ? [
          {
            path: "ha",
            nodes: cluster.nodes,
            qdevice: quorum?.qdevice,
            twoNode: quorum?.twoNode ?? false,
          },
        ]
      : [],
  judge(clusters) {
    return clusters.flatMap(({ path, twoNode, ...voting }) => {
      const votes = allVotes(voting);
      // With two_node the votes are the smaller problem: the rule quorum-ha-resources tells of it.
      if (twoNode || votes >= limits.haVotes) return [];
      const message = `the cluster has ${String(votes)} of the ${String(limits.haVotes)} votes that HA needs: when a node fails, the other has no majority, and no guest starts there; write a qdevice on a third machine (quorum.qdevice), or add a node`;
      return [{ path, message }];
    });
  },
};
