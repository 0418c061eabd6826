import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import type { ClusterConfig } from "../schema";

export const clusterNameDuplicate: PartRule<ClusterConfig> = {
  name: "cluster-name-duplicate",
  title: "A witness must have another name than every node",
  judgePart({ nodes, witnesses }) {
    return Object.keys(witnesses)
      .filter((name) => name in nodes)
      .map((name) => ({
        path: printPath(["cluster", "witnesses", name]),
        message: `${name} is a node already, and a witness is a machine outside the cluster; write another name`,
      }));
  },
};
