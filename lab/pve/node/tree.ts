import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import type { Section } from "../api/feasibility";

/** /etc/pve of this node: the double of pmxcfs spreads it. */
export const root = "/etc/pve";
export const thisNode = hostname().replace(/\..*/, "");

export function read(path: string): string | undefined {
  return existsSync(`${root}/${path}`) ? readFileSync(`${root}/${path}`, "utf8") : undefined;
}

/** Writes a file of /etc/pve. @throws Error without quorum (EROFS) */
export function write(path: string, text: string, mode = 0o640): void {
  if (read(path) === text) return;
  const whole = `${root}/${path}`;
  mkdirSync(whole.replace(/\/[^/]*$/, ""), { recursive: true });
  // The double of pmxcfs looks past files of this name.
  const beside = `${whole}.tmp${String(process.pid)}`;
  writeFileSync(beside, text, { mode });
  renameSync(beside, whole);
}

export function remove(path: string): void {
  rmSync(`${root}/${path}`, { force: true });
}

export function move(from: string, to: string): void {
  renameSync(`${root}/${from}`, `${root}/${to}`);
}

export function readJson<T>(path: string, otherwise: T): T {
  const text = read(path);
  return text === undefined || text === "" ? otherwise : (JSON.parse(text) as T);
}

export const writeJson = (path: string, value: unknown): void => {
  write(path, `${JSON.stringify(value)}\n`);
};

/** What corosync says of the nodes, as pmxcfs tells it. */
export interface Members {
  readonly quorate: boolean;
  /** Whether each node of the cluster is online. */
  readonly nodes: ReadonlyMap<string, boolean>;
}

export function members(): Members {
  type File = { cluster?: { quorate: number }; nodelist?: Record<string, { online: number }> };
  const { cluster, nodelist } = readJson<File>(".members", {});
  // A node without a cluster is always quorate.
  if (cluster === undefined || nodelist === undefined)
    return { quorate: true, nodes: new Map([[thisNode, true]]) };
  const nodes = Object.entries(nodelist).map(([node, { online }]) => [node, online === 1] as const);
  return { quorate: cluster.quorate === 1 && isWritable(), nodes: new Map(nodes) };
}

function isWritable(): boolean {
  const mounts = readFileSync("/proc/self/mounts", "utf8").split("\n");
  return mounts.some((line) => /^\S+ \/etc\/pve \S+ rw[, ]/.test(line));
}

export interface Guest {
  readonly type: "vm" | "ct";
  readonly node: string;
}

/** Guests by VMID. The file .vmlist is a moment late here. */
export function guests(): Map<string, Guest> {
  const of = (node: string, folder: string, type: Guest["type"]): [string, Guest][] => {
    const path = `${root}/nodes/${node}/${folder}`;
    const names = existsSync(path) ? readdirSync(path) : [];
    return names.flatMap((name) => {
      const id = /^(\d+)\.conf$/.exec(name)?.[1];
      return id === undefined ? [] : [[id, { type, node }]];
    });
  };
  const nodes = existsSync(`${root}/nodes`) ? readdirSync(`${root}/nodes`) : [];
  return new Map(nodes.flatMap((node) => [...of(node, "qemu-server", "vm"), ...of(node, "lxc", "ct")]));
}

/** Where a guest's configuration is while it's a node's. */
export function guestFile(sid: string, node: string): string {
  const [type = "", id = ""] = sid.split(":");
  return `nodes/${node}/${type === "ct" ? "lxc" : "qemu-server"}/${id}.conf`;
}

const numeric = new Set([
  ...["failback", "max_restart", "max_relocate", "strict", "disable", "nofailback", "restricted"],
]);

/** Reads resources.cfg, rules.cfg or groups.cfg: `type: id`, then indented options. */
export function readSections(name: "resources" | "rules" | "groups"): Map<string, Section> {
  const sections = new Map<string, Section>();
  let section: Section = {};
  for (const line of (read(`ha/${name}.cfg`) ?? "").split("\n")) {
    const [, type = "", id = ""] = /^(\S+): (\S+)$/.exec(line) ?? [];
    const [, key = "", value = ""] = /^\t(\S+) (.*)$/.exec(line) ?? [];
    if (type !== "") {
      section = name === "rules" ? { type } : {};
      sections.set(name === "resources" ? `${type}:${id}` : id, section);
    } else if (key !== "") section[key] = numeric.has(key) ? Number(value) : value;
  }
  return sections;
}

export function writeSections(
  name: "resources" | "rules" | "groups",
  sections: ReadonlyMap<string, Section>,
): void {
  const text = [...sections].map(([key, { type, ...options }]) => {
    const head = name === "resources" ? key.replace(":", ": ") : `${String(type ?? "group")}: ${key}`;
    return [head, ...Object.entries(options).map(([option, value]) => `\t${option} ${String(value)}`), ""];
  });
  if (text.length > 0 || read(`ha/${name}.cfg`) !== undefined)
    write(`ha/${name}.cfg`, text.map((lines) => `${lines.join("\n")}\n`).join(""));
}

/** Runs a command, and returns its exit code. */
export function run(...argv: readonly string[]): number {
  const [file = "", ...args] = argv;
  try {
    execFileSync(file, args, { stdio: "ignore" });
    return 0;
  } catch (error) {
    return (error as { status: number | null }).status ?? 255;
  }
}
