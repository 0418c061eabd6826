import type { Corosync } from "../../../model";
import type { CorosyncFacts, CorosyncNodeFacts } from "../../../agent/facts";
import type { ClusterFacts } from "../../cluster/gatherFacts";

/** A node that has, or runs, a corosync.conf of the cluster. */
export interface Member {
  readonly name: string;
  readonly facts: CorosyncFacts;
}

/** The members, in the configuration's order. */
export function membersOf({ nodes, clusterName }: Corosync, facts: ClusterFacts): Member[] {
  return nodes.flatMap(({ name }) => {
    const corosync = facts.of(name)?.corosync;
    const ours = [corosync?.running?.cluster, corosync?.file?.cluster].includes(clusterName);
    return corosync && ours ? [{ name, facts: corosync }] : [];
  });
}

/** Merges the nodelists. Those of quorate members take precedence over other members', and these over files. */
export function knownNodes(members: readonly Member[]): ReadonlyMap<string, CorosyncNodeFacts> {
  const rank = ({ facts: { running } }: Member): number => (running ? (running.quorate ? 2 : 1) : 0);
  const weakestFirst = [...members].sort((left, right) => rank(left) - rank(right));
  return new Map(weakestFirst.flatMap(({ facts }) => [...facts.nodes]));
}

export function idsOf(nodes: ReadonlyMap<string, CorosyncNodeFacts>): ReadonlyMap<string, number> {
  return new Map([...nodes].map(([name, { id }]) => [name, id]));
}
