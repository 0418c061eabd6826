import { quorumQdeviceVotes as rule } from "../../model/quorum/rules/qdeviceVotes";
import { quorumIn } from "../componentArgs";
import { corosync, corosyncOn, qdevice } from "../example";
import { judgement } from "../judgement";
import { clustersOn } from "./clusters";
import { clustersByPvecm } from "./pvecm";

export const qdeviceVotes = judgement(rule, {
  component: quorumIn,
  host: clustersOn,
  program: clustersByPvecm,
  wrong: {
    [corosyncOn("a")]: corosync({ nodes: 3 }, ...qdevice("ffsplit", "192.0.2.20")),
  },
  right: {
    [corosyncOn("a")]: corosync({ nodes: 3 }, ...qdevice("lms", "192.0.2.20")),
  },
});
