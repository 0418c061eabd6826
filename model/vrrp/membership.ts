import type { Cluster } from "../cluster/cluster";
import { printPath } from "../finding";
import { prioritiesInOrder } from "./priority";
import type { WrittenGroup } from "./schema";

export interface WrittenMember {
  readonly node: string;
  readonly priority: number;
  /** The place of the member in the configuration. */
  readonly path: string;
}

/** The name of a group's network, by default the cluster's only one. Undefined if the cluster has no such network. */
export function networkOf({ network }: WrittenGroup, { networks }: Cluster): string | undefined {
  if (network === undefined) return networks.length === 1 ? networks[0]?.name : undefined;
  return networks.find(({ name }) => name === network)?.name;
}

/** A group's members in descending order of priority. */
export function membersOf({ name, order, priority = {} }: WrittenGroup): WrittenMember[] {
  const path = (...keys: PropertyKey[]): string => printPath(["vrrp", name, ...keys]);
  if (order) {
    const priorities = prioritiesInOrder(order.length);
    return order.map((node, index) => ({
      node,
      priority: priorities[index] ?? 0,
      path: path("order", index),
    }));
  }
  return Object.entries(priority)
    .map(([node, own]) => ({ node, priority: own, path: path("priority", node) }))
    .sort((left, right) => right.priority - left.priority);
}
