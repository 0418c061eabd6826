import { type Mistake, ipv6, second } from "./mistake";

/** Mistakes in what a group has beside its addresses: routes, gratuitous ARP, a virtual MAC. */
export const extras: readonly Mistake[] = [
  [
    "a label of an IPv6 address",
    { ...ipv6, "vrrp.ui.virtualIpaddress": [{ address: "fe80::1:51/64", label: "eth0:1" }] },
    "VRRP_OPTION_IGNORED",
    "vrrp.ui.virtualIpaddress[0].label",
    /for IPv4 alone/,
  ],
  [
    "a scope that Linux doesn't have",
    { "vrrp.ui.virtualIpaddress": [{ address: "192.0.2.100/24", scope: "lan" }] },
    "CONFIG_VALUE_INVALID",
    "vrrp.ui.virtualIpaddress[0].scope",
    /global, site, link, host, nowhere/,
  ],
  [
    "a node's own address on another interface",
    { "vrrp.ui.virtualIpaddress": ["192.0.2.100/24", { address: "192.0.2.12/24", interface: "eth1" }] },
    "VRRP_VIP_IN_SUBNET",
    "vrrp.ui.virtualIpaddress[1]",
    /n2's own address/,
  ],
  [
    "a block in a route",
    { "vrrp.ui.virtualRoutes": ["default via 192.0.2.1\n}"] },
    "CONFIG_VALUE_INVALID",
    "vrrp.ui.virtualRoutes[0]",
    /one line in keepalived's words/,
  ],
  [
    "a rule without a preference",
    { "vrrp.ui.virtualRules": ["from 192.0.2.100 table 100"] },
    "CONFIG_VALUE_INVALID",
    "vrrp.ui.virtualRules[0]",
    /has no preference/,
  ],
  [
    "the network's interface as a virtual MAC's",
    { "vrrp.ui.useVmac": true, "vrrp.ui.vmacInterface": "eth0" },
    "VRRP_VMAC_INTERFACE",
    "vrrp.ui.useVmac",
    /eth0 is an interface of n1 already/,
  ],
  [
    "one interface for two virtual MACs",
    {
      "vrrp.ui.useVmac": true,
      "vrrp.web": { ...second, useVmac: true, vmacInterface: "vrrp.51" },
    },
    "VRRP_VMAC_INTERFACE",
    "vrrp.web.useVmac",
    /vrrp\.51 is the interface of ui's virtual MAC on n\d already/,
  ],
  [
    "the interface of the group's virtual MAC among its checks",
    { "vrrp.ui.useVmac": true, "vrrp.ui.track": [{ process: "haproxy" }, { interface: "vrrp.51" }] },
    "VRRP_TRACKED_INTERFACE",
    "vrrp.ui.track",
    /leave it out/,
  ],
  [
    "a virtual MAC's interface without the MAC",
    { "vrrp.ui.vmacInterface": "vrrp.ui" },
    "VRRP_OPTION_IGNORED",
    "vrrp.ui.vmacInterface",
    /has no effect without useVmac/,
  ],
  [
    "adverts from the group's interface without the MAC",
    { "vrrp.ui.vmacXmitBase": true },
    "VRRP_OPTION_IGNORED",
    "vrrp.ui.vmacXmitBase",
    /has no effect without useVmac/,
  ],
];
