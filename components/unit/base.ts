import { createHash } from "node:crypto";
import type { Facts } from "../../agent/facts";

/** Of a node that couldn't be asked: a preview then shows that what it has isn't known. An update stops before. */
const unknownBase = "unknown";

/** What the node has of something, and what that was applied over. */
export interface Present {
  readonly digest: string;
  readonly base: string;
}

/**
 * Names what something is applied over. Where the node has it already, as it's wanted, that's the name that it has, and
 * nothing changes. Otherwise it is a new one, so that what is applied differs from all that the stack's state may tell of
 * the node: after an update that was cut off and taken back, or on a disk that came back from a backup.
 *
 * @param facts undefined where the node couldn't be asked
 * @param digestOver the digest that the node would tell of what is wanted, over a base
 * @param drift what differs from what was applied
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
