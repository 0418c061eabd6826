import { names } from "../../cluster/cluster";
import type { PartRule } from "../../rule";
import { nodesOf } from "../nicWatchdog";
import type { NicWatchdogConfig } from "../schema";

export const fencingNodeUnknown: PartRule<NicWatchdogConfig> = {
  name: "fencing-node-unknown",
  title: "A NIC watchdog must be on nodes of the cluster",
  judgePart(config, cluster) {
    return nodesOf(config, cluster)
      .filter((node) => !cluster.nodes.some(({ name }) => name === node))
      .map((node) => ({
        path: "fencing.nicWatchdog.nodes",
        message: `${node} is no node of the cluster, so no watchdog would run there; write one of ${names(cluster.nodes)}`,
      }));
  },
};
