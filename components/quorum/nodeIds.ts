import type { CorosyncNode } from "../../model";

/**
 * The node id of each node: the one that the cluster knows it by, else the one that somebody wrote, else the lowest
 * that is free; none of `known`, which are those of the cluster by name, is given to another node.
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
