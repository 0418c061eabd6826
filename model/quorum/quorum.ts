/** A node with its votes in corosync's quorum. */
export interface QuorumNode {
  readonly name: string;
  readonly votes: number;
  /** One address per link, ring0_addr first. */
  readonly addresses: readonly string[];
}

/** corosync-qdevice(8): a third party with its own votes. */
export interface Qdevice {
  readonly host: string;
  /** The machine behind the name `host`, as far as it is known. */
  readonly witness?: { readonly address: string } | undefined;
  /**
   * ffsplit gives one vote to one of two halves. lms gives the nodes' votes less one to the remaining nodes, however
   * few.
   */
  readonly algorithm: "ffsplit" | "lms" | "test" | "2nodelms";
  /** Default: 1 with ffsplit, the sum of the nodes' votes less one with lms. */
  readonly votes?: number | undefined;
}

/** The NIC watchdogs of a cluster: each takes its node down when the link to the others is gone. */
export interface NicWatchdog {
  /** Names of the nodes that run it. */
  readonly nodes: readonly string[];
  /** Whether the link is a cable between two nodes. Both ends see its loss. */
  readonly directLink: boolean;
}

/** A cluster's quorum; votequorum(5). Findings point at `path`. */
export interface Quorum {
  readonly path: string;
  readonly nodes: readonly QuorumNode[];
  readonly twoNode: boolean;
  readonly waitForAll: boolean;
  readonly autoTieBreaker: boolean;
  readonly lastManStanding: boolean;
  /** Undefined if the configuration has none. corosync then adds the votes up. */
  readonly expectedVotes?: number | undefined;
  readonly qdevice?: Qdevice | undefined;
  /** The NIC watchdog that takes a disconnected node down. */
  readonly fencing?: NicWatchdog | undefined;
  /** Whether the configuration accepts two nodes without a third vote, and gives the reason. */
  readonly twoNodesAccepted: boolean;
  /** Guests of Proxmox's HA manager, such as vm:100. */
  readonly haResources: readonly string[];
}

/** The part of a quorum that sums of votes depend on. */
interface Voting {
  readonly nodes: readonly Pick<QuorumNode, "votes">[];
  readonly qdevice?: Pick<Qdevice, "algorithm" | "votes"> | undefined;
}

/** The sum of all nodes' votes, without the qdevice's. */
export function nodeVotes({ nodes }: Pick<Voting, "nodes">): number {
  return nodes.reduce((sum, { votes }) => sum + votes, 0);
}

/** The sum of all votes, the qdevice's too: corosync's expected votes by default. */
export function allVotes(voting: Voting): number {
  return nodeVotes(voting) + qdeviceVotes(voting);
}

/** The votes that make a cluster quorate; votequorum(5). */
export function majorityOf(expectedVotes: number): number {
  return Math.floor(expectedVotes / 2) + 1;
}

/** The qdevice's votes; corosync-qdevice(8). */
export function qdeviceVotes({ nodes, qdevice }: Voting): number {
  if (qdevice === undefined) return 0;
  return qdevice.votes ?? (qdevice.algorithm === "ffsplit" ? 1 : nodeVotes({ nodes }) - 1);
}
