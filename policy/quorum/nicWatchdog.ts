import { quorumNicWatchdog as rule } from "../../model/quorum/rules/nicWatchdog";
import { corosync, corosyncOn, text } from "../example";
import { judgement } from "../judgement";
import { clustersIn } from "./clusters";
import { watchedBy } from "./fencing";

export const nicWatchdog = judgement(rule, {
  component: watchedBy,
  program: clustersIn,
  options: {
    directLink: { type: "boolean", description: "whether the watched link is a cable from node to node" },
  },
  wrong: {
    [corosyncOn("a")]: corosync({ nodes: 2 }, "two_node: 1"),
    "a:/usr/local/sbin/fencing.sh": text`
      #!/bin/sh
      ip link show vmbr1 | grep -q "state UP" || shutdown -h now`,
    "b:/usr/local/sbin/fencing.sh": text`
      #!/bin/sh
      ip link show vmbr1 | grep -q "state UP" || shutdown -h now`,
  },
  right: {
    [corosyncOn("a")]: corosync({ nodes: 2 }, "two_node: 1"),
    "a:/usr/local/sbin/fencing.sh": text`
      #!/bin/sh
      ip link show vmbr1 | grep -q "state UP" || shutdown -h now`,
  },
});
