import { quorumEvenNodes as rule } from "../../model/quorum/rules/evenNodes";
import { quorumIn } from "../componentArgs";
import { corosync, corosyncOn, qdevice } from "../example";
import { judgement } from "../judgement";
import { clustersOn } from "./clusters";
import { clustersByPvecm } from "./pvecm";

export const evenNodes = judgement(rule, {
  component: quorumIn,
  host: clustersOn,
  program: clustersByPvecm,
  wrong: {
    [corosyncOn("a")]: corosync({ nodes: 4 }, "wait_for_all: 1"),
  },
  right: {
    [corosyncOn("a")]: corosync({ nodes: 4 }, ...qdevice("ffsplit", "192.0.2.20")),
  },
});
