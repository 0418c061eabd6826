import type { Existing } from "../../model/cluster/cluster";
import type { OsFamily, VrrpGroup } from "../../model";
import type { Unit } from "../../agent/unit";
import { rootFile } from "../file";
import { block } from "./instance";
import * as paths from "./paths";
import { configurationCheck, keepalived } from "./service";

/**
 * The vrrp_sync_group `name` on a member. Pulumi applies this unit after the units of all its groups, and deletes it
 * before them. keepalived refuses a sync group that names a missing instance.
 */
export function syncGroup(
  name: string,
  groups: readonly VrrpGroup[],
  family: OsFamily,
  existing: Existing = {},
): Unit {
  const members = groups.filter((group) => group.syncGroup === name).map((group) => group.name);
  return {
    name: `sync-${name}`,
    family,
    packages: [],
    users: [],
    directories: [],
    files: [
      rootFile(
        paths.vrrpSyncGroup(name),
        "0644",
        block(`vrrp_sync_group ${name}`, block("group", members.sort())),
      ),
    ],
    sysctls: [],
    validations: [configurationCheck],
    services: [keepalived],
    verifications: [{ active: "keepalived" }, ...members.map((vrrp) => ({ vrrp }))],
    existing: existing.keepalived,
  };
}
