import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import type { WrittenGroup } from "../schema";

export const vrrpMembersUnclear: PartRule<WrittenGroup> = {
  name: "vrrp-members-unclear",
  title: "A VRRP group must have either order or priority",
  judgePart({ name, order, priority }) {
    if ((order === undefined) !== (priority === undefined)) return [];
    const problem = order ? "contradicts priority, and only one of them can rank the members" : "is missing";
    const message = `${problem}; write order: [n1, n2, ...] alone, with the first MASTER first`;
    return [{ path: printPath(["vrrp", name, "order"]), message }];
  },
};
