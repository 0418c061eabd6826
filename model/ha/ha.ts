import type { HaConfig } from "./schema";

/** A guest of Proxmox's HA manager. */
export interface HaResource {
  /** vm:100, ct:101 */
  readonly sid: string;
  readonly state: "started" | "stopped" | "disabled" | "ignored";
  readonly maxRestart: number;
  readonly maxRelocate: number;
  readonly failback: boolean;
  readonly comment?: string | undefined;
}

interface AnyRule {
  readonly name: string;
  /** Its place in the configuration. */
  readonly path: readonly string[];
  /** Sorted, without repetitions. */
  readonly resources: readonly string[];
  readonly comment?: string | undefined;
}

export interface NodeAffinity extends AnyRule {
  readonly type: "node-affinity";
  /** Priorities by node. The HA manager takes the highest one that is online. */
  readonly nodes: Readonly<Record<string, number>>;
  readonly strict: boolean;
}

export interface ResourceAffinity extends AnyRule {
  readonly type: "resource-affinity";
  readonly affinity: "positive" | "negative";
}

export type HaRule = NodeAffinity | ResourceAffinity;

/** The resolved configuration of Proxmox's HA manager. */
export interface HighAvailability {
  /** Undefined for the first node that answers. */
  readonly endpoint?: string | undefined;
  readonly resources: readonly HaResource[];
  readonly rules: readonly HaRule[];
}

/** The HA manager's resolved configuration; `prefer` becomes a rule. */
export function resolveHa({ endpoint, resources, rules }: HaConfig): HighAvailability {
  const guests = Object.entries(resources);
  return {
    endpoint,
    resources: guests.map(([sid, { state, maxRestart, maxRelocate, failback, comment }]) => ({
      ...{ sid, state, maxRestart, maxRelocate, failback, comment },
    })),
    rules: [
      ...guests.flatMap(([sid, { prefer, strict }]): HaRule[] =>
        prefer === undefined ? [] : [preferenceOf(sid, prefer, strict)],
      ),
      ...Object.entries(rules).flatMap(([name, rule]) => ruleOf(name, rule)),
    ],
  };
}

/** The name of the rule that `prefer` of a guest becomes. */
export function preferenceName(sid: string): string {
  return `prefer-${sid.replace(":", "-")}`;
}

function preferenceOf(sid: string, nodes: NodeAffinity["nodes"], strict: boolean): NodeAffinity {
  const path = ["ha", "resources", sid, "prefer"];
  return { type: "node-affinity", name: preferenceName(sid), path, resources: [sid], nodes, strict };
}

/** None if the rule is of neither type or of both, which is a finding. */
function ruleOf(name: string, rule: HaConfig["rules"][string]): HaRule[] {
  const { nodes, strict, affinity, comment } = rule;
  const common = {
    name,
    path: ["ha", "rules", name],
    resources: [...new Set(rule.resources)].sort(),
    comment,
  };
  if (nodes !== undefined && affinity === undefined)
    return [{ type: "node-affinity", ...common, nodes, strict }];
  if (nodes === undefined && affinity !== undefined)
    return [{ type: "resource-affinity", ...common, affinity }];
  return [];
}
