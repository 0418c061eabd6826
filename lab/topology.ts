/** The machines of a lab: IPv4 addresses of one segment, 192.0.2.0/24 (RFC 5737: never routed). */
export interface Topology {
  /** The client's address; the client is a namespace only, with this machine's files. */
  readonly client: string;
  /**
   * Nodes by name (a letter, then letters and digits; at most 8). Their interface is eth0; eth1, in a network of its
   * own, has the same last number in 198.51.100.0/24.
   */
  readonly nodes: Readonly<Record<string, { readonly address: string }>>;
}

export const prefixLength = 24;

export const threeNodes: Topology = {
  client: "192.0.2.9",
  nodes: {
    n1: { address: "192.0.2.11" },
    n2: { address: "192.0.2.12" },
    n3: { address: "192.0.2.13" },
  },
};

/** A fourth node and a witness, for clusters that need them. The lab boots them only on request. */
export const further = {
  n4: { address: "192.0.2.14" },
  q1: { address: "192.0.2.21" },
} as const satisfies Topology["nodes"];

/** The three nodes and some of the further ones. */
export function topologyWith(...names: readonly (keyof typeof further)[]): Topology {
  const more = Object.fromEntries(names.map((name) => [name, further[name]]));
  return { ...threeNodes, nodes: { ...threeNodes.nodes, ...more } };
}
