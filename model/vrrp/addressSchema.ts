import type { Cidr } from "../address";
import * as t from "../text";

/** keepalived.conf(5), virtual_ipaddress. */
const scopes = ["global", "site", "link", "host", "nowhere"] as const;

/** A virtual address. Without an interface it is on the group's, or on its virtual MAC's. */
export interface VirtualAddress extends Cidr {
  readonly interface?: string | undefined;
  readonly label?: string | undefined;
  readonly scope?: (typeof scopes)[number] | undefined;
}

const form = "an address with its prefix length, such as 192.0.2.100/24";

export const virtualAddresses = t.listOf(
  t.shorthand(
    "string",
    (address) => ({ address }),
    t
      .strict({
        address: t.cidr,
        interface: t.interfaceName.optional(),
        label: t.text(/^[\w.@:-]{1,15}$/, "a label of at most 15 characters, such as eth0:1").optional(),
        scope: t.oneOf(scopes).optional(),
      })
      .transform(({ address, ...place }): VirtualAddress => ({ ...address, ...place })),
  ),
  form,
);
