import type { Quorum } from "../quorum";
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
    "guests on both write to the same data. A qdevice on any third machine decides. Without one, a node " +
    "must take the other or itself down, and you must accept the remaining risk.",
  judge(clusters, { accepted = false } = {}) {
    return clusters.flatMap(({ path, nodes, qdevice, fencing, twoNodesAccepted }) => {
      const word = twoNodesAccepted || accepted;
      if (nodes.length !== 2 || qdevice !== undefined || (fencing !== undefined && word)) return [];
      const lacks =
        fencing === undefined ? "and without fencing" : "whose fencing alone you haven't accepted";
      const message = `2 nodes without a third vote ${lacks}: when they lose contact both stop, or both go on; write a qdevice on a third machine, or fencing (a NIC watchdog on one node) and accept it explicitly`;
      return [{ path, message }];
    });
  },
};
