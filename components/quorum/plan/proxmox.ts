import type { Corosync, Node } from "../../../model";
import type { Facts } from "../../../agent/facts";
import type { ClusterFacts } from "../../cluster/gatherFacts";
import { baseOf } from "../../unit/base";
import { verbatimError } from "../../verbatimError";
import { idsOf, knownNodes, membersOf } from "./members";
import { assignNodeIds } from "./nodeIds";

/** The node that founds the cluster: the one with the lowest configured nodeId, else the first. */
export function founderOf(nodes: readonly Node[]): Node {
  const written = nodes.filter(({ nodeId }) => nodeId !== undefined);
  const [founder] = [...written.sort((left, right) => (left.nodeId ?? 0) - (right.nodeId ?? 0)), ...nodes];
  if (founder === undefined) throw new TypeError("a cluster has nodes");
  return founder;
}

/**
 * Ids of the nodes, by name.
 * @throws RunError if other nodes are in the cluster and the founder isn't: it would found another one
 */
export function idsFrom(
  corosync: Corosync,
  founder: string,
  facts: ClusterFacts,
): ReadonlyMap<string, number> {
  const members = membersOf(corosync, facts);
  const ids = idsOf(knownNodes(members));
  const [member] = members;
  if (member && !members.some(({ name }) => name === founder)) {
    const present = members.map(({ name }) => name).join(", ");
    throw verbatimError(
      `cluster.nodes.${founder} would found the cluster ${corosync.clusterName}, as the first by its name or nodeId, but ` +
        `${present} ${members.length > 1 ? "are" : "is"} in it already: give a member the lowest nodeId, ` +
        `cluster.nodes.${member.name}.nodeId: ${ids.get(member.name) ?? 1}. Nothing was changed`,
    );
  }
  return assignNodeIds(corosync.nodes, ids);
}

/**
 * The base of the cluster's configuration. It is a new name if the configuration drifted since the cluster settled on
 * it, or if you want another one.
 */
export function settleBase(founder: Facts | undefined, wantedDigest: string): string {
  const known = founder?.corosync?.proxmox;
  const drift = known && known.present !== known.settled ? [known.present] : [];
  const present = known && { digest: known.wanted, base: known.settleBase };
  return baseOf(founder, present, () => wantedDigest, drift);
}

/** A token that changes if the node's corosync runs another version than its file's, or doesn't run. */
export function currentToken(facts: ClusterFacts, node: Node): string {
  const known = facts.of(node.name)?.corosync;
  if (known?.proxmox === undefined) return "";
  const { file, running, proxmox: own } = known;
  if (file === undefined || (own.currentToken === "" && own.present === "")) return own.currentToken;
  return running?.version === file.version
    ? own.currentToken
    : `runs-${running?.version ?? "nothing"}-not-${file.version}`;
}
