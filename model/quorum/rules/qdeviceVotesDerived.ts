import type { PartRule } from "../../rule";
import type { QuorumConfig } from "../schema";

/** corosync-qdevice(8): each algorithm works with its own number of votes alone. */
export const quorumQdeviceVotesDerived: PartRule<QuorumConfig> = {
  name: "quorum-qdevice-votes-derived",
  title: "A qdevice must have the votes of its algorithm",
  judgePart({ qdevice }) {
    if (qdevice?.votes === undefined) return [];
    const { algorithm, votes } = qdevice;
    if (algorithm === "ffsplit" && votes === 1) return [];
    const reason =
      algorithm === "ffsplit"
        ? "with ffsplit, which gives exactly 1"
        : "with lms, which works with the default alone";
    const message = `${String(votes)} ${reason} (corosync-qdevice(8)); leave votes out`;
    return [{ path: "quorum.qdevice.votes", message }];
  },
};
