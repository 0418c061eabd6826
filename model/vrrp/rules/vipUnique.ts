import { printPath } from "../../finding";
import type { Rule } from "../../rule";

export interface VirtualAddress {
  readonly path: string;
  readonly group: string;
  /** The member whose file has the address. Undefined for a whole group. */
  readonly node?: string | undefined;
  /** Canonical, without prefix length. */
  readonly address: string;
}

/** Two groups with one address put it on two nodes at once. */
export const vrrpVipUnique: Rule<VirtualAddress> = {
  name: "vrrp-vip-unique",
  title: "A virtual address must belong to one VRRP group",
  why:
    "Two groups with one address put it on two nodes at once. Neighbours learn either of them, and " +
    "connections break at random.",
  items: ({ vrrpGroups }) =>
    vrrpGroups.flatMap(({ name, virtualIpaddress }) =>
      virtualIpaddress.map(({ address }, index) => ({
        path: printPath(["vrrp", name, "virtualIpaddress", index]),
        group: name,
        address,
      })),
    ),
  circleOf: ({ address }) => address,
  judge([first, ...rest]) {
    return rest
      .filter(({ group, node }) => first?.group !== group || first.node === node)
      .map(({ path, address }) => ({
        path,
        message: `${address} is in ${first?.group ?? ""} already (${first?.path ?? ""}), so two nodes would hold it at once; leave one out`,
      }));
  },
};
