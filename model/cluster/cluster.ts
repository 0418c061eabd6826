import { type Family as AddressFamily, familyOf, inSubnet } from "../address";
import { type OsFamily, type Platform, platforms } from "./platforms";
import type { ClusterConfig } from "./schema";

export interface Bastion {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly privateKeyFile?: string | undefined;
  readonly hostKey?: string | undefined;
}

/** How quorate reaches a node over SSH. `hostKey` or `hostKeys` is always set. */
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

/** A machine that quorate works on. */
export interface Host {
  readonly name: string;
  readonly platform: Platform;
  readonly family: OsFamily;
  readonly address: string;
  readonly ssh: Ssh;
}

export interface Node extends Host {
  readonly networks: Readonly<Record<string, Attachment>>;
  /** Votes in corosync's quorum: quorum_votes of corosync.conf(5). */
  readonly votes: number;
  /** corosync's number of the node. Undefined if the configuration has none. */
  readonly nodeId?: number | undefined;
  /** corosync's address by link number. Link 0 is always there. */
  readonly links: Readonly<Record<string, string>>;
}

export interface Network {
  readonly name: string;
  readonly subnets: readonly string[];
  readonly interface: string;
}

/** `replace`: quorate takes the place of your files. `keep`: they stay, and run beside quorate's. */
export interface Existing {
  readonly keepalived?: "replace" | "keep" | undefined;
  readonly haproxy?: "replace" | "keep" | undefined;
  readonly corosync?: "replace" | undefined;
  readonly sshd?: "replace" | undefined;
}

/** keepalived's global_defs. */
export interface GlobalDefs {
  readonly scriptUser: string;
  readonly notifyFifo?:
    | { readonly path: string; readonly script?: string | undefined; readonly user?: string | undefined }
    | undefined;
  readonly raw: readonly string[];
}

export interface Cluster {
  readonly name: string;
  /** That of corosync's members. */
  readonly platform: Platform;
  readonly networks: readonly Network[];
  readonly nodes: readonly Node[];
  /** Machines outside the cluster that run qdevices' qnetd. */
  readonly witnesses: readonly Host[];
  readonly globalDefs: GlobalDefs;
  readonly existing: Existing;
  /** The reasons, by the refusal of a preview that each overrides: "address 192.0.2.60", "vrid 51". */
  readonly accepted: Readonly<Record<string, string>>;
}

export function resolveCluster(config: ClusterConfig): Cluster {
  const networks = Object.entries(config.networks).map(([name, network]) => ({
    name,
    subnets: network.subnet,
    interface: network.interface,
  }));
  const nodes = Object.entries(config.nodes).map(([name, node]): Node => ({
    ...resolveHost(name, node, config),
    networks: attach(node, networks),
    votes: node.votes,
    nodeId: node.nodeId,
    links: { "0": node.address, ...node.links },
  }));
  const witnesses = Object.entries(config.witnesses).map(([name, witness]) =>
    resolveHost(name, witness, config),
  );
  return {
    name: config.name,
    platform: platformOf(nodes, config.platform),
    networks,
    nodes,
    witnesses,
    globalDefs: { ...config.globalDefs, scriptUser: scriptUserOf(config) },
    existing: config.existing,
    accepted: config.accepted,
  };
}

/** If a user keepalived_script exists, keepalived runs your scripts as this one, too, so a kept set-up gets another. */
function scriptUserOf({ globalDefs: { scriptUser }, existing }: ClusterConfig): string {
  return existing.keepalived === "keep" && scriptUser === "keepalived_script" ? "quorate_script" : scriptUser;
}

function resolveHost(
  name: string,
  { address, hostKey, ssh, platform: own }: ClusterConfig["witnesses"][string],
  { platform: usual, ssh: { hostKeys, bastion, ...access } }: Pick<ClusterConfig, "platform" | "ssh">,
): Host {
  const platform = own ?? usual;
  const login = { ...access, ...definedOf(ssh), hostKey, hostKeys, bastion };
  return { name, platform, family: platforms[platform], address, ssh: login };
}

/** Proxmox VE, if any node has it: then its nodes alone are members of corosync's cluster. */
function platformOf(nodes: readonly Host[], usual: Platform): Platform {
  const all = nodes.map(({ platform }) => platform);
  return all.includes("proxmox") ? "proxmox" : (all[0] ?? usual);
}

/** The cluster as corosync and HA see it: beside nodes of Proxmox VE, no other node is a member. */
export function corosyncCluster(cluster: Cluster): Cluster {
  if (cluster.platform !== "proxmox") return cluster;
  return { ...cluster, nodes: cluster.nodes.filter(({ platform }) => platform === "proxmox") };
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

/** The addresses of `node` in `network` that belong to `family`. */
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
