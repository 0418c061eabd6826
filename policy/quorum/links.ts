import { quorumLinks as rule } from "../../model/quorum/rules/links";
import { quorumIn } from "../componentArgs";
import { corosync, corosyncOn } from "../example";
import { judgement } from "../judgement";
import { clustersOn } from "./clusters";
import { clustersByPvecm } from "./pvecm";

export const links = judgement(rule, {
  component: quorumIn,
  level: "advisory",
  host: clustersOn,
  program: clustersByPvecm,
  wrong: {
    [corosyncOn("a")]: corosync({ nodes: 2 }, "wait_for_all: 1"),
  },
  right: {
    [corosyncOn("a")]: corosync({ nodes: 2, links: 2 }, "wait_for_all: 1"),
  },
});
