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
  title: "A VRRP group must have at least two members",
  why:
    "A virtual address fails with its node if no other node can hold it. quorate judges files at the end " +
    "of the preview, when it knows the whole program.",
  items: ({ vrrpGroups }) =>
    vrrpGroups.map(({ name, members }) => ({
      path: printPath(["vrrp", name]),
      nodes: members.map(({ node }) => node),
    })),
  judge(groups) {
    return groups
      .filter(({ nodes }) => new Set(nodes).size < 2)
      .map(({ path, nodes: [only] }) => {
        const holder = only === undefined ? "no node" : `${only} alone`;
        const message = `${holder} has this group, so no other node can take over; write it on at least two nodes`;
        return { path, message };
      });
  },
};
