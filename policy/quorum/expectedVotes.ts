import { quorumExpectedVotes as rule } from "../../model/quorum/rules/expectedVotes";
import { quorumIn } from "../componentArgs";
import { corosync, corosyncOn } from "../example";
import { judgement } from "../judgement";
import { clustersOn } from "./clusters";

export const expectedVotes = judgement(rule, {
  component: quorumIn,
  host: clustersOn,
  wrong: {
    [corosyncOn("a")]: corosync({ nodes: 3 }, "expected_votes: 2"),
  },
  right: {
    [corosyncOn("a")]: corosync({ nodes: 3 }, "expected_votes: 3"),
  },
});
