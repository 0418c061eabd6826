import type { CorosyncNode } from "../../../model";

/**
 * Assigns an id to each node: its id in the cluster, else its configured `nodeId`, else the lowest free one. Another
 * node never gets an id of `known`.
 * @param known the ids of the cluster's nodes, by name
 */
export function assignNodeIds(
  nodes: readonly CorosyncNode[],
  known: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const taken = new Set([...known.values(), ...nodes.flatMap(({ nodeId }) => nodeId ?? [])]);
  const ids = new Map<string, number>();
  for (const { name, nodeId } of nodes) {
    const id = known.get(name) ?? nodeId ?? lowestFree(taken);
    taken.add(id);
    ids.set(name, id);
  }
  return ids;
}

function lowestFree(taken: ReadonlySet<number>): number {
  let id = 1;
  while (taken.has(id)) id += 1;
  return id;
}
