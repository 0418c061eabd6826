import { configurationChanges } from "../configurationChanges";
import type { Version } from "../versions";

/** An update in `quorate history`. */
export interface Entry extends Omit<Version, "configuration" | "secretKeys"> {
  /** What differs from the configuration of the update before. */
  readonly changes: readonly string[];
}

/** The updates, newest first. */
export function historyOf(versions: readonly Version[]): Entry[] {
  return versions
    .map(({ version, kind, at, result, message, author, configuration }, index) => {
      const before = versions[index - 1]?.configuration;
      const changes = before ? configurationChanges(before, configuration) : [];
      return { version, kind, at, result, message, author, changes };
    })
    .reverse();
}

export function printHistory(entries: readonly Entry[]): string {
  if (entries.length === 0) return "The stack has no updates yet.";
  return entries.map(printEntry).join("\n\n");
}

function printEntry({ version, kind, at, result, message, author, changes }: Entry): string {
  const [date = "", time = ""] = at.split(/[T.]/);
  const notes = [
    ...(message === "" ? [] : [message]),
    ...(author === undefined ? [] : [`commit by ${author}`]),
  ];
  const head = `${String(version)}  ${date} ${time} UTC  ${kind} ${result}${notes.length > 0 ? `  (${notes.join("; ")})` : ""}`;
  const first = version === 1 ? ["the first configuration"] : ["the same configuration as before"];
  return [head, ...(changes.length > 0 ? changes : first).map((line) => `    ${line}`)].join("\n");
}
