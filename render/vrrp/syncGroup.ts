import type { Cluster, Node, SyncGroup, VrrpGroup } from "../../model";
import type { Unit } from "../../agent/unit";
import { rootFile } from "../file";
import { hasSecret, rawText } from "../raw";
import { notifyFiles, usualUser } from "./group";
import { block, notifyLines } from "./instance";
import { notifyNeeds } from "./needs";
import * as paths from "./paths";
import { configurationCheck, keepalived } from "./service";

/**
 * The vrrp_sync_group on a member. Pulumi applies this unit after the units of all its groups, and deletes it before
 * them. keepalived refuses a sync group that names a missing instance.
 */
export function syncGroup(
  { name, notify, raw }: SyncGroup,
  groups: readonly VrrpGroup[],
  cluster: Cluster,
  node: Node,
): Unit {
  const members = groups.filter((group) => group.syncGroup === name).map((group) => group.name);
  const unit = `sync-${name}`;
  return {
    name: unit,
    family: node.family,
    packages: [],
    users: [],
    directories: [],
    files: [
      rootFile(
        paths.vrrpSyncGroup(name),
        hasSecret(raw) ? "0600" : "0644",
        block(`vrrp_sync_group ${name}`, [
          ...block("group", members.sort()),
          ...notifyLines(notify, unit, usualUser(cluster)),
          ...rawText(raw),
        ]),
      ),
      ...notifyFiles(unit, notify),
    ],
    sysctls: [],
    validations: [configurationCheck],
    services: [keepalived],
    verifications: [{ active: "keepalived" }, ...members.map((vrrp) => ({ vrrp }))],
    existing: cluster.existing.keepalived,
    ...(raw.length > 0 ? { raw: true } : {}),
    ...(notifyNeeds(notify, "").length === 0
      ? {}
      : { needs: notifyNeeds(notify, cluster.globalDefs.scriptUser) }),
  };
}
