import { allVotes, nodeVotes, qdeviceVotes, type Quorum } from "../quorum";
import type { Rule } from "../../rule";

/** corosync-qdevice(8), ffsplit: for even numbers of nodes. With an odd number its vote makes the sum even. */
export const quorumQdeviceVotes: Rule<Quorum> = {
  name: "quorum-qdevice-votes",
  title: "A qdevice with ffsplit must be beside an even number of votes",
  why:
    "corosync-qdevice(8): ffsplit gives its one vote to one of two halves. Beside an odd number of votes " +
    "it makes the sum even, and the majority one higher. The cluster then survives no further failure, and " +
    "one less while the qdevice is gone. `pvecm qdevice setup` refuses an odd number of nodes for that " +
    "reason.",
  judge(clusters) {
    return clusters
      .filter(
        (quorum) =>
          quorum.qdevice?.algorithm === "ffsplit" &&
          nodeVotes(quorum) % 2 === 1 &&
          qdeviceVotes(quorum) % 2 === 1,
      )
      .map((quorum) => ({
        path: quorum.path,
        message: `${String(nodeVotes(quorum))} votes and ffsplit's ${String(qdeviceVotes(quorum))} make ${String(allVotes(quorum))}, whose majority is one vote more than before; leave the qdevice out, or write algorithm: lms`,
      }));
  },
};
