import { names } from "../../cluster/cluster";
import type { PartRule } from "../../rule";
import { membersOf } from "../membership";
import type { WrittenGroup } from "../schema";

export const vrrpMemberUnknown: PartRule<WrittenGroup> = {
  name: "vrrp-member-unknown",
  title: "A member of a VRRP group must be a node of the cluster",
  judgePart(group, { nodes }) {
    return membersOf(group)
      .filter(({ node }) => !nodes.some(({ name }) => name === node))
      .map(({ node, path }) => ({
        path,
        message: `${node} is no node of the cluster, so the group would lack a member; write one of ${names(nodes)}`,
      }));
  },
};
