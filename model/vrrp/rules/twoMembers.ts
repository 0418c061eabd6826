import { groupedBy, type Rule } from "../../rule";

export interface GroupMember {
  readonly path: string;
  readonly group: string;
  readonly node: string;
}

/** A virtual address with one member fails with that node. */
export const vrrpTwoMembers: Rule<GroupMember> = {
  code: "VRRP_TWO_MEMBERS",
  policy: "vrrp-two-members",
  title: "A VRRP group has at least two members",
  why:
    "A virtual address that one node alone can hold dies with it. For files this is judged when the whole " +
    "program is known, at the end of the preview.",
  subjects: ({ vrrpGroups }) =>
    vrrpGroups.flatMap(({ name, members }) =>
      members.map(({ node }) => ({ path: `vrrp.${name}.order`, group: name, node })),
    ),
  judge(members) {
    return groupedBy(members, ({ group }) => group)
      .filter((group) => new Set(group.map(({ node }) => node)).size < 2)
      .flatMap(([only]) => only ?? [])
      .map(({ path, node }) => ({
        code: this.code,
        path,
        message: `${node} alone has this group; write it on at least one more node, for one to take over`,
      }));
  },
};
