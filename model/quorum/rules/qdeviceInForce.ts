import { nodeVotes, type Quorum } from "../quorum";
import type { Rule } from "../../rule";

/** votequorum_readconfig in corosync's votequorum.c: "disabling quorum device operations". */
export const quorumQdeviceInForce: Rule<Quorum> = {
  name: "quorum-qdevice-in-force",
  title: "A qdevice must be without the options that switch it off",
  why:
    "votequorum(5): corosync switches a qdevice off beside last_man_standing, auto_tie_breaker or " +
    "expected_votes without the device's votes, and only logs it. The third vote is missing then, and the " +
    "first failure stops a cluster that seems to have one.",
  judge(clusters) {
    return clusters.flatMap((quorum) => {
      const { path, qdevice, lastManStanding, autoTieBreaker, expectedVotes, nodes } = quorum;
      if (qdevice === undefined) return [];
      const lone = qdevice.votes === undefined;
      const reasons = [
        ...(lastManStanding ? ["last_man_standing"] : []),
        ...(autoTieBreaker ? ["auto_tie_breaker"] : []),
        ...(lone && expectedVotes !== undefined ? ["expected_votes without device.votes"] : []),
        ...(lone && nodes.length > 0 && nodeVotes({ nodes }) !== nodes.length
          ? ["nodes of several votes without device.votes"]
          : []),
      ];
      if (reasons.length === 0) return [];
      const message = `the qdevice on ${qdevice.host} is off beside ${reasons.join(" and ")}, so its vote is missing; leave that out, or write device.votes`;
      return [{ path, message }];
    });
  },
};
