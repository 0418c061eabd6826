import { quorumQdeviceInForce as rule } from "../../model/quorum/rules/qdeviceInForce";
import { corosync, corosyncOn, qdevice } from "../example";
import { judgement } from "../judgement";
import { clustersOn } from "./clusters";

export const qdeviceInForce = judgement(rule, {
  // Components refuse these options, and derive the votes.
  host: clustersOn,
  wrong: {
    [corosyncOn("a")]: corosync({ nodes: 4 }, "auto_tie_breaker: 1", ...qdevice("ffsplit", "192.0.2.20")),
  },
  right: {
    [corosyncOn("a")]: corosync({ nodes: 4 }, ...qdevice("ffsplit", "192.0.2.20")),
  },
});
