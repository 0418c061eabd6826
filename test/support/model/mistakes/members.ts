import { type Mistake } from "./mistake";

/** Mistakes about the members of a group. */
export const members: readonly Mistake[] = [
  [
    "no network named of two",
    { "cluster.networks.wan": { subnet: "198.51.100.0/24", interface: "eth1" } },
    "VRRP_NETWORK_UNKNOWN",
    "vrrp.ui.network",
    /write one of lan, wan/,
  ],
  [
    "neither order nor priority",
    { "vrrp.ui.order": undefined },
    "VRRP_MEMBERS_UNCLEAR",
    "vrrp.ui.order",
    /write order/,
  ],
  [
    "both order and priority",
    { "vrrp.ui.priority": { n1: 10, n2: 9 } },
    "VRRP_MEMBERS_UNCLEAR",
    "vrrp.ui.order",
    /^contradicts priority.*write order/,
  ],
  ["one member", { "vrrp.ui.order": ["n1"] }, "VRRP_TWO_MEMBERS", "vrrp.ui", /n1 alone/],
  [
    "an unknown member",
    { "vrrp.ui.order": ["n1", "n9"] },
    "VRRP_MEMBER_UNKNOWN",
    "vrrp.ui.order[1]",
    /n9 is no node of the cluster/,
  ],
  [
    "a member twice",
    { "vrrp.ui.order": ["n1", "n2", "n1"] },
    "VRRP_MEMBER_DUPLICATE",
    "vrrp.ui.order[2]",
    /leave one out/,
  ],
  [
    "a member that isn't in the network",
    { "cluster.networks.wan": { subnet: "198.51.100.0/24", interface: "eth1" }, "vrrp.ui.network": "wan" },
    "VRRP_MEMBER_OUTSIDE_NETWORK",
    "vrrp.ui.order[0]",
    /cluster\.nodes\.n1\.networks\.wan/,
  ],
];
