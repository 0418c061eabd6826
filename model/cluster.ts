import { type Family as AddressFamily, familyOf, inSubnet } from "./address";
import { type Finding, printPath } from "./finding";
import type { ClusterConfig } from "./schema/cluster";

export type Platform = "proxmox" | "debian" | "rhel";
export type OsFamily = "debian" | "rhel";

export interface Bastion {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly privateKeyFile?: string | undefined;
  readonly hostKey?: string | undefined;
}

/** How a node is reached. One of `hostKey` and `hostKeys` is always there. */
export interface Ssh {
  readonly user: string;
  readonly port: number;
  readonly privateKeyFile?: string | undefined;
  readonly agent: boolean;
  readonly become: boolean;
  /** The node's public key, `ssh-ed25519 AAAA...`. */
  readonly hostKey?: string | undefined;
  /** Path of a known_hosts file. */
  readonly hostKeys?: string | undefined;
  readonly bastion?: Bastion | undefined;
}

/** A node's interface in a network, and its addresses there (of both families, possibly none). */
export interface Attachment {
  readonly interface: string;
  readonly addresses: readonly string[];
}

export interface Node {
  readonly name: string;
  readonly address: string;
  readonly ssh: Ssh;
  readonly networks: Readonly<Record<string, Attachment>>;
}

export interface Network {
  readonly name: string;
  readonly subnets: readonly string[];
  readonly interface: string;
}

export interface Cluster {
  readonly name: string;
  readonly platform: Platform;
  readonly family: OsFamily;
  readonly networks: readonly Network[];
  readonly nodes: readonly Node[];
  readonly globalDefs: { readonly scriptUser: string };
}

/** Proxmox VE is Debian with packages of its own. */
export function osFamily(platform: Platform): OsFamily {
  return platform === "rhel" ? "rhel" : "debian";
}

export function resolveCluster(config: ClusterConfig): Cluster {
  const networks = Object.entries(config.networks).map(([name, network]) => ({
    name,
    subnets: network.subnet,
    interface: network.interface,
  }));
  const { hostKeys, bastion, ...access } = config.ssh;
  const nodes = Object.entries(config.nodes).map(([name, node]): Node => ({
    name,
    address: node.address,
    ssh: { ...access, ...definedOf(node.ssh), hostKey: node.hostKey, hostKeys, bastion },
    networks: attach(node, networks),
  }));
  return {
    name: config.name,
    platform: config.platform,
    family: osFamily(config.platform),
    networks,
    nodes,
    globalDefs: config.globalDefs,
  };
}

function definedOf<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function attach(
  node: ClusterConfig["nodes"][string],
  networks: readonly Network[],
): Record<string, Attachment> {
  const attached = networks.flatMap((network) => {
    const own = node.networks[network.name];
    const main = network.subnets.some((subnet) => inSubnet(node.address, subnet)) ? [node.address] : [];
    if (main.length === 0 && own === undefined) return [];
    const addresses = [...new Set([...main, ...(own?.address ?? [])])];
    return [[network.name, { interface: own?.interface ?? network.interface, addresses }] as const];
  });
  return Object.fromEntries(attached);
}

/** What the schema alone can't see: addresses outside every subnet, twice the same, no host key to verify. */
export function clusterFindings(config: ClusterConfig, cluster: Cluster): Finding[] {
  return [...addressFindings(config, cluster), ...hostKeyFindings(cluster)];
}

function addressFindings(config: ClusterConfig, cluster: Cluster): Finding[] {
  const holders = new Map<string, string>();
  const places = Object.entries(config.nodes).flatMap(([node, { address, networks }]) => [
    {
      address,
      path: ["cluster", "nodes", node, "address"],
      subnets: cluster.networks.flatMap((n) => n.subnets),
    },
    ...Object.entries(networks).flatMap(([network, attachment]) =>
      (attachment.address ?? []).map((own) => ({
        address: own,
        path: ["cluster", "nodes", node, "networks", network, "address"],
        subnets: cluster.networks.find(({ name }) => name === network)?.subnets,
      })),
    ),
  ]);
  return places.flatMap(({ address, path, subnets }) => {
    const at = printPath(path);
    if (subnets === undefined) {
      return [
        {
          code: "CLUSTER_NETWORK_UNKNOWN",
          path: at,
          message: `${String(path[4])} is no network; the networks are ${names(cluster.networks)}`,
        },
      ];
    }
    const found: Finding[] = [];
    if (!subnets.some((subnet) => inSubnet(address, subnet))) {
      const message = `${address} is in none of the subnets ${subnets.join(", ")}; write an address in one, or correct the subnet`;
      found.push({ code: "CLUSTER_ADDRESS_OUTSIDE_SUBNET", path: at, message });
    }
    const holder = holders.get(address);
    if (holder !== undefined && holder !== at) {
      found.push({
        code: "CLUSTER_ADDRESS_DUPLICATE",
        path: at,
        message: `${address} is already ${holder}; each node has its own`,
      });
    }
    holders.set(address, at);
    return found;
  });
}

function hostKeyFindings(cluster: Cluster): Finding[] {
  return cluster.nodes
    .filter(({ ssh }) => ssh.hostKey === undefined && ssh.hostKeys === undefined)
    .map(({ name, address, ssh }) => ({
      code: "CLUSTER_HOST_KEY_MISSING",
      path: printPath(["cluster", "nodes", name, "hostKey"]),
      message:
        "is missing, so that nobody could tell this node from an impostor; " +
        `record the keys with \`ssh-keyscan -p ${String(ssh.port)} ${address} >> known_hosts\`, compare them on the node, ` +
        "and write cluster.ssh.hostKeys: known_hosts",
    }));
}

/** `family` addresses of `node` in `network`. */
export function addressesIn(node: Node, network: string, family: AddressFamily): readonly string[] {
  return (node.networks[network]?.addresses ?? []).filter((address) => familyOf(address) === family);
}

/** All addresses of `node` that the model knows. */
export function allAddresses(node: Node): string[] {
  return [...new Set([node.address, ...Object.values(node.networks).flatMap(({ addresses }) => addresses)])];
}

export function names(named: readonly { readonly name: string }[]): string {
  return named.map(({ name }) => name).join(", ");
}
