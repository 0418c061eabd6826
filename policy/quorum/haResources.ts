import { quorumHaResources as rule } from "../../model/quorum/rules/haResources";
import { quorumIn } from "../componentArgs";
import { corosync, corosyncOn, qdevice } from "../example";
import { judgement } from "../judgement";
import { quorumsWithHa } from "../ha/components";
import { clustersIn } from "./clusters";

export const haResources = judgement(rule, {
  component: quorumIn,
  program: (program) => [...clustersIn(program), ...quorumsWithHa(program)],
  wrong: {
    [corosyncOn("a")]: corosync({ nodes: 2 }, "two_node: 1"),
    "a: remote.Command": { create: "ha-manager add vm:100 --state started" },
  },
  right: {
    [corosyncOn("a")]: corosync({ nodes: 2 }, ...qdevice("ffsplit", "192.0.2.20")),
    "a: remote.Command": { create: "ha-manager add vm:100 --state started" },
  },
});
