import { printPath } from "../../finding";
import { duplicates, type PartRule } from "../../rule";
import type { QuorumConfig } from "../schema";

export const quorumNodeIdDuplicate: PartRule<QuorumConfig> = {
  name: "quorum-node-id-duplicate",
  title: "Two nodes must have different node ids",
  judgePart(_, { nodes }) {
    const numbered = nodes.filter(({ nodeId }) => nodeId !== undefined);
    return duplicates(numbered, ({ nodeId }) => String(nodeId)).map(({ first, again }) => ({
      path: printPath(["cluster", "nodes", again.name, "nodeId"]),
      message: `${String(again.nodeId)} is ${first.name}'s already (cluster.nodes.${first.name}.nodeId), and corosync tells nodes apart by it; write another number`,
    }));
  },
};
