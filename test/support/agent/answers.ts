import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(__dirname, "answers");

/** The recorded cases, each with the texts of the nodes that answered. */
export type Recorded = "well" | "n3-crashed" | "partition" | "q1-crashed" | "n2-servers-down";

export function recorded(name: Recorded): Map<string, string> {
  const files = readdirSync(join(folder, name));
  return new Map(
    files.map((file) => [file.replace(/\.txt$/, ""), readFileSync(join(folder, name, file), "utf8")]),
  );
}
