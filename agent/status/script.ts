import { readFileSync } from "node:fs";

/** The parts of the node's program that the script uses, as paths below `agent/program`. */
const parts = ["corosync/read", "keepalived/dump", "facts/watchdog"];

/** The text that reads a node's state, one POSIX sh script from the files of the clone in folder `clone`. */
export const statusScript = (clone: string): string =>
  [...parts.map((part) => `program/${part}`), "status/status"]
    .map((file) => readFileSync(`${clone}/agent/${file}.sh`, "utf8"))
    .join("\n");
