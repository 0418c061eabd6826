import type { PartRule } from "../../rule";
import { allVotes, majorityOf, nodeVotes } from "../quorum";
import type { QuorumConfig } from "../schema";

export const quorumNever: PartRule<QuorumConfig> = {
  name: "quorum-never",
  title: "All votes together must be a majority of the expected votes",
  judgePart({ expectedVotes = 0, qdevice }, { nodes }) {
    if (nodeVotes({ nodes }) === 0) {
      const message = "no node has a vote, so the cluster is never quorate; write votes: 1 at the nodes";
      return [{ path: "cluster.nodes", message }];
    }
    const all = allVotes({ nodes, qdevice });
    const majority = majorityOf(expectedVotes);
    if (majority <= all) return [];
    const message = `${String(expectedVotes)} needs ${String(majority)} votes, and all together are ${String(all)}, so the cluster is never quorate; write ${String(all)}, or leave it out`;
    return [{ path: "quorum.expectedVotes", message }];
  },
};
