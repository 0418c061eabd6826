import { nodeVotes, type Quorum, type QuorumNode } from "../quorum";
import type { Rule } from "../../rule";

export interface Acceptance {
  /** Whether you accept two nodes without a third vote. Files can't tell that. */
  readonly accepted: boolean;
}

/** votequorum(5), two_node: two nodes that can't reach each other can't tell which of them must continue. */
export const quorumTwoNodes: Rule<Quorum, Acceptance> = {
  name: "quorum-two-nodes",
  title: "Two nodes must have a third vote, or fencing that you accept explicitly",
  why:
    "Two nodes without contact have one vote each. Without two_node both stop. With it both go on, and " +
    "guests on both write to the same data. A node with more votes than the other goes on alone, and takes " +
    "the other along when it fails. A qdevice on any third machine decides. Without one, a node must take the other or itself " +
    "down, and you must accept the remaining risk.",
  judge(clusters, { accepted = false } = {}) {
    return clusters.flatMap((quorum) => {
      const { path, nodes, qdevice, fencing, twoNodesAccepted } = quorum;
      const [one, other] = nodes;
      if (one === undefined || other === undefined || nodes.length > 2 || qdevice !== undefined) return [];
      const word = twoNodesAccepted || accepted;
      const alone = aloneIn(quorum, one, other);
      if (word && (fencing !== undefined || alone !== undefined)) return [];
      const lacks =
        fencing === undefined ? "and without fencing" : "whose fencing alone you haven't accepted";
      const message =
        alone === undefined
          ? `2 nodes without a third vote ${lacks}: when they lose contact both ${quorum.twoNode ? "go on" : "stop"}; write a qdevice on a third machine, or fencing (a NIC watchdog on one node) and accept it explicitly`
          : `2 nodes without a third vote: ${alone}, and when that node itself fails, the other stops too; write a qdevice on a third machine, or accept this explicitly`;
      return [{ path, message }];
    });
  },
};

/** What lets one of the two nodes alone go on. Undefined if both go on, or neither. */
function aloneIn(quorum: Quorum, one: QuorumNode, other: QuorumNode): string | undefined {
  const { twoNode, autoTieBreaker, expectedVotes = nodeVotes(quorum) } = quorum;
  if (twoNode) return undefined;
  const survivor = [one, other].find(({ votes }) => votes > expectedVotes / 2);
  if (survivor !== undefined)
    return `${survivor.name} goes on alone with ${String(survivor.votes)} of ${String(expectedVotes)} votes`;
  if (autoTieBreaker && one.votes === other.votes) return "auto_tie_breaker lets one go on alone";
  return undefined;
}
