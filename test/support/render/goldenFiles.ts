import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { golden } from "./stacks";

/** Texts by path: case/node/etc/keepalived/keepalived.conf. */
export type Texts = ReadonlyMap<string, string>;

/** For each path without a file, the path with the same text. */
const equalPaths = join(golden, "equal.json");

/** The texts that have a file. */
export function goldenFiles(): Texts {
  const entries = readdirSync(golden, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const rendered = files.filter((file) => file !== equalPaths && !file.endsWith("/stack.yaml"));
  return new Map(rendered.map((file) => [relative(golden, file), readFileSync(file, "utf8")]));
}

export function equals(): Record<string, string> {
  return JSON.parse(readFileSync(equalPaths, "utf8")) as Record<string, string>;
}

/** The texts of all paths, from their own files or from equal ones. */
export function goldenTexts(): Texts {
  const files = goldenFiles();
  const others = Object.entries(equals()).map(([path, equal]) => [path, files.get(equal) ?? ""] as const);
  return new Map([...files, ...others]);
}

/** Rewrites all texts: a file for the first path with a text, and a line in equal.json for each other one. */
export function writeGolden(texts: Texts): void {
  for (const path of goldenFiles().keys()) rmSync(join(golden, path));
  const first = new Map<string, string>();
  const equal: Record<string, string> = {};
  for (const [path, text] of [...texts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const holder = first.get(text);
    if (holder !== undefined) equal[path] = holder;
    else {
      first.set(text, path);
      mkdirSync(dirname(join(golden, path)), { recursive: true });
      writeFileSync(join(golden, path), text);
    }
  }
  writeFileSync(equalPaths, `${JSON.stringify(equal, null, 2)}\n`);
}
