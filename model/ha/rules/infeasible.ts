import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import { infeasible } from "../feasibility";
import { resolveHa } from "../ha";
import type { WrittenHa } from "./written";

/** PVE::HA::Rules, check_feasibility. Proxmox VE refuses such a rule, or ignores it without a word. */
export const haInfeasible: PartRule<WrittenHa> = {
  name: "ha-infeasible",
  title: "Proxmox's HA manager must be able to fulfil all rules together",
  judgePart({ config }, { nodes }) {
    const names = nodes.map(({ name }) => name);
    return infeasible(resolveHa(config).rules, names).map(({ rule, reason, fix }) => ({
      path: printPath(rule.path),
      message: `the rule ${rule.name} can't hold: ${reason}, so Proxmox VE refuses or ignores it; ${fix}`,
    }));
  },
};
