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

/** The text that defines `watch`, which tells of changes by hand; `parseAnswer` reads what it prints before `end`. */
export const watchFunctions = (): string => `${joined(join(__dirname, "../.."), watched)}\nlimit=10\n`;

/** The text that does nothing else. */
export const watchScript = (): string => `${watchFunctions()}{ watch; wait; } </dev/null\necho end\n`;
