import { broadcastAddress, familyOf, inSubnet, isLinkLocal, networkAddress } from "../../address";
import { allAddresses, type Cluster } from "../../cluster/cluster";
import { printPath } from "../../finding";
import type { Rule } from "../../rule";

export interface PlacedAddress {
  readonly path: string;
  readonly address: string;
  /** Prefix length. Undefined if none is written. */
  readonly prefix?: number | undefined;
  /** The network's name in messages. */
  readonly network: string;
  /** The network's subnets. If empty, only the address's own prefix length counts. */
  readonly subnets: readonly string[];
  /** The nodes' own addresses. */
  readonly owners: readonly { readonly node: string; readonly address: string }[];
}

export interface KnownSubnets {
  /** Further subnets of the nodes' interfaces, which the program doesn't show. */
  readonly subnets: readonly string[];
}

/** A virtual address is reachable only from its own subnet. It must not be a node's own address. */
export const vrrpVipInSubnet: Rule<PlacedAddress, KnownSubnets> = {
  name: "vrrp-vip-in-subnet",
  title: "A virtual address must be in its network, and must not be a node's own",
  why:
    "Neighbours look for an address on the link only if it is in their subnet, so no host reaches an " +
    "address of another subnet. A node's own address, the subnet's and the broadcast address are taken. " +
    "For files the networks are those that you name as `subnets`; vrrp-vip-neighbours gives advice without.",
  items: ({ cluster, vrrpGroups }) => {
    const owners = cluster.nodes.flatMap((node) =>
      allAddresses(node).map((address) => ({ node: node.name, address })),
    );
    return vrrpGroups.flatMap(({ name, network, virtualIpaddress }) =>
      virtualIpaddress.map((cidr, index) => ({
        path: printPath(["vrrp", name, "virtualIpaddress", index]),
        address: cidr.address,
        prefix: cidr.prefix,
        network: cidr.interface ?? network,
        // An interface of its own may be in a network that the cluster doesn't name.
        subnets: cluster.networks
          .filter((candidate) =>
            cidr.interface === undefined
              ? candidate.name === network
              : attachedTo(cluster, candidate.name, cidr.interface),
          )
          .flatMap((candidate) => candidate.subnets),
        owners,
      })),
    );
  },
  judge(addresses, { subnets = [] } = {}) {
    return addresses.flatMap((placed) => {
      const problem = problemOf(placed, [...placed.subnets, ...subnets]);
      return problem ? [{ path: placed.path, message: `${placed.address} ${problem}` }] : [];
    });
  },
};

/** Whether a node is in the network by this interface. */
function attachedTo({ nodes }: Cluster, network: string, device: string): boolean {
  return nodes.some((node) => node.networks[network]?.interface === device);
}

function problemOf(
  { address, prefix, network, owners }: PlacedAddress,
  subnets: readonly string[],
): string | undefined {
  if (isLinkLocal(address)) return undefined;
  const owner = owners.find((candidate) => candidate.address === address);
  if (owner) return `is ${owner.node}'s own address, which can't move; write one that no node has`;
  const home = subnets.find((subnet) => inSubnet(address, subnet));
  if (home !== undefined) return takenBySubnet(address, prefix, home);
  if (subnets.length === 0) {
    return prefix === undefined ? undefined : takenBySubnet(address, prefix, `${address}/${String(prefix)}`);
  }
  return `is outside ${network} (${subnets.join(", ")}), so no neighbour could reach it; write a free address of the subnet or, for a floating address that follows the MASTER, ${floating(address)} as one more subnet of ${network}`;
}

/** The address as a subnet of its own. */
function floating(address: string): string {
  return `${address}/${familyOf(address) === 4 ? "32" : "128"}`;
}

function takenBySubnet(address: string, prefix: number | undefined, home: string): string | undefined {
  if (networkAddress(home) === address && !/\/(3[12]|12[78])$/.test(home)) {
    return `is the address of the subnet ${home} itself, which no node can have; write a free one in it`;
  }
  if (broadcastAddress(home) === address) {
    return `is the broadcast address of ${home}, which no node can have; write a free one in it`;
  }
  const widest = Number(home.split("/")[1]);
  if (prefix !== undefined && prefix < widest) {
    return `with /${String(prefix)} is wider than ${home}, so the node would look for other networks on this link; write /${String(widest)}`;
  }
  return undefined;
}
