import type { Section } from "./feasibility";
import { digestOf, type HaManager } from "./haManager";
import { type Given, type Parameters, Refusal } from "./parameters";

export interface Call {
  readonly method: string;
  /** The path's part behind the folder, decoded; "" for the folder itself. */
  readonly name: string;
  readonly given: Given;
}

/** Sys.Audit for a read, Sys.Console for a write. */
export type Endpoint = (manager: HaManager, major: number, call: Call) => unknown;

export const comment = { type: "string", maxLength: 4096 } as const;
export const configurationId = /^[a-z][a-z0-9_-]+$/i;

export const without = (schema: Parameters, ...keys: string[]): Parameters =>
  Object.fromEntries(Object.entries(schema).filter(([key]) => !keys.includes(key)));
export const forUpdate = { delete: { type: "string" }, digest: { type: "string", maxLength: 64 } } as const;

/** @throws Refusal for a write without quorum */
export function needQuorum({ quorate }: HaManager, method: string, failed: string): void {
  if (quorate || method === "GET") return;
  throw method === "POST"
    ? new Refusal(500, "cluster not ready - no quorum?\n")
    : new Refusal(500, `${failed}: cfs-lock 'domain-ha' error: no quorum!\n`);
}

export function oneLine({ comment: text = "" }: Given): void {
  if (text.includes("\n")) throw new Refusal(500, "property contains a line feed\n");
}

export function fresh({ digest }: Given, file: ReadonlyMap<string, Section>): void {
  if (digest !== undefined && digest !== digestOf(file))
    throw new Refusal(500, "detected modified configuration - file changed by other user? Try again.\n");
}

const numbers = new Set([
  "failback",
  "max_restart",
  "max_relocate",
  "strict",
  "disable",
  "nofailback",
  "restricted",
]);

export function sectionOf(given: Given, leftOut: readonly string[]): Section {
  const kept = Object.entries(given).filter(([key]) => !leftOut.includes(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, numbers.has(key) ? Number(value) : value]));
}

/** The section with the values of a PUT, and without what its `delete` names. */
export function changed(section: Section, given: Given, known: Parameters, failed: string): Section {
  const next = { ...section, ...sectionOf(given, ["delete", "digest", "type"]) };
  for (const key of (given["delete"] ?? "").split(",").filter((each) => each !== "")) {
    if (!(key in known)) throw new Refusal(500, `${failed}: no such option '${key}'\n`);
    Reflect.deleteProperty(next, key);
  }
  return next;
}
