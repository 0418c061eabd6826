import { quorumTwoNodes as rule } from "../../model/quorum/rules/twoNodes";
import { quorumIn } from "../componentArgs";
import { corosync, corosyncOn, qdevice } from "../example";
import { judgement } from "../judgement";
import { clustersIn } from "./clusters";

export const twoNodes = judgement(rule, {
  component: quorumIn,
  program: clustersIn,
  options: {
    accepted: {
      type: "boolean",
      default: false,
      description: "accept two nodes whose fencing alone decides",
    },
  },
  wrong: {
    [corosyncOn("a")]: corosync({ nodes: 2 }, "two_node: 1"),
  },
  right: {
    [corosyncOn("a")]: corosync({ nodes: 2 }, ...qdevice("ffsplit", "192.0.2.20")),
  },
});
