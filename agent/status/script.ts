import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Files of `agent`; `program` has the parts of the node's program that the scripts use. */
const watched = [
  "status/watch",
  "program/shell/busy",
  "program/keepalived/dump",
  "program/packages/family",
  "program/facts/boot",
];

const joined = (clone: string, files: readonly string[]): string =>
  files.map((file) => readFileSync(`${clone}/agent/${file}.sh`, "utf8")).join("\n");

/** The text that reads a node's state, one POSIX sh script from the files of the clone in folder `clone`. */
export const statusScript = (clone: string): string =>
  joined(clone, [...watched, "program/corosync/read", "program/facts/watchdog", "status/status"]);

/**
 * The text that a preview sends: it tells of changes by hand (`parseAnswer`), and what quorate applied
 * (`parseApplied`).
 */
export const previewScript = (): string =>
  `${joined(join(__dirname, "../.."), [...watched, "status/applied"])}\nlimit=10\n{ watch; compared=$(applied && edited); wait; } </dev/null\n[ -z "$compared" ] || printf '%s\\n' "$compared"\necho end\n`;
