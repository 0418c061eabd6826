import { allVotes, type Quorum } from "../quorum";
import type { Rule } from "../../rule";

/** votequorum(5), expected_votes: it overrides the sum of the nodelist's votes. */
export const quorumExpectedVotes: Rule<Quorum> = {
  name: "quorum-expected-votes",
  title: "Expected votes must be the sum of the votes",
  why:
    "votequorum(5): expected_votes overrides the sum of the nodelist, and corosync derives the majority " +
    "from it. If the number is too low, two parts can run at once; if it is too high, a complete cluster " +
    "stops.",
  judge(clusters) {
    return clusters.flatMap((quorum) => {
      const sum = allVotes(quorum);
      const { path, expectedVotes } = quorum;
      if (expectedVotes === undefined || quorum.nodes.length === 0 || expectedVotes === sum) return [];
      const message = `expected_votes is ${String(expectedVotes)}, but the votes are ${String(sum)}, so the majority is wrong; write ${String(sum)}, or leave it out: corosync adds up the nodelist`;
      return [{ path, message }];
    });
  },
};
