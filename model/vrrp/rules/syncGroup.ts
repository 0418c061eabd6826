import { printPath } from "../../finding";
import type { Rule } from "../../rule";

export interface SyncedGroup {
  readonly path: string;
  readonly name: string;
  readonly syncGroup?: string | undefined;
  /** Names of the nodes in descending order of priority. */
  readonly order: readonly string[];
  readonly nopreempt: boolean;
  readonly checks: readonly { readonly name: string; readonly weight: number }[];
  /** Whether the sync group may have groups outside this model. */
  readonly open: boolean;
}

/** Groups that move together need the same nodes in the same order. keepalived ignores weights there. */
export const vrrpSyncGroup: Rule<SyncedGroup> = {
  name: "vrrp-sync-group",
  title: "Groups that move together must be on the same nodes in the same order",
  why:
    "keepalived.conf(5), vrrp_sync_group: the groups change state together, and keepalived ignores the " +
    "weights of their checks. Groups in different orders would pull each other away for ever.",
  items: ({ whole, vrrpGroups }) =>
    vrrpGroups.map((group) => ({
      path: printPath(["vrrp", group.name]),
      name: group.name,
      syncGroup: group.syncGroup,
      order: group.members.map(({ node }) => node),
      nopreempt: group.nopreempt,
      open: !whole,
      checks: group.tracks,
    })),
  circleOf: ({ syncGroup }) => syncGroup ?? "",
  judge(groups) {
    const [leader] = groups;
    if (leader?.syncGroup === undefined) return [];
    return groups.flatMap((group) =>
      problems(group, leader, groups.length - 1).map(([key, message]) => ({
        path: `${group.path}.${key}`,
        message,
      })),
    );
  },
};

function problems(group: SyncedGroup, leader: SyncedGroup, mates: number): [string, string][] {
  const found: [string, string][] = [];
  if (mates === 0 && !group.open) {
    found.push([
      "syncGroup",
      `${group.syncGroup ?? ""} has no other group to move with; give another group the same syncGroup, or leave it out`,
    ]);
  }
  if (group.order.join() !== leader.order.join()) {
    found.push([
      "order",
      `${group.order.join(", ")} differs from ${leader.name}'s ${leader.order.join(", ")}, so the two would pull each other away; write the same order`,
    ]);
  }
  if (group.nopreempt !== leader.nopreempt) {
    found.push([
      "nopreempt",
      `${String(group.nopreempt)} differs from ${leader.name}'s, but the two move together; write the same`,
    ]);
  }
  const weighted = group.checks.filter(({ weight }) => weight !== 0).map(({ name }) => name);
  if (weighted.length > 0) {
    found.push([
      "track",
      `${weighted.join(", ")} has a weight, which keepalived ignores in a sync group; leave it out: a failed check then means FAULT`,
    ]);
  }
  return found;
}
