import { readFileSync } from "node:fs";

/** Seconds of each file on two cores, beside two other labs; of a unit test's file without an entry, about one. */
const known = JSON.parse(readFileSync(`${__dirname}/seconds.json`, "utf8")) as Record<string, number>;

/** The seconds of an earlier run of a file. */
export const secondsOf = (path: string): number =>
  known[path] ?? (path.startsWith("test/acceptance/") ? 60 : 1);
