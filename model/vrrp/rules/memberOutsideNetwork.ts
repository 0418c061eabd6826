import type { PartRule } from "../../rule";
import { membersOf, networkOf } from "../membership";
import type { WrittenGroup } from "../schema";

export const vrrpMemberOutsideNetwork: PartRule<WrittenGroup> = {
  name: "vrrp-member-outside-network",
  title: "A member of a VRRP group must have an interface in the group's network",
  judgePart(group, cluster) {
    const network = networkOf(group, cluster);
    if (network === undefined) return [];
    const outside = cluster.nodes.filter(({ networks }) => networks[network] === undefined);
    return membersOf(group)
      .filter(({ node }) => outside.some(({ name }) => name === node))
      .map(({ node, path }) => ({
        path,
        message: `${node} has no interface in ${network}, so it can't hold the group's addresses; write cluster.nodes.${node}.networks.${network}`,
      }));
  },
};
