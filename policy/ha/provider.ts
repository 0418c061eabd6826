import type { HaRules } from "../../model/ha/rules/infeasible";
import type { HaRule } from "../../model/ha/ha";
import { groupedBy } from "../../model/rule";
import type { Program } from "../program";
import { clustersIn } from "../quorum/clusters";
import type { Registered } from "../registered";

/**
 * The rules that a program gives to the provider of Proxmox VE, by the provider's resource: a cluster has one. Rules of
 * quorate's components are left out, and disabled ones.
 */
export function rulesIn(program: Program): HaRules[] {
  const declared = program.resources.filter(
    ({ type, parentType }) => /^proxmoxve:.*\/harule/i.test(type) && !parentType?.startsWith("quorate:"),
  );
  const clusters = clustersIn(program);
  const [cluster] = clusters;
  const nodes = cluster && clusters.length === 1 ? cluster.nodes.map(({ name }) => name) : [];
  return groupedBy(declared, ({ provider = "" }) => provider).map((same) => ({
    rules: same.flatMap(ruleOf),
    nodes,
  }));
}

/** None if the rule is disabled, or if parts of it aren't known yet. */
function ruleOf({ name, inputs: { values, unknowns } }: Registered): HaRule[] {
  const { rule = name, type, resources, nodes, affinity, strict, disable } = values;
  const open = ["resources", "nodes", "affinity", "disable"].some((key) =>
    [...unknowns].some((path) => path.startsWith(key)),
  );
  if (open || disable === true || !Array.isArray(resources) || !resources.every(isText)) return [];
  const common = { name: String(rule), path: [name], resources: [...new Set(resources)].sort() };
  if (type === "resource-affinity" && (affinity === "positive" || affinity === "negative"))
    return [{ type, ...common, affinity }];
  if (type !== "node-affinity" || typeof nodes !== "object" || nodes === null) return [];
  const priorities = Object.entries(nodes).map(([node, priority]) => [node, Number(priority)] as const);
  return [{ type, ...common, nodes: Object.fromEntries(priorities), strict: strict === true }];
}

const isText = (value: unknown): value is string => typeof value === "string";
