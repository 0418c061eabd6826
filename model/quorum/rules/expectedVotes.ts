import { nodeVotes, qdeviceVotes, type Quorum } from "../quorum";
import type { Rule } from "../../rule";

/** votequorum(5), expected_votes: it overrides the sum of the nodelist's votes. */
export const quorumExpectedVotes: Rule<Quorum> = {
  name: "quorum-expected-votes",
  title: "Expected votes are the sum of the votes",
  why:
    "votequorum(5): expected_votes overrides the sum of the nodelist, and a majority is counted from it. A number " +
    "too low lets two parts go on at once, one too high stops a cluster that has all its nodes.",
  judge(clusters) {
    return clusters.flatMap((quorum) => {
      const sum = nodeVotes(quorum) + qdeviceVotes(quorum);
      const { path, expectedVotes } = quorum;
      if (expectedVotes === undefined || quorum.nodes.length === 0 || expectedVotes === sum) return [];
      const message = `expected_votes is ${String(expectedVotes)}, and the votes are ${String(sum)}; write ${String(sum)}, or leave it out: corosync adds up the nodelist`;
      return [{ path, message }];
    });
  },
};
