/** A section of resources.cfg, rules.cfg or groups.cfg, with the keys that were set alone. */
export type Section = Record<string, string | number>;

interface OnNodes {
  readonly name: string;
  readonly resources: ReadonlySet<string>;
  /** Priorities by node; 0 if the file has none. */
  readonly nodes: ReadonlyMap<string, number>;
}

interface OnGuests {
  readonly name: string;
  readonly resources: ReadonlySet<string>;
  readonly positive: boolean;
}

const listOf = (value: string | number | undefined): string[] =>
  String(value ?? "")
    .split(",")
    .filter((each) => each !== "");
const both = (some: ReadonlySet<string>, others: ReadonlySet<string>): string[] =>
  [...some].filter((each) => others.has(each));

/** Adds a reason to a rule, once. */
type Blame = (rule: string, reason: string) => void;

/**
 * The checks of PVE::HA::Rules and its two plugins (pve-ha-manager 5.2) on the enabled rules, beside each other.
 * @param known the nodes in the CRM's node status
 * @returns the reasons by rule
 */
export function feasibility(rules: ReadonlyMap<string, Section>, known: number): Map<string, string[]> {
  const reasons = new Map<string, string[]>();
  const blame: Blame = (rule, reason) => {
    const given = reasons.get(rule) ?? [];
    if (!given.includes(reason)) reasons.set(rule, [...given, reason]);
  };
  const enabled = [...rules].filter(([, section]) => section["disable"] !== 1);
  const onNodes: OnNodes[] = [];
  const onGuests: OnGuests[] = [];
  for (const [name, section] of enabled) {
    const resources = new Set(listOf(section["resources"]));
    if (section["type"] === "node-affinity") onNodes.push({ name, resources, nodes: nodesOf(section) });
    else onGuests.push({ name, resources, positive: section["affinity"] === "positive" });
  }
  checkSingleReference(onNodes, blame);
  for (const { name, resources, positive } of onGuests) {
    if (resources.size < 2) blame(name, "rule is ineffective as there are less than two resources");
    if (!positive && resources.size > known) blame(name, "rule defines more resources than available nodes");
  }
  const together = connected(onGuests.filter(({ positive }) => positive));
  const apart = onGuests.filter(({ positive }) => !positive);
  checkContradiction(together, apart, blame);
  for (const rule of onGuests) checkPriorities(rule, onNodes, blame);
  checkOneNodeRule(together, onNodes, blame);
  for (const rule of apart) checkRoom(rule, onNodes, blame);
  return reasons;
}

function nodesOf(section: Section): Map<string, number> {
  return new Map(
    listOf(section["nodes"]).map((text) => {
      const [node = "", priority = "0"] = text.split(":");
      return [node, Number(priority)];
    }),
  );
}

function checkSingleReference(rules: readonly OnNodes[], blame: Blame): void {
  const users = new Map<string, string[]>();
  for (const { name, resources } of rules)
    for (const sid of resources) users.set(sid, [...(users.get(sid) ?? []), name]);
  for (const [sid, names] of users)
    if (names.length > 1)
      for (const name of names)
        blame(name, `resource '${sid}' is already used in another node affinity rule`);
}

/** Positive rules that share guests are one, with the names of all. */
interface Together {
  readonly names: readonly string[];
  readonly resources: ReadonlySet<string>;
}

function connected(rules: readonly OnGuests[]): Together[] {
  let groups: Together[] = [];
  for (const { name, resources } of rules) {
    const joined = groups.filter((group) => both(group.resources, resources).length > 0);
    groups = groups.filter((group) => !joined.includes(group));
    groups.push({
      names: [...joined.flatMap(({ names }) => names), name],
      resources: new Set([...joined.flatMap((group) => [...group.resources]), ...resources]),
    });
  }
  return groups;
}

function checkContradiction(together: readonly Together[], apart: readonly OnGuests[], blame: Blame): void {
  const words = (other: string): string =>
    `rule shares two or more resources with a ${other} resource affinity rule`;
  for (const { names, resources } of together)
    for (const negative of apart)
      if (both(resources, negative.resources).length >= 2) {
        for (const name of names) blame(name, words("negative"));
        blame(negative.name, words("positive"));
      }
}

function checkPriorities(rule: OnGuests, onNodes: readonly OnNodes[], blame: Blame): void {
  const paired = onNodes.filter((each) => both(each.resources, rule.resources).length > 0);
  const differ = paired.some(({ nodes }) => new Set(nodes.values()).size > 1);
  if (!differ) return;
  blame(rule.name, "resources are in node affinity rules with multiple priorities");
  for (const { name } of paired)
    blame(
      name,
      "resources are in a resource affinity rule and cannot be in a node affinity rule with multiple priorities",
    );
}

function checkOneNodeRule(together: readonly Together[], onNodes: readonly OnNodes[], blame: Blame): void {
  for (const { names, resources } of together) {
    const paired = onNodes.filter((each) => both(each.resources, resources).length > 0);
    if (paired.length < 2) continue;
    for (const name of names) blame(name, "resources are in multiple node affinity rules");
    for (const { name } of paired)
      blame(
        name,
        "at least one resource is in a positive resource affinity rule and there are other resources in at least one other node affinity rule already",
      );
  }
}

function checkRoom(rule: OnGuests, onNodes: readonly OnNodes[], blame: Blame): void {
  const paired = onNodes.filter((each) => both(each.resources, rule.resources).length > 0);
  const guests = new Set(paired.flatMap((each) => both(each.resources, rule.resources)));
  const nodes = new Set(paired.flatMap((each) => [...each.nodes.keys()]));
  if (nodes.size >= guests.size) return;
  blame(rule.name, "two or more resources are restricted to less nodes than available to the resources");
  for (const { name } of paired)
    blame(
      name,
      "at least one resource is in a negative resource affinity rule and this rule would restrict these to less nodes than available to the resources",
    );
}
