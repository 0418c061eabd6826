import { names } from "../../cluster/cluster";
import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import type { LoadBalancerConfig } from "../schema";

export const haproxyNodeUnknown: PartRule<LoadBalancerConfig> = {
  name: "haproxy-node-unknown",
  title: "A load balancer must be on nodes of the cluster",
  judgePart({ nodes = [] }, cluster) {
    return nodes.flatMap((node, index) => {
      if (cluster.nodes.some(({ name }) => name === node)) return [];
      const message = `${node} is no node of the cluster, so no haproxy would run there; write one of ${names(cluster.nodes)}`;
      return [{ path: printPath(["haproxy", "nodes", index]), message }];
    });
  },
};
