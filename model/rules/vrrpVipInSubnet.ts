import { type Cidr, broadcastAddress, inSubnet, isLinkLocal, networkAddress } from "../address";
import { allAddresses } from "../cluster";
import { printPath } from "../finding";
import type { Rule } from "./rule";

export interface PlacedAddress {
  readonly path: string;
  readonly cidr: Cidr;
  readonly network: string;
  readonly subnets: readonly string[];
  /** The addresses that nodes have as their own, and whose they are. */
  readonly owners: readonly { readonly node: string; readonly address: string }[];
}

/** A virtual address is reachable only from its own subnet, and is nobody's own. */
export const vrrpVipInSubnet: Rule<PlacedAddress> = {
  code: "VRRP_VIP_MISPLACED",
  policy: "vrrp-vip-in-subnet",
  subjects: ({ cluster, vrrpGroups }) => {
    const owners = cluster.nodes.flatMap((node) =>
      allAddresses(node).map((address) => ({ node: node.name, address })),
    );
    return vrrpGroups.flatMap(({ name, network, virtualIpaddress }) =>
      virtualIpaddress.map((cidr, index) => ({
        path: printPath(["vrrp", name, "virtualIpaddress", index]),
        cidr,
        network,
        subnets: cluster.networks.find((candidate) => candidate.name === network)?.subnets ?? [],
        owners,
      })),
    );
  },
  judge(addresses) {
    return addresses.flatMap((placed) => {
      const problem = problemOf(placed);
      return problem
        ? [{ code: this.code, path: placed.path, message: `${placed.cidr.address} ${problem}` }]
        : [];
    });
  },
};

function problemOf({ cidr, network, subnets, owners }: PlacedAddress): string | undefined {
  const { address } = cidr;
  if (isLinkLocal(address)) return undefined;
  const owner = owners.find((candidate) => candidate.address === address);
  if (owner) return `is ${owner.node}'s own address; write one that no node has`;
  const home = subnets.find((subnet) => inSubnet(address, subnet));
  if (home === undefined) {
    return `is outside ${network} (${subnets.join(", ")}), where nobody could reach it; write a free address of the subnet`;
  }
  if (networkAddress(home) === address && !/\/(3[12]|12[78])$/.test(home)) {
    return `is the address of the subnet ${home} itself; write a free one in it`;
  }
  if (broadcastAddress(home) === address)
    return `is the broadcast address of ${home}; write a free one in it`;
  const prefix = Number(home.split("/")[1]);
  if (cidr.prefix < prefix)
    return `with /${String(cidr.prefix)} is wider than ${home}; write /${String(prefix)}`;
  return undefined;
}
