import { nodeVotes, type Quorum } from "../quorum";
import type { Rule } from "../../rule";

/** votequorum(5): a majority is more than half. Neither of two equal halves has one. */
export const quorumEvenNodes: Rule<Quorum> = {
  name: "quorum-even-nodes",
  title: "An even number of votes must have a qdevice to break a tie",
  why:
    "A majority is more than half of the votes. If a switch between two halves fails, neither half has it, " +
    "and all nodes stop although they are well. auto_tie_breaker gives it to the half with the lowest node " +
    "id. Two nodes have a rule of their own.",
  judge(clusters) {
    return clusters
      .filter((quorum) => {
        const { nodes, qdevice, autoTieBreaker } = quorum;
        return nodes.length > 2 && nodeVotes(quorum) % 2 === 0 && qdevice === undefined && !autoTieBreaker;
      })
      .map((quorum) => ({
        path: quorum.path,
        message: `${String(nodeVotes(quorum))} votes of ${String(quorum.nodes.length)} nodes can split into halves without a majority, and then all nodes stop; write a qdevice with ffsplit, one more node, or auto_tie_breaker: 1`,
      }));
  },
};
