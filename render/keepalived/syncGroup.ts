import type { Cluster, VrrpGroup } from "../../model";
import type { Unit } from "../../node/unit";
import { rootFile } from "../file";
import { block } from "./instance";
import * as paths from "./paths";

/**
 * The vrrp_sync_group of `name` on a member. A unit of its own, applied after the units of all its groups and deleted
 * before them: keepalived refuses a sync group that names an instance which isn't there.
 */
export function syncGroup(name: string, groups: readonly VrrpGroup[], cluster: Cluster): Unit {
  const members = groups.filter((group) => group.syncGroup === name).map((group) => group.name);
  return {
    name: `sync-${name}`,
    family: cluster.family,
    packages: [],
    users: [],
    directories: [],
    files: [rootFile(paths.vrrpSyncGroup(name), "0644", block(`vrrp_sync_group ${name}`, block("group", members.sort())))],
    sysctls: [],
    checks: ["keepalived -t"],
    services: [{ name: "keepalived", change: "reload", owned: true }],
    verifications: [{ active: "keepalived" }, ...members.map((vrrp) => ({ vrrp }))],
  };
}
