import { formatPatch, structuredPatch } from "diff";
import type { Facts } from "../../agent/facts";
import { type ManifestText, readManifest } from "../../agent/manifestText";
import type { Declared, FileChange } from "./changes";
import { grouped } from "./grouped";

/** A unit on a node that answered: what it has, what it will have, and the files that differ. */
export interface Answered extends Declared {
  readonly old: ManifestText;
  readonly wanted: ManifestText;
  /** The node has the unit. */
  readonly there: boolean;
  readonly files: readonly Changed[];
  /** The unit's services that don't run. */
  readonly stopped: readonly string[];
}

/** A file of one node, before and after the update. */
interface Changed extends Pick<FileChange, "path" | "change"> {
  readonly old: string;
  readonly wanted: string;
}

/** Lines around a change, the more the better. */
const contexts = [2, 1, 0] as const;

/** Compares a declared unit with its node. An empty manifest stands for a unit that goes. */
export function diffOf(declared: Declared, { applied, units }: Facts): Answered {
  const known = units.get(declared.unit);
  const old = readManifest(known ? (applied?.manifests.get(declared.unit) ?? "") : "");
  const wanted = readManifest(declared.manifest);
  const drifted = new Map((known?.drift ?? []).map((line) => [line.split(" ")[0] ?? "", line]));
  const present = (path: string): string | undefined => {
    if (drifted.get(path)?.endsWith(" absent")) return undefined;
    return applied?.edited.get(path) ?? old.files.find((file) => file.path === path)?.content;
  };
  const changes = wanted.files.flatMap((file) => {
    const before = present(file.path);
    const attributes = old.files.find(({ path }) => path === file.path);
    const same = before === file.content && attributes?.mode === file.mode && attributes.owner === file.owner;
    if (same && !drifted.has(file.path)) return [];
    const change = before === undefined ? ("create" as const) : ("update" as const);
    return [{ path: file.path, change, old: before ?? "", wanted: file.content }];
  });
  const removed = old.files
    .filter(({ path }) => !wanted.files.some((file) => file.path === path))
    .map(({ path, content }) => ({
      path,
      change: "remove" as const,
      old: present(path) ?? content,
      wanted: "",
    }));
  const stopped = [...drifted].flatMap(([name, line]) => (line === `${name} not-running` ? [name] : []));
  return { ...declared, old, wanted, there: known !== undefined, files: [...changes, ...removed], stopped };
}

function patch({ old, wanted }: Changed, context: number): string {
  const whole = formatPatch(structuredPatch("a", "b", old, wanted, "", "", { context }));
  return whole.slice(Math.max(0, whole.search(/^@@ /m)));
}

/** One change for all nodes that change the same lines, with as many lines around them as are equal on all of them. */
export function filesOf(units: readonly Answered[]): FileChange[] {
  const changed = units.flatMap(({ node, files }) => files.map((file) => ({ node, file })));
  const same = grouped(changed, ({ file }) => JSON.stringify([file.path, file.change, patch(file, 0)]));
  return same.map((all) => {
    const [{ file }] = all;
    const equal = contexts.find(
      (context) => new Set(all.map((each) => patch(each.file, context))).size === 1,
    );
    const nodes = [...new Set(all.map(({ node }) => node))].sort();
    return { path: file.path, nodes, change: file.change, diff: patch(file, equal ?? 0) };
  });
}
