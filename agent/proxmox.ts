import { createHash } from "node:crypto";
import { asRoot, programPath } from "./program";

/** A node's way into a Proxmox cluster: what `pvecm create` and `pvecm add` are told. */
export interface Membership {
  /** The node's own name: what `hostname` prints. */
  readonly node: string;
  /** The cluster's name: a DNS label of at most 15 characters (pvecm(1)). */
  readonly cluster: string;
  /** What the node's own name resolves to. */
  readonly address: string;
  /** Addresses by number of link, 0-7. */
  readonly links: Readonly<Record<number, string>>;
  /** By number of link, 0-255; a link without one gets corosync's default. Only a creation takes them. */
  readonly priorities?: Readonly<Record<number, number>>;
  readonly nodeId?: number | undefined;
  readonly votes?: number | undefined;
}

/** A node that is a member already. */
export interface Member {
  readonly name: string;
  readonly address: string;
  /** Its public host key, `ssh-ed25519 AAAA...`. */
  readonly hostKey: string;
}

const verb = (become: boolean, words: string): string => asRoot(become, `sh ${programPath} pve ${words}`);

function options({ node, links, priorities = {}, nodeId, votes }: Membership): string {
  const each = Object.entries(links).map(([number, address]) => {
    const priority = priorities[Number(number)];
    return `link${number}=${address}${priority === undefined ? "" : `,priority=${priority}`}`;
  });
  each.unshift(`name=${node}`);
  if (nodeId !== undefined) each.push(`nodeid=${nodeId}`);
  // pvecm create takes no 0, and add doesn't write one (PVE::API2::ClusterConfig): settling does.
  if (votes) each.push(`votes=${votes}`);
  return each.join(" ");
}

/** The command by which a node makes a cluster of its own, and waits until /etc/pve is writable. */
export const createCluster = (become: boolean, membership: Membership): string =>
  verb(become, `create ${membership.cluster} ${membership.address} ${options(membership)}`);

/** The command by which a node joins; the member must have admitted its key. */
export const joinCluster = (become: boolean, membership: Membership, member: Member): string =>
  verb(
    become,
    `join ${membership.cluster} ${membership.address} ${member.name} ${member.address} ${member.hostKey} ${options(membership)}`,
  );

/** The command that prints the public key of a node's root, `ssh-rsa AAAA... root@n2`; it makes one where there is none. */
export const publicKey = (become: boolean): string => verb(become, "key");

/** The command that lets the owner of a public key log in as root: on a member, or on the witness of a qdevice. */
export const admitKey = (become: boolean, key: string): string => verb(become, `admit ${key.trim()}`);

/** The command that makes a host's key known to root of a node. */
export const trustHost = (become: boolean, address: string, hostKey: string): string =>
  verb(become, `trust ${address} ${hostKey}`);

/**
 * The command that brings a live cluster to `corosyncConf`, on one of its nodes: nodes that it doesn't list leave when
 * they are off, a qdevice comes or goes, the rest is one edit. Its config_version means nothing, it is raised on the node. The node keeps
 * `base`, which names what was there before.
 */
export function settleCluster(become: boolean, corosyncConf: string, base: string): string {
  const settle = verb(become, `settle ${base}`);
  return [`${settle} <<'END_OF_COROSYNC_CONF'`, corosyncConf.trimEnd(), "END_OF_COROSYNC_CONF"].join("\n");
}

/** sha256 of what `settleCluster` sends, hexadecimal: the same that the node's program computes. */
export const settledDigest = (corosyncConf: string): string =>
  createHash("sha256").update(`${corosyncConf.trimEnd()}\n`).digest("hex");

/** The command by which a node makes sure that it runs the cluster's version; one that was off is repaired. */
export const makeCurrent = (become: boolean, token = ""): string =>
  verb(become, `current ${token}`.trimEnd());
