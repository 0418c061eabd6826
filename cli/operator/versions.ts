import type { ConfigMap } from "@pulumi/pulumi/automation";
import type { UpdateSummary } from "@pulumi/pulumi/automation/stack";

/** A stack's configuration, by Pulumi's key, such as `quorate:vrrp`. Encrypted values are in clear. */
export type Configuration = Readonly<Record<string, unknown>>;

/** What an update made, or tried to make, of a stack. */
export interface Version {
  /** Counts all updates of the stack, from 1. A backend that counts itself gives its own numbers. */
  readonly version: number;
  readonly kind: string;
  /** Its start, in ISO 8601. */
  readonly at: string;
  readonly result: string;
  readonly message: string;
  /** The author of the commit that was checked out; no file backend knows the operator. */
  readonly author: string | undefined;
  readonly configuration: Configuration;
  /** The keys with an encrypted value. */
  readonly secretKeys: readonly string[];
}

/** The updates that change nodes, oldest first. */
export function versionsOf(updates: readonly UpdateSummary[]): Version[] {
  return updates
    .map((update) => ({ ...update, at: new Date(update.startTime).toISOString() }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.version - b.version))
    .map(({ version, kind, at, result, message, environment, config }, index) => ({
      ...{ version: version > 0 ? version : index + 1, kind, at, result, message },
      author: environment["git.author"],
      configuration: configurationOf(config),
      secretKeys: Object.keys(config).filter((key) => config[key]?.secret),
    }));
}

export function configurationOf(map: ConfigMap): Configuration {
  const entries = Object.entries(map).map(
    ([key, { value, ...more }]) =>
      [key, (more as { objectValue?: unknown }).objectValue ?? structureOf(value)] as const,
  );
  return Object.fromEntries(entries);
}

/** Pulumi shows a structure with an encrypted value as JSON. */
function structureOf(text: string): unknown {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === "object" && value !== null ? value : text;
  } catch {
    return text;
  }
}
