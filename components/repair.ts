import { createHash } from "node:crypto";
import type { UnitFacts } from "../node/facts";

/**
 * The repair token of a unit's manifest: the one that the node has, or a new one where the node has drifted, so that
 * the unit's change shows in preview and `up` applies it again. Undefined where nothing was ever repaired.
 */
export function repairToken(unit: UnitFacts | undefined): string | undefined {
  if (unit === undefined) return undefined;
  if (unit.drift.length === 0) return unit.repair === "" ? undefined : unit.repair;
  return createHash("sha256")
    .update([unit.repair, ...unit.drift].join("\n"))
    .digest("hex")
    .slice(0, 12);
}
