import * as limits from "../../limits";
import type { PartRule } from "../../rule";
import type { ClusterConfig } from "../schema";

const { min, max } = limits.nodes;

export const clusterNodeCount: PartRule<ClusterConfig> = {
  name: "cluster-node-count",
  title: `A cluster must have ${String(min)} to ${String(max)} nodes`,
  judgePart({ nodes }) {
    const count = Object.keys(nodes).length;
    if (count >= min && count <= max) return [];
    const message = `must be ${String(min)} to ${String(max)} nodes, not ${String(count)}: a single node has no other to take over, and corosync takes at most ${String(max)}; write more nodes or fewer`;
    return [{ path: "cluster.nodes", message }];
  },
};
