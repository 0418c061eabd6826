import type { Corosync, Node } from "../model";
import type { CorosyncFacts } from "../node/facts";
import { final } from "./cluster";
import type { ClusterFacts } from "./gatherFacts";
import { assignNodeIds } from "./nodeIds";

const corosyncFacts = (facts: ClusterFacts, node: string): CorosyncFacts | undefined => {
  const answer = facts.get(node);
  return answer instanceof Error ? undefined : answer?.corosync;
};

/** Ids of the nodes. Ends where a new node stands before the members: it would found a cluster of its own. */
export function idsFrom(corosync: Corosync, facts: ClusterFacts): ReadonlyMap<string, number> {
  const names = corosync.nodes.map(({ name }) => name);
  const members = names.filter((name) => {
    const known = corosyncFacts(facts, name);
    return [known?.running?.cluster, known?.file?.cluster].includes(corosync.clusterName);
  });
  const [first = ""] = names;
  if (members.length > 0 && !members.includes(first)) {
    throw final(
      `cluster.nodes: ${first} stands first, so it would found the cluster ${corosync.clusterName}, ` +
        `but ${members.join(", ")} ${members.length > 1 ? "are" : "is"} in it already: write ${first} after them. Nothing was changed`,
    );
  }
  const lists = members
    .map((name) => corosyncFacts(facts, name))
    .sort((left, right) => rank(left) - rank(right));
  const known = new Map(
    lists.flatMap((list) => [...(list?.nodes ?? [])].map(([name, { id }]) => [name, id] as const)),
  );
  return assignNodeIds(corosync.nodes, known);
}

/** What a quorate member says counts most. */
const rank = (facts: CorosyncFacts | undefined): number =>
  facts?.running ? (facts.running.quorate ? 2 : 1) : 0;

/** Somebody else has changed the cluster's configuration since it settled. */
export function settleToken(facts: ClusterFacts, founder: Node): string {
  const known = corosyncFacts(facts, founder.name)?.proxmox;
  if (known === undefined) return "";
  return known.settled === "" || known.present === known.settled
    ? known.settleToken
    : `drift-${known.present}`;
}

/** A node doesn't run what its file says, or nothing at all. */
export function currentToken(facts: ClusterFacts, node: Node): string {
  const known = corosyncFacts(facts, node.name);
  if (known?.proxmox === undefined) return "";
  const { file, running, proxmox: own } = known;
  if (file === undefined || (own.currentToken === "" && own.present === "")) return own.currentToken;
  return running?.version === file.version
    ? own.currentToken
    : `runs-${running?.version ?? "nothing"}-not-${file.version}`;
}
