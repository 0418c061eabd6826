import { type HaResource, type HaRule, infeasible, type NodeAffinity } from "../../model";
import type { LiveResource, LiveRule } from "./live";

/**
 * Whether a guest's entry is exactly as wanted. Pulumi then takes it over if its state lacks it. A create whose
 * answer was lost leaves such an entry, and each later create would fail.
 */
export function sameResource(wanted: HaResource, live: LiveResource): boolean {
  return (
    live.sid === wanted.sid &&
    live.state === wanted.state &&
    live.comment === wanted.comment &&
    live.max_restart === wanted.maxRestart &&
    live.max_relocate === wanted.maxRelocate &&
    live.failback === Number(wanted.failback)
  );
}

/** The same of a rule. */
export function sameRule(wanted: HaRule, live: LiveRule): boolean {
  if (live.rule !== wanted.name || !sameContent(wanted, live)) return false;
  return live.comment === wanted.comment && live.disable !== 1;
}

/** Whether the rule in force says what you want, whatever its comment. */
function sameContent(wanted: HaRule, live: LiveRule): boolean {
  if (live.type !== wanted.type || live.resources !== wanted.resources.join(",")) return false;
  if (wanted.type === "resource-affinity") return live.affinity === wanted.affinity;
  return live.nodes === nodeList(wanted) && live.strict === Number(wanted.strict);
}

function nodeList({ nodes }: NodeAffinity): string {
  return Object.entries(nodes)
    .map(([node, priority]) => `${node}:${String(priority)}`)
    .sort()
    .join(",");
}

/**
 * For each rule that is new: the rule in force that it seems to replace, which isn't in the configuration any more.
 * Pulumi creates before it deletes, and Proxmox VE may find the new rule infeasible beside the old one.
 */
export function renamed(wanted: readonly HaRule[], live: readonly LiveRule[]): Map<string, string> {
  const left = live.filter(({ rule }) => wanted.every(({ name }) => name !== rule));
  const found = new Map<string, string>();
  for (const rule of wanted.filter(({ name }) => live.every((each) => each.rule !== name))) {
    const touching = left.filter(({ resources }) =>
      resources.split(",").some((sid) => rule.resources.includes(sid)),
    );
    const old = touching.find(({ type }) => type === rule.type) ?? touching[0];
    if (old === undefined) continue;
    left.splice(left.indexOf(old), 1);
    found.set(rule.name, old.rule);
  }
  return found;
}

/**
 * Rules that Proxmox VE would refuse beside rules in force, which go only after them: a line each. Pulumi would fail
 * before it deletes, each time.
 * @param nodes the cluster's nodes
 */
export function blocked(
  wanted: readonly HaRule[],
  live: readonly LiveRule[],
  nodes: readonly string[],
): string[] {
  const replaced = new Set(renamed(wanted, live).values());
  const going = live.filter(
    ({ rule, disable }) => disable !== 1 && !replaced.has(rule) && wanted.every(({ name }) => name !== rule),
  );
  const changing = wanted.filter((rule) =>
    live.every((each) => each.rule !== rule.name || !sameContent(rule, each)),
  );
  const names = going.map(({ rule }) => rule).join(", ");
  return infeasible([...wanted, ...going.map(asRule)], nodes)
    .filter(({ rule }) => changing.includes(rule))
    .map(
      ({ rule, reason }) =>
        `${rule.name} can't be beside ${names}, which isn't in the configuration: ${reason}. Leave ${rule.name} out of one update, which deletes ${names}; delete by hand what isn't this stack's`,
    );
}

function asRule({ rule: name, type, resources, nodes = "", affinity, strict }: LiveRule): HaRule {
  const common = { name, path: [], resources: resources.split(",") };
  if (type !== "node-affinity")
    return {
      type: "resource-affinity",
      ...common,
      affinity: affinity === "positive" ? affinity : "negative",
    };
  const priorities = nodes.split(",").map((each) => {
    const [node = "", priority = "0"] = each.split(":");
    return [node, Number(priority)] as const;
  });
  return { type: "node-affinity", ...common, nodes: Object.fromEntries(priorities), strict: strict === 1 };
}

/** Rules that aren't in force as wanted, a line each, with Proxmox's own reason. */
export function notInForce(wanted: readonly HaRule[], live: readonly LiveRule[]): string[] {
  return wanted.flatMap((rule) => {
    const found = live.find((each) => each.rule === rule.name);
    if (found === undefined) return [`${rule.name}: it is gone`];
    const reasons = Object.values(found.errors ?? {}).flat();
    if (reasons.length > 0) return [`${rule.name}: Proxmox VE ignores it: ${reasons.join("; ")}`];
    if (found.disable === 1) return [`${rule.name}: it is disabled`];
    return sameContent(rule, found) ? [] : [`${rule.name}: it has other guests or nodes than you want`];
  });
}
