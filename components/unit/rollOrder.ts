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
 * The nodes that come before each node in the roll of `unit`, in their order, by node name. New members come after all
 * members that have the unit. If no node has it, the roll can interrupt no service, so no node waits.
 */
export function predecessors(
  unit: string,
  members: readonly string[],
  addresses: readonly string[],
  facts: ClusterFacts,
): ReadonlyMap<string, readonly string[]> {
  const running = members.filter((node) => facts.of(node)?.units.has(unit));
  const order = rollOrder(running, addresses, facts);
  const before = (node: string): string[] =>
    running.includes(node) ? order.slice(0, order.indexOf(node)) : order;
  return new Map(members.map((node) => [node, before(node)]));
}
