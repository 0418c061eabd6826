/** Changes of `base()`, and the finding that they must give: code, path, words of the message. */
export type Mistake = readonly [
  title: string,
  changes: Readonly<Record<string, unknown>>,
  code: string,
  path: string,
  words: RegExp,
];

/** A second group, for mistakes that need two. */
export const second = {
  virtualRouterId: 52,
  virtualIpaddress: ["192.0.2.101/24"],
  order: ["n2", "n3", "n1"],
  track: [{ process: "pveproxy" }],
};

/** A second subnet, IPv6, and no load balancer. */
export const ipv6 = {
  "cluster.networks.lan.subnet": ["192.0.2.0/24", "2001:db8::/64"],
  haproxy: undefined,
};
