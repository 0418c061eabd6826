import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import { names } from "../cluster";
import type { ClusterConfig } from "../schema";

export const clusterNetworkUnknown: PartRule<ClusterConfig> = {
  name: "cluster-network-unknown",
  title: "A node must be in networks of the cluster",
  judgePart({ nodes }, cluster) {
    return Object.entries(nodes).flatMap(([node, { networks }]) =>
      Object.keys(networks)
        .filter((network) => !cluster.networks.some(({ name }) => name === network))
        .map((network) => ({
          path: printPath(["cluster", "nodes", node, "networks", network]),
          message: `${network} is no network of the cluster, so the node would have no address in it; write one of ${names(cluster.networks)}, or add it to cluster.networks`,
        })),
    );
  },
};
