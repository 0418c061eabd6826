import type { Rule } from "../../rule";

/** A member's own list of the group's addresses. */
export interface MemberAddresses {
  readonly path: string;
  readonly group: string;
  readonly node: string;
  /** Canonical, with prefix length: 192.0.2.100/24. */
  readonly addresses: readonly string[];
}

/** RFC 3768 section 7.1: members with different lists discard each other's adverts (acassen/keepalived#1603). */
export const vrrpVipSame: Rule<MemberAddresses> = {
  name: "vrrp-vip-same",
  title: "The members of a VRRP group must have the same addresses",
  why:
    "RFC 3768 section 7.1: members compare the addresses in an advert with their own list, and discard the " +
    "advert if they differ (acassen/keepalived#1603). Each then becomes MASTER.",
  circleOf: ({ group }) => group,
  judge([first, ...rest]) {
    return rest.flatMap(({ path, addresses }) => {
      if (first === undefined || isSame(addresses, first.addresses)) return [];
      const missing = first.addresses.filter((address) => !addresses.includes(address));
      const more = addresses.filter((address) => !first.addresses.includes(address));
      if (missing.length + more.length === 0) return [];
      const parts = [
        ...(missing.length > 0 ? [`lacks ${missing.join(", ")}`] : []),
        ...(more.length > 0 ? [`has ${more.join(", ")}`] : []),
      ];
      const message = `${parts.join(" and ")}, unlike ${first.node} (${first.path}), so both would be MASTER; write the same addresses on all members`;
      return [{ path, message }];
    });
  },
};

/** Whether two lists are equal in the same order: the common and cheap case. */
function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((address, index) => address === right[index]);
}
