import { nodeVotes, type Quorum, type QuorumNode } from "../quorum";
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
    return clusters.flatMap((quorum) => {
      const { path, nodes, qdevice, autoTieBreaker } = quorum;
      if (nodes.length <= 2 || qdevice !== undefined || autoTieBreaker) return [];
      const half = halfOf(nodes);
      if (half === undefined) return [];
      const rest = nodes.filter((node) => !half.includes(node));
      const message = `${String(nodeVotes(quorum))} votes of ${String(nodes.length)} nodes can split into halves without a majority (${namesOf(half)} against ${namesOf(rest)}), and then all nodes stop; write a qdevice with ffsplit, one more node, or auto_tie_breaker: 1`;
      return [{ path, message }];
    });
  },
};

/** Nodes that have exactly half of all votes together, or undefined. */
function halfOf(nodes: readonly QuorumNode[]): readonly QuorumNode[] | undefined {
  const half = nodeVotes({ nodes }) / 2;
  const parts = new Map<number, readonly QuorumNode[]>([[0, []]]);
  for (const node of nodes) {
    for (const [sum, part] of [...parts]) {
      const more = sum + node.votes;
      if (more <= half && !parts.has(more)) parts.set(more, [...part, node]);
    }
  }
  return half > 0 ? parts.get(half) : undefined;
}

function namesOf(nodes: readonly QuorumNode[]): string {
  return nodes.map(({ name }) => name).join(", ");
}
