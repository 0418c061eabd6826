import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Files of `agent`; `program` has the parts of the node's program that the scripts use. */
const watched = [
  "status/watch",
  "program/shell/timeouts",
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

/** The functions of a preview: they tell of changes by hand, and of the applied units. */
export const previewFunctions = (): string =>
  `${joined(join(__dirname, "../.."), [...watched, "status/applied"])}\n`;

/** The part of them that asks the package manager. */
export const questionsToPackages = (): string =>
  `${joined(join(__dirname, "../.."), ["program/packages/family"])}\n`;

/** Begins to ask for both, and prints the first (`parseAnswer`). */
export const askForPreview = "{ watch; compared=$(applied && edited); } </dev/null";
/** Ends it, and prints the second (`parseApplied`). */
export const endOfPreview = 'wait\n[ -z "$compared" ] || printf \'%s\\n\' "$compared"\necho end';

/** The text that does nothing else. */
export const previewScript = (): string => `${previewFunctions()}${askForPreview}\n${endOfPreview}\n`;
