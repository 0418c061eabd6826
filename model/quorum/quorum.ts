/** A node as corosync counts it. */
export interface QuorumNode {
  readonly name: string;
  readonly votes: number;
  /** An address for each link, ring0_addr first. */
  readonly addresses: readonly string[];
}

/** corosync-qdevice(8): a third party with votes of its own. */
export interface Qdevice {
  readonly host: string;
  /** ffsplit gives one vote to one of two halves; lms gives all but one to what is left, however little. */
  readonly algorithm: "ffsplit" | "lms" | "test" | "2nodelms";
  /** 1 with ffsplit, the nodes' votes less one with lms, unless said. */
  readonly votes?: number | undefined;
}

/** A node that takes itself down when the link to the others is gone. */
export interface NicWatchdog {
  /** Where it runs. */
  readonly nodes: readonly string[];
  /** A cable from node to node: its loss shows on both ends. */
  readonly directLink: boolean;
}

/** How a cluster decides who goes on; votequorum(5). Where `path` points a finding is told. */
export interface Quorum {
  readonly path: string;
  readonly nodes: readonly QuorumNode[];
  readonly twoNode: boolean;
  readonly waitForAll: boolean;
  readonly autoTieBreaker: boolean;
  readonly lastManStanding: boolean;
  /** Where somebody wrote it; corosync adds the votes up otherwise. */
  readonly expectedVotes?: number | undefined;
  readonly qdevice?: Qdevice | undefined;
  /** What takes down a node that is out of touch. */
  readonly fencing?: NicWatchdog | undefined;
  /** Somebody wrote down that two nodes without a third vote are meant, and what that costs. */
  readonly twoNodesAccepted: boolean;
  /** Guests that Proxmox's HA manager may move: vm:100. */
  readonly haResources: readonly string[];
}

/** The votes of all nodes together, without the qdevice's. */
export function nodeVotes({ nodes }: Quorum): number {
  return nodes.reduce((sum, { votes }) => sum + votes, 0);
}

/** The votes that the qdevice adds; corosync-qdevice(8). */
export function qdeviceVotes(quorum: Quorum): number {
  const { qdevice } = quorum;
  if (qdevice === undefined) return 0;
  return qdevice.votes ?? (qdevice.algorithm === "ffsplit" ? 1 : nodeVotes(quorum) - 1);
}
