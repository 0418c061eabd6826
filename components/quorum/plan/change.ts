import { createHash } from "node:crypto";
import type { Corosync } from "../../../model";
import { corosyncConfig, type Numbers } from "../../../render";
import type { ClusterFacts } from "../../cluster/gatherFacts";
import { idsOf, knownNodes, membersOf } from "./members";
import { assignNodeIds } from "./nodeIds";
import { refusals, strangeAddresses } from "./refusals";

/** The plan that takes the nodes from their facts to a configuration. */
export interface Change {
  /** config_version and node ids of the new corosync.conf. */
  readonly numbers: Numbers;
  /** Nodes on which corosync runs as a member of this cluster, in the configuration's order. */
  readonly live: readonly string[];
  /** Reasons against the change; empty if the nodes can take it. */
  readonly refusals: readonly string[];
}

/**
 * Chooses config_version and the node ids. The version stays if all nodes with this cluster's corosync.conf have and
 * run the same version with the wanted text. Otherwise it is one more than the highest version that any node has
 * seen.
 */
export function planChange(corosync: Corosync, facts: ClusterFacts): Change {
  const members = membersOf(corosync, facts);
  const live = members.filter(({ facts: { running } }) => running?.cluster === corosync.clusterName);
  const known = knownNodes(members);
  const nodeIds = assignNodeIds(corosync.nodes, idsOf(known));
  const wanted = textDigest(corosync, nodeIds);
  const versions = new Set(
    members.flatMap(({ facts: { file, running } }) => [
      file?.version ?? 0,
      running?.version ?? file?.version ?? 0,
    ]),
  );
  const [only = 0] = versions;
  const settled =
    members.length > 0 &&
    versions.size === 1 &&
    only > 0 &&
    members.every(({ facts: { file } }) => file?.digest === wanted);
  const version = settled ? only : 1 + highestVersion(facts);
  return {
    numbers: { version, nodeIds },
    live: live.map(({ name }) => name),
    refusals: [
      ...strangeAddresses(corosync, facts),
      ...(live.length === 0 ? [] : refusals(corosync, live, known, settled)),
    ],
  };
}

/** sha256 of corosync.conf without its config_version, as the node's program computes it. */
export function textDigest(corosync: Corosync, nodeIds: ReadonlyMap<string, number>): string {
  const lines = corosyncConfig(corosync, { version: 0, nodeIds });
  const text = lines.filter((line) => !/^ *config_version:/.test(line)).join("\n");
  return createHash("sha256").update(`${text}\n`).digest("hex");
}

function highestVersion(facts: ClusterFacts): number {
  const versions = [...facts.given().values()].flatMap(({ corosync }) =>
    corosync ? [corosync.file?.version ?? 0, corosync.running?.version ?? 0, corosync.highest] : [],
  );
  return Math.max(0, ...versions);
}
