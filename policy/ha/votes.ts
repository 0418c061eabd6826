import { haVotes as rule } from "../../model/ha/rules/votes";
import { corosync, corosyncOn, qdevice } from "../example";
import { judgement } from "../judgement";
import { clustersIn } from "../quorum/clusters";
import { clustersOfComponents } from "./components";

export const votes = judgement(rule, {
  program: (program) => [
    ...clustersOfComponents(program),
    ...clustersIn(program).filter(({ haResources }) => haResources.length > 0),
  ],
  wrong: {
    [corosyncOn("a")]: corosync({ nodes: 2 }),
    "vm100: proxmoxve.Haresource": { resourceId: "vm:100", state: "started" },
  },
  right: {
    [corosyncOn("a")]: corosync({ nodes: 2 }, ...qdevice("ffsplit", "192.0.2.20")),
    "vm100: proxmoxve.Haresource": { resourceId: "vm:100", state: "started" },
  },
});
