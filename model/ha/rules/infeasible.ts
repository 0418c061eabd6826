import { printPath } from "../../finding";
import type { Rule } from "../../rule";
import { infeasible } from "../feasibility";
import type { HaRule } from "../ha";

/** The rules of one HA manager. */
export interface HaRules {
  readonly rules: readonly HaRule[];
  /** Names of the cluster's nodes. Empty if they aren't known. */
  readonly nodes: readonly string[];
}

/** PVE::HA::Rules, check_feasibility. Proxmox VE refuses such a rule, or ignores it without a word. */
export const haInfeasible: Rule<HaRules> = {
  name: "ha-infeasible",
  title: "Proxmox's HA manager must be able to fulfil all rules together",
  why:
    "PVE::HA::Rules, check_feasibility: Proxmox VE refuses a new rule that contradicts another one, so an update " +
    "stops half-way. A rule that contradicts another one later stays in the file, and the HA manager ignores both " +
    "without a word. Disabled rules don't count.",
  items: ({ ha, cluster }) => (ha ? [{ rules: ha.rules, nodes: cluster.nodes.map(({ name }) => name) }] : []),
  judge(managers) {
    return managers.flatMap(({ rules, nodes }) =>
      infeasible(rules, nodes.length > 0 ? nodes : undefined).map(({ rule, reason, fix }) => ({
        path: printPath(rule.path),
        message: `the rule ${rule.name} can't hold: ${reason}, so Proxmox VE refuses or ignores it; ${fix}`,
      })),
    );
  },
};
