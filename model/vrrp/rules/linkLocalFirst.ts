import { isLinkLocal } from "../../address";
import type { Rule } from "../../rule";
import type { AddressList } from "./addressFamily";

/** RFC 5798 section 5.2.9. keepalived only logs it, unless vrrp_strict is on. */
export const vrrpLinkLocalFirst: Rule<AddressList> = {
  name: "vrrp-link-local-first",
  title: "The first IPv6 address of a virtual router must be link-local",
  why:
    "RFC 5798 section 5.2.9: the first IPv6 address is the virtual router's link-local one, and hosts take " +
    "it for their route. keepalived logs another one and goes on, so this is advice: only a group that " +
    "hosts have as their gateway needs it. With vrrp_strict keepalived refuses the group.",
  judge(lists) {
    return lists.flatMap(({ path, unicast, addresses: [first] }) => {
      if (first === undefined || first.family === 4 || unicast || isLinkLocal(first.address)) return [];
      const message = `${first.address} is first, but a virtual router's first IPv6 address is link-local, and hosts can't use this one as their gateway; write one such as fe80::1:1/64 before it`;
      return [{ path, message }];
    });
  },
};
