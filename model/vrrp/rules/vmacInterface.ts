import { printPath } from "../../finding";
import { groupedBy, type Rule } from "../../rule";

/** The interface of a virtual MAC on one member. */
export interface VmacInterface {
  readonly path: string;
  readonly node: string;
  readonly group: string;
  readonly interface: string;
  /** The node's other interfaces, as far as they are known. */
  readonly taken: readonly string[];
}

/** keepalived makes the interface itself, and takes another name if one has it (vrrp.c, vrrp_complete_instance). */
export const vrrpVmacInterface: Rule<VmacInterface> = {
  name: "vrrp-vmac-interface",
  title: "The interface of a virtual MAC must be its group's own",
  why:
    "keepalived.conf(5), use_vmac: keepalived makes a macvlan of this name and removes it at its end. If " +
    "another group or a network has the name, keepalived takes another one, or the addresses of two groups " +
    "are on one MAC. Two groups with one VRID have one default name.",
  items: ({ cluster, vrrpGroups }) =>
    vrrpGroups.flatMap(({ name: group, vmac, members }) =>
      members.flatMap(({ node }) => {
        if (vmac === undefined) return [];
        const networks = cluster.nodes.find(({ name }) => name === node)?.networks ?? {};
        const taken = Object.values(networks).map((attachment) => attachment.interface);
        const path = printPath(["vrrp", group, "useVmac"]);
        return [{ path, node, group, interface: vmac.interface, taken }];
      }),
    ),
  judge(all) {
    const problems = [
      ...clashes(all),
      ...all.filter((one) => one.taken.includes(one.interface)).map(ofNetwork),
    ];
    // One mistake of a group is on each of its members.
    return groupedBy(problems, ({ path }) => path).flatMap(([first]) => first ?? []);
  },
};

function clashes(all: readonly VmacInterface[]) {
  return groupedBy(all, (one) => JSON.stringify([one.node, one.interface])).flatMap(([first, ...rest]) =>
    rest.map(({ path, node, interface: name }) => ({
      path,
      message: `${name} is the interface of ${first?.group ?? ""}'s virtual MAC on ${node} already (${first?.path ?? ""}), so keepalived would take another name; write vmacInterface with a name of its own`,
    })),
  );
}

function ofNetwork({ path, node, interface: name }: VmacInterface) {
  const message = `${name} is an interface of ${node} already, so keepalived can't make it for the virtual MAC; write vmacInterface with a name that no interface has`;
  return { path, message };
}
