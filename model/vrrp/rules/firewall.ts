import type { Rule } from "../../rule";

/** The packet filter of one node, as far as the program configures it. */
export interface PacketFilter {
  readonly path: string;
  readonly node: string;
  /** Whether it drops packets that no rule accepts. */
  readonly drops: boolean;
  /** Whether it accepts protocol 112. */
  readonly acceptsVrrp: boolean;
  /** Whether the node is a member of a VRRP group. */
  readonly vrrp: boolean;
}

/** RFC 5798 section 5.1.1.4: VRRP is IP protocol 112. A rule on a UDP or TCP port doesn't accept it. */
export const vrrpFirewall: Rule<PacketFilter> = {
  name: "vrrp-firewall",
  title: "The packet filter of a member must accept VRRP",
  why:
    "RFC 5798 section 5.1.1.4: VRRP is IP protocol 112. A filter that drops unknown packets drops the " +
    "adverts, and every member becomes MASTER. quorate doesn't judge a node if the program doesn't manage " +
    "its filter. It judges at the end of the preview, when it knows the whole program.",
  judge(filters) {
    return filters
      .filter(({ drops, acceptsVrrp, vrrp }) => drops && vrrp && !acceptsVrrp)
      .map(({ path, node }) => ({
        path,
        message: `the packet filter of ${node} drops VRRP, because no rule accepts it, so every member would be MASTER; write "ip protocol vrrp accept" (nftables) or "-p vrrp -j ACCEPT" (iptables)`,
      }));
  },
};
