import type { Quorum } from "../quorum";
import type { Rule } from "../../rule";

export interface Acceptance {
  /** Whether you accept two nodes without a third vote. Files can't tell that. */
  readonly accepted: boolean;
}

/** votequorum(5), two_node: two nodes that can't reach each other can't tell which of them must continue. */
export const quorumTwoNodes: Rule<Quorum, Acceptance> = {
  name: "quorum-two-nodes",
  title: "Two nodes have a third vote, or fencing and somebody's word for it",
  why:
    "Two nodes that lost sight of each other have one vote each. Without two_node both stop; with it both go on, " +
    "and what runs on both writes to the same data. A qdevice on any third machine decides. Where there is none, " +
    "a node has to take the other or itself down, and somebody has to have accepted what that leaves open.",
  judge(clusters, { accepted = false } = {}) {
    return clusters.flatMap(({ path, nodes, qdevice, fencing, twoNodesAccepted }) => {
      const word = twoNodesAccepted || accepted;
      if (nodes.length !== 2 || qdevice !== undefined || (fencing !== undefined && word)) return [];
      const lacks =
        fencing === undefined ? "and no fencing" : "and nobody accepted that fencing alone decides";
      const message = `2 nodes without a third vote ${lacks}: when they lose sight of each other both stop, or both go on; write a qdevice on a third machine, or fencing (a NIC watchdog on one node) and accept it explicitly`;
      return [{ path, message }];
    });
  },
};
