import { isDeepStrictEqual } from "node:util";
import type { Configuration } from "./versions";

/** Key of the values that Pulumi encrypts. */
export const secretsKey = "quorate:secrets";

type Structure = Readonly<Record<string, unknown>>;

export const isStructure = (value: unknown): value is Structure =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The differences in words, such as "vrrp.ui.order: pve1 pve2 → pve2 pve1". Secrets are named, and never shown. */
export function configurationChanges(before: Configuration, after: Configuration): string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) =>
    changes(key.replace(/^quorate:/, ""), before[key], after[key], key === secretsKey),
  );
}

function changes(path: string, before: unknown, after: unknown, secret: boolean): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  const structures = [before, after].filter(isStructure);
  if (structures.length === 2 || (secret && structures.length > 0)) {
    const keys = [...new Set(structures.flatMap((each) => Object.keys(each)))];
    const [old = {}, now = {}] = [before, after].map((each) => (isStructure(each) ? each : {}));
    return keys.flatMap((key) => changes(`${path}.${key}`, old[key], now[key], secret));
  }
  if (secret) return [`${path}: ${secretChange(before, after)}`];
  if (before === undefined) return [`${path}: added, ${printed(after)}`];
  if (after === undefined) return [`${path}: removed, it was ${printed(before)}`];
  return [`${path}: ${printed(before)} → ${printed(after)}`];
}

function secretChange(before: unknown, after: unknown): string {
  if (before === undefined) return "added, [secret]";
  return after === undefined ? "removed, it was [secret]" : "[secret] → another [secret]";
}

/** A value in one line: a list of plain values as words, a structure as in a YAML flow. */
function printed(value: unknown): string {
  if (Array.isArray(value))
    return value.some((each) => typeof each === "object")
      ? `[${value.map(printed).join(", ")}]`
      : value.join(" ");
  if (!isStructure(value)) return String(value);
  return `{${Object.entries(value)
    .map(([key, part]) => `${key}: ${printed(part)}`)
    .join(", ")}}`;
}
