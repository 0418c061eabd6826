import type { ClusterFacts } from "../cluster/gatherFacts";

/**
 * The order in which a unit's change rolls over `members` (highest priority first). BACKUPs come before the node that
 * holds one of `addresses` now. Without such a node, the highest priority comes last.
 */
export function rollOrder(
  members: readonly string[],
  addresses: readonly string[],
  facts: ClusterFacts,
): string[] {
  const holds = (node: string): boolean =>
    facts.of(node)?.addresses.some((address) => addresses.includes(address)) ?? false;
  const upward = [...members].reverse();
  return [...upward.filter((node) => !holds(node)), ...upward.filter(holds)];
}

/**
 * The predecessor of each node in the roll of `unit`, by node name. If fewer than two nodes have the unit, the roll
 * can interrupt no service, so no node waits.
 */
export function predecessors(
  unit: string,
  members: readonly string[],
  addresses: readonly string[],
  facts: ClusterFacts,
): ReadonlyMap<string, string> {
  const running = members.filter((node) => facts.of(node)?.units.has(unit));
  if (running.length < 2) return new Map();
  const order = rollOrder(members, addresses, facts);
  return new Map(order.slice(1).map((node, index) => [node, order[index] as string]));
}
