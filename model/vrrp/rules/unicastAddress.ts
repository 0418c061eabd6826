import { printPath } from "../../finding";
import type { Rule } from "../../rule";

export interface UnicastMember {
  readonly path: string;
  readonly node: string;
  readonly network: string;
  readonly family: 4 | 6;
  readonly address?: string | undefined;
}

/** Unicast adverts need an address of each member, in the family of the virtual addresses. */
export const vrrpUnicastAddress: Rule<UnicastMember> = {
  name: "vrrp-unicast-address",
  title: "Each member of a unicast group must have an address that the others can send to",
  why:
    "Unicast adverts go to addresses instead of the multicast group, in the family of the virtual " +
    "addresses. A member without such an address hears nothing and becomes MASTER.",
  items: ({ vrrpGroups }) =>
    vrrpGroups
      .filter(({ unicast }) => unicast)
      .flatMap(({ name, network, family, members }) =>
        members.map(({ node, address }) => ({
          path: printPath(["vrrp", name, "unicast"]),
          node,
          network,
          family,
          address,
        })),
      ),
  judge(members) {
    return members
      .filter(({ address }) => address === undefined)
      .map(({ path, node, network, family }) => ({
        path,
        message: `${node} has no IPv${String(family)} address in ${network}, so the others can't send to it; write one, as unicast_src_ip or, in the configuration, under cluster.nodes.${node}.networks`,
      }));
  },
};
