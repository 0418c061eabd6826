import type { Cluster, Host } from "../cluster/cluster";
import type { NicWatchdog, Qdevice, Quorum, QuorumNode } from "./quorum";
import type { QuorumConfig } from "./schema";
import type { Logging } from "./totemSchema";

/** A node of corosync.conf's nodelist. */
export interface CorosyncNode extends QuorumNode {
  /** Undefined if the configuration has none. quorate then assigns one (components/nodeIds). */
  readonly nodeId?: number | undefined;
  /** ringX_addr by link number. */
  readonly links: Readonly<Record<string, string>>;
}

/** corosync-qdevice(8), model net. Times are milliseconds. */
export interface NetQdevice extends Qdevice {
  /** The witness that runs corosync-qnetd. */
  readonly witness: Host;
  readonly algorithm: "ffsplit" | "lms";
  readonly tieBreaker: "lowest" | "highest" | number;
  readonly tls: "on" | "off" | "required";
  readonly timeout?: number | undefined;
  readonly syncTimeout?: number | undefined;
  readonly connectTimeout?: number | undefined;
  readonly heuristics?: Heuristics | undefined;
}

export interface Heuristics {
  readonly mode: "off" | "on" | "sync";
  readonly interval?: number | undefined;
  readonly timeout?: number | undefined;
  readonly syncTimeout?: number | undefined;
  /** Command lines by name. */
  readonly execs: Readonly<Record<string, string>>;
}

/** A link's options, totem.interface in corosync.conf(5). */
export interface Link extends LinkConfig {
  readonly number: number;
}

type LinkConfig = Readonly<Partial<QuorumConfig["links"][string]>>;

/** Options of totem that have no default here. */
export type Totem = Readonly<Pick<QuorumConfig, (typeof totemKeys)[number]>>;

const totemKeys = [
  "token",
  "tokenCoefficient",
  "tokenRetransmitsBeforeLossConst",
  "consensus",
  "linkMode",
  "netmtu",
  "ipVersion",
] as const;

/** corosync's resolved configuration, corosync.conf(5). Times are milliseconds. */
export interface Corosync extends Quorum {
  readonly clusterName: string;
  readonly nodes: readonly CorosyncNode[];
  /** Links in ascending order of their numbers. Every node has each link. */
  readonly links: readonly Link[];
  /** Undefined if the configuration has none. corosync then derives it. */
  readonly waitForAllWritten?: boolean | undefined;
  readonly lastManStandingWindow?: number | undefined;
  readonly autoTieBreakerNode?: "lowest" | "highest" | readonly number[] | undefined;
  readonly allowDownscale: boolean;
  readonly totem: Totem;
  readonly logging: Logging;
  readonly crypto: { readonly cipher: string; readonly hash: string };
  readonly qdevice?: NetQdevice | undefined;
  /** Lines at the end of its sections. */
  readonly raw: QuorumConfig["raw"];
}

/** The resolved configuration of corosync on the nodes of `cluster`. Derived values follow the daemon's own rules. */
export function resolveCorosync(
  config: QuorumConfig,
  cluster: Cluster,
  fencing: NicWatchdog | undefined,
): Corosync {
  const nodes = cluster.nodes.map(({ name, votes, nodeId, links }): CorosyncNode => ({
    ...{ name, votes, nodeId, links },
    addresses: linkNumbers([{ links }]).flatMap((number) => links[number] ?? []),
  }));
  const { lastManStanding, autoTieBreaker, allowDownscale, expectedVotes, logging, raw } = config;
  const { lastManStandingWindow, autoTieBreakerNode, crypto, waitForAll } = config;
  // votequorum(5), two_node. Without it two nodes without a third vote would both stop when one fails. A node with
  // more votes than the other is meant to go on alone.
  const equal = nodes.length === 2 && nodes[0]?.votes === nodes[1]?.votes;
  const twoNode = config.twoNode ?? (equal && config.qdevice === undefined && !autoTieBreaker);
  return {
    path: "quorum",
    clusterName: cluster.name,
    nodes,
    links: linksOf(nodes, config),
    twoNode,
    waitForAll: waitForAll ?? twoNode,
    waitForAllWritten: waitForAll,
    ...{ lastManStanding, lastManStandingWindow, autoTieBreaker, autoTieBreakerNode, allowDownscale },
    ...{ expectedVotes, crypto, logging, fencing, raw },
    totem: Object.fromEntries(totemKeys.map((key) => [key, config[key]])),
    qdevice: qdeviceOf(config, cluster),
    twoNodesAccepted: config.acceptTwoNodes !== undefined,
    haResources: [],
  };
}

/** The numbers of all links of the nodes, ascending. */
export function linkNumbers(nodes: readonly { readonly links: CorosyncNode["links"] }[]): string[] {
  return [...new Set(nodes.flatMap(({ links }) => Object.keys(links)))].sort();
}

function linksOf(nodes: readonly CorosyncNode[], { links }: QuorumConfig): Corosync["links"] {
  return linkNumbers(nodes).map((number) => ({ number: Number(number), ...links[number] }));
}

function qdeviceOf({ qdevice }: QuorumConfig, { witnesses, nodes }: Cluster): NetQdevice | undefined {
  const witness = [...witnesses, ...nodes].find(({ name }) => name === qdevice?.host);
  // Rules refuse an unknown host, and a node as host, beside the other problems of the qdevice.
  return qdevice && witness && { ...qdevice, witness };
}
