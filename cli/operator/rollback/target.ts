import { isDeepStrictEqual } from "node:util";
import { UsageError } from "../stackFile";
import type { Configuration, Version } from "../versions";

const succeeded = ({ kind, result }: Version): boolean => kind === "update" && result === "succeeded";

/**
 * The version to go back to: number `to`, else the last successful one that the nodes and the stack's file don't both
 * have already.
 * @throws UsageError if there is none
 */
export function target(versions: readonly Version[], present: Configuration, to?: number): Version {
  const good = versions.filter(succeeded).reverse();
  if (to !== undefined) {
    const named = versions.find(({ version }) => version === to);
    if (named === undefined)
      throw new UsageError(`version ${String(to)} is not in the stack's history; see: quorate history`);
    if (named.kind !== "update")
      throw new UsageError(
        `version ${String(to)} is a ${named.kind}, which has no configuration of its own to go back to; name an update`,
      );
    return named;
  }
  const latest = versions.at(-1);
  const isPresent = ({ configuration }: Version): boolean => isDeepStrictEqual(configuration, present);
  const inForce = latest !== undefined && succeeded(latest) && isPresent(latest);
  const found = good.find((version) => !inForce || !isPresent(version));
  if (found === undefined)
    throw new UsageError("no earlier version of the stack succeeded, so there is nothing to go back to");
  return found;
}
