import type { Cidr } from "../../address";
import { printPath } from "../../finding";
import * as limits from "../../limits";
import type { Rule } from "../../rule";

export interface AddressList {
  readonly path: string;
  readonly version: 2 | 3;
  readonly unicast: boolean;
  readonly addresses: readonly Cidr[];
}

/** RFC 5798 sections 5.2.3, 5.2.5 and 5.2.9, RFC 3768 section 1: the addresses that one virtual router may have. */
export const vrrpAddressFamily: Rule<AddressList> = {
  name: "vrrp-address-family",
  title: "The addresses of a VRRP group must fit one virtual router",
  why:
    "RFC 5798 sections 5.2.3, 5.2.5 and 5.2.9, RFC 3768 section 1: a virtual router has addresses of one " +
    "family. IPv6 needs version 3, and an advert holds a limited number. keepalived drops addresses that " +
    "don't fit, so no node has them. Addresses in virtual_ipaddress_excluded are outside the adverts, and may " +
    "be of the other family.",
  items: ({ vrrpGroups }) =>
    vrrpGroups.map(({ name, version, unicast, virtualIpaddress }) => ({
      path: printPath(["vrrp", name, "virtualIpaddress"]),
      version,
      unicast,
      addresses: virtualIpaddress,
    })),
  judge(lists) {
    return lists.flatMap((list) => {
      const problem = problemOf(list);
      return problem ? [{ path: list.path, message: problem }] : [];
    });
  },
};

function problemOf({ version, addresses }: AddressList): string | undefined {
  const [first] = addresses;
  if (first === undefined) return undefined;
  const other = addresses.find(({ family }) => family !== first.family);
  if (other) {
    return `${first.address} and ${other.address} are of two families, and a virtual router has one; write a group for each, with one syncGroup`;
  }
  const most = (first.family === 4 ? limits.virtualAddressesV4 : limits.virtualAddressesV6).max;
  if (addresses.length > most) {
    return `${String(addresses.length)} addresses don't fit an advert, which holds ${String(most)}; write a second group`;
  }
  if (first.family === 4) return undefined;
  if (version === 2)
    return `${first.address} is IPv6, which VRRP version 2 doesn't support; write version: 3`;
  return undefined;
}
