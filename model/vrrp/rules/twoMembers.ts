import { printPath } from "../../finding";
import type { Rule } from "../../rule";

export interface GroupNodes {
  readonly path: string;
  /** The nodes with the group. */
  readonly nodes: readonly string[];
}

/** A virtual address with one member fails with that node. */
export const vrrpTwoMembers: Rule<GroupNodes> = {
  name: "vrrp-two-members",
  title: "A VRRP group has at least two members",
  why:
    "A virtual address that one node alone can hold dies with it. For files this is judged when the whole " +
    "program is known, at the end of the preview.",
  subjects: ({ vrrpGroups }) =>
    vrrpGroups.map(({ name, members }) => ({
      path: printPath(["vrrp", name, "order"]),
      nodes: members.map(({ node }) => node),
    })),
  judge(groups) {
    return groups
      .filter(({ nodes }) => new Set(nodes).size < 2)
      .map(({ path, nodes: [only = "no node"] }) => ({
        path,
        message: `${only} alone has this group; write it on at least one more node, for one to take over`,
      }));
  },
};
