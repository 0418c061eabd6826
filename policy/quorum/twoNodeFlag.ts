import { quorumTwoNodeFlag as rule } from "../../model/quorum/rules/twoNodeFlag";
import { asInModel } from "../componentArgs";
import { corosync, corosyncOn } from "../example";
import { judgement } from "../judgement";
import { clustersOn } from "./clusters";

export const twoNodeFlag = judgement(rule, {
  component: asInModel(rule),
  host: clustersOn,
  wrong: {
    [corosyncOn("a")]: corosync({ nodes: 3 }, "two_node: 1"),
  },
  right: {
    [corosyncOn("a")]: corosync({ nodes: 3 }, "wait_for_all: 1"),
  },
});
