import { duplicates, type PartRule } from "../../rule";
import { membersOf } from "../membership";
import type { WrittenGroup } from "../schema";

export const vrrpMemberDuplicate: PartRule<WrittenGroup> = {
  name: "vrrp-member-duplicate",
  title: "A VRRP group must have each member once",
  judgePart(group) {
    return duplicates(membersOf(group), ({ node }) => node).map(({ first, again }) => ({
      path: again.path,
      message: `${again.node} is in the list already (${first.path}), and a node has one priority in a group; leave one out`,
    }));
  },
};
