import { quorumQdeviceHost as rule } from "../../model/quorum/rules/qdeviceHost";
import { asInModel } from "../componentArgs";
import { corosync, corosyncOn, qdevice } from "../example";
import { judgement } from "../judgement";
import { clustersOn } from "./clusters";
import { clustersByPvecm } from "./pvecm";

export const qdeviceHost = judgement(rule, {
  component: asInModel(rule),
  host: clustersOn,
  program: clustersByPvecm,
  wrong: {
    [corosyncOn("a")]: corosync({ nodes: 2 }, ...qdevice("ffsplit", "192.0.2.12")),
  },
  right: {
    [corosyncOn("a")]: corosync({ nodes: 2 }, ...qdevice("ffsplit", "192.0.2.20")),
  },
});
