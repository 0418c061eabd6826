import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import type { QuorumConfig } from "../schema";

export const quorumVotesUnequal: PartRule<QuorumConfig> = {
  name: "quorum-votes-unequal",
  title: "Every node must have 1 vote beside last_man_standing and ffsplit",
  judgePart({ lastManStanding, qdevice }, { nodes }) {
    if (!lastManStanding && qdevice?.algorithm !== "ffsplit") return [];
    const feature = lastManStanding ? "last_man_standing (votequorum(5))" : "ffsplit (corosync-qdevice(8))";
    return nodes
      .filter(({ votes }) => votes !== 1)
      .map(({ name, votes }) => ({
        path: printPath(["cluster", "nodes", name, "votes"]),
        message: `${String(votes)} beside ${feature}, which needs nodes with 1 vote each; write 1`,
      }));
  },
};
