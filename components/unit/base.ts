import { createHash } from "node:crypto";
import type { Facts } from "../../agent/facts";

/** Placeholder for an unreachable node. A preview shows its state as unknown; an update stops before any change. */
const unknownBase = "unknown";

/** A digest that the node reports, and the base over which quorate applied its text. */
export interface Present {
  readonly digest: string;
  readonly base: string;
}

/**
 * Names the base of an apply. If the node has the wanted state, its base stays and nothing changes. Otherwise the
 * base is a new name, which differs from any name in the stack's state. The apply then runs even after an interrupted
 * update was undone, or after a disk came back from a backup.
 *
 * @param facts undefined if the node is unreachable
 * @param digestOver the node's digest of the wanted state, over a base
 * @param drift the differences from the applied state
 */
export function baseOf(
  facts: Facts | undefined,
  present: Present | undefined,
  digestOver: (base: string) => string,
  drift: readonly string[] = [],
): string {
  if (facts === undefined) return unknownBase;
  if (present?.base && drift.length === 0 && digestOver(present.base) === present.digest) return present.base;
  return createHash("sha256")
    .update([facts.stamp, present?.digest ?? "", ...drift].join("\n"))
    .digest("hex")
    .slice(0, 12);
}
