import type { Quorum } from "../quorum";
import type { Rule } from "../../rule";

/** votequorum(5), two_node: one vote is a majority. corosync switches it off with more nodes. */
export const quorumTwoNodeFlag: Rule<Quorum> = {
  name: "quorum-two-node-flag",
  title: "two_node must be for exactly two nodes, without qdevice and auto_tie_breaker",
  why:
    "votequorum(5): two_node makes one vote a majority, and corosync silently switches it off with more " +
    "than two nodes. A qdevice and auto_tie_breaker decide the same question another way. Beside them one " +
    "of the two is not in force, and the configuration doesn't show which one.",
  items: ({ quorum }) => (quorum ? [quorum] : []),
  judge(clusters) {
    return clusters.flatMap((quorum) => {
      const problem = problemOf(quorum);
      return problem === undefined ? [] : [{ path: quorum.path, message: problem }];
    });
  },
};

function problemOf({ twoNode, nodes, qdevice, autoTieBreaker }: Quorum): string | undefined {
  if (!twoNode) return undefined;
  if (nodes.length !== 2) {
    return `two_node with ${String(nodes.length)} nodes has no effect; leave two_node out`;
  }
  if (qdevice)
    return `two_node beside a qdevice on ${qdevice.host}, which has the third vote already; leave two_node out`;
  if (autoTieBreaker) return "two_node beside auto_tie_breaker, which decides the same tie; leave one out";
  return undefined;
}
