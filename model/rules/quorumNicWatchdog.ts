import type { Quorum } from "../quorum";
import type { Rule } from "./rule";

export interface Cabling {
  /** Whether it's a cable from node to node, where files can't say it. */
  readonly directLink: boolean;
}

/** A direct cable's loss shows on both ends: two watchdogs take both nodes down. */
export const quorumNicWatchdog: Rule<Quorum, Cabling> = {
  code: "QUORUM_WATCHDOG_BOTH_ENDS",
  policy: "quorum-nic-watchdog",
  title: "On a direct link one node alone has a NIC watchdog",
  why:
    "A cable from node to node goes down at both ends at once, also when the other node loses power. A watchdog " +
    "that shuts its node down when the interface is down, on both of them, takes the whole cluster down. With a " +
    "switch between them the other end stays up; say so with `directLink: false`.",
  subjects: ({ quorum }) => (quorum ? [quorum] : []),
  judge(clusters, { directLink } = {}) {
    return clusters.flatMap(({ path, nodes, fencing }) => {
      if (
        fencing === undefined ||
        !(directLink ?? fencing.directLink) ||
        fencing.nodes.length < 2 ||
        nodes.length > 2
      )
        return [];
      const message = `${fencing.nodes.join(" and ")} both shut down when their link is down, and it's the same link; keep the watchdog on one of them`;
      return [{ code: this.code, path, message }];
    });
  },
};
