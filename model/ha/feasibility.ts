import { groupedBy } from "../rule";
import type { HaRule, NodeAffinity, ResourceAffinity } from "./ha";

/** Why Proxmox VE refuses a rule. A rule that it has already is ignored from then on. */
export interface Infeasible {
  readonly rule: HaRule;
  /** PVE::HA::Rules' own words. */
  readonly reason: string;
  readonly fix: string;
}

/**
 * The rules that Proxmox VE finds infeasible beside the others, by the checks of its PVE::HA::Rules (5.2). It blames
 * both sides of a conflict. `nodes` are those that its CRM knows; without them, rules can't be too many for the nodes.
 */
export function infeasible(rules: readonly HaRule[], nodes?: readonly string[]): Infeasible[] {
  const byType = {
    onNodes: rules.filter((rule) => rule.type === "node-affinity"),
    together: rules.filter((rule) => rule.type === "resource-affinity" && rule.affinity === "positive"),
    apart: rules.filter((rule) => rule.type === "resource-affinity" && rule.affinity === "negative"),
  } as Kinds;
  return [
    ...inTwoNodeRules(byType),
    ...tooFewResources(byType),
    ...tooManyResources(byType, nodes?.length ?? Infinity),
    ...togetherAndApart(byType),
    ...severalPriorities(byType),
    ...severalNodeRules(byType),
    ...tooFewNodes(byType),
  ];
}

interface Kinds {
  readonly onNodes: readonly NodeAffinity[];
  readonly together: readonly ResourceAffinity[];
  readonly apart: readonly ResourceAffinity[];
}

/** Positive rules that share resources, which Proxmox VE takes for one. */
interface Merged {
  readonly rules: readonly ResourceAffinity[];
  readonly resources: readonly string[];
}

const shared = (some: readonly string[], others: readonly string[]): string[] =>
  some.filter((sid) => others.includes(sid));

function merged(rules: readonly ResourceAffinity[]): Merged[] {
  return rules.reduce<Merged[]>((sets, rule) => {
    const touching = sets.filter(({ resources }) => shared(resources, rule.resources).length > 0);
    const resources = [...touching.flatMap((set) => set.resources), ...rule.resources];
    const one = {
      rules: [...touching.flatMap((set) => set.rules), rule],
      resources: [...new Set(resources)],
    };
    return [...sets.filter((set) => !touching.includes(set)), one];
  }, []);
}

function inTwoNodeRules({ onNodes }: Kinds): Infeasible[] {
  const uses = onNodes.flatMap((rule) => rule.resources.map((sid) => ({ rule, sid })));
  return groupedBy(uses, ({ sid }) => sid)
    .filter((same) => same.length > 1)
    .flatMap((same) =>
      same.map(({ rule, sid }) => ({
        rule,
        reason: `resource '${sid}' is already used in another node affinity rule`,
        fix: `keep ${sid} in one of ${same.map((use) => use.rule.name).join(", ")}`,
      })),
    );
}

function tooFewResources({ together, apart }: Kinds): Infeasible[] {
  return [...together, ...apart]
    .filter(({ resources }) => resources.length < 2)
    .map((rule) => ({
      rule,
      reason: "rule is ineffective as there are less than two resources",
      fix: "name two guests or more",
    }));
}

function tooManyResources({ apart }: Kinds, nodes: number): Infeasible[] {
  return apart
    .filter(({ resources }) => resources.length > nodes)
    .map((rule) => ({
      rule,
      reason: "rule defines more resources than available nodes",
      fix: `keep at most ${String(nodes)} guests apart`,
    }));
}

function togetherAndApart({ together, apart }: Kinds): Infeasible[] {
  return merged(together).flatMap(({ rules, resources }) =>
    apart.flatMap((negative) => {
      const both = shared(resources, negative.resources);
      if (both.length < 2) return [];
      const why = (word: string): string =>
        `rule shares two or more resources with a ${word} resource affinity rule`;
      const fix = `take ${both.join(" or ")} out of ${negative.name}, or of ${rules.map(({ name }) => name).join(", ")}`;
      return [
        ...rules.map((rule) => ({ rule, reason: why("negative"), fix })),
        { rule: negative, reason: why("positive"), fix },
      ];
    }),
  );
}

/** The node affinity rules with a resource among `resources`. */
const paired = ({ onNodes }: Kinds, resources: readonly string[]): NodeAffinity[] =>
  onNodes.filter((rule) => shared(rule.resources, resources).length > 0);

function severalPriorities(kinds: Kinds): Infeasible[] {
  return [...kinds.together, ...kinds.apart].flatMap((rule) => {
    const pairs = paired(kinds, rule.resources);
    if (pairs.every(({ nodes }) => new Set(Object.values(nodes)).size === 1)) return [];
    const fix = `give all nodes of ${pairs.map(({ name }) => name).join(", ")} the same priority, or leave ${rule.name} out`;
    const reason =
      "resources are in a resource affinity rule and cannot be in a node affinity rule with multiple priorities";
    return [
      { rule, reason: "resources are in node affinity rules with multiple priorities", fix },
      ...pairs.map((pair) => ({ rule: pair, reason, fix })),
    ];
  });
}

function severalNodeRules(kinds: Kinds): Infeasible[] {
  return merged(kinds.together).flatMap(({ rules, resources }) => {
    const pairs = paired(kinds, resources);
    if (pairs.length < 2) return [];
    const fix = `put the guests of ${rules.map(({ name }) => name).join(", ")} into one of ${pairs.map(({ name }) => name).join(", ")}`;
    const reason =
      "at least one resource is in a positive resource affinity rule and there are other resources in at least one other node affinity rule already";
    return [
      ...rules.map((rule) => ({ rule, reason: "resources are in multiple node affinity rules", fix })),
      ...pairs.map((rule) => ({ rule, reason, fix })),
    ];
  });
}

function tooFewNodes(kinds: Kinds): Infeasible[] {
  return kinds.apart.flatMap((rule) => {
    const pairs = paired(kinds, rule.resources);
    const located = new Set(pairs.flatMap(({ resources }) => shared(resources, rule.resources)));
    const allowed = new Set(pairs.flatMap(({ nodes }) => Object.keys(nodes)));
    if (allowed.size >= located.size) return [];
    const fix = `name ${String(located.size)} nodes or more in ${pairs.map(({ name }) => name).join(", ")}`;
    const reason =
      "at least one resource is in a negative resource affinity rule and this rule would restrict these to less nodes than available to the resources";
    return [
      {
        rule,
        reason: "two or more resources are restricted to less nodes than available to the resources",
        fix,
      },
      ...pairs.map((pair) => ({ rule: pair, reason, fix })),
    ];
  });
}
