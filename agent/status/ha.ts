import type { HaRule } from "../../model";

/** Proxmox's HA manager, as /etc/pve/ha of a node has it. */
export interface HaAnswer {
  /** The node whose manager leads; undefined before there was one. */
  readonly manager?: string;
  /** Seconds since its last round, by the node's clock. */
  readonly silentFor: number;
  readonly state: "armed" | "disarming" | "disarmed";
  /** States of the nodes that the manager has seen: online, maintenance, unknown, fence, gone. */
  readonly nodes: ReadonlyMap<string, string>;
  /** Guests by name, such as vm:100. */
  readonly guests: ReadonlyMap<string, HaGuest>;
  /** The enabled ones. */
  readonly rules: readonly HaRule[];
}

export interface HaGuest {
  /** Null if the manager doesn't know the guest. */
  readonly node: string | null;
  /** The manager's word, such as started. */
  readonly state: string;
  /** started, stopped, disabled or ignored */
  readonly wanted: string;
}

/** manager_status, as far as quorate reads it. */
interface ManagerStatus {
  readonly master_node?: string;
  readonly timestamp?: number;
  readonly node_status?: Readonly<Record<string, string>>;
  readonly service_status?: Readonly<Record<string, { readonly node: string; readonly state: string }>>;
  readonly disarm?: { readonly state?: string };
}

/** Reads the lines of the script's part; undefined if the node has no guest under HA. */
export function parseHa(lines: readonly string[]): HaAnswer | undefined {
  const part = (name: string): string[] =>
    lines.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
  const wanted = sectionsOf(part("resource"));
  if (wanted.length === 0) return undefined;
  const status = managerIn(part("manager").join(""));
  const { master_node: manager, timestamp = 0, service_status: services = {}, disarm } = status;
  return {
    ...(manager === undefined ? {} : { manager }),
    silentFor: Math.max(0, Number(part("now")[0] ?? 0) - timestamp),
    state: disarm === undefined ? "armed" : disarm.state === "disarmed" ? "disarmed" : "disarming",
    nodes: new Map(Object.entries(status.node_status ?? {})),
    guests: new Map(
      wanted.map(({ type, name, options }) => {
        const sid = `${type}:${name}`;
        const { node = null, state = "unknown" } = services[sid] ?? {};
        return [sid, { node, state, wanted: options.get("state") ?? "started" }];
      }),
    ),
    rules: sectionsOf(part("rule")).flatMap((section) => ruleOf(section) ?? []),
  };
}

/** The manager writes its status while quorate reads it: no text is no status. */
function managerIn(text: string): ManagerStatus {
  try {
    return JSON.parse(text) as ManagerStatus;
  } catch {
    return {};
  }
}

interface Section {
  readonly type: string;
  readonly name: string;
  readonly options: Map<string, string>;
}

/** Reads resources.cfg or rules.cfg: `type: name`, then indented options. */
function sectionsOf(lines: readonly string[]): Section[] {
  const sections: Section[] = [];
  for (const line of lines) {
    const [, type, name = ""] = /^(\S+): *(\S+) *$/.exec(line) ?? [];
    const [, key, value = ""] = /^\s+(\S+) +(.*)$/.exec(line) ?? [];
    if (type !== undefined) sections.push({ type, name, options: new Map() });
    else if (key !== undefined) sections.at(-1)?.options.set(key, value.trim());
  }
  return sections;
}

function ruleOf({ type, name, options }: Section): HaRule | undefined {
  if (["1", "yes", "on", "true"].includes(options.get("disable") ?? "0")) return undefined;
  const listOf = (key: string): string[] =>
    (options.get(key) ?? "").split(/[,; ]+/).filter((each) => each !== "");
  const common = { name, path: [], resources: listOf("resources") };
  const strict = (options.get("strict") ?? "0") === "1";
  if (type === "resource-affinity")
    return { type, ...common, affinity: options.get("affinity") === "positive" ? "positive" : "negative" };
  if (type !== "node-affinity") return undefined;
  const nodes = listOf("nodes").map((each) => {
    const [node = "", priority = "0"] = each.split(":");
    return [node, Number(priority)] as const;
  });
  return { type, ...common, nodes: Object.fromEntries(nodes), strict };
}
