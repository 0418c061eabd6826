import { inSubnet, isLinkLocal } from "../../address";
import type { Rule } from "../../rule";
import type { KnownSubnets } from "./vipInSubnet";

/** A virtual address, and the subnet that its node's own address is likely in. */
export interface LikelyAddress {
  readonly path: string;
  readonly address: string;
  readonly subnet: string;
}

/** Files don't tell the interfaces' subnets, nor a router's routes. */
export const vrrpVipNeighbours: Rule<LikelyAddress, KnownSubnets> = {
  name: "vrrp-vip-neighbours",
  title: "A virtual address must be in a subnet of its interface, or routed to it",
  why:
    "Neighbours look for an address on the link only if it is in their subnet. Files don't tell the " +
    "interfaces' subnets, so quorate takes the subnet of the node's own address, and this is advice. An " +
    "address with a `dev` of its own, a /32 and a /128 are meant. Name the interfaces' subnets as `subnets`.",
  judge(addresses, { subnets = [] } = {}) {
    return addresses
      .filter(
        ({ address, subnet }) =>
          !isLinkLocal(address) && ![subnet, ...subnets].some((each) => inSubnet(address, each)),
      )
      .map(({ path, address, subnet }) => ({
        path,
        message: `${address} is outside ${subnet}, the likely subnet of its node, so neighbours there would not find it; write a free address of the subnet, or name its subnet in this policy's subnets if a router routes it to the node`,
      }));
  },
};
