import { printPath } from "../../finding";
import type { Rule } from "../../rule";

export interface RankedMember {
  readonly path: string;
  readonly group: string;
  readonly node: string;
  readonly priority: number;
}

/**
 * RFC 5798 section 6.4.3: of equal priorities the higher address wins, an order that the configuration doesn't show.
 */
export const vrrpPriorityUnique: Rule<RankedMember> = {
  name: "vrrp-priority-unique",
  title: "Two members of a VRRP group must have different priorities",
  why:
    "RFC 5798 section 6.4.3: between equal priorities the higher address wins. The configuration doesn't " +
    "show that order, and it changes when a node gets another address.",
  items: ({ vrrpGroups }) =>
    vrrpGroups.flatMap(({ name, members }) =>
      members.map(({ node, priority }) => ({
        path: printPath(["vrrp", name, "priority", node]),
        group: name,
        node,
        priority,
      })),
    ),
  circleOf: ({ group, priority }) => `${String(priority)} ${group}`,
  judge([first, ...rest]) {
    return rest.map(({ path, priority, group }) => ({
      path,
      message: `${String(priority)} is ${first?.node ?? ""}'s priority in ${group} already, so the higher address would decide; give each its own, or write order`,
    }));
  },
};
