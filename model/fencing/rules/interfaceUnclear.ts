import { type Cluster, names } from "../../cluster/cluster";
import type { PartRule } from "../../rule";
import { networkOf, nodesOf } from "../nicWatchdog";
import type { NicWatchdogConfig } from "../schema";

export const fencingInterfaceUnclear: PartRule<NicWatchdogConfig> = {
  name: "fencing-interface-unclear",
  title: "A NIC watchdog must have interfaces to watch on each of its nodes",
  judgePart(config, cluster) {
    return problemsOf(config, cluster).map((message) => ({ path: "fencing.nicWatchdog.network", message }));
  },
};

function problemsOf(config: NicWatchdogConfig, cluster: Cluster): string[] {
  if (config.interface !== undefined) {
    if (config.network === undefined) return [];
    return [
      `${config.network} beside interface ${config.interface.join(", ")}, and each names the interfaces; leave one of them out`,
    ];
  }
  const network = networkOf(config, cluster);
  if (!cluster.networks.some(({ name }) => name === network)) {
    const problem =
      network === undefined
        ? "is missing, and the cluster has several networks"
        : `${network} is no network of the cluster`;
    return [
      `${problem}, so the watchdog would watch no interface; write interface, or one of the networks ${names(cluster.networks)}`,
    ];
  }
  const nodes = nodesOf(config, cluster);
  return cluster.nodes
    .filter(({ name, networks }) => nodes.includes(name) && networks[network ?? ""] === undefined)
    .map(
      ({ name }) =>
        `${name} has no interface in ${network ?? ""}, so its watchdog would watch none; write interface, or leave ${name} out of nodes`,
    );
}
