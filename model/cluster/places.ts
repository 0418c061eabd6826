import { printPath } from "../finding";
import type { Cluster } from "./cluster";
import type { ClusterConfig } from "./schema";

/** An address from the configuration, and the subnets that may contain it. */
export interface Place {
  readonly node: string;
  readonly address: string;
  readonly path: string;
  readonly subnets: readonly string[];
}

/** The addresses of all nodes, their further ones in the networks included. */
export function nodePlaces({ nodes }: ClusterConfig, cluster: Cluster): Place[] {
  const everywhere = cluster.networks.flatMap(({ subnets }) => subnets);
  return Object.entries(nodes).flatMap(([node, { address, networks }]) => [
    { node, address, path: printPath(["cluster", "nodes", node, "address"]), subnets: everywhere },
    ...cluster.networks.flatMap(({ name, subnets }) =>
      (networks[name]?.address ?? []).map((own, index) => ({
        node,
        address: own,
        path: printPath(["cluster", "nodes", node, "networks", name, "address", index]),
        subnets,
      })),
    ),
  ]);
}

/** The addresses of all witnesses. A witness may have an address in any subnet. */
export function witnessPlaces({ witnesses }: ClusterConfig): Place[] {
  return Object.entries(witnesses).map(([node, { address }]) => ({
    ...{ node, address, subnets: [] },
    path: printPath(["cluster", "witnesses", node, "address"]),
  }));
}
