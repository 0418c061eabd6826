import type { Cluster } from "../cluster/cluster";
import { type Finding, printPath } from "../finding";
import type { VrrpGroup } from "./group";

/** Findings on quorum checks without corosync on the nodes. `corosync`: whether the stack configures it. */
export function quorateFindings(
  groups: readonly VrrpGroup[],
  cluster: Cluster | undefined,
  corosync: boolean,
): Finding[] {
  // A node of Proxmox VE always has corosync.
  if (cluster === undefined || corosync || cluster.platform === "proxmox") return [];
  return groups.flatMap(({ name, checks }) =>
    checks
      .filter(({ target }) => target.kind === "quorate")
      .map((check) => ({
        code: "VRRP_QUORATE_VOID",
        path: `${printPath(["vrrp", name, "track"])} (${check.name})`,
        message:
          "asks corosync, which isn't a part of this stack: nobody would ever hold the addresses; write quorate:quorum, or leave the check out",
      })),
  );
}
