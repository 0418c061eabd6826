import { type Finding, printPath } from "../finding";

/** Settings of sync groups that no group names. */
export function unusedSyncGroups(
  vrrp: Readonly<Record<string, unknown>>,
  syncGroups: Readonly<Record<string, unknown>>,
): Finding[] {
  const used = Object.values(vrrp).map((group) => asRecord(group)["syncGroup"]);
  return Object.keys(syncGroups)
    .filter((name) => !used.includes(name))
    .map((name) => ({
      code: "CONFIG_VALUE_INVALID",
      path: printPath(["syncGroups", name]),
      message: `is the syncGroup of no group, so quorate would write nothing; write syncGroup: ${name} at its groups, or leave it out`,
    }));
}

/** A mapping of the raw input; empty for anything else. */
export function asRecord(input: unknown): Record<string, unknown> {
  return typeof input === "object" && input !== null && !Array.isArray(input)
    ? (input as Record<string, unknown>)
    : {};
}
