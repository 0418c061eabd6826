import { existsSync, readdirSync, statSync } from "node:fs";

/** The selected files of each kind, and mocha's own arguments. */
export interface Selection {
  readonly units: readonly string[];
  readonly onLabs: readonly string[];
  readonly options: readonly string[];
}

const labFolder = "test/acceptance/";

function filesUnder(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  const inside = readdirSync(path, { recursive: true, encoding: "utf8" });
  const folder = path.replace(/\/+$/, "");
  return inside.map((name) => `${folder}/${name}`).filter((name) => name.endsWith(".test.ts"));
}

/** Separates existing files and folders from mocha's own arguments. Default: all files. */
export function select(args: readonly string[]): Selection {
  const named = args.filter((arg) => existsSync(arg));
  const files = (named.length > 0 ? named : ["test"])
    .flatMap(filesUnder)
    .map((path) => path.replace(/^\.\//, ""));
  const all = [...new Set(files)].sort();
  return {
    units: all.filter((path) => !path.startsWith(labFolder)),
    onLabs: all.filter((path) => path.startsWith(labFolder)),
    options: args.filter((arg) => !named.includes(arg)),
  };
}
